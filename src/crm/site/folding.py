"""Text as searches and orders compare it: no accents, no case, no punctuation."""

import re
import unicodedata

LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ł": "l", "ı": "i"})
NOT_A_WORD = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """« Boulangerie de l’Œuvre » is « boulangerie de l oeuvre »; words are kept one space apart."""
    bare = unicodedata.normalize("NFKD", text.casefold().translate(LETTERS))
    letters = "".join(c for c in bare if not unicodedata.combining(c))
    return NOT_A_WORD.sub(" ", letters).strip()


def like(word: str) -> str:
    """The pattern of a LIKE that finds this folded word anywhere; folding leaves no wildcard."""
    return f"%{fold(word)}%"

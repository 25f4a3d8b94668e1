"""Names of organisations as hands write them, brought to one spelling.

Two canonical spellings stand side by side, one with every usual short word written out, one with
every long word shortened: a slip inside « Coop » is near the short one, a slip inside
« Coopérative » is near the long one.
"""

import re
import unicodedata
from functools import lru_cache

from msgspec import Struct

LONG = {
    "coop": "cooperative",
    "st": "saint",
    "ste": "sainte",
    "asso": "association",
    "assoc": "association",
    "qc": "quebec",
    "mtl": "montreal",
    "ctre": "centre",
    "cie": "compagnie",
}
"""Short words and what they stand for."""
SHORT = {long: short for short, long in LONG.items()} | {"association": "asso"}
LITTLE = frozenset({
    "a", "au", "aux", "avec", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les",
    "of", "o", "ou", "par", "pour", "sur", "the", "un", "une",
})  # fmt: skip
"""Words that carry no identity."""
LEGAL = frozenset({
    "inc", "incorporee", "ltee", "ltd", "enr", "osbl", "obnl", "ic", "in", "nc", "icn", "nic",
    "inec", "iinc", "innc", "incc",
})  # fmt: skip
"""Legal endings, and how « inc. » comes out of hurried fingers."""
FORMS = frozenset({"coop", "cooperative"})
PETITE_ENFANCE = re.compile(r"\bcentre (?:de )?(?:la )?petite enfance\b")
INITIALS = re.compile(r"\b(?:[a-z]\.){2,}[a-z]?\b\.?")
LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ß": "ss", "&": " et ", "+": " plus "})


class Spelling(Struct, frozen=True):
    """A name in its canonical forms."""

    words: tuple[str, ...]
    """Long form, word by word."""
    short_words: tuple[str, ...]
    long: str
    """The long form without spaces: hyphens and blanks are often dropped or added."""
    short: str
    bare: str
    """Long form without its little words: « Le club des Pins » is « club pins »."""
    digits: tuple[str, ...]


def folded(text: str) -> str:
    """Lower case, without accents, ligatures or surplus spaces; punctuation kept."""
    flat = unicodedata.normalize("NFKD", text.lower().translate(LIGATURES))
    bare = "".join(c for c in flat if not unicodedata.combining(c))
    return " ".join(bare.split())


def plain_words(text: str) -> tuple[str, ...]:
    """The folded words of a text: letters and digits only, initials « C.P.E. » held together."""
    said = INITIALS.sub(lambda m: m[0].replace(".", "") + " ", folded(text))
    return tuple(re.findall(r"[^\W_]+", said))


@lru_cache(maxsize=16_384)
def spell(name: str) -> Spelling:
    """The canonical forms of a name; equal forms are the same name."""
    words = plain_words(PETITE_ENFANCE.sub("cpe", " ".join(plain_words(name))))
    words = _without_legal(words)
    long = tuple(LONG.get(w, w) for w in words)
    short = tuple(SHORT.get(w, w) for w in words)
    return Spelling(
        words=long,
        short_words=short,
        long="".join(long),
        short="".join(short),
        bare=" ".join(w for w in long if w not in LITTLE),
        digits=tuple(re.findall(r"\d+", " ".join(words))),
    )


def _without_legal(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words without the legal ending, be it glued to the last one: « Pandorainc. »."""
    while len(words) > 1 and words[-1] in LEGAL:
        words = words[:-1]
    if words and len(words[-1]) > 5 and words[-1].endswith("inc"):
        words = (*words[:-1], words[-1].removesuffix("inc"))
    return words


def shorter_names(name: str) -> set[str]:
    """What a name is called for short: its initials or itself without its parentheses
    (« Bassin versant (BVX) »), itself without its form (« L’Érable, coop de travail »)."""
    found = {initials[1]} if (initials := re.search(r"\(([A-ZÀ-Ý]{3,10})\)", name)) else set()
    head = " ".join(re.sub(r"\([^()]*\)", " ", name).split())
    for short in (head, head.split(",")[0], _before_form(head)):
        if len(spell(short).bare) >= 7:
            found.add(short)
    return found - {name}


def _before_form(name: str) -> str:
    words = name.split()
    forms = (n for n, w in enumerate(words) if n and folded(w).rstrip(",.") in FORMS)
    return " ".join(words[: next(forms, len(words))]).rstrip(" ,-–")

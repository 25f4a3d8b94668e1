"""One spelling for the name of a place, however it was written."""

import re
import unicodedata

HEADS = re.compile(
    r"^(la |le )?(ville|municipalite|paroisse|village|canton|cantons unis|mrc|territoire|"
    r"municipalite regionale de comte|agglomeration) (de la |de l |des |du |de |d )?"
)
TAILS = re.compile(r"( (quebec|qc|canada|pq|p q))+$")
ARTICLES = re.compile(r"^(les|la|le|l|des|de|du|d) ")


def place_key(name: str) -> str:
    """« Ville de STE-THÈCLE (Québec) » and « Sainte-Thècle » have one key."""
    flat = unicodedata.normalize("NFKD", name.lower().replace("œ", "oe").replace("æ", "ae"))
    bare = "".join(c for c in flat if not unicodedata.combining(c))
    said = " ".join(re.findall(r"[a-z0-9]+", bare))
    words = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
    said = " ".join(words.get(word, word) for word in said.split())
    shorter = TAILS.sub("", HEADS.sub("", said))
    return shorter or said


def short_key(name: str) -> str:
    """The key without its article: « MRC des Chenaux » and « Les Chenaux » have one."""
    key = place_key(name)
    return ARTICLES.sub("", key) or key

"""How folded French words sound, roughly: « Filion » like « Phillion », « Roy » like « Roi »."""

import re

SPELT = (
    ("sch", "ch"), ("ph", "f"), ("th", "t"), ("qu", "k"), ("ck", "k"), ("gn", "n"), ("gu", "g"),
    ("ault", "o"), ("eau", "o"), ("au", "o"),
    ("oeu", "eu"), ("ae", "e"), ("oe", "e"), ("ai", "e"), ("ei", "e"), ("ay", "e"), ("ey", "e"),
    ("y", "i"), ("en", "an"), ("em", "an"), ("am", "an"), ("om", "on"), ("im", "in"),
    ("ce", "se"), ("ci", "si"), ("ch", "sh"), ("c", "k"), ("q", "k"), ("ge", "je"), ("gi", "ji"),
    ("z", "s"), ("w", "v"),
)  # fmt: skip
"""Letters and what they are heard as, in this order."""
MUTE = re.compile(r"[sdtpehrx]+(?![a-z])")
"""Letters not heard at the end of a word, some of them not always."""
TWICE = re.compile(r"([a-z])\1")


def sound(folded: str) -> str:
    """The key of a folded text; two that sound alike have the same."""
    heard = folded
    for letters, as_heard in SPELT:
        heard = heard.replace(letters, as_heard)
    return MUTE.sub("", TWICE.sub(r"\1", heard)).replace("sh", "@").replace("h", "")

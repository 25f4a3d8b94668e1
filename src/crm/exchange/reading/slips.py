"""Whether two spellings are one name with a slip of the hand, or two names that look alike.

A slip touches one letter of a word, or the space between two. What tells bodies apart, a number, a
place, a given name, is a word of its own: when the word as written is another known word, it is no
slip. Better a row left to a person than a row on the wrong body.
"""

from collections.abc import Set as AbstractSet

from rapidfuzz.distance import OSA

from crm.exchange.reading.names import LITTLE, Spelling

FORM_WORDS = frozenset({
    "association", "centre", "comite", "compagnie", "cooperation", "cooperative",
    "corporation", "fondation", "habitation", "organisme", "regroupement", "societe",
    "solidarite",
})  # fmt: skip
"""Words that say what kind of body it is: a slip inside one never makes another body."""
SHORTEST = 6
"""Letters below which only an exact name is a match."""


def allowed(length: int) -> int:
    """How many slips a name of this many letters may hold."""
    if length < SHORTEST:
        return 0
    if length < 14:
        return 1
    return 2 if length < 30 else 3


def distance(one: Spelling, other: Spelling, most: int = 4) -> int:
    """Letters added, dropped, changed or swapped between two names, by their nearer forms.

    Anything above `most` is `most + 1`.
    """
    return min(
        OSA.distance(one.long, other.long, score_cutoff=most),
        OSA.distance(one.short, other.short, score_cutoff=most),
    )


def is_slip(written: Spelling, known: Spelling, vocabulary: AbstractSet[str]) -> bool:
    """Whether `written` is `known` with slips only. `vocabulary`: every word of known names."""
    if written.digits != known.digits:
        return False
    pairs = (
        (written.words, known.words, written.long, known.long),
        (written.short_words, known.short_words, written.short, known.short),
    )
    return any(_slips(*pair, vocabulary) for pair in pairs)


def _slips(
    written: tuple[str, ...],
    known: tuple[str, ...],
    said: str,
    meant: str,
    vocabulary: AbstractSet[str],
) -> bool:
    gap = OSA.distance(said, meant)
    if gap > allowed(min(len(said), len(meant))):
        return False
    if gap == 0:
        return True
    if len(written) != len(known):
        return gap == 1 and _blank_moved(written, known, vocabulary)
    apart = [(w, k) for w, k in zip(written, known, strict=True) if w != k]
    return all(_word_slip(w, k, vocabulary) for w, k in apart)


def _blank_moved(
    written: tuple[str, ...], known: tuple[str, ...], vocabulary: AbstractSet[str]
) -> bool:
    """One space too many or too few, and one letter: what stands apart must not be a known word."""
    lone = [w for w in written if w not in known and w not in LITTLE and len(w) > 3]
    return not any(w in vocabulary for w in lone) and abs(len(written) - len(known)) <= 1


def _word_slip(written: str, known: str, vocabulary: AbstractSet[str]) -> bool:
    if known in LITTLE:
        return written in LITTLE or len(written) <= 3 or written[:-1] == known
    if known.isdigit() or written.isdigit():
        return False
    gap = OSA.distance(written, known)
    if known in FORM_WORDS and written not in FORM_WORDS and gap == 1:
        return True
    if written in vocabulary and not _ending_dropped(written, known):
        return False
    if len(known) <= 3:
        return gap == 1 and len(written) != len(known)
    return gap <= (1 if len(known) < 9 else 2)


def _ending_dropped(written: str, known: str) -> bool:
    """« jeune » for « jeunes »: an ending dropped is a slip, even when it leaves a word."""
    longer, shorter = sorted((written, known), key=len, reverse=True)
    return len(shorter) > 4 and longer in (shorter + "s", shorter + "x")

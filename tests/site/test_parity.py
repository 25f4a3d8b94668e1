"""English says all that French says: no sentence is missing, no place in one is lost."""

import re

from babel.messages.pofile import read_po

from crm.site.sentences import ENGLISH, missing_english

PLACE = re.compile(r"%\(\w+\)s|\{\w+\}")
FRENCH_LETTERS = re.compile(r"[«»]|\b(?:aucun|besoins|dossiers|entreprises|étapes)\b")


def told() -> list[tuple[str, str]]:
    """Each French form with its English one."""
    with ENGLISH.open("rb") as stream:
        catalogue = read_po(stream, locale="en")
    pairs: list[tuple[str, str]] = []
    for message in catalogue:
        french = (message.id,) if isinstance(message.id, str) else tuple(message.id)
        said = message.string or ""
        english = (said,) if isinstance(said, str) else tuple(said)
        pairs += [(f, e) for f, e in zip(french, english, strict=False) if f]
    return pairs


def test_no_sentence_waits_for_its_english() -> None:
    assert [(sentence.file, sentence.id) for sentence in missing_english()] == []


def test_no_place_is_lost_in_translation() -> None:
    lost = [f for f, e in told() if set(PLACE.findall(f)) != set(PLACE.findall(e))]
    assert lost == []


def test_no_french_is_left_in_english() -> None:
    assert [english for _, english in told() if FRENCH_LETTERS.search(english)] == []


def test_the_catalogue_is_not_empty() -> None:
    assert len(told()) > 1_000

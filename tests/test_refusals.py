"""Each refusal of the trade is quoted in a feature: an advisor has read every sentence."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import crm
from crm.refusal import Refusal
from features.paper import plain

ROOT = Path(__file__).parents[1]
TRADE = re.compile(r"crm\.(accompaniment|ecosystem|enterprise|history|person|promoter)\b")
QUOTED = re.compile(r'"([^"\n]{8,})"|\|\s*([^|\n]{8,}?)\s*(?=\|)')
NO_PAGE_LEADS_THERE = {
    "AlreadyMember": "a page always meets somebody new; imports and tests name a known person",
    "ConfirmationOver": "a link that is over shows nothing, and its button is gone from the file",
    "ContentLost": "said of a document whose key was destroyed, with it",
    "DocumentShown": "the button is on the notice of a withdrawal only",
    "DocumentUntitled": "an empty title takes the name of the file",
    "DurationOutOfRange": "the form says it first, with its own examples",
    "GridUnknown": "the form sends the grid it was shown",
    "HandGone": "the button is beside hands at work only",
    "InterviewUnknown": "the form sends answers of the interview that it was shown",
    "NobodyAccompanied": "the form asks for a name first",
    "NotRepresentative": "representatives are named and removed on the command line",
    "OrganisationUnnamed": "organisations come from imports, which skip a row without a name",
    "PersonUnnamed": "the form says it first, in its own words",
    "ReferralNotAccepted": "the buttons that come after are shown once it is accepted",
    "ReferralUnknown": "the pages answer 404 before asking",
}
"""By name: why no scenario can read it. A test of the room's decisions holds it instead."""


def refusals() -> Iterator[type[Refusal]]:
    for found in pkgutil.walk_packages(crm.__path__, "crm."):
        if TRADE.match(found.name):
            importlib.import_module(found.name)
    waiting = list(Refusal.__subclasses__())
    for one in waiting:
        waiting += one.__subclasses__()
        if TRADE.match(one.__module__) and one.sentence:
            yield one


def quoted() -> list[str]:
    """What the features quote, typography made plain."""
    texts = (path.read_text() for path in (ROOT / "features").rglob("*.feature"))
    found = (plain(a or b) for text in texts for a, b in QUOTED.findall(text))
    return [said for said in found if len(said) > 8]


SAID = quoted()


@pytest.mark.parametrize("refusal", list(refusals()))
def test_a_feature_quotes_the_sentence(refusal: type[Refusal]) -> None:
    sentence = re.escape(plain(refusal.sentence))
    shape = re.compile(re.sub(r"\\\{\w+\\\}|%\\\(\w+\\\)s", ".+", sentence))
    begins = [said for said in SAID if plain(refusal.sentence).startswith(said)]
    inside = [said for said in SAID if len(said) > 20 and said in plain(refusal.sentence)]
    is_quoted = bool(begins or inside or any(shape.match(said) for said in SAID))
    assert is_quoted != (refusal.__name__ in NO_PAGE_LEADS_THERE), refusal.sentence

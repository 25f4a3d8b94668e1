"""The map of personal data is that of the events as they are, and the dossier says it."""

from pathlib import Path

import crm.app  # noqa: F401 - the events of every room are known
from crm.cli.impact import dossier, personal_fields
from crm.event_store.events import NAMES
from crm.privacy.domain.data_map import DATA_MAP, KEPT, PURPOSES

DOSSIER = Path(__file__).parents[2] / "docs" / "privacy-impact.md"


def sealed() -> set[str]:
    ours = {kind: name for kind, name in NAMES.items() if kind.__module__.startswith("crm.")}
    return set(personal_fields(ours))


def test_each_sealed_field_is_on_the_map() -> None:
    assert sealed() - DATA_MAP.keys() == set()


def test_the_map_speaks_of_nothing_that_is_no_more() -> None:
    assert DATA_MAP.keys() - sealed() == set()


def test_each_purpose_and_each_way_of_keeping_serves() -> None:
    assert {datum.purpose for datum in DATA_MAP.values()} == PURPOSES.keys()
    assert {datum.keeping for datum in DATA_MAP.values()} == KEPT.keys()


def test_the_dossier_is_fresh() -> None:
    assert DOSSIER.read_text() == dossier()

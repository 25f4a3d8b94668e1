"""Every stored event is told: by its term of the glossary, under somebody, in a sentence."""

import re
from pathlib import Path

import pytest
from msgspec.structs import replace

import crm.app  # noqa: F401 - loads the events of every room
from crm.event_store.events import NAMES, Entry, EntryCorrected, EntryTakenBack, Event, read
from crm.event_store.sealing import sealed_fields
from crm.history.projections.fields import field_of, written
from crm.history.projections.names import REFERENCES, SOURCES, referred
from crm.history.projections.subjects import subjects_of
from crm.history.projections.telling import TELLINGS, Said, listed
from crm.site.assets import ICONS
from crm.site.languages import reading_in

ROOT = Path(__file__).parents[2]
COPIES = sorted((ROOT / "tests" / "stored_events").glob("*.json"))
KINDS = sorted(
    (kind for kind in NAMES if kind.__module__.startswith("crm.")), key=lambda kind: NAMES[kind]
)
ENTRIES = [kind for kind in KINDS if issubclass(kind, Entry)]
IDS = {
    "parties",
    "persons",
    "need_ids",
    "holder",
    "party",
    "spent_by",
    "assigned_to",
    "territory",
    "seen_in",
    "confirmed_by",
    "flag",
}
"""Fields of entries that are references beside the ids, told by a name and never retyped."""
GONE_THROUGH = {"interview", "answers", "weighed"}
"""Those of an interview, which is gone through again rather than retyped."""
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text()


def told(event: Event) -> Said:
    return TELLINGS[type(event)].sentence(event, lambda kind, _id: SOURCES[kind].otherwise)


def sample(copy: Path) -> Event:
    """A stored event, its sealed fields as they open."""
    event = read(copy.stem, copy.read_bytes())
    clear = dict.fromkeys(sealed_fields(type(event)), "unknown")
    return event if isinstance(event, EntryCorrected | EntryTakenBack) else replace(event, **clear)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: NAMES[kind])
def test_every_event_is_told_by_its_term_of_the_glossary(kind: type[Event]) -> None:
    rows = [line for line in GLOSSARY.splitlines() if f".{kind.__name__}`" in line]
    assert [row.split("|")[1].strip() for row in rows] == [TELLINGS[kind].term]


@pytest.mark.parametrize("copy", COPIES, ids=lambda copy: copy.stem)
def test_every_event_has_a_sentence_and_a_subject(copy: Path) -> None:
    event = sample(copy)
    said = told(event)
    assert re.search(r"[A-Za-zÀ-ÿ]{3}", said.text)
    assert not re.search(r"[{}]|\*\*|None| {2}|\bde une?\b", said.text)
    assert said.sentence[0].strong or said.sentence[1].strong
    assert subjects_of(event)
    assert (ICONS / f"{said.icon or TELLINGS[type(event)].icon}.svg").exists()


@pytest.mark.parametrize("copy", COPIES, ids=lambda copy: copy.stem)
def test_every_event_is_told_in_english_too(copy: Path) -> None:
    with reading_in("en"):
        assert told(sample(copy)).text


@pytest.mark.parametrize("kind", ENTRIES, ids=lambda kind: NAMES[kind])
def test_every_field_of_an_entry_is_named_or_is_a_reference(kind: type[Entry]) -> None:
    own = [name for name in kind.__struct_fields__ if name not in Event.__struct_fields__]
    typed = [n for n in own if n not in IDS | GONE_THROUGH and not n.endswith("_id")]
    assert [n for n in typed if not field_of(kind, n)] == []


def test_every_reference_leads_to_a_source() -> None:
    assert set(REFERENCES.values()) <= set(SOURCES)
    kinds = {kind for copy in COPIES for kind, _id in referred(sample(copy))}
    assert kinds <= set(SOURCES)


def test_values_are_written_as_people_read_them() -> None:
    from crm.enterprise.domain.events import WorkforcePortraitRecorded

    def said(name: str, value: object) -> str:
        field = field_of(WorkforcePortraitRecorded, name)
        assert field
        return written(field, value)

    assert said("headcount", 0) == "0"
    assert said("headcount", "declined") == "refus de répondre"
    assert said("full_time_equivalents_hundredths", 950) == "9,5"
    assert said("minutes", 90) == "1\u00a0h\u00a030"
    assert said("investment_cents", 1_250_000) == "12\u00a0500\u00a0$"
    assert said("themes", ("financing", "succession")) == "financement, relève"
    assert said("valid_until", "2027-03-01") == "1er mars 2027"
    assert said("occurred_precision", "by") == "au plus tard ce jour"
    assert said("sector", None) == ""


def test_a_list_of_names_reads_as_one() -> None:
    assert [listed(names) for names in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "", "a", "a et b", "a, b et c"
    ]  # fmt: skip

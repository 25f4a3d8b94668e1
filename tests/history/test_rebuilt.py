"""Whatever is said, corrected, taken back and restored: the timeline rebuilt is the one read."""

import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from crm.accompaniment.domain.accompaniment import Accompaniment
from crm.event_store import EventStore, open_event_store
from crm.event_store.commands import Author
from crm.event_store.events import Entry, Occurrence, new_id, restatement
from crm.history.projections import PROJECTIONS, timeline_of
from crm.refusal import Refusal
from crm.settings import Settings
from crm.vocabulary import PartyRef

POLE, ACTOR = new_id(), new_id()
PARTIES = tuple(PartyRef(kind="enterprise", id=new_id()) for _ in range(2))
Deed = Callable[[Accompaniment, Occurrence, int], object]


def record(file: Accompaniment, by: Occurrence, number: int) -> None:
    file.record(by, "call", minutes=number)


def need(file: Accompaniment, by: Occurrence, _number: int) -> None:
    file.express_need(by, ("financing",))


def move(file: Accompaniment, by: Occurrence, number: int) -> None:
    """Corrects an entry: another day, perhaps another party."""
    if entry := entry_at(file, number):
        day = entry.occurred_on - timedelta(days=number)
        party = PARTIES[number % 2 : number % 2 + 1]
        file.correct(by, entry, replace(entry, occurred_on=day, parties=party))


def take_back(file: Accompaniment, by: Occurrence, number: int) -> None:
    if entry := entry_at(file, number):
        file.take_back(by, entry)


def undo(file: Accompaniment, by: Occurrence, number: int) -> None:
    """Takes back a correction or a take-back, if it is the last word."""
    event = file.event(number % file.version + 1)
    if event and restatement(event):
        file.take_back(by, event)


def entry_at(file: Accompaniment, number: int) -> Entry | None:
    entries = [event for event in file.standing.values() if isinstance(event, Entry)]
    return entries[number % len(entries)] if entries else None


DEEDS: list[Deed] = [record, need, move, take_back, undo]
WHAT = st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(1, 20), st.booleans()), max_size=25)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(WHAT)
def test_the_timeline_rebuilt_is_the_one_read(deeds: list[tuple[Deed, int, bool]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        keys, database = (f"sqlite:///{Path(folder) / name}" for name in ("keys", "events"))
        store = open_event_store(
            Settings(database=database, keys=keys, secret="x" * 40), PROJECTIONS
        )
        try:
            say(store, deeds)
            before, shown = store.checksums(), pages(store)
            store.rebuild()
            assert store.checksums() == before
            assert pages(store) == shown
        finally:
            store.close()


def say(store: EventStore, deeds: list[tuple[Deed, int, bool]]) -> None:
    """Each deed in the file, some recorded together, some alone."""
    by = Occurrence(pole_id=POLE, actor_id=ACTOR, occurred_on=date(2026, 2, 20))
    author = Author(pole_id=POLE, actor_id=ACTOR, command_id=new_id())
    file = Accompaniment.open(by, parties=PARTIES[:1], advisor_id=ACTOR)
    for deed, number, recorded in deeds:
        try:
            deed(file, by, number)
        except Refusal:
            continue
        if recorded:
            store.record(file, author=replace(author, command_id=new_id()))
    store.record(file, author=replace(author, command_id=new_id()))


def pages(store: EventStore) -> list[object]:
    with store.engine.connect() as db:
        return [timeline_of(store, db, party.id, POLE).months for party in PARTIES]

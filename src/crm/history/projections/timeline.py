"""What happened to this enterprise, this project, this file, this person, and when?

Index rows only: a page of fifty is read from them, and its events from the store. A correction
and a take-back have lines of their own; the line of their entry stays, and its `position` becomes
theirs, so that the event found there says how the entry now stands.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import BigInteger, Column, Date, Integer, String

from crm.event_store.events import (
    NAMES,
    RESTATING,
    EntryCorrected,
    EntryTakenBack,
    Event,
    Restatement,
    restatement,
)
from crm.event_store.projections import Projection
from crm.event_store.rows import Id, Op, Operations, Rows
from crm.history.projections import (  # noqa: F401 - each tells the events of its rooms
    told_of_confirmations,
    told_of_consents,
    told_of_documents,
    told_of_enterprises,
    told_of_files,
    told_of_hands,
    told_of_people,
    told_of_plans,
    told_of_privacy,
    told_of_promoters,
    told_of_the_house,
)
from crm.history.projections.subjects import Subject, author_of, subjects_of
from crm.history.projections.telling import TELLINGS
from crm.site.french import HERE

timeline = Rows(
    "timeline",
    Column("originator_id", Id),
    Column("version", Integer),
    Column("subject_id", Id),
    Column("subject_kind", String(15)),
    Column("name", String(60)),
    Column("facet", String(10)),
    Column("room", String(15)),
    Column("author_id", Id),
    Column("occurred_on", Date),
    Column("day_over_at", BigInteger),
    key="originator_id version subject_id",
    happened="occurred_on",
    indexes=["pole_id subject_id occurred_on position"],
)


class Chronicle(Projection):
    """Keeps the line of what is corrected or taken back, instead of letting the engine end it."""

    def hear_restated(
        self,
        event: Event,
        before: Callable[[], list[Event]],
    ) -> Iterator[Op]:
        if handler := self.handlers.get(type(event)):
            yield from handler(event)


what_happened = Chronicle("what_happened", timeline)


@what_happened.on(*(kind for kind in TELLINGS if kind not in RESTATING))
def _(event: Event) -> Operations:
    for subject in subjects_of(event):
        yield timeline.insert(**_line(event, event.originator_version, subject))


@what_happened.on(*RESTATING)
def _(event: EntryCorrected | EntryTakenBack) -> Operations:
    if not (said := restatement(event)):
        return
    now = subjects_of(said.restated) if said.restated else []
    for subject in subjects_of(event):
        yield timeline.insert(**_line(event, event.originator_version, subject))
        yield from _restated(said, subject, now)


def _restated(said: Restatement, subject: Subject, now: list[Subject]) -> Iterator[Op]:
    """The entry's own line, as it now stands or as it last stood under this subject."""
    shown = said.restated if said.restated and subject in now else said.former
    if shown:
        yield timeline.put(**_line(shown, said.entry_version, subject))


def _line(event: Event, version: int, subject: Subject) -> dict[str, Any]:
    return {
        "originator_id": event.originator_id,
        "version": version,
        "subject_id": subject.id,
        "subject_kind": subject.kind,
        "name": NAMES[type(event)],
        "facet": TELLINGS[type(event)].facet,
        "room": room_of(type(event)),
        "author_id": author_of(event),
        "occurred_on": event.occurred_on,
        "day_over_at": day_over_at(event.occurred_on),
    }


@cache
def room_of(kind: type[Event]) -> str:
    """The room of the product that says it: `enterprise`, `privacy`."""
    return kind.__module__.split(".")[1]


@lru_cache(maxsize=4096)
def day_over_at(day: date) -> int:
    """The first instant (microseconds, UTC) after a day in Québec: what is recorded later is
    late."""
    after = datetime.combine(day + timedelta(days=1), time(), HERE)
    return int(after.timestamp() * 1_000_000)

"""Correcting what was recorded, taking it back, and restoring it: nothing is ever rewritten."""

import re
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from crm.accompaniment.domain.accompaniment import MINUTES_LIMIT
from crm.accompaniment.domain.events import InterventionRecorded
from crm.accompaniment.domain.life import checked
from crm.accompaniment.domain.refusals import DurationOutOfRange
from crm.enterprise.commands.checks import EARLIEST, free_neq
from crm.enterprise.commands.places import placed
from crm.enterprise.domain.enterprise import Enterprise
from crm.enterprise.domain.events import (
    BoardPortraitRecorded,
    EnterpriseIdentified,
    EnterpriseLocated,
    EnterpriseRenamed,
    WorkforcePortraitRecorded,
)
from crm.enterprise.domain.refusals import DayAhead, DayTooEarly, EnterpriseUnnamed
from crm.event_store.commands import Command, Desk
from crm.event_store.events import Aggregate, Entry, Event, Occurrence, restatement
from crm.event_store.tables import events
from crm.history.domain import CorrectedMeanwhile, NotAnEntry, NothingCorrected, ReasonMissing
from crm.refusal import Superseded, Unknown

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


class OnStream(Command, frozen=True, kw_only=True):
    """What is said of an event recorded before, in the stream of any aggregate."""

    originator_id: str
    entry_version: int
    reason: str = ""
    seen: int | None = None
    """Version of what was last said of the entry when it was read; no check when absent."""

    def decide(self, desk: Desk) -> None:
        """Raises Unknown, CorrectedMeanwhile, and what each command refuses."""
        kind = kind_of(desk.db, self.originator_id, desk.author.pole_id)
        aggregate = desk.load(kind, self.originator_id)
        if self.seen is not None and last_said(aggregate, self.entry_version) != self.seen:
            raise CorrectedMeanwhile
        self.say(aggregate, desk.occurrence(self), desk)

    def say(self, aggregate: Aggregate, by: Occurrence, desk: Desk) -> None:
        """The decision itself."""
        raise NotImplementedError  # a Struct takes no ABC: said here instead


class CorrectEntry(OnStream, frozen=True, kw_only=True):
    """An entry is restated, and why. `restated` holds the fields that change, as JSON would."""

    restated: dict[str, Any]

    def say(self, aggregate: Aggregate, by: Occurrence, desk: Desk) -> None:
        """Raises ReasonMissing, NotAnEntry, NothingCorrected, Superseded, StillNeeded, and what
        refuses such an entry in the first place."""
        entry = standing_entry(aggregate, self.entry_version)
        restated = allowed(desk, restate(entry, self.restated))
        if restated == entry:
            raise NothingCorrected
        if not self.reason.strip():
            raise ReasonMissing
        aggregate.correct(by, entry, restated, checked(self.reason))


class TakeBackEntry(OnStream, frozen=True, kw_only=True):
    """An entry is withdrawn, and why; or the last correction or take-back of one is undone."""

    def say(self, aggregate: Aggregate, by: Occurrence, desk: Desk) -> None:
        """Raises ReasonMissing (an undone correction needs none), NotAnEntry, Superseded,
        StillNeeded."""
        event = aggregate.event(self.entry_version)
        if event and restatement(event):
            aggregate.take_back(by, event, checked(self.reason))
            return
        entry = standing_entry(aggregate, self.entry_version)
        if not self.reason.strip():
            raise ReasonMissing
        aggregate.take_back(by, entry, checked(self.reason))


def kind_of(db: Connection, originator_id: str, pole_id: str) -> type[Aggregate]:
    """What a stream is, by its first event. Raises Unknown."""
    c = events.c
    if not UUID.fullmatch(originator_id):
        raise Unknown
    first = select(c.topic).where(
        c.originator_id == originator_id, c.originator_version == 1, c.pole_id == pole_id
    )
    noun = str(db.scalar(first) or "").partition(".")[0]
    if not (kind := Aggregate.by_noun.get(noun)):
        raise Unknown
    return kind


def standing_entry(aggregate: Aggregate, version: int) -> Entry:
    """An entry as it now stands. Raises Unknown, NotAnEntry, Superseded when taken back."""
    said = aggregate.event(version)
    if said is None:
        raise Unknown
    if not isinstance(said, Entry):
        raise NotAnEntry
    entry = aggregate.standing.get(version)
    if not isinstance(entry, Entry):
        raise Superseded
    return entry


def last_said(aggregate: Aggregate, version: int) -> int:
    """The version of what was last said of an event: its own when nothing was."""
    for later in range(aggregate.version, version, -1):
        event = aggregate.event(later)
        said = restatement(event) if event else None
        if said and said.entry_version == version:
            return later
    return version


def restate(entry: Entry, fields: dict[str, Any]) -> Entry:
    """The entry with other fields; the share an act counts follows its length when it was all
    of it. Raises NotAnEntry for a value that no such entry may hold."""
    told = {name: getattr(entry, name) for name in entry.__struct_fields__} | fields
    follows = isinstance(entry, InterventionRecorded) and entry.counted_minutes == entry.minutes
    if follows and "counted_minutes" not in fields:
        told["counted_minutes"] = told["minutes"]
    try:
        return msgspec.convert(msgspec.to_builtins(told), type(entry))
    except msgspec.ValidationError as error:
        raise NotAnEntry from error


def allowed(desk: Desk, restated: Entry) -> Entry:
    """The restated entry, if it could have been said in the first place; a number or an address
    comes back in its usual form."""
    if restated.occurred_on > desk.today:
        raise DayAhead
    if restated.occurred_on < EARLIEST:
        raise DayTooEarly
    match restated:
        case EnterpriseIdentified():
            neq = free_neq(desk, restated.neq, restated.originator_id)
            return msgspec.structs.replace(restated, neq=neq)
        case EnterpriseLocated():
            return msgspec.structs.replace(restated, address=placed(desk, restated.address))
        case EnterpriseRenamed() if not restated.name.strip():
            raise EnterpriseUnnamed
        case WorkforcePortraitRecorded() | BoardPortraitRecorded():
            _consistent(restated)
        case InterventionRecorded():
            _possible(restated)
    return restated


def _consistent(portrait: WorkforcePortraitRecorded | BoardPortraitRecorded) -> None:
    """Said again to an enterprise that nobody keeps: it refuses what it always refuses."""
    anybody = Enterprise(portrait.originator_id)
    by = Occurrence(
        pole_id=portrait.pole_id, actor_id=portrait.actor_id, occurred_on=portrait.occurred_on
    )
    own = set(type(portrait).__struct_fields__) - set(Event.__struct_fields__)
    told = {name: getattr(portrait, name) for name in own}
    if isinstance(portrait, WorkforcePortraitRecorded):
        anybody.record_workforce(by, **told)
    else:
        anybody.record_board(by, **told)


def _possible(act: InterventionRecorded) -> None:
    lengths = (act.minutes, act.counted_minutes, act.preparation_minutes, act.travel_minutes)
    if any(minutes is not None and not 0 <= minutes <= MINUTES_LIMIT for minutes in lengths):
        raise DurationOutOfRange
    checked(act.summary)

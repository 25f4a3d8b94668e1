"""Under whom an event is read: everything it concerns has its line."""

from collections.abc import Iterator
from typing import NamedTuple

from crm.accompaniment.domain.events import (
    FileEntry,
    FileEvent,
    InterventionRecorded,
    ReferralMade,
)
from crm.account.domain import PoleRegistered, TerritoryEntrusted
from crm.activity.domain import AttendanceConfirmed
from crm.event_store.events import EntryCorrected, EntryTakenBack, Event, restatement
from crm.person.domain import RoleAssigned, RoleEnded
from crm.promoter.domain.events import (
    FoundingCompleted,
    MemberJoined,
    MemberLeft,
    PromoterWelcomed,
)
from crm.vocabulary import PartyRef

KIND_OF_ROOM = {
    "account": "account",
    "activity": "activity",
    "directory": "tool",
    "ecosystem": "organisation",
    "enterprise": "enterprise",
    "exchange": "import",
    "person": "person",
    "promoter": "promoter",
    "territory": "place",
}
HOMES = {
    "enterprise": "/entreprises/",
    "promoter": "/projets/",
    "accompaniment": "/accompagnements/",
}
"""Where a subject is read; the enterprise's page before that of its file."""


class Subject(NamedTuple):
    """Something with a history of its own."""

    kind: str
    id: str


def subjects_of(event: Event) -> list[Subject]:
    """Everything an event concerns, each once: the stream's own subject first."""
    return list(dict.fromkeys(_subjects(event)))


def home_of(event: Event) -> str:
    """The address of the page where an event is read; empty when none shows it."""
    found = {subject.kind: subject.id for subject in reversed(subjects_of(event))}
    return next((home + found[kind] for kind, home in HOMES.items() if kind in found), "")


def _subjects(event: Event) -> Iterator[Subject]:
    match event:
        case FileEntry() | FileEvent():
            yield from _of_file(event)
        case RoleAssigned() | RoleEnded():
            yield Subject("person", event.person_id)
            yield _party(event.holder)
        case AttendanceConfirmed():
            yield from _of_attendance(event)
        case EntryCorrected() | EntryTakenBack():
            yield from _of_restatement(event)
        case PoleRegistered() | TerritoryEntrusted():
            yield Subject("pole", event.originator_id)
        case _:
            yield Subject(KIND_OF_ROOM[type(event).__module__.split(".")[1]], event.originator_id)
            yield from _of_project(event)


def _of_restatement(event: Event) -> Iterator[Subject]:
    """Those of the entry as it was, then those it has now."""
    said = restatement(event)
    for entry in (said.former, said.restated) if said else ():
        yield from _subjects(entry) if entry else ()


def _of_file(event: FileEntry | FileEvent) -> Iterator[Subject]:
    yield Subject("accompaniment", event.originator_id)
    yield from map(_party, event.parties)
    if isinstance(event, InterventionRecorded):
        yield from (Subject("person", person) for person in event.persons)
    if isinstance(event, ReferralMade):
        yield Subject("organisation", event.organisation_id)


def _of_attendance(event: AttendanceConfirmed) -> Iterator[Subject]:
    yield Subject("activity", event.activity_id)
    if event.person_id:
        yield Subject("person", event.person_id)
    if event.party:
        yield _party(event.party)


def _of_project(event: Event) -> Iterator[Subject]:
    match event:
        case PromoterWelcomed():
            yield from (Subject("person", person) for person in event.persons)
        case MemberJoined() | MemberLeft():
            yield Subject("person", event.person_id)
        case FoundingCompleted():
            yield Subject("enterprise", event.enterprise_id)


def _party(party: PartyRef) -> Subject:
    return Subject(party.kind, party.id)

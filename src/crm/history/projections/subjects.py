"""Under whom an event is read: everything it concerns has its line."""

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
from crm.privacy.domain.consents import ConsentEvent, ConsentTermAdopted
from crm.privacy.domain.erasure import ErasureCompleted, ErasureDecided
from crm.privacy.domain.incidents import IncidentRecorded, IncidentRestated
from crm.privacy.domain.notices import NoticeAdopted, NoticeGiven
from crm.privacy.domain.office import AnswerDelayAdopted, PrivacyOfficerDesignated
from crm.privacy.domain.retention import RetentionProlonged, RetentionRuleAdopted
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
    "privacy": "request",
    "promoter": "promoter",
    "territory": "place",
}
OF_POLE = (
    PoleRegistered,
    TerritoryEntrusted,
    RetentionRuleAdopted,
    PrivacyOfficerDesignated,
    AnswerDelayAdopted,
    ConsentTermAdopted,
    NoticeAdopted,
)
"""Decisions of the pôle about itself."""
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
    found = _subjects(event)
    return list(dict.fromkeys(found)) if len(found) > 1 else found


def home_of(event: Event) -> str:
    """The address of the page where an event is read; empty when none shows it."""
    found = {subject.kind: subject.id for subject in reversed(subjects_of(event))}
    return next((home + found[kind] for kind, home in HOMES.items() if kind in found), "")


def _subjects(event: Event) -> list[Subject]:
    """Lists, and no generators: a rebuild asks a million times."""
    match event:
        case FileEntry() | FileEvent():
            return _of_file(event)
        case RoleAssigned() | RoleEnded():
            return [Subject("person", event.person_id), _party(event.holder)]
        case AttendanceConfirmed():
            return _of_attendance(event)
        case EntryCorrected() | EntryTakenBack():
            return _of_restatement(event)
        case ErasureDecided() | ErasureCompleted() | RetentionProlonged():
            return [Subject(event.kind, event.subject_id), *_of_erasure(event)]
        case ConsentEvent() | NoticeGiven():
            return [Subject(event.about, event.subject_id)]
        case _ if isinstance(event, OF_POLE):
            return [Subject("pole", event.pole_id)]
        case _:
            room = _kind_of(event)
            return [Subject(room, event.originator_id), *_of_project(event)]


def _kind_of(event: Event) -> str:
    """What the stream of an event is about, by its room."""
    if isinstance(event, IncidentRecorded | IncidentRestated):
        return "incident"
    return KIND_OF_ROOM[type(event).__module__.split(".")[1]]


def _of_restatement(event: Event) -> list[Subject]:
    """Those of the entry as it was, then those it has now."""
    said = restatement(event)
    entries = (said.former, said.restated) if said else ()
    return [subject for entry in entries if entry for subject in _subjects(entry)]


def _of_file(event: FileEntry | FileEvent) -> list[Subject]:
    found = [Subject("accompaniment", event.originator_id), *map(_party, event.parties)]
    if isinstance(event, InterventionRecorded):
        found += [Subject("person", person) for person in event.persons]
    elif isinstance(event, ReferralMade):
        found.append(Subject("organisation", event.organisation_id))
    return found


def _of_erasure(event: Event) -> list[Subject]:
    kept = isinstance(event, RetentionProlonged)
    return [] if kept else [Subject("erasure", event.originator_id)]


def _of_attendance(event: AttendanceConfirmed) -> list[Subject]:
    found = [Subject("activity", event.activity_id)]
    if event.person_id:
        found.append(Subject("person", event.person_id))
    if event.party:
        found.append(_party(event.party))
    return found


def _of_project(event: Event) -> list[Subject]:
    match event:
        case PromoterWelcomed():
            return [Subject("person", person) for person in event.persons]
        case MemberJoined() | MemberLeft():
            return [Subject("person", event.person_id)]
        case FoundingCompleted():
            return [Subject("enterprise", event.enterprise_id)]
    return []


def _party(party: PartyRef) -> Subject:
    return Subject(party.kind, party.id)


def author_of(event: Event) -> str:
    """Who did it: not always who recorded it."""
    if isinstance(event, InterventionRecorded) and event.spent_by:
        return event.spent_by
    return event.actor_id

"""Activité: trainings, networking and awareness sessions held, and who was there.

Each attendance is a stream of its own, so that two hundred people at a door never wait for each
other, and each is corrected, resolved to a known person or erased alone.
"""

from typing import Annotated, Literal, Self

from crm.event_store.events import Aggregate, Entry, Occurrence, new_id, stored
from crm.event_store.sealing import Sealed
from crm.refusal import N_, Refusal
from crm.vocabulary import PartyRef, Public

ActivityKind = Literal[
    "training", "networking", "awareness", "concertation", "codevelopment", "tour", "other"
]
ACTION_OF_PUBLIC = {
    "enterprise": "R4",
    "first_line_advisor": "R3",
    "ecosystem_actor": "D4",
    "elected_official": "D4",
    "community_practitioner": "S2",
    "potential_promoter": "S8",
    "promoter": "S8",
}
"""Which of the 26 actions a training serves follows from whom it is for."""


@stored("activity.held.v1")
class ActivityHeld(Entry, frozen=True, kw_only=True):
    """An activity as it took place."""

    kind: ActivityKind
    title: str
    publics: tuple[Public, ...] = ()
    minutes: int | None = None
    place: str = ""
    head_count: int | None = None


@stored("attendance.confirmed.v1")
class AttendanceConfirmed(Entry, frozen=True, kw_only=True):
    """Somebody was there, under a name as written until it is resolved to a known person."""

    activity_id: str
    person_id: str | None = None
    as_written: Annotated[str, Sealed("identity")] = ""
    party: PartyRef | None = None
    party_as_written: str = ""
    minutes: int | None = None


class ActivityUntitled(Refusal):
    sentence = N_("Le titre de l’activité est obligatoire.")
    field = "titre"


def action_for(kind: ActivityKind, publics: tuple[Public, ...]) -> str:
    """The action code an activity carries by default: its public tells trainings apart."""
    if kind == "networking":
        return "R6"
    if kind == "concertation":
        return "D1"
    return next((ACTION_OF_PUBLIC[p] for p in publics if p in ACTION_OF_PUBLIC), "V1")


class Activity(Aggregate, noun="activity"):
    @classmethod
    def hold(
        cls,
        by: Occurrence,
        *,
        kind: ActivityKind,
        title: str,
        publics: tuple[Public, ...] = (),
        minutes: int | None = None,
        place: str = "",
        head_count: int | None = None,
        id: str | None = None,
    ) -> Self:
        """An activity that took place. Raises ActivityUntitled."""
        if not title.strip():
            raise ActivityUntitled
        return cls(id or new_id()).trigger(
            ActivityHeld,
            by.acting(action_for(kind, publics)),
            kind=kind,
            title=title.strip(),
            publics=publics,
            minutes=minutes,
            place=place,
            head_count=head_count,
        )


class Attendance(Aggregate, noun="attendance"):
    @classmethod
    def confirm(
        cls,
        by: Occurrence,
        *,
        activity_id: str,
        person_id: str | None = None,
        as_written: str = "",
        party: PartyRef | None = None,
        party_as_written: str = "",
        minutes: int | None = None,
        id: str | None = None,
    ) -> Self:
        """One presence at one activity."""
        return cls(id or new_id()).trigger(
            AttendanceConfirmed,
            by,
            activity_id=activity_id,
            person_id=person_id,
            as_written=as_written,
            party=party,
            party_as_written=party_as_written,
            minutes=minutes,
        )

"""Holding an activity, and confirming who was there."""

from msgspec import field

from crm.activity.domain import Activity, ActivityKind, Attendance
from crm.event_store.commands import Command, Desk
from crm.event_store.events import new_id
from crm.vocabulary import ActionCode, PartyRef, Public


class HoldActivity(Command, frozen=True, kw_only=True):
    """An activity that took place; `minutes` is its length. Its action follows from its public
    unless one is given."""

    kind: ActivityKind
    title: str
    publics: tuple[Public, ...] = ()
    minutes: int | None = None
    place: str = ""
    head_count: int | None = None
    action: ActionCode | None = None
    activity_id: str = field(default_factory=new_id)

    def decide(self, desk: Desk) -> None:
        """Raises ActivityUntitled."""
        held = Activity.hold(
            desk.occurrence(self, self.action),
            kind=self.kind,
            title=self.title,
            publics=self.publics,
            minutes=self.minutes,
            place=self.place,
            head_count=self.head_count,
            id=self.activity_id,
        )
        desk.add(held)


class ConfirmAttendance(Command, frozen=True, kw_only=True):
    """One presence at one activity, under a known person or a name as written."""

    activity_id: str
    person_id: str | None = None
    as_written: str = ""
    party: PartyRef | None = None
    party_as_written: str = ""
    minutes: int | None = None
    attendance_id: str = field(default_factory=new_id)

    def decide(self, desk: Desk) -> None:
        """Raises Unknown when this pôle held no such activity."""
        desk.load(Activity, self.activity_id)
        confirmed = Attendance.confirm(
            desk.occurrence(self),
            activity_id=self.activity_id,
            person_id=self.person_id,
            as_written=self.as_written,
            party=self.party,
            party_as_written=self.party_as_written,
            minutes=self.minutes,
            id=self.attendance_id,
        )
        desk.add(confirmed)

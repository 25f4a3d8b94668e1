"""Which activities took place, for whom, and who was there?"""

from sqlalchemy import Column, Date, Integer, String, Text

from crm.activity.domain import ActivityHeld, AttendanceConfirmed
from crm.event_store.projections import Projection
from crm.event_store.rows import Id, Operations, Rows

activities = Rows(
    "activities",
    Column("activity_id", Id),
    Column("kind", String(15)),
    Column("title", Text),
    Column("publics", Text),
    Column("minutes", Integer),
    Column("place", Text),
    Column("action", String(12)),
    Column("head_count", Integer),
    Column("occurred_on", Date),
    key="activity_id",
    happened="occurred_on",
    indexes=["pole_id occurred_on"],
)
attendances = Rows(
    "attendances",
    Column("attendance_id", Id),
    Column("activity_id", Id),
    Column("person_id", Id),
    Column("as_written", Text),
    Column("party_kind", String(12)),
    Column("party_id", Id),
    Column("party_as_written", Text),
    Column("minutes", Integer),
    Column("occurred_on", Date),
    key="attendance_id",
    happened="occurred_on",
)
who_was_there = Projection("who_was_there", activities, attendances)
PROJECTIONS: list[Projection] = [who_was_there]


@who_was_there.on(ActivityHeld)
def _(event: ActivityHeld) -> Operations:
    yield activities.insert(
        activity_id=event.originator_id,
        kind=event.kind,
        title=event.title,
        publics=",".join(event.publics),
        minutes=event.minutes,
        place=event.place,
        action=event.action,
        head_count=event.head_count,
        occurred_on=event.occurred_on,
    )


@who_was_there.on(AttendanceConfirmed)
def _(event: AttendanceConfirmed) -> Operations:
    yield attendances.insert(
        attendance_id=event.originator_id,
        activity_id=event.activity_id,
        person_id=event.person_id,
        as_written=event.as_written,
        party_kind=event.party.kind if event.party else None,
        party_id=event.party.id if event.party else None,
        party_as_written=event.party_as_written,
        minutes=event.minutes,
        occurred_on=event.occurred_on,
    )

"""Rows that observe: portraits of workforce and succession, and trainings with who was there."""

from collections.abc import Iterator
from typing import Any

from crm.activity.commands import ConfirmAttendance, HoldActivity
from crm.activity.domain import ActivityKind
from crm.enterprise.commands import (
    DeclareDeparture,
    RecordBoardPortrait,
    RecordWorkforcePortrait,
)
from crm.event_store.commands import Command
from crm.exchange.commands.known import KnownThings
from crm.exchange.commands.planned import Asked, Doubt, body_named
from crm.exchange.commands.rows import RecordRow
from crm.exchange.reading.rows import Attendance, PortraitRow, TrainingRow
from crm.site.folding import fold
from crm.vocabulary import Count, PartyRef

NETWORKING = ("reseautage", "5 a 7", "cocktail", "maillage", "mois de l")
ASKED = ("headcount", "aged_55_plus", "vacant_posts", "departures_12_months", "union")


def plan_portrait(row: PortraitRow, known: KnownThings) -> Asked:
    """What an organisation told of its people on a day. Raises Doubt."""
    id, name = body_named(row.organisation, known.directory)
    parts = tuple(_observed(row, id))
    return Asked(organisation=name, command=RecordRow(parts=parts) if parts else None)


def _observed(row: PortraitRow, id: str) -> Iterator[Command]:
    told: dict[str, Any] = {name: getattr(row, name) for name in ASKED}
    when: dict[str, Any] = {
        "occurred_on": row.date.day,
        "occurred_precision": row.date.precision,
    }
    if row.plan != "not_asked" or any(value != "not_asked" for value in told.values()):
        yield RecordWorkforcePortrait(
            enterprise_id=id, succession_plan_in_force=row.plan, **told, **when
        )
    if isinstance(row.seats, int):
        yield RecordBoardPortrait(
            enterprise_id=id,
            seats=row.seats,
            filled=_filled(row.seats, row.vacant_seats),
            aged_35_or_less=row.aged_35_or_less,
            women=row.women,
            **when,
        )
    if row.horizon:
        yield DeclareDeparture(enterprise_id=id, horizon=row.horizon, **when)


def _filled(seats: int, vacant: Count) -> Count:
    return max(seats - vacant, 0) if isinstance(vacant, int) else vacant


def plan_training(row: TrainingRow, known: KnownThings) -> Asked:
    """An activity, and one presence for each person named in its cell."""
    held = HoldActivity(
        kind=_kind(row.title),
        title=row.title,
        publics=row.publics,
        minutes=row.minutes,
        place=row.place,
        head_count=len(row.attendances) or None,
        occurred_on=row.date.day,
        occurred_precision=row.date.precision,
    )
    present = (_presence(row, held, one, known) for one in row.attendances)
    return Asked(organisation=row.title, command=RecordRow(parts=(held, *present)))


def _presence(
    row: TrainingRow, held: HoldActivity, one: Attendance, known: KnownThings
) -> ConfirmAttendance:
    try:
        id = body_named(one.organisation, known.directory)[0] if one.organisation else ""
    except Doubt:
        id = ""
    return ConfirmAttendance(
        activity_id=held.activity_id,
        person_id=known.contact(id, one.person) if id else None,
        as_written=one.person,
        party=PartyRef("enterprise", id) if id else None,
        party_as_written="" if id else one.organisation,
        minutes=row.minutes,
        occurred_on=row.date.day,
        occurred_precision=row.date.precision,
    )


def _kind(title: str) -> ActivityKind:
    said = fold(title)
    return "networking" if any(word in said for word in NETWORKING) else "training"

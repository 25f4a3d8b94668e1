"""Rows of a promoters' sheet: a project, who carries it, how far it went."""

from collections.abc import Iterator
from typing import Any

from crm.event_store.commands import Command
from crm.event_store.events import new_id
from crm.exchange.commands.known import KnownThings
from crm.exchange.commands.places import Places
from crm.exchange.commands.planned import Asked
from crm.exchange.commands.rows import RecordRow
from crm.exchange.reading.rows import PromoterRow
from crm.person.commands import ProvideChannel, RegisterPerson
from crm.promoter.commands import (
    FoundEnterprise,
    PausePromoter,
    ReachMilestone,
    WelcomePromoter,
    WithdrawPromoter,
)


def plan_promoter(row: PromoterRow, known: KnownThings, places: Places) -> Asked:
    """A project and its people. How the notice was given before Trame is unknown, and said so."""
    parts = tuple(_told(row, known, places))
    return Asked(organisation=row.project, command=RecordRow(parts=parts))


def _told(row: PromoterRow, known: KnownThings, places: Places) -> Iterator[Command]:
    when: dict[str, Any] = {
        "occurred_on": row.first_contact.day,
        "occurred_precision": row.first_contact.precision,
    }
    people = [RegisterPerson(as_written=name, met_through="import", **when) for name in row.persons]
    yield from people
    territory, mrc = places.place(row.municipality) if row.municipality else (None, None)
    welcomed = WelcomePromoter(
        person_ids=tuple(person.person_id for person in people),
        notice="unknown",
        working_title=row.project,
        idea=row.notes,
        territory=territory,
        mrc=mrc,
        envisioned_form=row.legal_form,
        **when,
    )
    yield welcomed
    yield from _channels(row, people, when)
    yield from _progress(row, known, welcomed.promoter_id, when)


def _channels(
    row: PromoterRow, people: list[RegisterPerson], when: dict[str, Any]
) -> Iterator[Command]:
    """The row gives one e-mail and one telephone: those of the first person it names."""
    first = people[0].person_id
    if row.email:
        yield ProvideChannel(person_id=first, kind="email", value=row.email, **when)
    if row.phone:
        yield ProvideChannel(person_id=first, kind="phone", value=row.phone, **when)


def _progress(
    row: PromoterRow, known: KnownThings, promoter_id: str, when: dict[str, Any]
) -> Iterator[Command]:
    """A stage is true at the latest when the sheet was kept: its own day is unknown."""
    if row.milestone == "constitution":
        enterprise_id = new_id()
        yield FoundEnterprise(
            promoter_id=promoter_id,
            name=row.project,
            legal_form=row.legal_form,
            coop_type=row.coop_type,
            enterprise_id=enterprise_id,
            **when,
        )
        known.followed.add(enterprise_id)
    elif row.milestone:
        yield ReachMilestone(promoter_id=promoter_id, milestone=row.milestone, **when)
    if row.state == "paused":
        yield PausePromoter(promoter_id=promoter_id, **when)
    elif row.state == "withdrawn":
        yield WithdrawPromoter(promoter_id=promoter_id, **when)

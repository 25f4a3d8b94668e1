"""Rows of a follow-up sheet: an exchange with an organisation, and all that came out of it."""

from datetime import date
from typing import Any

from crm.accompaniment.commands import OpenAccompaniment, RecordIntervention
from crm.accompaniment.commands.interventions import light_file_id
from crm.enterprise.commands import FollowEnterprise
from crm.event_store.commands import Command
from crm.event_store.events import new_id
from crm.exchange.commands.known import KnownThings
from crm.exchange.commands.planned import Asked, body_named
from crm.exchange.commands.rows import RecordRow
from crm.exchange.reading.rows import FollowUpRow
from crm.person.commands import AssignRole, RegisterPerson
from crm.vocabulary import PartyRef


def plan_follow_up(row: FollowUpRow, known: KnownThings) -> Asked:
    """One exchange in the light file of the organisation. Raises Doubt."""
    id, name = body_named(row.organisation, known.directory)
    before: list[Command] = []
    party = PartyRef("enterprise", id)
    if id not in known.followed:
        known.followed.add(id)
        before.append(FollowEnterprise(enterprise_id=id, occurred_on=row.date.day))
    advisor = _made(before, known.advisor(row.advisor, new_id())) if row.advisor else None
    file = _light_file(before, known, party, row.date.day, advisor)
    persons = _met(before, known, party, row)
    tool = _made(before, known.tool(row.tool)) if row.tool else ""
    partner = _made(before, known.partner(row.referred_to)) if row.referred_to else None
    exchange = RecordIntervention(
        **_said(row),
        party=party,
        accompaniment_id=file,
        persons=persons,
        spent_by=advisor,
        assigned_to=advisor,
        tool_ids=(tool,) if tool else (),
        organisation_id=partner,
    )
    return Asked(organisation=name, before=tuple(before), command=RecordRow(parts=(exchange,)))


def _said(row: FollowUpRow) -> dict[str, Any]:
    """What the row says in its own words."""
    due = row.due_on.day if row.due_on and row.next_step else None
    return {
        "occurred_on": row.date.day,
        "occurred_precision": row.date.precision,
        "mode": row.mode,
        "minutes": row.minutes,
        "summary": row.notes,
        "themes": row.themes,
        "verbatim": row.need,
        "next_step": row.next_step,
        "next_step_due_on": due,
    }


def _made(before: list[Command], found: tuple[str, list[Command]]) -> str:
    before += found[1]
    return found[0]


def _light_file(
    before: list[Command], known: KnownThings, party: PartyRef, day: date, advisor: str | None
) -> str:
    file, missing = known.light_file(party.id, light_file_id(party))
    if missing:
        opened = OpenAccompaniment(
            parties=(party,),
            opened_as="occasional",
            advisor_id=advisor,
            accompaniment_id=file,
            occurred_on=day,
        )
        before.append(opened)
    return file


def _met(
    before: list[Command], known: KnownThings, party: PartyRef, row: FollowUpRow
) -> tuple[str, ...]:
    """The person met, registered as a contact of the organisation the first time."""
    if not row.person:
        return ()
    if person := known.contact(party.id, row.person):
        return (person,)
    met = RegisterPerson(as_written=row.person, met_through="import", occurred_on=row.date.day)
    known.meet(party.id, row.person, met.person_id)
    role = AssignRole(
        holder=party,
        kind="contact",
        person_id=met.person_id,
        occurred_on=row.date.day,
        occurred_precision="by",
    )
    before += [met, role]
    return (met.person_id,)

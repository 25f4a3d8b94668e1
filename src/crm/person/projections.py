"""Whom have we met, and which roles do they hold where?

Names and personal channels are stored sealed under the person's key: a page opens what it shows.
"""

from datetime import date
from typing import NamedTuple

from sqlalchemy import Column, Connection, Date, Integer, String, Text, or_, select

from crm.event_store.as_of import AsOf
from crm.event_store.projections import Projection
from crm.event_store.rows import Id, Operations, Rows
from crm.person.domain import (
    PersonalChannelProvided,
    PersonRegistered,
    PersonRenamed,
    RoleAssigned,
    RoleEnded,
)

people = Rows(
    "people",
    Column("person_id", Id),
    Column("given_name", Text),
    Column("family_name", Text),
    Column("as_written", Text),
    Column("met_through", String(10)),
    key="person_id",
    undated="a name by which others are told",
    indexes=["pole_id", "person_id"],
)
roles = Rows(
    "roles",
    Column("role_id", Id),
    Column("person_id", Id),
    Column("holder_kind", String(12)),
    Column("holder_id", Id),
    Column("kind", String(20)),
    Column("title", Text),
    Column("since", Date),
    Column("since_precision", String(5)),
    Column("until", Date),
    Column("ended_on", Date),
    key="role_id",
    happened="since",
    indexes=["holder_id since", "person_id", "pole_id kind since"],
)
personal_channels = Rows(
    "personal_channels",
    Column("person_id", Id),
    Column("version", Integer),
    Column("kind", String(10)),
    Column("value", Text),
    Column("occurred_on", Date),
    key="person_id version",
    happened="occurred_on",
)
whom_we_met = Projection("whom_we_met", people, roles, personal_channels)
PROJECTIONS: list[Projection] = [whom_we_met]


class Holder(NamedTuple):
    """A person in a role; the three parts of the name are sealed under the person."""

    role_id: str
    person_id: str
    given_name: str
    family_name: str
    as_written: str
    kind: str
    title: str
    since: date
    since_precision: str


@whom_we_met.on(PersonRegistered)
def _(event: PersonRegistered) -> Operations:
    yield people.insert(
        person_id=event.originator_id,
        given_name=event.given_name,
        family_name=event.family_name,
        as_written=event.as_written,
        met_through=event.met_through,
    )


@whom_we_met.on(PersonRenamed)
def _(event: PersonRenamed) -> Operations:
    yield people.change(
        event.originator_id, given_name=event.given_name, family_name=event.family_name
    )


@whom_we_met.on(PersonalChannelProvided)
def _(event: PersonalChannelProvided) -> Operations:
    yield personal_channels.insert(
        person_id=event.originator_id,
        version=event.originator_version,
        kind=event.kind,
        value=event.value,
        occurred_on=event.occurred_on,
    )


@whom_we_met.on(RoleAssigned)
def _(event: RoleAssigned) -> Operations:
    yield roles.insert(
        role_id=event.originator_id,
        person_id=event.person_id,
        holder_kind=event.holder.kind,
        holder_id=event.holder.id,
        kind=event.kind,
        title=event.title,
        since=event.occurred_on,
        since_precision=event.occurred_precision,
        until=date.fromisoformat(event.until) if event.until else None,
    )


@whom_we_met.on(RoleEnded)
def _(event: RoleEnded) -> Operations:
    yield roles.change(event.originator_id, ended_on=event.occurred_on)


def people_of(db: Connection, pole_id: str, holder_id: str, as_of: AsOf) -> list[Holder]:
    """Who holds a role in a body on the last day asked about, the oldest role first, at most a
    hundred."""
    r, p = roles.c, people.c
    mine = (r.holder_id == holder_id, roles.of(pole_id), roles.at(as_of))
    still = (as_of.still(r.ended_on), or_(r.until.is_(None), r.until >= as_of.until))
    known = (people.at(as_of), p.person_id == r.person_id)
    name = (p.given_name, p.family_name, p.as_written)
    query = select(r.role_id, r.person_id, *name, r.kind, r.title, r.since, r.since_precision)
    query = query.where(*mine, *still, *known).order_by(r.since, r.role_id).limit(100)
    return [Holder(*row) for row in db.execute(query)]

"""Whom have we met, and which roles do they hold where?

Names and personal channels are stored sealed under the person's key: a page opens what it shows.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from heapq import nsmallest
from typing import Any, NamedTuple

from sqlalchemy import (
    Column,
    CompoundSelect,
    Connection,
    Date,
    Integer,
    Select,
    String,
    Text,
    or_,
    select,
)

from crm.event_store import EventStore
from crm.event_store.as_of import AsOf
from crm.event_store.memory import Kept
from crm.event_store.prepared import POLE, THIS, prepared
from crm.event_store.projections import Projection
from crm.event_store.rows import Id, Operations, Rows
from crm.event_store.sealing import ERASED
from crm.person.domain import (
    PersonalChannelProvided,
    PersonRegistered,
    PersonRenamed,
    RoleAssigned,
    RoleEnded,
)
from crm.site.folding import fold

people = Rows(
    "people",
    Column("person_id", Id),
    Column("given_name", Text),
    Column("family_name", Text),
    Column("as_written", Text),
    Column("met_through", String(10)),
    key="person_id",
    undated="a name by which others are told",
    indexes=["person_id", "pole_id"],
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
    rows = db.execute(_people_of(as_of), {"id": holder_id, "pole_id": pole_id})
    return [Holder(*row) for row in rows]


@prepared
def _people_of(as_of: AsOf) -> Select[Any]:
    r, p = roles.c, people.c
    mine = (r.holder_id == THIS, roles.of(POLE), roles.at(as_of))
    still = (as_of.still(r.ended_on), or_(r.until.is_(None), r.until >= as_of.until))
    known = (people.at(as_of), p.person_id == r.person_id)
    name = (p.given_name, p.family_name, p.as_written)
    query = select(r.role_id, r.person_id, *name, r.kind, r.title, r.since, r.since_precision)
    return query.where(*mine, *still, *known).order_by(r.since, r.role_id).limit(100)


class Held(NamedTuple):
    """A role and who holds it; the three parts of the name are sealed under the person."""

    role_id: str
    person_id: str
    kind: str
    given_name: str
    family_name: str
    as_written: str
    holder_kind: str
    holder_id: str


class Met(NamedTuple):
    """Somebody in a role, under a folded name: a personal datum, kept in memory alone."""

    folded: str
    holder_kind: str


def _met(store: EventStore, pole_id: str, ids: Collection[str] | None) -> dict[str, Met | None]:
    """By role that is not over, who holds it; `ids` are those of roles and of people."""
    r = roles.c
    query = _held_by().where(r.ended_on.is_(None))
    some: Select[Any] | CompoundSelect[Any] = query.where(r.pole_id == pole_id)
    if ids is not None:
        here = query.where(roles.of(pole_id))
        some = here.where(r.role_id.in_(ids)).union_all(here.where(r.person_id.in_(ids)))
    with store.engine.connect() as db:
        holders = [Held(*row) for row in db.execute(some)]
    found: dict[str, Met | None] = dict.fromkeys(ids or ())
    for one, name in zip(holders, names_of(store, holders), strict=True):
        found[one.role_id] = Met(fold(name), one.holder_kind)
    return found


KEPT: Kept[EventStore, Met] = Kept(_met)


def _everybody(
    store: EventStore, pole_id: str, ids: Collection[str] | None
) -> dict[str, str | None]:
    """By person, her name folded; nothing once it was erased."""
    with store.engine.connect() as db:
        names = named(store, db, pole_id, ids)
    found: dict[str, str | None] = dict.fromkeys(ids or ())
    return found | {id: fold(name) for id, name in names.items() if name != ERASED}


EVERYBODY: Kept[EventStore, str] = Kept(_everybody)


def named(
    store: EventStore, db: Connection, pole_id: str, person_ids: Collection[str] | None
) -> dict[str, str]:
    """By person, her name opened; of everybody in the pôle when None."""
    p = people.c
    parts = (p.given_name, p.family_name, p.as_written)
    asked = select(p.person_id, *parts).where(people.known())
    some = (
        asked.where(p.pole_id == pole_id)
        if person_ids is None
        else asked.where(p.person_id.in_(person_ids), people.of(pole_id))
    )
    rows = db.execute(some).all() if person_ids is None or person_ids else []
    clear = iter(store.open_many((row[0], "identity", part) for row in rows for part in row[1:]))
    found = {}
    for row in rows:
        given, family, written = (next(clear) for _part in range(3))
        found[row[0]] = f"{given} {family}".strip() or written
    return found


class Place(NamedTuple):
    """Where somebody was met."""

    person_id: str
    holder_kind: str
    holder_id: str


def places_of(db: Connection, pole_id: str, person_ids: list[str]) -> list[Place]:
    """The roles that these people hold today, the last one first."""
    r = roles.c
    asked = (
        select(r.person_id, r.holder_kind, r.holder_id)
        .where(r.person_id.in_(person_ids), roles.of(pole_id), roles.known())
        .where(r.ended_on.is_(None))
        .order_by(r.since.desc(), r.role_id)
    )
    return [Place(*row) for row in db.execute(asked)] if person_ids else []


def held_by_name(
    store: EventStore, pole_id: str, words: Iterable[str], limit: int
) -> list[tuple[Held, str]]:
    """Roles that people whose name holds all these folded words have today in an enterprise, by
    name, each with the name opened."""
    asked = list(words)
    near = (
        (met.folded, role_id)
        for role_id, met in KEPT.of(store, pole_id).items()
        if met.holder_kind == "enterprise" and all(word in met.folded for word in asked)
    )
    return held_as(store, pole_id, [role_id for _name, role_id in nsmallest(limit, near)])


def held_as(store: EventStore, pole_id: str, chosen: list[str]) -> list[tuple[Held, str]]:
    """These roles in their order, each with the name of who holds it, opened."""
    with store.engine.connect() as db:
        some = _held_by().where(roles.c.role_id.in_(chosen), roles.of(pole_id))
        holders = [Held(*row) for row in db.execute(some)] if chosen else []
    named = zip(holders, names_of(store, holders), strict=True)
    return sorted(named, key=lambda pair: chosen.index(pair[0].role_id))


def names_of(store: EventStore, holders: Sequence[Held]) -> list[str]:
    """The names of these people, opened; as they were written when that is all that is known."""
    parts = ((h.person_id, "identity", part) for h in holders for part in h[3:6])
    clear = iter(store.open_many(parts))
    whole = [(next(clear), next(clear), next(clear)) for _ in holders]
    return [f"{given} {family}".strip() or written for given, family, written in whole]


def _held_by() -> Select[tuple[Any, ...]]:
    r, p = roles.c, people.c
    names = (p.given_name, p.family_name, p.as_written)
    columns = (r.role_id, r.person_id, r.kind, *names, r.holder_kind, r.holder_id)
    return select(*columns).where(p.person_id == r.person_id, roles.known(), people.known())

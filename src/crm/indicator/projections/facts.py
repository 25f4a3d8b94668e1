"""Everything the succession figures need, in five queries, whatever the number of enterprises."""

from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, Select, select

from crm.enterprise.projections.known import enterprises
from crm.enterprise.projections.succession import departures, portraits, succession_plans
from crm.event_store import AsOf, EventStore, Rows
from crm.indicator.domain.facts import Departure, Known, Plan, Portrait
from crm.indicator.projections.follow import followed_at


def known_enterprises(store: EventStore, pole_id: str, as_of: AsOf) -> list[Known]:
    """What was told of each enterprise followed on the last day asked about, by name.

    Nothing that happened later is read.
    """
    with store.engine.connect() as db:
        followed = followed_at(db, pole_id, as_of)
        places = _places(db, pole_id, as_of)
        told = _portraits(db, pole_id, as_of)
        declared = _departures(db, pole_id, as_of)
        plans = _plans(db, pole_id, as_of)
    aged = _opened_counts(store, told)
    horizons = _opened_horizons(store, declared)
    return [
        Known(
            enterprise_id=enterprise_id,
            name=name,
            mrc=mrc,
            portraits=aged[enterprise_id],
            departures=horizons[enterprise_id],
            plans=plans[enterprise_id],
        )
        for enterprise_id, name, mrc in places
        if enterprise_id in followed
    ]


def _places(db: Connection, pole_id: str, as_of: AsOf) -> list[Any]:
    c = enterprises.c
    query = select(c.enterprise_id, c.name, c.mrc)
    return list(db.execute(_mine(query, enterprises, pole_id, as_of).order_by(c.search_text)))


def _portraits(db: Connection, pole_id: str, as_of: AsOf) -> list[Any]:
    c = portraits.c
    query = select(
        c.enterprise_id,
        c.version,
        c.position,
        c.occurred_on,
        c.headcount,
        c.full_time_equivalents_hundredths,
        c.permanent,
        c.vacant_posts,
        c.aged_55_plus,
        c.succession_plan_in_force,
    )
    return list(db.execute(_mine(query, portraits, pole_id, as_of)))


def _departures(db: Connection, pole_id: str, as_of: AsOf) -> list[Any]:
    c = departures.c
    query = select(c.enterprise_id, c.version, c.position, c.occurred_on, c.horizon)
    direction = query.where(c.post == "direction")
    return list(db.execute(_mine(direction, departures, pole_id, as_of)))


def _plans(db: Connection, pole_id: str, as_of: AsOf) -> dict[str, list[Plan]]:
    c = succession_plans.c
    day = succession_plans.day
    query = select(
        c.enterprise_id, c.version, c.position, day, c.adopted_on.is_not(None), c.valid_until
    )
    held: dict[str, list[Plan]] = defaultdict(list)
    for enterprise_id, *plan in db.execute(_mine(query, succession_plans, pole_id, as_of)):
        held[enterprise_id].append(Plan(*plan))
    return held


def _opened_counts(store: EventStore, rows: list[Any]) -> dict[str, list[Portrait]]:
    opened = store.open_many((r.enterprise_id, "succession", r.aged_55_plus) for r in rows)
    held: dict[str, list[Portrait]] = defaultdict(list)
    for row, aged in zip(rows, opened, strict=True):
        held[row.enterprise_id].append(
            Portrait(
                version=row.version,
                position=row.position,
                occurred_on=row.occurred_on,
                headcount=row.headcount,
                fte_hundredths=row.full_time_equivalents_hundredths,
                permanent=row.permanent,
                vacant_posts=row.vacant_posts,
                aged_55_plus=int(aged) if aged.isdecimal() else None,
                plan=row.succession_plan_in_force or "not_asked",
            )
        )
    return held


def _opened_horizons(store: EventStore, rows: list[Any]) -> dict[str, list[Departure]]:
    opened = store.open_many((r.enterprise_id, "succession", r.horizon) for r in rows)
    held: dict[str, list[Departure]] = defaultdict(list)
    for row, horizon in zip(rows, opened, strict=True):
        said = Departure(row.version, row.position, row.occurred_on, horizon)
        held[row.enterprise_id].append(said)
    return held


def _mine(query: Select[Any], rows: Rows, pole_id: str, as_of: AsOf) -> Select[Any]:
    return query.where(rows.c.pole_id == pole_id, rows.at(as_of))

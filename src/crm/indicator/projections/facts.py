"""Everything the succession figures need of each enterprise, kept in memory as it is known now.

Five queries read a whole pôle; afterwards they read what the events since speak of. What was known
at an instant of the past is read each time.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Connection, select

from crm.enterprise.projections.known import enterprises
from crm.enterprise.projections.succession import departures, portraits, succession_plans
from crm.event_store import AsOf, EventStore, Rows
from crm.event_store.as_of import NOW
from crm.event_store.memory import Kept, Moment
from crm.indicator.domain.facts import Departure, Follow, Known, Plan, Portrait
from crm.indicator.projections.follow import follow_marks

Named = tuple[str, Known]
"""What an enterprise is sorted by, and what was told of it."""
T = TypeVar("T")
PORTRAIT = (
    "enterprise_id", "version", "position", "occurred_on", "headcount",
    "full_time_equivalents_hundredths", "permanent", "vacant_posts", "aged_55_plus",
    "succession_plan_in_force",
)  # fmt: skip


def known_enterprises(
    store: EventStore, pole_id: str, as_of: AsOf, now: Moment | None = None
) -> list[Known]:
    """What was told of each enterprise followed on the last day asked about, by name.

    `now` when the caller has just asked where the pôle stands.
    """
    if as_of.known_at is None:
        told = KEPT.of(store, pole_id, now)
    else:
        told = _told(store, pole_id, None, as_of)
    followed = [named for named in told.values() if named[1].followed_on(as_of.until)]
    followed.sort(key=lambda named: (named[0], named[1].enterprise_id))
    return [known for _, known in followed]


def _told_now(
    store: EventStore, pole_id: str, ids: Collection[str] | None
) -> dict[str, Named | None]:
    found: dict[str, Named | None] = dict.fromkeys(ids or ())
    return found | _told(store, pole_id, ids, NOW)


KEPT: Kept[EventStore, Named] = Kept(_told_now)


def _told(
    store: EventStore, pole_id: str, ids: Collection[str] | None, as_of: AsOf
) -> dict[str, Named]:
    if ids is not None and not ids:
        return {}
    with store.engine.connect() as db:
        asked = _Asked(db, pole_id, ids, as_of)
        places = asked.rows(enterprises, "enterprise_id", "name", "mrc", "search_text")
        marks = asked.rows(follow_marks, "enterprise_id", "version", "occurred_on", "followed")
        told = asked.rows(portraits, *PORTRAIT)
        declared = asked.departures()
        plans = asked.plans()
    held = _Told(
        _grouped((row[0], Follow(*row[1:])) for row in marks),
        _opened_counts(store, told),
        _opened_horizons(store, declared),
        _grouped((row[0], Plan(*row[1:])) for row in plans),
    )
    return {row[0]: (row[3], held.of(*row[:3])) for row in places}


class _Asked:
    """Rows of one pôle: of all its enterprises as they were known, or of some as they are now."""

    def __init__(
        self, db: Connection, pole_id: str, ids: Collection[str] | None, as_of: AsOf
    ) -> None:
        self.db, self.pole_id, self.ids, self.as_of = db, pole_id, ids, as_of

    def rows(self, rows: Rows, *names: str) -> list[Any]:
        return self._read(rows, [rows.c[name] for name in names])

    def departures(self) -> list[Any]:
        """Those of directions alone."""
        c = departures.c
        names = ("enterprise_id", "version", "position", "occurred_on", "horizon")
        return self._read(departures, [c[name] for name in names], c.post == "direction")

    def plans(self) -> list[Any]:
        c = succession_plans.c
        said = (succession_plans.day, c.adopted_on.is_not(None), c.valid_until)
        return self._read(succession_plans, [c.enterprise_id, c.version, c.position, *said])

    def _read(
        self, rows: Rows, columns: list[ColumnElement[Any]], *more: ColumnElement[bool]
    ) -> list[Any]:
        c, query = rows.c, select(*columns).where(*more)
        if self.ids is None:
            query = query.where(c.pole_id == self.pole_id, rows.at(self.as_of))
        else:
            query = query.where(c.enterprise_id.in_(self.ids), rows.of(self.pole_id), rows.known())
        return list(self.db.execute(query))


class _Told(NamedTuple):
    """What was told, by enterprise."""

    follows: dict[str, list[Follow]]
    portraits: dict[str, list[Portrait]]
    departures: dict[str, list[Departure]]
    plans: dict[str, list[Plan]]

    def of(self, enterprise_id: str, name: str, mrc: str | None) -> Known:
        return Known(
            enterprise_id=enterprise_id,
            name=name,
            mrc=mrc,
            portraits=self.portraits.get(enterprise_id, ()),
            departures=self.departures.get(enterprise_id, ()),
            plans=self.plans.get(enterprise_id, ()),
            follows=self.follows.get(enterprise_id, ()),
        )


def _grouped(pairs: Iterable[tuple[str, T]]) -> dict[str, list[T]]:
    held: dict[str, list[T]] = defaultdict(list)
    for enterprise_id, one in pairs:
        held[enterprise_id].append(one)
    return held


def _opened_counts(store: EventStore, rows: list[Any]) -> dict[str, list[Portrait]]:
    opened = store.open_many((r.enterprise_id, "succession", r.aged_55_plus) for r in rows)
    return _grouped(
        (
            row.enterprise_id,
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
            ),
        )
        for row, aged in zip(rows, opened, strict=True)
    )


def _opened_horizons(store: EventStore, rows: list[Any]) -> dict[str, list[Departure]]:
    opened = store.open_many((r.enterprise_id, "succession", r.horizon) for r in rows)
    return _grouped(
        (row.enterprise_id, Departure(row.version, row.position, row.occurred_on, horizon))
        for row, horizon in zip(rows, opened, strict=True)
    )

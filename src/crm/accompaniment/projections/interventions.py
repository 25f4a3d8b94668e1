"""What did we do in our files, with whom, for how long, and how recently?"""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    Column,
    Connection,
    Date,
    Integer,
    Select,
    String,
    Text,
    and_,
    bindparam,
    func,
    or_,
    select,
)

from crm.accompaniment.domain.events import InterventionRecorded, ToolHandedOver
from crm.event_store.as_of import NOW, AsOf
from crm.event_store.prepared import POLE, THIS, prepared
from crm.event_store.projections import Projection
from crm.event_store.rows import Id, Operations, Rows

interventions = Rows(
    "interventions",
    Column("accompaniment_id", Id),
    Column("version", Integer),
    Column("act_id", Id),
    Column("mode", String(20)),
    Column("minutes", Integer),
    Column("counted_minutes", Integer),
    Column("preparation_minutes", Integer),
    Column("travel_minutes", Integer),
    Column("advisor_id", Id),
    Column("action", String(12)),
    Column("summary", Text),
    Column("occurred_on", Date),
    Column("party_kind", String(12)),
    Column("party_id", Id),
    key="accompaniment_id version",
    happened="occurred_on",
    indexes=["accompaniment_id occurred_on", "party_id occurred_on", "pole_id occurred_on action"],
)
tool_handovers = Rows(
    "tool_handovers",
    Column("accompaniment_id", Id),
    Column("version", Integer),
    Column("tool_id", Id),
    Column("edition", Text),
    Column("party_kind", String(12)),
    Column("party_id", Id),
    Column("action", String(12)),
    Column("occurred_on", Date),
    key="accompaniment_id version",
    happened="occurred_on",
    indexes=["accompaniment_id", "pole_id occurred_on"],
)
exchanges = Projection("exchanges", interventions)
Before = tuple[date, int]
"""(day, version) of an exchange of a file."""
handovers = Projection("handovers", tool_handovers)


class Intervention(NamedTuple):
    """One act in one file; `summary` is sealed under `act_id`, times are minutes."""

    accompaniment_id: str
    version: int
    act_id: str
    mode: str
    minutes: int | None
    counted_minutes: int | None
    preparation_minutes: int | None
    advisor_id: str
    action: str | None
    summary: str
    occurred_on: date
    party_kind: str
    party_id: str

    @property
    def month(self) -> str:
        """Year and month, to group what a page shows."""
        return f"{self.occurred_on:%Y-%m}"


class Effort(NamedTuple):
    """What a file took: exchanges, their minutes, minutes of preparation, and the last day."""

    acts: int
    minutes: int
    preparation: int
    last_on: date | None


@exchanges.on(InterventionRecorded)
def _(event: InterventionRecorded) -> Operations:
    yield interventions.insert(
        accompaniment_id=event.originator_id,
        version=event.originator_version,
        act_id=event.act_id,
        mode=event.mode,
        minutes=event.minutes,
        counted_minutes=event.counted_minutes,
        preparation_minutes=event.preparation_minutes,
        travel_minutes=event.travel_minutes,
        advisor_id=event.spent_by or event.actor_id,
        action=event.action,
        summary=event.summary,
        occurred_on=event.occurred_on,
        party_kind=event.parties[0].kind,
        party_id=event.parties[0].id,
    )


@handovers.on(ToolHandedOver)
def _(event: ToolHandedOver) -> Operations:
    yield tool_handovers.insert(
        accompaniment_id=event.originator_id,
        version=event.originator_version,
        tool_id=event.tool_id,
        edition=event.version,
        party_kind=event.parties[0].kind,
        party_id=event.parties[0].id,
        action=event.action,
        occurred_on=event.occurred_on,
    )


def in_file(
    db: Connection,
    pole_id: str,
    id: str,
    *,
    before: Before | None = None,
    limit: int = 50,
    as_of: AsOf = NOW,
) -> list[Intervention]:
    """The exchanges of a file, latest first, below one of them."""
    day, version = before or (None, None)
    asked = {"id": id, "pole_id": pole_id, "day": day, "version": version, "limit": limit}
    query = _in_file(as_of, below=before is not None)
    return [Intervention(*row) for row in db.execute(query, asked)]


@prepared
def _in_file(as_of: AsOf, *, below: bool) -> Select[Any]:
    c, day = interventions.c, bindparam("day", type_=Date)
    version = bindparam("version", type_=Integer)
    mine = (c.accompaniment_id == THIS, interventions.of(POLE), interventions.at(as_of))
    query = select(*(c[name] for name in Intervention._fields)).where(*mine)
    if below:
        same_day = and_(c.occurred_on == day, c.version < version)
        query = query.where(c.occurred_on <= day, or_(c.occurred_on < day, same_day))
    return query.order_by(c.occurred_on.desc(), c.version.desc()).limit(bindparam("limit"))


def contacts_since(
    db: Connection,
    pole_id: str,
    since: date,
    *,
    party_id: str | None = None,
    limit: int = 20,
    known_at: int | None = None,
) -> list[Intervention]:
    """The latest exchanges from a day on, of the whole team or with one party."""
    query = _since(AsOf(since=since, known_at=known_at), of_one=party_id is not None)
    rows = db.execute(query, {"pole_id": pole_id, "id": party_id, "limit": limit})
    return [Intervention(*row) for row in rows]


@prepared
def _since(as_of: AsOf, *, of_one: bool) -> Select[Any]:
    c = interventions.c
    whose = (c.party_id == THIS, interventions.of(POLE)) if of_one else (c.pole_id == POLE,)
    query = select(*(c[name] for name in Intervention._fields)).where(*whose)
    query = query.where(interventions.at(as_of))
    return query.order_by(c.occurred_on.desc(), c.position.desc()).limit(bindparam("limit"))


def effort_of(
    db: Connection, pole_id: str, ids: Sequence[str], as_of: AsOf = NOW
) -> dict[str, Effort]:
    """By file, what it took; a file without any exchange is absent."""
    rows = db.execute(_effort(as_of), {"ids": list(ids), "pole_id": pole_id}) if ids else ()
    return {id: Effort(n, int(m or 0), int(p or 0), last) for id, n, m, p, last in rows}


@prepared
def _effort(as_of: AsOf) -> Select[Any]:
    c = interventions.c
    some = bindparam("ids", expanding=True, type_=Id)
    mine = (c.accompaniment_id.in_(some), interventions.of(POLE), interventions.at(as_of))
    times = (func.sum(c.counted_minutes), func.sum(c.preparation_minutes))
    query = select(c.accompaniment_id, func.count(), *times, func.max(c.occurred_on))
    return query.where(*mine).group_by(c.accompaniment_id)

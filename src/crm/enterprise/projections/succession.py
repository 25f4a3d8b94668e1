"""Who works there, who is about to leave, and is the succession written down?

Counts are numbers or empty: every reason why a number is missing leaves a denominator alike. The
columns that say `sealed` are opened by the page, under the enterprise's key.
"""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, Date, Integer, String, Text, select

from crm.enterprise.domain.events import (
    BoardPortraitRecorded,
    DepartureDeclared,
    SuccessionPlanAdopted,
    SuccessionPlanLapsed,
    WorkforcePortraitRecorded,
)
from crm.event_store.as_of import AsOf
from crm.event_store.projections import Projection
from crm.event_store.rows import Id, Operations, Rows
from crm.vocabulary import Count

COUNTS = (
    "headcount", "headcount_12_months_ago", "full_time_equivalents_hundredths", "permanent",
    "vacant_posts", "departures_12_months",
)  # fmt: skip
SEALED_COUNTS = ("aged_55_plus", "retirements_5_years")

portraits = Rows(
    "portraits",
    Column("enterprise_id", Id),
    Column("version", Integer),
    Column("occurred_on", Date),
    Column("quality", String(10)),
    *(Column(name, Integer) for name in COUNTS),
    Column("unionised", String(15)),
    Column("succession_plan_in_force", String(15)),
    Column("recruitment_difficulty", String(15)),
    *(Column(name, Text) for name in SEALED_COUNTS),
    key="enterprise_id version",
    happened="occurred_on",
    indexes=["enterprise_id occurred_on", "pole_id occurred_on"],
)
boards = Rows(
    "boards",
    Column("enterprise_id", Id),
    Column("version", Integer),
    Column("occurred_on", Date),
    Column("seats", Integer),
    Column("filled", Integer),
    Column("aged_35_or_less", Text),
    Column("women", Text),
    key="enterprise_id version",
    happened="occurred_on",
    indexes=["enterprise_id occurred_on"],
)
departures = Rows(
    "departures",
    Column("enterprise_id", Id),
    Column("version", Integer),
    Column("post", String(20)),
    Column("person_id", Id),
    Column("horizon", Text),
    Column("told_by", String(10)),
    Column("occurred_on", Date),
    key="enterprise_id version",
    happened="occurred_on",
    indexes=["enterprise_id occurred_on", "pole_id occurred_on"],
)
succession_plans = Rows(
    "succession_plans",
    Column("enterprise_id", Id),
    Column("version", Integer),
    Column("adopted_on", Date),
    Column("by_board", String(15)),
    Column("valid_until", Date),
    Column("lapsed_on", Date),
    key="enterprise_id version",
    happened="adopted_on lapsed_on",
    indexes=["enterprise_id", "pole_id adopted_on"],
)
"""A row for each adoption, and one for each lapse (`adopted_on` empty): a plan is in force on a
day when the last of these rows by then is an adoption that has not run out."""

who_comes_next = Projection("who_comes_next", portraits, boards, departures, succession_plans)


class Plan(NamedTuple):
    """A written plan in force."""

    adopted_on: date
    valid_until: date | None
    by_board: str
    version: int


class Departure(NamedTuple):
    """Somebody expects to leave a post; `horizon` is sealed, and its window starts that day."""

    post: str
    horizon: str
    told_by: str
    occurred_on: date
    version: int


class Succession(NamedTuple):
    """All that is known of an enterprise's people and succession on a day."""

    portrait: dict[str, Any] | None
    board: dict[str, Any] | None
    departures: list[Departure]
    """The last one said of each post, the latest first."""
    plan: Plan | None


def _number(count: Count) -> int | None:
    return count if isinstance(count, int) else None


@who_comes_next.on(WorkforcePortraitRecorded)
def _(event: WorkforcePortraitRecorded) -> Operations:
    yield portraits.insert(
        enterprise_id=event.originator_id,
        version=event.originator_version,
        occurred_on=event.occurred_on,
        quality=event.quality,
        unionised=event.union,
        succession_plan_in_force=event.succession_plan_in_force,
        recruitment_difficulty=event.recruitment_difficulty,
        **{name: _number(getattr(event, name)) for name in COUNTS},
        **{name: str(getattr(event, name)) for name in SEALED_COUNTS},
    )


@who_comes_next.on(BoardPortraitRecorded)
def _(event: BoardPortraitRecorded) -> Operations:
    yield boards.insert(
        enterprise_id=event.originator_id,
        version=event.originator_version,
        occurred_on=event.occurred_on,
        seats=_number(event.seats),
        filled=_number(event.filled),
        aged_35_or_less=str(event.aged_35_or_less),
        women=str(event.women),
    )


@who_comes_next.on(DepartureDeclared)
def _(event: DepartureDeclared) -> Operations:
    yield departures.insert(
        enterprise_id=event.originator_id,
        version=event.originator_version,
        post=event.post,
        person_id=event.person_id,
        horizon=event.horizon,
        told_by=event.told_by,
        occurred_on=event.occurred_on,
    )


@who_comes_next.on(SuccessionPlanAdopted)
def _(event: SuccessionPlanAdopted) -> Operations:
    yield succession_plans.insert(
        enterprise_id=event.originator_id,
        version=event.originator_version,
        adopted_on=event.occurred_on,
        by_board=event.by_board,
        valid_until=date.fromisoformat(event.valid_until) if event.valid_until else None,
    )


@who_comes_next.on(SuccessionPlanLapsed)
def _(event: SuccessionPlanLapsed) -> Operations:
    yield succession_plans.insert(
        enterprise_id=event.originator_id,
        version=event.originator_version,
        lapsed_on=event.occurred_on,
    )


def succession_of(db: Connection, pole_id: str, enterprise_id: str, as_of: AsOf) -> Succession:
    """What is known on the last day asked about, in four queries."""
    return Succession(
        latest_portrait(db, pole_id, enterprise_id, as_of),
        _latest(db, boards, pole_id, enterprise_id, as_of),
        _departures(db, pole_id, enterprise_id, as_of),
        plan_in_force(db, pole_id, enterprise_id, as_of),
    )


def latest_portrait(
    db: Connection, pole_id: str, enterprise_id: str, as_of: AsOf
) -> dict[str, Any] | None:
    """The last portrait of the workforce told by then, or None."""
    return _latest(db, portraits, pole_id, enterprise_id, as_of)


def _latest(
    db: Connection, rows: Rows, pole_id: str, enterprise_id: str, as_of: AsOf
) -> dict[str, Any] | None:
    c = rows.c
    mine = (c.enterprise_id == enterprise_id, rows.of(pole_id), rows.at(as_of))
    query = select(*(c[name] for name in rows.names)).where(*mine)
    latest = query.order_by(c.occurred_on.desc(), c.version.desc()).limit(1)
    row = db.execute(latest).mappings().first()
    return dict(row) if row else None


def _departures(db: Connection, pole_id: str, enterprise_id: str, as_of: AsOf) -> list[Departure]:
    c = departures.c
    mine = (c.enterprise_id == enterprise_id, departures.of(pole_id), departures.at(as_of))
    query = select(*(c[name] for name in Departure._fields)).where(*mine)
    last: dict[str, Departure] = {}
    for row in db.execute(query.order_by(c.occurred_on.desc(), c.version.desc()).limit(50)):
        last.setdefault(row.post, Departure(*row))
    return list(last.values())


def plan_in_force(db: Connection, pole_id: str, enterprise_id: str, as_of: AsOf) -> Plan | None:
    """The written plan in force on the last day asked about, or None."""
    c, plans = succession_plans.c, succession_plans
    mine = (c.enterprise_id == enterprise_id, plans.of(pole_id), plans.at(as_of))
    query = select(*(c[name] for name in Plan._fields)).where(*mine)
    last = query.order_by(plans.day.desc(), c.version.desc()).limit(1)
    row = db.execute(last).first()
    if row is None or not row.adopted_on or (row.valid_until and row.valid_until < as_of.until):
        return None
    return Plan(*row)

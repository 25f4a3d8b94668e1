"""Who works there, who is about to leave, and is the succession written down?

Counts are numbers or empty: every reason why a number is missing leaves a denominator alike.
"""

from datetime import date
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Date,
    Integer,
    Select,
    String,
    Text,
    cast,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.types import TypeEngine

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


Told = dict[str, list[dict[str, Any]]]
"""By what is told, the rows that tell it, the latest last."""


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
    """What is known on the last day asked about, in one query."""
    return _succession(_told(db, pole_id, enterprise_id, dict.fromkeys(_TOLD, as_of)), as_of)


def succession_then_and_now(
    db: Connection, pole_id: str, enterprise_id: str, as_of: AsOf, now: AsOf
) -> tuple[Succession, dict[str, Any] | None]:
    """The same, and beside it the last portrait at another moment."""
    asked = dict.fromkeys(_TOLD, as_of) | {"portrait_now": now}
    told = _told(db, pole_id, enterprise_id, asked)
    return _succession(told, as_of), _last(told["portrait_now"])


def _succession(told: Told, as_of: AsOf) -> Succession:
    posts: dict[str, Departure] = {}
    for row in reversed(told["departure"]):
        posts.setdefault(row["post"], Departure(**row))
    return Succession(
        _last(told["portrait"]), _last(told["board"]), list(posts.values()), _plan(told, as_of)
    )


def latest_portrait(
    db: Connection, pole_id: str, enterprise_id: str, as_of: AsOf
) -> dict[str, Any] | None:
    """The last portrait of the workforce told by then, or None."""
    return _last(_told(db, pole_id, enterprise_id, {"portrait": as_of})["portrait"])


def plan_in_force(db: Connection, pole_id: str, enterprise_id: str, as_of: AsOf) -> Plan | None:
    """The written plan in force on the last day asked about, or None."""
    return _plan(_told(db, pole_id, enterprise_id, {"plan": as_of}), as_of)


class _Telling(NamedTuple):
    """Where something is told, and its columns by type: one statement reads them all."""

    rows: Rows
    texts: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()

    def query(self, what: str, pole_id: str, enterprise_id: str, as_of: AsOf) -> Select[Any]:
        c = self.rows.c
        columns: list[ColumnElement[Any]] = [literal(what), c.version, self.rows.day]
        for (kind, places), names in zip(_PLACES, self[1:], strict=True):
            columns += [c[name] for name in names]
            columns += [cast(null(), kind)] * (places - len(names))
        mine = (c.enterprise_id == enterprise_id, self.rows.of(pole_id), self.rows.at(as_of))
        return select(*columns).where(*mine)

    def read(self, row: Any) -> dict[str, Any]:
        said, begin = {"version": row[1], "occurred_on": row[2]}, 3
        for (_kind, places), names in zip(_PLACES, self[1:], strict=True):
            said |= zip(names, row[begin:], strict=False)
            begin += places
        return said


_PORTRAIT = _Telling(
    portraits,
    (
        "quality", "unionised", "succession_plan_in_force", "recruitment_difficulty",
        *SEALED_COUNTS,
    ),
    COUNTS,
)  # fmt: skip
_TOLD = {
    "portrait": _PORTRAIT,
    "board": _Telling(boards, ("aged_35_or_less", "women"), ("seats", "filled")),
    "departure": _Telling(departures, ("post", "horizon", "told_by")),
    "plan": _Telling(succession_plans, ("by_board",), dates=("adopted_on", "valid_until")),
}
_PLACES: tuple[tuple[TypeEngine[Any], int], ...] = ((Text(), 6), (Integer(), 6), (Date(), 2))
"""How many columns of each type the statement has."""


def _told(db: Connection, pole_id: str, enterprise_id: str, asked: dict[str, AsOf]) -> Told:
    """All that is told of an enterprise, by what, the latest last: a body has few portraits."""
    tellings = {what: _TOLD.get(what, _PORTRAIT) for what in asked}
    arms = [tellings[what].query(what, pole_id, enterprise_id, asked[what]) for what in asked]
    held: Told = {what: [] for what in asked}
    for row in sorted(db.execute(union_all(*arms)).all(), key=itemgetter(2, 1)):
        held[row[0]].append(tellings[row[0]].read(row))
    return held


def _last(told: list[dict[str, Any]]) -> dict[str, Any] | None:
    return told[-1] if told else None


def _plan(told: Told, as_of: AsOf) -> Plan | None:
    last = _last(told["plan"])
    if not last or not last["adopted_on"]:
        return None
    if (end := last["valid_until"]) and end < as_of.until:
        return None
    return Plan(last["adopted_on"], end, last["by_board"], last["version"])

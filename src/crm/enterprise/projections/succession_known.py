"""Who may leave, and what is ready for it: what is known of one enterprise on a day."""

from datetime import date
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Date,
    Integer,
    Select,
    Text,
    cast,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.types import TypeEngine

from crm.enterprise.projections.qualification import Assessment, qualifications
from crm.enterprise.projections.succession import (
    COUNTS,
    SEALED_COUNTS,
    boards,
    departures,
    portraits,
    succession_plans,
)
from crm.event_store.as_of import AsOf
from crm.event_store.prepared import POLE, THIS, prepared
from crm.event_store.rows import Rows

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
    assessment: Assessment | None = None
    """Whether it is of the social economy, as judged last."""


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
    judged = _last(told["assessment"])
    return Succession(
        _last(told["portrait"]),
        _last(told["board"]),
        list(posts.values()),
        _plan(told, as_of),
        Assessment.of(judged) if judged else None,
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

    def query(self, what: str, as_of: AsOf) -> Select[Any]:
        c = self.rows.c
        columns: list[ColumnElement[Any]] = [literal(what), c.version, self.rows.day]
        for (kind, places), names in zip(_PLACES, self[1:], strict=True):
            columns += [c[name] for name in names]
            columns += [cast(null(), kind)] * (places - len(names))
        mine = (c.enterprise_id == THIS, self.rows.of(POLE), self.rows.at(as_of))
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
    "assessment": _Telling(
        qualifications, ("assessment_id", "grid", "overall", "verdicts", "evidence", "opinion")
    ),
    "plan": _Telling(succession_plans, ("by_board",), dates=("adopted_on", "valid_until")),
}
_PLACES: tuple[tuple[TypeEngine[Any], int], ...] = ((Text(), 6), (Integer(), 6), (Date(), 2))
"""How many columns of each type the statement has."""


def _told(db: Connection, pole_id: str, enterprise_id: str, asked: dict[str, AsOf]) -> Told:
    """All that is told of an enterprise, by what, the latest last: a body has few portraits."""
    rows = db.execute(_all(*asked.items()), {"id": enterprise_id, "pole_id": pole_id}).all()
    held: Told = {what: [] for what in asked}
    for row in sorted(rows, key=itemgetter(2, 1)):
        held[row[0]].append(_TOLD.get(row[0], _PORTRAIT).read(row))
    return held


@prepared
def _all(*asked: tuple[str, AsOf]) -> CompoundSelect[Any]:
    return union_all(*(_TOLD.get(what, _PORTRAIT).query(what, at) for what, at in asked))


def _last(told: list[dict[str, Any]]) -> dict[str, Any] | None:
    return told[-1] if told else None


def _plan(told: Told, as_of: AsOf) -> Plan | None:
    last = _last(told["plan"])
    if not last or not last["adopted_on"]:
        return None
    if (end := last["valid_until"]) and end < as_of.until:
        return None
    return Plan(last["adopted_on"], end, last["by_board"], last["version"])

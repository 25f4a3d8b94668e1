"""Acts: exchanges, needs heard, referrals, tools handed over and activities, as one list.

The follow-up report counts this list and the page behind each figure shows it, so that a figure
and its acts cannot differ.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    Integer,
    Select,
    String,
    Subquery,
    and_,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)

from crm.accompaniment.projections.files import accompaniments
from crm.accompaniment.projections.interventions import interventions, tool_handovers
from crm.accompaniment.projections.needs import needs
from crm.accompaniment.projections.referrals import referrals
from crm.activity.projections import activities
from crm.event_store import AsOf, Id, Rows
from crm.event_store.prepared import prepared

KINDS = ("exchange", "need", "referral", "tool", "activity")
TIMED = ("exchange", "activity")
"""Acts that last: the others, a need heard or a tool handed over, carry no hour of their own."""
PAGE = 50
SERVED = "served"


class Scope(NamedTuple):
    """What a report is asked about: from a day to a day, both included, as known at an instant."""

    pole_id: str
    since: date
    until: date
    known_at: int | None = None
    advisor_id: str = ""
    action: str = ""
    kind: str = ""
    party_id: str = ""

    @property
    def as_of(self) -> AsOf:
        return AsOf(since=self.since, until=self.until, known_at=self.known_at)


class Act(NamedTuple):
    """One line of the list; `minutes` is None when nobody said, or when an act has no duration."""

    kind: str
    action: str | None
    occurred_on: date
    minutes: int | None
    party_kind: str | None
    party_id: str | None
    accompaniment_id: str | None
    subject_id: str
    position: int
    recorded_at: int


class Line(NamedTuple):
    """Acts of one kind under one action."""

    action: str
    kind: str
    acts: int
    minutes: int
    untimed: int
    """Exchanges and activities whose duration is unknown."""


class Tally(NamedTuple):
    """What the acts of a period add up to."""

    lines: list[Line]
    parties: dict[str, int]
    """By kind of party, how many different ones: someone met ten times counts once."""


class Place(NamedTuple):
    """The place of an act in the list: the next page begins after it."""

    occurred_on: date
    position: int
    subject_id: str
    kind: str


def tally(db: Connection, scope: Scope) -> Tally:
    """How many acts and how many minutes, by action and kind, acts without action first; and the
    parties they concern: one statement."""
    acts = union_all(*_acts(scope)).cte("acts")
    a = acts.c
    served = func.count(a.party_id.distinct())
    parties = select(a.party_kind, literal(SERVED), served, literal(0), literal(0))
    parties = parties.where(a.party_id.is_not(None)).group_by(a.party_kind)
    found = db.execute(_lines(acts).union_all(parties)).all()
    return Tally(
        lines=sorted(Line(*row) for row in found if row[1] != SERVED),
        parties={row[0]: row[2] for row in found if row[1] == SERVED},
    )


def by_action(db: Connection, scope: Scope) -> list[Line]:
    """The first half of a tally alone."""
    acts = union_all(*_acts(scope)).subquery("acts")
    return sorted(Line(*row) for row in db.execute(_lines(acts)))


def _lines(acts: CTE | Subquery) -> Select[Any]:
    a = acts.c
    untimed = func.sum(func.coalesce(cast(a.kind.in_(TIMED) & a.minutes.is_(None), Integer), 0))
    action = func.coalesce(a.action, "")
    minutes = func.coalesce(func.sum(a.minutes), 0)
    counted = select(action, a.kind, func.count(), minutes, untimed)
    return counted.group_by(action, a.kind)


def list_acts(db: Connection, scope: Scope, after: Place | None = None) -> list[Act]:
    """One page of the acts, latest first, and one more when there is a page after it."""
    return [Act(*row) for row in db.execute(_page(scope, after))]


@prepared
def _page(scope: Scope, after: Place | None) -> Select[Any]:
    pages = [_latest(select(kind.subquery()), after) for kind in _acts(scope)]
    both = union_all(*(select(page.subquery()) for page in pages)).subquery("acts")
    query = select(*(both.c[name] for name in Act._fields)).order_by(*_order(both.c))
    return query.limit(PAGE + 1)


def count_acts(db: Connection, scope: Scope) -> int:
    counts = [select(func.count().label("n")).select_from(kind.subquery()) for kind in _acts(scope)]
    return db.scalar(select(func.sum(union_all(*counts).subquery().c.n))) or 0


def _latest(query: Select[Any], after: Place | None) -> Select[Any]:
    """The first of one kind of acts, in the order of the list."""
    a = query.selected_columns
    if after:
        here = and_(
            a.position == after.position,
            or_(
                a.subject_id > after.subject_id,
                and_(a.subject_id == after.subject_id, a.kind > after.kind),
            ),
        )
        same_day = and_(a.occurred_on == after.occurred_on, or_(a.position < after.position, here))
        query = query.where(
            a.occurred_on <= after.occurred_on, or_(a.occurred_on < after.occurred_on, same_day)
        )
    return query.order_by(*_order(a)).limit(PAGE + 1)


def _order(a: Any) -> tuple[Any, ...]:
    return a.occurred_on.desc(), a.position.desc(), a.subject_id, a.kind


def _acts(scope: Scope) -> list[Select[Any]]:
    """The acts asked about, one query for each kind."""
    makers: dict[str, Callable[[], Select[Any]]] = {
        "exchange": lambda: _exchanges(scope),
        "need": lambda: _in_file(scope, "need", needs, "need_id"),
        "referral": lambda: _in_file(scope, "referral", referrals, "referral_id"),
        "tool": lambda: _in_file(scope, "tool", tool_handovers, "accompaniment_id"),
        "activity": lambda: _activities(scope),
    }
    return [makers[kind]() for kind in ([scope.kind] if scope.kind else KINDS)]


def _exchanges(scope: Scope) -> Select[Any]:
    c = interventions.c
    columns = ("action", "occurred_on", "counted_minutes", "party_kind", "party_id")
    query = select(
        _kind("exchange"),
        *(c[name].label(name.removeprefix("counted_")) for name in columns),
        c.accompaniment_id,
        c.act_id.label("subject_id"),
        c.position,
        c.recorded_at,
    )
    if scope.advisor_id:
        query = query.where(c.advisor_id == scope.advisor_id)
    return _within(query, scope, interventions)


def _in_file(scope: Scope, kind: str, rows: Rows, key: str) -> Select[Any]:
    """Acts told in a file; whoever answers for the file did them."""
    c = rows.c
    query = select(
        _kind(kind),
        c.action,
        rows.day.label("occurred_on"),
        cast(null(), Integer).label("minutes"),
        c.party_kind,
        c.party_id,
        c.accompaniment_id,
        c[key].label("subject_id"),
        c.position,
        c.recorded_at,
    )
    if scope.advisor_id:
        a = accompaniments.c
        answered = select(a.accompaniment_id).where(
            a.pole_id == scope.pole_id,
            a.advisor_id == scope.advisor_id,
            accompaniments.at(scope.as_of.whenever),
        )
        query = query.where(c.accompaniment_id.in_(answered))
    return _within(query, scope, rows)


def _activities(scope: Scope) -> Select[Any]:
    """Activities are the whole team's: an advisor's own list leaves them out."""
    c = activities.c
    query = select(
        _kind("activity"),
        c.action,
        c.occurred_on,
        c.minutes,
        cast(null(), String).label("party_kind"),
        cast(null(), Id).label("party_id"),
        cast(null(), Id).label("accompaniment_id"),
        c.activity_id.label("subject_id"),
        c.position,
        c.recorded_at,
    )
    if scope.advisor_id or scope.party_id:
        query = query.where(literal(value=False))
    return _within(query, scope, activities, has_party=False)


def _kind(name: str) -> ColumnElement[str]:
    return literal(name).label("kind")


def _within(query: Select[Any], scope: Scope, rows: Rows, *, has_party: bool = True) -> Select[Any]:
    c = rows.c
    query = query.where(c.pole_id == scope.pole_id, rows.at(scope.as_of))
    if scope.action:
        query = query.where(c.action.startswith(scope.action))
    if scope.party_id and has_party:
        query = query.where(c.party_id == scope.party_id)
    return query

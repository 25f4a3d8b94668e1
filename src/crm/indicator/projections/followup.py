"""The follow-up report: four queries for any period, asked once for each state of the pôle."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    Text,
    case,
    cast,
    exists,
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
from crm.accompaniment.projections.quiet import QUIET_DAYS, SILENT_DAYS
from crm.accompaniment.projections.referrals import referrals
from crm.accompaniment.projections.steps import next_steps
from crm.event_store import AsOf, EventStore, Rows
from crm.event_store.memory import Answers, Moment, moment_of
from crm.indicator.domain.followup import (
    SETTLED,
    FileCount,
    NeedsTold,
    ReferralCount,
    ReferralsTold,
    referrals_of,
)
from crm.indicator.projections.acts import Scope, Tally, count_acts, tally
from crm.indicator.projections.days import Days

FIRST_LINES = 8
"""How many of the late steps and of the quiet files the report names."""
_REPORTS, _COUNTS = Answers(), Answers()


class LateStep(NamedTuple):
    """A step promised before the end of the period, due by then and not done; `text` is sealed."""

    step_id: str
    accompaniment_id: str
    party_kind: str
    party_id: str
    text: str
    due_on: date


class QuietFile(NamedTuple):
    """A mandate without exchange for at least 60 days at the end of the period."""

    accompaniment_id: str
    party_kind: str
    party_id: str
    advisor_id: str
    last_on: date


class Counts(NamedTuple):
    """What was heard, passed on, handed over and opened in the period."""

    needs: list[NeedsTold]
    referrals: ReferralCount
    tools: list[tuple[str, int]]
    """(tool id, times handed over), the most handed over first."""
    files: FileCount


class FollowUp(NamedTuple):
    """All that the report counts; the first late steps and quiet files only."""

    tally: Tally
    counts: Counts
    late: list[LateStep]
    late_total: int
    quiet: list[QuietFile]


def follow_up(store: EventStore, scope: Scope) -> FollowUp:
    """Counted anew when something was recorded in the pôle since."""

    def count() -> FollowUp:
        with store.engine.connect() as db:
            quiet, files = quiet_files(db, scope)
            counts = counted(db, scope, files)
            return FollowUp(tally(db, scope), counts, *late_steps(db, scope), quiet)

    return _REPORTS.recall(store, scope.pole_id, _settled(store, scope), scope, count)


def acts_total(store: EventStore, scope: Scope) -> int:
    """How many acts the list holds: the same memory."""

    def count() -> int:
        with store.engine.connect() as db:
            return count_acts(db, scope)

    return _COUNTS.recall(store, scope.pole_id, _settled(store, scope), scope, count)


def _settled(store: EventStore, scope: Scope) -> Moment:
    """What was known at an instant of the past does not change any more."""
    now = moment_of(store, scope.pole_id)
    return now if scope.known_at is None else Moment(0, now.tables)


def counted(db: Connection, scope: Scope, quiet: tuple[int, int] = (0, 0)) -> Counts:
    """Needs, referrals, tools and files: one statement. `quiet` counts the files without exchange
    for 60 and for 120 days."""
    arms = (_needs(scope), _referrals(scope), _tools(scope), *_files(scope))
    found: dict[str, list[Any]] = {"need": [], "referral": [], "tool": [], "file": []}
    for what, *row in db.execute(union_all(*arms)):
        found[what].append(row)
    files = {of: times for of, _state, _days, times in found["file"]}
    told = [NeedsTold(tuple(filter(None, of.split(","))), *row) for of, *row in found["need"]]
    tools = [(of, times) for of, _state, _days, times in found["tool"]]
    return Counts(
        needs=told,
        referrals=referrals_of(ReferralsTold(*row) for _of, *row in found["referral"]),
        tools=sorted(tools, key=lambda tool: (-tool[1], tool[0])),
        files=FileCount(files["opened"], files["closed"], files["active"], *quiet),
    )


def late_steps(db: Connection, scope: Scope) -> tuple[list[LateStep], int]:
    """What was promised, due before the end of the period and still to do then: the oldest, and
    how many there are."""
    c = next_steps.c
    here = c.pole_id == scope.pole_id
    query = select(*(c[name] for name in LateStep._fields), func.count().over()).where(
        or_(here & c.settled_on.is_(None), here & (c.settled_on > scope.until)),
        next_steps.at(scope.as_of.by_then),
        c.due_on < scope.until,
        *_answered_by(c.accompaniment_id, scope),
        *_under(c.action, scope),
    )
    found = db.execute(query.order_by(c.due_on, c.step_id).limit(FIRST_LINES)).all()
    return [LateStep(*row[:-1]) for row in found], found[0][-1] if found else 0


def quiet_files(db: Connection, scope: Scope) -> tuple[list[QuietFile], tuple[int, int]]:
    """Mandates open at the end of the period without exchange since: the most silent, and how
    many there are after 60 and after 120 days. `last_on` is the last exchange, or the opening."""
    quiet = _quiet(scope).subquery()
    silent = case((quiet.c.last_on <= scope.until - timedelta(days=SILENT_DAYS), 1), else_=0)
    query = select(quiet, func.count().over(), func.sum(silent).over())
    query = query.order_by(quiet.c.last_on, quiet.c.accompaniment_id).limit(FIRST_LINES)
    found = db.execute(query).all()
    total, long = found[0][-2:] if found else (0, 0)
    return [QuietFile(*row[:-2]) for row in found], (total, int(long))


def _quiet(scope: Scope) -> Select[Any]:
    c, i = accompaniments.c, interventions.c
    day = scope.until - timedelta(days=QUIET_DAYS)
    in_file, until = i.accompaniment_id == c.accompaniment_id, interventions.at(scope.as_of.by_then)
    latest = select(func.max(i.occurred_on)).where(in_file, until)
    last = func.coalesce(latest.correlate(c.accompaniment_id.table).scalar_subquery(), c.opened_on)
    since = exists().where(in_file, until, i.occurred_on > day)
    before = exists().where(in_file, until, i.occurred_on <= day)
    return (
        _mandates(scope, scope.as_of.by_then)
        .with_only_columns(*(c[name] for name in QuietFile._fields[:-1]), last.label("last_on"))
        .where(scope.as_of.still(c.closed_on), ~since, or_(c.opened_on <= day, before))
    )


def _needs(scope: Scope) -> Select[Any]:
    c = needs.c
    days = case((c.state.in_(SETTLED), Days(c.expressed_on, c.settled_on)))
    return _alike("need", needs, scope, c.themes, c.state, days)


def _referrals(scope: Scope) -> Select[Any]:
    c = referrals.c
    days = Days(c.made_on, c.answered_on)
    return _alike("referral", referrals, scope, literal(""), c.state, days)


def _tools(scope: Scope) -> Select[Any]:
    tool = cast(tool_handovers.c.tool_id, Text)
    return _alike("tool", tool_handovers, scope, tool, literal(""), cast(null(), Integer))


def _alike(
    what: str,
    rows: Rows,
    scope: Scope,
    of: ColumnElement[str],
    state: ColumnElement[str],
    days: ColumnElement[int],
) -> Select[Any]:
    """The rows of the period, those that are alike counted together."""
    told = select(of.label("of"), state.label("state"), days.label("days"))
    t = told.where(*_in_period(scope, rows)).subquery().c
    counted = select(literal(what), t.of, t.state, t.days, func.count())
    return counted.group_by(t.of, t.state, t.days)


def _files(scope: Scope) -> list[Select[Any]]:
    """Mandates only: the light files of one-off contacts are not accompaniments."""
    closed_on, as_of = accompaniments.c.closed_on, scope.as_of
    counts = {
        "opened": _mandates(scope, as_of),
        "closed": _mandates(scope, as_of.whenever).where(as_of.during(closed_on)),
        "active": _mandates(scope, as_of.by_then).where(as_of.still(closed_on)),
    }
    return [_counting(name, query) for name, query in counts.items()]


def _counting(name: str, query: Select[Any]) -> Select[Any]:
    blank, none = literal(""), cast(null(), Integer)
    columns: list[ColumnElement[Any]] = [literal("file"), literal(name), blank, none, func.count()]
    return select(*columns).select_from(query.subquery())


def _mandates(scope: Scope, as_of: AsOf) -> Select[Any]:
    c = accompaniments.c
    query = select(c.accompaniment_id).where(
        c.pole_id == scope.pole_id,
        c.opened_as == "mandate",
        accompaniments.at(as_of),
        *_under(c.default_action, scope),
    )
    return query.where(c.advisor_id == scope.advisor_id) if scope.advisor_id else query


def _in_period(scope: Scope, rows: Rows) -> list[ColumnElement[bool]]:
    c = rows.c
    return [
        c.pole_id == scope.pole_id,
        rows.at(scope.as_of),
        *_answered_by(c.accompaniment_id, scope),
        *_under(c.action, scope),
    ]


def _answered_by(file: ColumnElement[str], scope: Scope) -> list[ColumnElement[bool]]:
    if not scope.advisor_id:
        return []
    a = accompaniments.c
    answers = (a.accompaniment_id == file, a.advisor_id == scope.advisor_id)
    return [exists().where(*answers, accompaniments.at(scope.as_of.whenever))]


def _under(action: ColumnElement[str], scope: Scope) -> list[ColumnElement[bool]]:
    return [action.startswith(scope.action)] if scope.action else []

"""The rows behind the follow-up report, a handful of queries for a period of any length."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, exists, func, or_, select

from crm.accompaniment.projections.files import accompaniments
from crm.accompaniment.projections.interventions import interventions, tool_handovers
from crm.accompaniment.projections.needs import need_themes, needs
from crm.accompaniment.projections.quiet import QUIET_DAYS, SILENT_DAYS
from crm.accompaniment.projections.referrals import referrals
from crm.accompaniment.projections.steps import next_steps
from crm.event_store import AsOf, Rows
from crm.indicator.domain.followup import (
    FileCount,
    NeedTold,
    ReferralCount,
    days_between,
)
from crm.indicator.projections.acts import Scope


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


def needs_told(db: Connection, scope: Scope) -> list[NeedTold]:
    """The needs heard in the period, one line per theme, as they stand."""
    n, t = needs.c, need_themes.c
    query = select(n.need_id, t.theme, n.state, n.expressed_on, n.settled_on).where(
        t.need_id == n.need_id,
        need_themes.at(scope.as_of),
        *_in_period(scope, needs),
    )
    return [NeedTold(*row) for row in db.execute(query)]


def referral_count(db: Connection, scope: Scope) -> ReferralCount:
    """The referrals made in the period: answered or not, and how fast."""
    c = referrals.c
    wanted = _in_period(scope, referrals)
    rows = db.execute(select(c.state, c.made_on, c.answered_on).where(*wanted)).all()
    states = [row.state for row in rows]
    return ReferralCount(
        made=len(rows),
        waiting=states.count("sent"),
        accepted=states.count("accepted"),
        refused=states.count("refused"),
        completed=states.count("completed"),
        delay=days_between((row.made_on, row.answered_on) for row in rows),
    )


def tools_handed(db: Connection, scope: Scope) -> list[tuple[str, int]]:
    """(tool id, times handed over in the period), the most handed over first."""
    c = tool_handovers.c
    times = func.count()
    query = select(c.tool_id, times).where(*_in_period(scope, tool_handovers))
    found = db.execute(query.group_by(c.tool_id).order_by(times.desc()))
    return [(row[0], row[1]) for row in found]


def late_steps(db: Connection, scope: Scope) -> list[LateStep]:
    """What was promised, due before the end of the period and still to do then; oldest first."""
    c = next_steps.c
    here = c.pole_id == scope.pole_id
    query = select(*(c[name] for name in LateStep._fields)).where(
        or_(here & c.settled_on.is_(None), here & (c.settled_on > scope.until)),
        next_steps.at(scope.as_of.by_then),
        c.due_on < scope.until,
        *_answered_by(c.accompaniment_id, scope),
        *_under(c.action, scope),
    )
    return [LateStep(*row) for row in db.execute(query.order_by(c.due_on, c.step_id))]


def file_count(db: Connection, scope: Scope) -> FileCount:
    """Mandates only: the light files of one-off contacts are not accompaniments."""
    closed_on, as_of = accompaniments.c.closed_on, scope.as_of
    ended = _mandates(scope, as_of.whenever).where(as_of.during(closed_on))
    alive = _mandates(scope, as_of.by_then).where(as_of.still(closed_on))
    quiet = quiet_files(db, scope)
    silent_day = scope.until - timedelta(days=SILENT_DAYS)
    return FileCount(
        opened=_count(db, _mandates(scope, as_of)),
        closed=_count(db, ended),
        active=_count(db, alive),
        quiet=len(quiet),
        silent=sum(file.last_on <= silent_day for file in quiet),
    )


def quiet_files(db: Connection, scope: Scope) -> list[QuietFile]:
    """Mandates open at the end of the period, the most silent first; last exchange or opening."""
    c, i = accompaniments.c, interventions.c
    spoken = select(func.max(i.occurred_on)).where(
        i.accompaniment_id == c.accompaniment_id, interventions.at(scope.as_of.by_then)
    )
    last = func.coalesce(spoken.correlate(c.accompaniment_id.table).scalar_subquery(), c.opened_on)
    columns = [c[name] for name in QuietFile._fields[:-1]]
    query = (
        _mandates(scope, scope.as_of.by_then)
        .with_only_columns(*columns, last.label("last_on"))
        .where(
            scope.as_of.still(c.closed_on),
            last <= scope.until - timedelta(days=QUIET_DAYS),
        )
    )
    found: list[Any] = list(db.execute(query.order_by("last_on", c.accompaniment_id)))
    return [QuietFile(*row) for row in found]


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


def _count(db: Connection, query: Select[Any]) -> int:
    return db.scalar(select(func.count()).select_from(query.subquery())) or 0

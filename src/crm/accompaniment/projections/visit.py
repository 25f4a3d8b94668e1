"""What is open with somebody on a day, and who met them last: for whoever is about to visit."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Date,
    Select,
    Text,
    bindparam,
    cast,
    literal,
    null,
    or_,
    select,
    union_all,
)

from crm.accompaniment.projections.interventions import Intervention, interventions
from crm.accompaniment.projections.needs import needs
from crm.accompaniment.projections.plans import objectives
from crm.accompaniment.projections.referrals import referrals
from crm.accompaniment.projections.steps import next_steps
from crm.event_store.as_of import AsOf
from crm.event_store.prepared import POLE, THIS, prepared
from crm.event_store.rows import Id, Rows

FACE_TO_FACE = ("meeting", "video", "visit")
"""Exchanges in which somebody was met."""
CONTACTS = 3
SOME: Any = bindparam("ids", expanding=True, type_=Id)


class Standing(NamedTuple):
    """A step, a need, a referral or an objective that was open on a day.

    `text` is sealed under `id`. `code` says who owes a step, how urgent a need is, whether a
    referral is answered; `beside` the themes of a need, the organisation of a referral.
    """

    kind: str
    accompaniment_id: str
    id: str
    text: str
    since: date
    due_on: date | None
    code: str
    beside: str


class Met(NamedTuple):
    """The last exchanges, latest first, and the last meeting of the one who asks."""

    lately: list[Intervention]
    mine: Intervention | None


def standing_in(db: Connection, pole_id: str, ids: Sequence[str], as_of: AsOf) -> list[Standing]:
    """What was open in these files on the last day of a period, the first due first."""
    asked = {"ids": list(ids), "pole_id": pole_id}
    found = [Standing(*row) for row in db.execute(_standing(as_of), asked)] if ids else []
    return sorted(found, key=lambda one: (one.due_on or date.max, one.since, one.id))


def met_in(db: Connection, pole_id: str, ids: Sequence[str], reader_id: str, as_of: AsOf) -> Met:
    """Who was in touch lately in these files, and when this reader last met them."""
    asked = {"ids": list(ids), "pole_id": pole_id, "id": reader_id}
    rows = db.execute(_met(as_of), asked).all() if ids else []
    lately = [Intervention(*row[1:]) for row in rows if not row[0]]
    mine = [Intervention(*row[1:]) for row in rows if row[0]]
    lately.sort(key=lambda one: (one.occurred_on, one.version), reverse=True)
    return Met(lately, mine[0] if mine else None)


@prepared
def _standing(as_of: AsOf) -> CompoundSelect[Any]:
    n, s, r, o = needs.c, next_steps.c, referrals.c, objectives.c
    no_day, nothing = cast(null(), Date), literal("")
    answered = or_(r.answered_on.is_(None), r.answered_on > as_of.until)
    waits = or_(r.state != "refused", answered)
    return union_all(
        select(
            literal("step"), s.accompaniment_id, s.step_id, s.text, s.planned_on, s.due_on,
            s.owed_by, nothing,
        ).where(*_open(next_steps, s.settled_on, as_of)),
        select(
            literal("need"), n.accompaniment_id, n.need_id, n.verbatim, n.expressed_on, no_day,
            n.urgency, n.themes,
        ).where(*_open(needs, n.settled_on, as_of)),
        select(
            literal("referral"), r.accompaniment_id, r.referral_id, r.message, r.made_on, no_day,
            r.state, cast(r.organisation_id, Text),
        ).where(*_open(referrals, r.completed_on, as_of), waits),
        select(
            literal("objective"), o.accompaniment_id, o.objective_id, o.text, o.agreed_on,
            o.due_on, nothing, nothing,
        ).where(*_open(objectives, o.settled_on, as_of)),
    )  # fmt: skip


def _open(
    rows: Rows, ended: ColumnElement[date | None], as_of: AsOf
) -> tuple[ColumnElement[bool], ...]:
    """Of these files, begun by the last day of the period and not ended on it."""
    still: Any = ended
    return rows.c.accompaniment_id.in_(SOME), rows.of(POLE), rows.at(as_of), as_of.still(still)


@prepared
def _met(as_of: AsOf) -> CompoundSelect[Any]:
    c = interventions.c
    face_to_face = (c.advisor_id == THIS, c.mode.in_(FACE_TO_FACE))
    lately = _latest(as_of, CONTACTS, is_mine=0).subquery()
    mine = _latest(as_of, 1, *face_to_face, is_mine=1).subquery()
    return union_all(select(lately), select(mine))


def _latest(as_of: AsOf, most: int, *wanted: ColumnElement[bool], is_mine: int) -> Select[Any]:
    c = interventions.c
    mine = (c.accompaniment_id.in_(SOME), interventions.of(POLE), interventions.at(as_of))
    query = select(literal(is_mine).label("is_mine"), *(c[name] for name in Intervention._fields))
    latest = query.where(*mine, *wanted).order_by(c.occurred_on.desc(), c.version.desc())
    return latest.limit(most)

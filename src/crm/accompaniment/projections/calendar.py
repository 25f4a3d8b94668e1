"""What falls between two days: steps due, people met, objectives due, milestones passed."""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    CompoundSelect,
    Connection,
    Date,
    Select,
    bindparam,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)

from crm.accompaniment.projections.files import accompaniments
from crm.accompaniment.projections.interventions import interventions
from crm.accompaniment.projections.plans import objectives
from crm.accompaniment.projections.steps import next_steps
from crm.accompaniment.projections.visit import FACE_TO_FACE
from crm.event_store.prepared import POLE, THIS, prepared
from crm.event_store.rows import Id
from crm.promoter.projections import milestones

MOST = 300
"""Of each kind, between two days: beyond, the week says more than the month."""
SINCE, UNTIL = bindparam("since", type_=Date), bindparam("until", type_=Date)


class Dated(NamedTuple):
    """Something on a day. `text` is sealed under `id`, for steps and objectives; for meetings and
    milestones it is the code of a mode or of a milestone."""

    kind: str
    id: str
    day: date
    text: str
    accompaniment_id: str | None
    party_kind: str
    party_id: str


class Span(NamedTuple):
    """Everything of these days, by day; `cut` when a kind has more than is shown."""

    dated: list[Dated]
    cut: bool


def between(
    db: Connection, pole_id: str, since: date, until: date, advisor_id: str | None = None
) -> Span:
    """What falls on these days, both included: of an advisor, or of the whole pôle with the
    milestones of its projects. One statement."""
    asked = {"pole_id": pole_id, "since": since, "until": until, "id": advisor_id}
    rows = db.execute(_between(of_one=advisor_id is not None), asked)
    found = sorted((Dated(*row) for row in rows), key=lambda one: (one.day, one.kind, one.id))
    kinds = [one.kind for one in found]
    return Span(found, any(kinds.count(kind) >= MOST for kind in set(kinds)))


@prepared
def _between(*, of_one: bool) -> CompoundSelect[Any]:
    kinds = [_steps(of_one=of_one), _meetings(of_one=of_one), _objectives(of_one=of_one)]
    if not of_one:
        kinds.append(_milestones())
    limited = (kind.limit(MOST).subquery() for kind in kinds)
    return union_all(*(select(kind) for kind in limited))


def _steps(*, of_one: bool) -> Select[Any]:
    s, a = next_steps.c, accompaniments.c
    days = (s.pole_id == POLE, s.settled_on.is_(None), s.due_on.between(SINCE, UNTIL))
    said = (s.step_id, s.due_on, s.text, s.accompaniment_id, s.party_kind, s.party_id)
    query = select(literal("step").label("kind"), *said).where(*days, next_steps.known())
    if of_one:
        same = (a.accompaniment_id == s.accompaniment_id, accompaniments.known())
        query = query.where(*same, func.coalesce(s.assigned_to, a.advisor_id) == THIS)
    return query.order_by(s.due_on, s.step_id)


def _meetings(*, of_one: bool) -> Select[Any]:
    i = interventions.c
    days = (i.pole_id == POLE, i.occurred_on.between(SINCE, UNTIL), i.mode.in_(FACE_TO_FACE))
    said = (i.act_id, i.occurred_on, i.mode, i.accompaniment_id, i.party_kind, i.party_id)
    query = select(literal("meeting").label("kind"), *said).where(*days, interventions.known())
    if of_one:
        query = query.where(i.advisor_id == THIS)
    return query.order_by(i.occurred_on, i.act_id)


def _objectives(*, of_one: bool) -> Select[Any]:
    o, a = objectives.c, accompaniments.c
    days = (o.pole_id == POLE, o.settled_on.is_(None), o.due_on.between(SINCE, UNTIL))
    same = (a.accompaniment_id == o.accompaniment_id, accompaniments.known())
    said = (o.objective_id, o.due_on, o.text, o.accompaniment_id, a.party_kind, a.party_id)
    query = select(literal("objective").label("kind"), *said)
    query = query.where(*days, objectives.known(), *same)
    if of_one:
        query = query.where(a.advisor_id == THIS)
    return query.order_by(o.due_on, o.objective_id)


def _milestones() -> Select[Any]:
    m = milestones.c
    days = (m.pole_id == POLE, m.reached_on.between(SINCE, UNTIL))
    said = (m.promoter_id, m.reached_on, m.milestone, cast(null(), Id), literal("promoter"))
    query = select(literal("milestone").label("kind"), *said, m.promoter_id.label("party_id"))
    return query.where(*days, milestones.known()).order_by(m.reached_on, m.promoter_id)

"""What is promised, by whom, and for when?"""

from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Date,
    Select,
    String,
    Text,
    bindparam,
    func,
    select,
)

from crm.accompaniment.domain.events import (
    NextStepDone,
    NextStepDropped,
    NextStepPlanned,
    NextStepPostponed,
    NextStepPutBack,
    NextStepReopened,
)
from crm.accompaniment.projections.files import accompaniments
from crm.event_store.as_of import NOW, AsOf
from crm.event_store.prepared import POLE, THIS, prepared
from crm.event_store.projections import Projection
from crm.event_store.rows import Id, Operations, Rows

next_steps = Rows(
    "next_steps",
    Column("step_id", Id),
    Column("accompaniment_id", Id),
    Column("party_kind", String(12)),
    Column("party_id", Id),
    Column("text", Text),
    Column("due_on", Date),
    Column("owed_by", String(12)),
    Column("assigned_to", Id),
    Column("state", String(8)),
    Column("planned_on", Date),
    Column("settled_on", Date),
    Column("action", String(12)),
    key="step_id",
    happened="planned_on",
    indexes=["accompaniment_id", "pole_id settled_on superseded_at due_on"],
)
promises = Projection("promises", next_steps)
DAY = bindparam("day", type_=Date)


class Step(NamedTuple):
    """One next step; `text` is sealed under `step_id`. Without `assigned_to`, the file's advisor
    does it."""

    step_id: str
    accompaniment_id: str
    party_kind: str
    party_id: str
    text: str
    due_on: date | None
    owed_by: str
    assigned_to: str | None
    state: str
    planned_on: date
    settled_on: date | None
    action: str | None


class Agenda(NamedTuple):
    """Open steps by when they are due; `later` is those beyond the week and those without date."""

    late: list[Step]
    today: list[Step]
    week: list[Step]
    later: int


@promises.on(NextStepPlanned)
def _(event: NextStepPlanned) -> Operations:
    yield next_steps.insert(
        step_id=event.step_id,
        accompaniment_id=event.originator_id,
        party_kind=event.parties[0].kind,
        party_id=event.parties[0].id,
        text=event.text,
        due_on=event.due_on and date.fromisoformat(event.due_on),
        owed_by=event.owed_by,
        assigned_to=event.assigned_to,
        state="open",
        planned_on=event.occurred_on,
        action=event.action,
    )


@promises.on(NextStepPostponed)
def _(event: NextStepPostponed) -> Operations:
    yield next_steps.change(event.step_id, due_on=date.fromisoformat(event.due_on))


@promises.on(NextStepPutBack)
def _(event: NextStepPutBack) -> Operations:
    due_on = date.fromisoformat(event.due_on) if event.due_on else None
    yield next_steps.change(event.step_id, due_on=due_on)


@promises.on(NextStepDone)
def _(event: NextStepDone) -> Operations:
    yield next_steps.change(event.step_id, state="done", settled_on=event.occurred_on)


@promises.on(NextStepDropped)
def _(event: NextStepDropped) -> Operations:
    yield next_steps.change(event.step_id, state="dropped", settled_on=event.occurred_on)


@promises.on(NextStepReopened)
def _(event: NextStepReopened) -> Operations:
    yield next_steps.change(event.step_id, state="open", settled_on=None)


def steps_in(db: Connection, pole_id: str, id: str, as_of: AsOf = NOW) -> list[Step]:
    """The next steps of a file: open ones first, each kind by due date."""
    found = [Step(*row) for row in db.execute(_in_file(as_of), {"id": id, "pole_id": pole_id})]
    return sorted(found, key=lambda s: (s.state != "open", s.due_on or date.max, s.step_id))


@prepared
def _in_file(as_of: AsOf) -> Select[Any]:
    c = next_steps.c
    mine = (c.accompaniment_id == THIS, next_steps.of(POLE), next_steps.at(as_of))
    return select(*(c[name] for name in Step._fields)).where(*mine).limit(200)


def next_of(db: Connection, pole_id: str, ids: list[str]) -> dict[str, Step]:
    """By file, the open step that is due first; one without a date comes last."""
    c = next_steps.c
    query = select(*(c[name] for name in Step._fields)).where(
        c.accompaniment_id.in_(ids),
        c.state == "open",
        next_steps.of(pole_id),
        next_steps.known(),
    )
    found = [Step(*row) for row in db.execute(query)] if ids else []
    found.sort(key=lambda step: (step.due_on or date.max, step.step_id), reverse=True)
    return {step.accompaniment_id: step for step in found}


def steps_due(
    db: Connection,
    pole_id: str,
    until: date,
    *,
    advisor_id: str | None = None,
    limit: int = 200,
    as_of: AsOf = NOW,
) -> list[Step]:
    """Open steps due at the latest that day, of an advisor or of the whole team, by due date."""
    query = _due(as_of, of_one=advisor_id is not None)
    asked = {"pole_id": pole_id, "id": advisor_id, "day": until, "limit": limit}
    return [Step(*row) for row in db.execute(query, asked)]


@prepared
def _due(as_of: AsOf, *, of_one: bool) -> Select[Any]:
    c = next_steps.c
    query = select(*(c[name] for name in Step._fields)).where(
        *_open(as_of, of_one=of_one), c.due_on <= DAY
    )
    return query.order_by(c.due_on, c.step_id).limit(bindparam("limit"))


def agenda(
    db: Connection, pole_id: str, today: date, advisor_id: str | None = None, *, limit: int = 200
) -> Agenda:
    """What an advisor, or the whole team, has to do: late, today, and by Sunday."""
    sunday = today + timedelta(days=6 - today.weekday())
    due = steps_due(db, pole_id, sunday, advisor_id=advisor_id, limit=limit)
    return Agenda(
        late=[s for s in due if s.due_on and s.due_on < today],
        today=[s for s in due if s.due_on == today],
        week=[s for s in due if s.due_on and s.due_on > today],
        later=_count(db, pole_id, sunday, advisor_id, beyond=True),
    )


def due_by(db: Connection, pole_id: str, advisor_id: str, day: date) -> int:
    """How many open steps an advisor has due at the latest that day; 100 means that many or
    more."""
    return _count(db, pole_id, day, advisor_id, beyond=False)


def _count(db: Connection, pole_id: str, day: date, advisor_id: str | None, *, beyond: bool) -> int:
    query = _counted(of_one=advisor_id is not None, beyond=beyond)
    return db.scalar(query, {"pole_id": pole_id, "id": advisor_id, "day": day}) or 0


@prepared
def _counted(*, of_one: bool, beyond: bool) -> Select[int]:
    c = next_steps.c
    when = (c.due_on > DAY) | c.due_on.is_(None) if beyond else c.due_on <= DAY
    some = select(c.step_id).where(*_open(NOW, of_one=of_one), when).limit(100)
    return select(func.count()).select_from(some.subquery())


def _open(as_of: AsOf, *, of_one: bool) -> list[ColumnElement[bool]]:
    """The open steps of the pôle, or those that fall to one advisor."""
    c, a = next_steps.c, accompaniments.c
    everyone = [c.pole_id == POLE, c.settled_on.is_(None), next_steps.at(as_of)]
    if not of_one:
        return everyone
    return [
        *everyone,
        a.accompaniment_id == c.accompaniment_id,
        accompaniments.at(as_of.whenever),
        func.coalesce(c.assigned_to, a.advisor_id) == THIS,
    ]

"""What was agreed to reach in a file, and what became of it?"""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    Column,
    CompoundSelect,
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

from crm.accompaniment.domain.planning import (
    ObjectiveAgreed,
    ObjectiveAttained,
    ObjectiveDropped,
    ObjectivePostponed,
    ObjectiveReopened,
)
from crm.accompaniment.projections.results import Result, results
from crm.event_store.as_of import NOW, AsOf
from crm.event_store.prepared import POLE, THIS, prepared
from crm.event_store.projections import Projection
from crm.event_store.rows import Id, Operations, Rows

objectives = Rows(
    "objectives",
    Column("objective_id", Id),
    Column("accompaniment_id", Id),
    Column("version", Integer),
    Column("text", Text),
    Column("responsible", Text),
    Column("due_on", Date),
    Column("state", String(8)),
    Column("agreed_on", Date),
    Column("settled_on", Date),
    key="objective_id",
    happened="agreed_on",
    indexes=["accompaniment_id", "pole_id settled_on superseded_at due_on"],
)
plans = Projection("plans", objectives)
MOST = 400
"""Objectives and results read of one file."""


class Objective(NamedTuple):
    """One objective; `text` and `responsible` are sealed under `objective_id`."""

    objective_id: str
    version: int
    """Of the entry, for its correction."""
    text: str
    responsible: str
    due_on: date | None
    state: str
    """sought, attained or dropped."""
    agreed_on: date
    settled_on: date | None


@plans.on(ObjectiveAgreed)
def _(event: ObjectiveAgreed) -> Operations:
    yield objectives.insert(
        objective_id=event.objective_id,
        accompaniment_id=event.originator_id,
        version=event.originator_version,
        text=event.text,
        responsible=event.responsible,
        due_on=event.due_on and date.fromisoformat(event.due_on),
        state="sought",
        agreed_on=event.occurred_on,
    )


@plans.on(ObjectivePostponed)
def _(event: ObjectivePostponed) -> Operations:
    yield objectives.change(event.objective_id, due_on=date.fromisoformat(event.due_on))


@plans.on(ObjectiveAttained)
def _(event: ObjectiveAttained) -> Operations:
    yield objectives.change(event.objective_id, state="attained", settled_on=event.occurred_on)


@plans.on(ObjectiveDropped)
def _(event: ObjectiveDropped) -> Operations:
    yield objectives.change(event.objective_id, state="dropped", settled_on=event.occurred_on)


@plans.on(ObjectiveReopened)
def _(event: ObjectiveReopened) -> Operations:
    yield objectives.change(event.objective_id, state="sought", settled_on=None)


def sought_and_reached(
    db: Connection, pole_id: str, id: str, as_of: AsOf = NOW
) -> tuple[list[Objective], list[Result]]:
    """The objectives of a file, those still sought first, each kind by due date; and the results
    declared, latest first. One statement: the page of a file asks for both."""
    rows = db.execute(_of_file(as_of), {"id": id, "pole_id": pole_id}).all()
    agreed = [Objective(*row[1:9]) for row in rows if row.kind == "objective"]
    agreed.sort(key=lambda o: (o.state != "sought", o.due_on or date.max, o.objective_id))
    declared = [_result(row) for row in rows if row.kind == "result"]
    declared.sort(key=lambda result: result.occurred_on, reverse=True)
    return agreed, declared


def _result(row: Any) -> Result:
    created, kept, cents, satisfaction = row[9:13]
    return Result(row.id, created, kept, cents, satisfaction, row.text, row.since_on)


@prepared
def _of_file(as_of: AsOf) -> CompoundSelect[Any]:
    return union_all(_agreed(as_of), _declared(as_of)).limit(MOST)


def _agreed(as_of: AsOf) -> Select[Any]:
    c, blank = objectives.c, cast(null(), Integer)
    mine = (c.accompaniment_id == THIS, objectives.of(POLE), objectives.at(as_of))
    words = (c.version, c.text, c.responsible, c.due_on, c.state, c.agreed_on.label("since_on"))
    return select(
        literal("objective").label("kind"), c.objective_id.label("id"), *words, c.settled_on,
        blank, blank, blank, cast(null(), Text),
    ).where(*mine)  # fmt: skip


def _declared(as_of: AsOf) -> Select[Any]:
    c, day, words = results.c, cast(null(), Date), cast(null(), Text)
    mine = (c.accompaniment_id == THIS, results.of(POLE), results.at(as_of))
    figures = (c.jobs_created, c.jobs_maintained, c.investment_cents, c.satisfaction)
    return select(
        literal("result"), c.result_id, cast(null(), Integer), c.comment, words, day, words,
        c.occurred_on, day, *figures,
    ).where(*mine)  # fmt: skip

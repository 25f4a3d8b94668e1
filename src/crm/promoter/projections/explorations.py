"""What did a project think of becoming, on which answers, and which form did it keep?"""

from datetime import date
from typing import NamedTuple

import msgspec
from sqlalchemy import Column, Connection, Date, Integer, String, Text, select

from crm.event_store.as_of import NOW, AsOf
from crm.event_store.projections import Projection
from crm.event_store.rows import Id, Operations, Rows
from crm.promoter.domain.events import ModelExplored

explorations = Rows(
    "explorations",
    Column("promoter_id", Id),
    Column("version", Integer),
    Column("explored_on", Date),
    Column("explorer_id", Id),
    Column("interview", String(10)),
    Column("answers", Text),
    Column("chosen", String(25)),
    Column("reasoning", Text),
    key="promoter_id version",
    happened="explored_on",
    indexes=["promoter_id explored_on"],
)
what_is_weighed = Projection("what_is_weighed", explorations)
MOST = 20


class Exploration(NamedTuple):
    """One interview; `reasoning` is sealed under the project, `answers` is JSON by question."""

    version: int
    explored_on: date
    explorer_id: str
    interview: str
    answers: str
    chosen: str | None
    reasoning: str


@what_is_weighed.on(ModelExplored)
def _(event: ModelExplored) -> Operations:
    yield explorations.insert(
        promoter_id=event.originator_id,
        version=event.originator_version,
        explored_on=event.occurred_on,
        explorer_id=event.actor_id,
        interview=event.interview,
        answers=msgspec.json.encode(event.answers, order="deterministic").decode(),
        chosen=event.chosen,
        reasoning=event.reasoning,
    )


def explorations_of(
    db: Connection, pole_id: str, promoter_id: str, as_of: AsOf = NOW
) -> list[Exploration]:
    """Those made by the day asked about, the last first; twenty at most."""
    c = explorations.c
    query = (
        select(*(c[name] for name in Exploration._fields))
        .where(c.promoter_id == promoter_id, explorations.of(pole_id), explorations.at(as_of))
        .order_by(c.explored_on.desc(), c.version.desc())
        .limit(MOST)
    )
    return [Exploration(*row) for row in db.execute(query)]

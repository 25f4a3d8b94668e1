"""Which red flags of this enterprise became a task, on which day, and in which file?"""

from datetime import date
from typing import NamedTuple

from sqlalchemy import Column, Connection, Date, Integer, Text, select

from crm.enterprise.domain.events import RedFlagTakenUp
from crm.event_store.projections import Projection
from crm.event_store.rows import Id, Operations, Rows

flags_taken_up = Rows(
    "flags_taken_up",
    Column("enterprise_id", Id),
    Column("version", Integer),
    Column("flag", Text),
    Column("taken_on", Date),
    Column("step_id", Id),
    Column("accompaniment_id", Id),
    key="enterprise_id version",
    happened="taken_on",
)
what_is_taken_up = Projection("what_is_taken_up", flags_taken_up)
MOST = 100


class TakenUp(NamedTuple):
    """A flag that became a step; `flag` is sealed under the enterprise, class succession."""

    flag: str
    taken_on: date
    step_id: str
    accompaniment_id: str


@what_is_taken_up.on(RedFlagTakenUp)
def _(event: RedFlagTakenUp) -> Operations:
    yield flags_taken_up.insert(
        enterprise_id=event.originator_id,
        version=event.originator_version,
        flag=event.flag,
        taken_on=event.occurred_on,
        step_id=event.step_id,
        accompaniment_id=event.accompaniment_id,
    )


def taken_up(db: Connection, pole_id: str, enterprise_id: str) -> list[TakenUp]:
    """The flags of an enterprise that became tasks, the last first."""
    c = flags_taken_up.c
    mine = (c.enterprise_id == enterprise_id, flags_taken_up.of(pole_id), flags_taken_up.known())
    query = select(*(c[name] for name in TakenUp._fields)).where(*mine)
    newest = query.order_by(c.taken_on.desc(), c.version.desc()).limit(MOST)
    return [TakenUp(*row) for row in db.execute(newest)]

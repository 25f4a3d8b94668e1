"""Which tools does this enterprise use as its own?"""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, Date, Integer, Select, String, Text, select

from crm.directory.projections import tools
from crm.enterprise.domain.events import ToolAbandoned, ToolAdopted, ToolTried
from crm.event_store.as_of import AsOf
from crm.event_store.prepared import POLE, THIS, prepared
from crm.event_store.projections import Projection
from crm.event_store.rows import Id, Operations, Rows

tools_adopted = Rows(
    "tools_adopted",
    Column("enterprise_id", Id),
    Column("tool_id", Id),
    Column("version", Integer),
    Column("edition", Text),
    Column("state", String(8)),
    Column("since_on", Date),
    Column("abandoned_on", Date),
    key="enterprise_id tool_id",
    happened="since_on",
    indexes=["enterprise_id"],
)
what_they_use = Projection("what_they_use", tools_adopted)


class Adopted(NamedTuple):
    """A tool in use since a day; `state` is tried or adopted."""

    tool_id: str
    name: str
    since_on: date
    state: str
    edition: str


@what_they_use.on(ToolTried)
def _(event: ToolTried) -> Operations:
    yield from _used(event, "tried")


@what_they_use.on(ToolAdopted)
def _(event: ToolAdopted) -> Operations:
    yield from _used(event, "adopted")


def _used(event: ToolTried | ToolAdopted, state: str) -> Operations:
    yield tools_adopted.put(
        enterprise_id=event.originator_id,
        tool_id=event.tool_id,
        version=event.originator_version,
        edition=event.version,
        state=state,
        since_on=event.occurred_on,
    )


@what_they_use.on(ToolAbandoned)
def _(event: ToolAbandoned) -> Operations:
    yield tools_adopted.change((event.originator_id, event.tool_id), abandoned_on=event.occurred_on)


def tools_used(db: Connection, pole_id: str, enterprise_id: str, as_of: AsOf) -> list[Adopted]:
    """Tools on trial or in use on the last day asked about, the latest first."""
    rows = db.execute(_in_use(as_of), {"id": enterprise_id, "pole_id": pole_id})
    return [Adopted(*row) for row in rows]


@prepared
def _in_use(as_of: AsOf) -> Select[Any]:
    c, t = tools_adopted.c, tools.c
    mine = (c.enterprise_id == THIS, tools_adopted.of(POLE), tools_adopted.at(as_of))
    query = select(c.tool_id, t.name, c.since_on, c.state, c.edition).where(
        *mine, as_of.still(c.abandoned_on), t.tool_id == c.tool_id, tools.known()
    )
    return query.order_by(c.since_on.desc()).limit(100)

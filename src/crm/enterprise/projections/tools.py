"""Which tools does this enterprise use as its own?"""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, Date, Integer, Select, String, Text, select

from crm.directory.projections import tools
from crm.enterprise.domain.events import (
    ToolAbandoned,
    ToolAdopted,
    ToolResultObserved,
    ToolTried,
)
from crm.event_store.as_of import AsOf
from crm.event_store.prepared import POLE, THIS, prepared
from crm.event_store.projections import Projection
from crm.event_store.rows import Id, Op, Operations, Rows

tools_adopted = Rows(
    "tools_adopted",
    Column("enterprise_id", Id),
    Column("version", Integer),
    Column("tool_id", Id),
    Column("edition", Text),
    Column("state", String(9)),
    Column("result", Text),
    Column("since_on", Date),
    key="enterprise_id version",
    happened="since_on",
    indexes=["enterprise_id"],
)
what_they_use = Projection("what_they_use", tools_adopted)


OBSERVED = "observed"
"""Of a line that says what came of a tool, and leaves its state as it was."""


class Used(NamedTuple):
    """A tool in use since a day; `state` is tried or adopted, `edition` as somebody wrote it."""

    tool_id: str
    name: str
    since_on: date
    state: str
    edition: str
    result: str
    """What came of it, sealed under the enterprise; empty until somebody says it."""


@what_they_use.on(ToolTried)
def _(event: ToolTried) -> Operations:
    yield _said(event, "tried", event.version)


@what_they_use.on(ToolAdopted)
def _(event: ToolAdopted) -> Operations:
    yield _said(event, "adopted", event.version)


@what_they_use.on(ToolAbandoned)
def _(event: ToolAbandoned) -> Operations:
    yield _said(event, "abandoned")


@what_they_use.on(ToolResultObserved)
def _(event: ToolResultObserved) -> Operations:
    yield _row(event, state=OBSERVED, result=event.result)


def _said(event: ToolTried | ToolAdopted | ToolAbandoned, state: str, edition: str = "") -> Op:
    return _row(event, state=state, edition=edition)


def _row(event: ToolTried | ToolAdopted | ToolAbandoned | ToolResultObserved, **said: str) -> Op:
    return tools_adopted.insert(
        enterprise_id=event.originator_id,
        version=event.originator_version,
        tool_id=event.tool_id,
        since_on=event.occurred_on,
        **said,
    )


def tools_used(db: Connection, pole_id: str, enterprise_id: str, as_of: AsOf) -> list[Used]:
    """Tools on trial or in use on the last day asked about, the latest first."""
    rows = db.execute(_until(as_of), {"id": enterprise_id, "pole_id": pole_id})
    last: dict[str, Used] = {}
    for row in rows:
        said, before = Used(*row), last.get(row.tool_id)
        if said.state != OBSERVED:
            last[said.tool_id] = said._replace(result=before.result if before else "")
        elif before:
            last[said.tool_id] = before._replace(result=said.result)
    used = [one for one in last.values() if one.state != "abandoned"]
    return sorted(used, key=lambda one: one.since_on, reverse=True)


@prepared
def _until(as_of: AsOf) -> Select[Any]:
    """What was said of each tool, in order."""
    c, t = tools_adopted.c, tools.c
    mine = (c.enterprise_id == THIS, tools_adopted.of(POLE), tools_adopted.at(as_of))
    query = select(c.tool_id, t.name, c.since_on, c.state, c.edition, c.result).where(
        *mine, t.tool_id == c.tool_id, tools.known()
    )
    return query.order_by(c.since_on, c.version).limit(200)

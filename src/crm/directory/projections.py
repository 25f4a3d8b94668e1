"""Which tools may be handed over, and by which words are they found?"""

from sqlalchemy import Column, Connection, Text, select

from crm.directory.domain import ToolListed
from crm.event_store.projections import Projection
from crm.event_store.rows import Id, Operations, Rows
from crm.site.folding import fold, like

tools = Rows(
    "tools",
    Column("tool_id", Id),
    Column("name", Text),
    Column("themes", Text),
    Column("search_text", Text),
    key="tool_id",
    undated="a name by which others are told",
    indexes=["pole_id search_text"],
)
directory = Projection("directory", tools)
PROJECTIONS: list[Projection] = [directory]


@directory.on(ToolListed)
def _(event: ToolListed) -> Operations:
    yield tools.insert(
        tool_id=event.originator_id,
        name=event.name,
        themes=",".join(event.themes),
        search_text=fold(event.name),
    )


def tools_listed(
    db: Connection, pole_id: str, words: str = "", limit: int = 200
) -> list[tuple[str, str]]:
    """(id, name) of the tools whose name holds every word, by name."""
    c = tools.c
    wanted = [c.pole_id == pole_id, tools.known()]
    wanted += [c.search_text.like(like(word)) for word in fold(words).split()[:8]]
    query = select(c.tool_id, c.name).where(*wanted).order_by(c.search_text).limit(limit)
    return [(row.tool_id, row.name) for row in db.execute(query)]

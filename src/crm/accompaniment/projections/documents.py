"""Which documents does a file hold, and which tools were given in it?"""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import (
    Column,
    Connection,
    Date,
    Integer,
    Select,
    String,
    Text,
    bindparam,
    cast,
    literal,
    null,
    select,
)

from crm.accompaniment.domain.documents import (
    DocumentAttached,
    DocumentRestored,
    DocumentWithdrawn,
)
from crm.accompaniment.projections.interventions import tool_handovers
from crm.event_store.as_of import AsOf
from crm.event_store.prepared import POLE, THIS, prepared
from crm.event_store.projections import Projection
from crm.event_store.rows import Id, Operations, Rows

documents = Rows(
    "documents",
    Column("document_id", Id),
    Column("accompaniment_id", Id),
    Column("title", Text),
    Column("attached_on", Date),
    Column("withdrawn_on", Date),
    key="document_id",
    happened="attached_on",
    indexes=["accompaniment_id"],
)
document_editions = Rows(
    "document_editions",
    Column("document_id", Id),
    Column("accompaniment_id", Id),
    Column("edition", Integer),
    Column("content_id", Id),
    Column("title", Text),
    Column("media_type", String(80)),
    Column("size", Integer),
    Column("digest", String(64)),
    Column("attached_on", Date),
    key="document_id edition",
    happened="attached_on",
    indexes=["accompaniment_id"],
)
papers = Projection("papers", documents, document_editions)
MOST = 300
"""Editions and tools read of one file."""


class Edition(NamedTuple):
    """One edition of a document; `title` is sealed under `document_id`, `size` is in bytes."""

    document_id: str
    edition: int
    content_id: str
    title: str
    media_type: str
    size: int
    digest: str
    attached_on: date


class Given(NamedTuple):
    """One tool given in a file."""

    tool_id: str
    edition: str
    occurred_on: date


@papers.on(DocumentAttached)
def _(event: DocumentAttached) -> Operations:
    yield documents.put(
        document_id=event.document_id,
        accompaniment_id=event.originator_id,
        title=event.title,
        attached_on=event.occurred_on,
    )
    yield document_editions.put(
        document_id=event.document_id,
        accompaniment_id=event.originator_id,
        edition=event.edition,
        content_id=event.content_id,
        title=event.title,
        media_type=event.media_type,
        size=event.size,
        digest=event.digest,
        attached_on=event.occurred_on,
    )


@papers.on(DocumentWithdrawn)
def _(event: DocumentWithdrawn) -> Operations:
    yield documents.change(event.document_id, withdrawn_on=event.occurred_on)


@papers.on(DocumentRestored)
def _(event: DocumentRestored) -> Operations:
    yield documents.change(event.document_id, withdrawn_on=None)


def papers_told(rows: Sequence[Any]) -> tuple[list[list[Edition]], list[Given]]:
    """The documents a file holds, each by its editions, latest first; and the tools given in it,
    latest first: from rows of these arms."""
    gone = {row.id for row in rows if row.kind == "withdrawn"}
    held = [Edition(*row[1:9]) for row in rows if row.kind == "document" and row.id not in gone]
    held.sort(key=lambda one: (one.document_id, -one.edition))
    by_document = [list(some) for _id, some in groupby(held, lambda one: one.document_id)]
    by_document.sort(key=lambda some: some[0].attached_on, reverse=True)
    given = [Given(row.id, row.title or "", row.happened_on) for row in rows if row.kind == "tool"]
    return by_document, sorted(given, key=lambda one: one.occurred_on, reverse=True)


def paper_arms(as_of: AsOf) -> list[Select[Any]]:
    """Documents, those withdrawn, and tools: three arms of one question."""
    return [_held(as_of), _withdrawn(as_of), _given(as_of)]


def _held(as_of: AsOf) -> Select[Any]:
    c = document_editions.c
    mine = (c.accompaniment_id == THIS, document_editions.of(POLE), document_editions.at(as_of))
    said: list[Any] = [c.edition, c.content_id, c.title, c.media_type, c.size, c.digest]
    first = [literal("document").label("kind"), cast(c.document_id, Text).label("id")]
    columns: list[Any] = [*first, *said, c.attached_on.label("happened_on")]
    return select(*columns).where(*mine)


def _withdrawn(as_of: AsOf) -> Select[Any]:
    c = documents.c
    mine = (c.accompaniment_id == THIS, documents.of(POLE), documents.at(as_of))
    gone = (c.withdrawn_on.is_not(None), ~as_of.still(c.withdrawn_on))
    first: list[Any] = [literal("withdrawn"), cast(c.document_id, Text)]
    return select(*first, *_BLANKS, c.withdrawn_on).where(*mine, *gone)


def _given(as_of: AsOf) -> Select[Any]:
    c = tool_handovers.c
    mine = (c.accompaniment_id == THIS, tool_handovers.of(POLE), tool_handovers.at(as_of))
    said = (*_BLANKS[:2], c.edition, *_BLANKS[3:])
    return select(literal("tool"), cast(c.tool_id, Text), *said, c.occurred_on).where(*mine)


_BLANKS = [cast(null(), kind) for kind in (Integer, Id, Text, Text, Integer, Text)]


def edition_of(
    db: Connection, pole_id: str, accompaniment_id: str, document_id: str, edition: int
) -> Edition | None:
    """One edition of a document of a file, shown or withdrawn; None when there is none."""
    asked = {"pole_id": pole_id, "id": accompaniment_id, "document": document_id, "n": edition}
    row = db.execute(_edition(), asked).first()
    return Edition(*row) if row else None


@prepared
def _edition() -> Select[Any]:
    c = document_editions.c
    mine = (c.accompaniment_id == THIS, document_editions.of(POLE), document_editions.known())
    one = (c.document_id == bindparam("document"), c.edition == bindparam("n"))
    return select(*(c[name] for name in Edition._fields)).where(*mine, *one)

"""Which enterprises do we know, under which names, and which do we follow?

`enterprises` holds what was said last of each; `enterprise_words` every word it may be found by,
former names included. What was true on a day is another question: see `values`.
"""

from collections.abc import Iterable, Iterator

from sqlalchemy import Column, Connection, Date, Integer, String, Text, select

from crm.enterprise.domain.events import (
    EnterpriseClassified,
    EnterpriseConstituted,
    EnterpriseFollowed,
    EnterpriseIdentified,
    EnterpriseLocated,
    EnterpriseRegistered,
    EnterpriseReleased,
    EnterpriseRenamed,
    QualificationAssessed,
)
from crm.event_store.events import Event
from crm.event_store.projections import Projection
from crm.event_store.rows import Id, Op, Operations, Rows
from crm.site.folding import fold

Folded = Text().with_variant(Text(collation="C"), "postgresql")
"""Compared byte by byte: the same order on both databases, and an index that searches use."""

enterprises = Rows(
    "enterprises",
    Column("enterprise_id", Id),
    Column("name", Text),
    Column("search_text", Folded),
    Column("neq", String(10)),
    Column("legal_form", String(30)),
    Column("coop_type", String(20)),
    Column("municipality", Text),
    Column("mrc", String(3)),
    Column("postal_code", Text),
    Column("sector", Text),
    Column("followed_on", Date),
    Column("origin", String(10)),
    Column("registered_on", Date),
    Column("qualified_as", String(15)),
    key="enterprise_id",
    undated="what was said last of each; enterprise_values says from which day",
    indexes=["pole_id"],
    unique=["pole_id neq"],
)
enterprise_words = Rows(
    "enterprise_words",
    Column("enterprise_id", Id),
    Column("version", Integer),
    Column("text", Folded),
    key="enterprise_id version",
    undated="any word it ever bore finds it",
    indexes=["pole_id"],
)
who_we_know = Projection("who_we_know", enterprises, enterprise_words)


def _words(event: Event, *said: str) -> Iterator[Op]:
    yield enterprise_words.insert(
        enterprise_id=event.originator_id,
        version=event.originator_version,
        text=fold(" ".join(said)),
    )


@who_we_know.on(EnterpriseRegistered)
def _(event: EnterpriseRegistered) -> Operations:
    yield enterprises.insert(
        enterprise_id=event.originator_id,
        name=event.name,
        search_text=fold(event.name),
        origin=event.origin,
        registered_on=event.occurred_on,
    )
    yield from _words(event, event.name, event.as_written)


@who_we_know.on(EnterpriseRenamed)
def _(event: EnterpriseRenamed) -> Operations:
    yield enterprises.change(event.originator_id, name=event.name, search_text=fold(event.name))
    yield from _words(event, event.name)


@who_we_know.on(EnterpriseIdentified)
def _(event: EnterpriseIdentified) -> Operations:
    yield enterprises.change(event.originator_id, neq=event.neq)
    yield from _words(event, event.neq)


@who_we_know.on(EnterpriseConstituted)
def _(event: EnterpriseConstituted) -> Operations:
    yield enterprises.change(
        event.originator_id, legal_form=event.legal_form, coop_type=event.coop_type
    )


@who_we_know.on(EnterpriseLocated)
def _(event: EnterpriseLocated) -> Operations:
    address = event.address
    yield enterprises.change(
        event.originator_id,
        municipality=address.municipality,
        mrc=address.mrc,
        postal_code=address.postal_code[:10],
    )
    yield from _words(event, address.municipality)


@who_we_know.on(EnterpriseClassified)
def _(event: EnterpriseClassified) -> Operations:
    yield enterprises.change(event.originator_id, sector=event.sector)


@who_we_know.on(EnterpriseFollowed)
def _(event: EnterpriseFollowed) -> Operations:
    yield enterprises.change(event.originator_id, followed_on=event.occurred_on)


@who_we_know.on(EnterpriseReleased)
def _(event: EnterpriseReleased) -> Operations:
    yield enterprises.change(event.originator_id, followed_on=None)


@who_we_know.on(QualificationAssessed)
def _(event: QualificationAssessed) -> Operations:
    yield enterprises.change(event.originator_id, qualified_as=event.overall)


def holder_of_neq(db: Connection, pole_id: str, neq: str) -> tuple[str, str] | None:
    """(id, name) of the standing enterprise that bears this number in this pôle, or None."""
    c = enterprises.c
    mine = (c.pole_id == pole_id, c.neq == neq, enterprises.known())
    row = db.execute(select(c.enterprise_id, c.name).where(*mine)).first()
    return (row.enterprise_id, row.name) if row else None


def names_of(db: Connection, pole_id: str, ids: Iterable[str]) -> dict[str, str]:
    """Present names by id, in one query."""
    c = enterprises.c
    wanted = list(dict.fromkeys(ids))
    mine = (c.enterprise_id.in_(wanted), enterprises.of(pole_id), enterprises.known())
    if not wanted:
        return {}
    found = db.execute(select(c.enterprise_id, c.name).where(*mine))
    return {row.enterprise_id: row.name for row in found}

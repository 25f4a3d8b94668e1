"""Which organisations do we refer to, and by which words are they found?"""

from sqlalchemy import Column, Connection, String, Text, select

from crm.ecosystem.domain import (
    OrganisationRegistered,
    RepresentativeNamed,
    RepresentativeRemoved,
)
from crm.event_store.projections import Projection
from crm.event_store.rows import Id, Operations, Rows
from crm.site.folding import fold, like

organisations = Rows(
    "organisations",
    Column("organisation_id", Id),
    Column("name", Text),
    Column("kind", String(12)),
    Column("search_text", Text),
    key="organisation_id",
    undated="a name by which others are told",
    indexes=["pole_id search_text"],
)
whom_we_refer_to = Projection("whom_we_refer_to", organisations)
representatives = Rows(
    "representatives",
    Column("account_id", Id),
    Column("organisation_id", Id),
    key="account_id organisation_id",
    undated="who reads on whose behalf is asked of now alone",
    indexes=["account_id"],
)
who_reads_on_whose_behalf = Projection("who_reads_on_whose_behalf", representatives)
PROJECTIONS: list[Projection] = [whom_we_refer_to, who_reads_on_whose_behalf]


@whom_we_refer_to.on(OrganisationRegistered)
def _(event: OrganisationRegistered) -> Operations:
    yield organisations.insert(
        organisation_id=event.originator_id,
        name=event.name,
        kind=event.kind,
        search_text=fold(event.name),
    )


@who_reads_on_whose_behalf.on(RepresentativeNamed)
def _(event: RepresentativeNamed) -> Operations:
    yield representatives.put(account_id=event.account_id, organisation_id=event.originator_id)


@who_reads_on_whose_behalf.on(RepresentativeRemoved)
def _(event: RepresentativeRemoved) -> Operations:
    yield representatives.end((event.account_id, event.originator_id))


def organisations_known(
    db: Connection, pole_id: str, words: str = "", limit: int = 200
) -> list[tuple[str, str]]:
    """(id, name) of the organisations whose name holds every word, by name."""
    c = organisations.c
    wanted = [c.pole_id == pole_id, organisations.known()]
    wanted += [c.search_text.like(like(word)) for word in fold(words).split()[:8]]
    query = select(c.organisation_id, c.name).where(*wanted).order_by(c.search_text)
    return [(row.organisation_id, row.name) for row in db.execute(query.limit(limit))]

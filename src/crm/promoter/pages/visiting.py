"""Before a visit to those who carry a project: one page, on screen and on paper."""

from uuid import UUID

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from crm.accompaniment.projections.brief import Brief, Visited, brief_of
from crm.accompaniment.projections.brief_pdf import brief_pdf, more_words
from crm.enterprise.commands.places import mrc_name
from crm.event_store import AsOf, EventStore
from crm.event_store.commands import day_of
from crm.promoter.pages.reading import project_of, titles
from crm.promoter.projections import Project
from crm.site.answers import sent
from crm.site.consultations import shows
from crm.site.languages import reading_in
from crm.site.reader import Reader
from crm.site.rights import TEAM


class VisitingPages(Controller):
    path = "/projets/{promoter_id:uuid}/visite"
    opt = TEAM | shows("promoter", "promoter_id")

    @get(sync_to_thread=True)
    def brief(
        self,
        promoter_id: FromPath[UUID],
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
    ) -> Template:
        """Raises Unknown."""
        brief, found = _prepared(store, reader, promoter_id)
        id = found.promoter_id
        context = {
            "brief": brief,
            "name": titles(store, [found])[id],
            "place": mrc_name(found.mrc),
            "record": f"/projets/{id}",
            "list": "/projets",
            "party": f"promoter:{id}",
            "moment": None,
            "kept": "",
            "writable": reader.may_write,
            "more_words": more_words,
        }
        return Template("accompaniment/visit.html", context=context)

    @get("/pdf", sync_to_thread=True)
    def paper(
        self,
        promoter_id: FromPath[UUID],
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
    ) -> Response[bytes]:
        """Raises Unknown."""
        today = day_of(store.clock())
        with reading_in("fr"):
            brief, found = _prepared(store, reader, promoter_id)
            title = titles(store, [found])[found.promoter_id]
            made = brief_pdf(brief, title, mrc_name(found.mrc), today)
        return sent(made, f"visite-{today.isoformat()}.pdf")


def _prepared(store: EventStore, reader: Reader, promoter_id: UUID) -> tuple[Brief, Project]:
    with store.engine.connect() as db:
        found = project_of(db, reader, promoter_id)
        on = AsOf(until=day_of(store.clock()))
        return brief_of(store, db, reader, Visited(found.promoter_id), on), found

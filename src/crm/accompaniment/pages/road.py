"""On the road: what waits on this device, and the files that it may take along."""

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.response import Template

from crm.accompaniment.pages.names import Party, names_of
from crm.accompaniment.pages.noting import titles_of
from crm.accompaniment.projections.listing import Filters, file_list
from crm.event_store import EventStore
from crm.site.reader import Reader
from crm.site.rights import WRITERS


class RoadPages(Controller):
    path = "/sur-la-route"
    opt = WRITERS

    @get(sync_to_thread=True)
    def road(self, reader: NamedDependency[Reader], store: NamedDependency[EventStore]) -> Template:
        """The open files that the reader answers for, newest first: a page of them at most."""
        with store.engine.connect() as db:
            mine, _more = file_list(db, reader.pole_id, Filters(advisor_id=reader.account_id))
            named = names_of(store, db, reader.pole_id, [one.party_id for one in mine])
        files = [
            (one, Party(one.party_kind, one.party_id, named[one.party_id]))
            for one in mine
            if one.party_id in named
        ]
        context = {"files": files, "titles": titles_of(store, mine)}
        return Template("accompaniment/road.html", context=context)

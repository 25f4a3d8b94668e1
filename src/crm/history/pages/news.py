"""Whether a colleague wrote about what a page shows, asked while somebody looks at it."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from crm.account.projections import account_names
from crm.event_store import EventStore
from crm.history.projections.news import wrote_since
from crm.site.languages import N_, _
from crm.site.reader import Reader
from crm.site.rights import TEAM

BY = N_("Mis à jour par %(name)s.")
LONGEST = 18
"""Digits of a position: beyond, no store has one."""


class NewsPages(Controller):
    path = "/nouvelles/{subject_id:uuid}"
    opt = TEAM

    @get(sync_to_thread=True)
    def news(
        self,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        subject_id: FromPath[UUID],
        depuis: FromQuery[str] = "",
    ) -> Response[Any]:
        """204 when nobody else wrote since that position; else the sentence that says who did."""
        is_place = depuis.isascii() and depuis.isdigit() and len(depuis) <= LONGEST
        since = int(depuis) if is_place else reader.now.position
        others: list[str] = []
        if since < reader.now.position:
            with store.engine.connect() as db:
                wrote = wrote_since(store, db, reader.pole_id, str(subject_id), since)
            others = [id for id in wrote if id != reader.account_id]
        headers = {"Cache-Control": "no-store"}
        if not others:
            return Response(None, status_code=204, headers=headers)
        names = account_names(store, reader.pole_id, others[:1])
        said = _(BY, name=names.get(others[0], ""))
        return Response({"said": said}, headers=headers)

"""Answering a request of access: what is held is read, notes are chosen, a file leaves."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from crm.event_store import EventStore
from crm.event_store.commands import day_of
from crm.privacy.domain.erasure import Erased
from crm.privacy.pages.reading import KINDS, shown, texts_about
from crm.privacy.projections.access_file import access_file
from crm.privacy.projections.access_pdf import pdf_of
from crm.privacy.projections.held import Held
from crm.privacy.projections.portable import portable_file
from crm.site.consultations import Consultations, shows
from crm.site.forms import Form
from crm.site.reader import Reader
from crm.site.rights import OFFICERS

FORMS = {"pdf": "application/pdf", "json": "application/json", "zip": "application/zip"}
"""The last one is what the person provided, to take elsewhere; the others, all that is held."""


class AccessPages(Controller):
    path = "/vie-privee/acces/{kind:str}/{id:uuid}"
    opt = OFFICERS | shows("access", "id")

    @get(sync_to_thread=True)
    def choose(
        self,
        kind: FromPath[str],
        id: FromPath[UUID],  # the name in the address
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
    ) -> Template:
        """Raises Unknown."""
        return _page(texts_about(store, reader, kind, id), f"/vie-privee/acces/{kind}/{id}", Form())

    @post(sync_to_thread=True, status_code=200)
    def hand_over(
        self,
        kind: FromPath[str],
        id: FromPath[UUID],  # the name in the address
        form: NamedDependency[Form],
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        consultations: NamedDependency[Consultations],
        today: NamedDependency[date],
    ) -> Response[Any] | Template:
        """Raises Unknown."""
        held = texts_about(store, reader, kind, id)
        written = form.choice("forme", FORMS, required=True)
        if not written:
            return _page(held, f"/vie-privee/acces/{kind}/{id}", form)
        made = _made(store, consultations, reader, written, (KINDS[kind], str(id)), form)
        of = "portabilite" if written == "zip" else "acces"
        name = f"{of}-{today.isoformat()}.{written}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(made, media_type=FORMS[written], headers=headers)


def _made(
    store: EventStore,
    consultations: Consultations,
    reader: Reader,
    written: str,
    subject: tuple[Erased, str],
    form: Form,
) -> bytes:
    today = day_of(store.clock())
    if written == "zip":
        return portable_file(store, reader.pole_id, *subject, today).archive()
    opened = consultations.who_opened(reader.pole_id, subject[1])
    chosen = set(form.values("note"))
    file = access_file(store, reader.pole_id, *subject, chosen, today, opened)
    return pdf_of(file) if written == "pdf" else file.json()


def _page(held: list[Held], path: str, form: Form) -> Template:
    context = {"form": form, "path": path, **shown(held)}
    status = 422 if form.failed else 200
    return Template("privacy/access.html", context=context, status_code=status)

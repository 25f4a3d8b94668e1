"""Answering a request of access: what is held is read, notes are chosen, a file leaves."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from crm.event_store import EventStore
from crm.privacy.pages.erasing import AGGREGATES, KINDS, SHOWN, Text
from crm.privacy.projections.access_file import access_file
from crm.privacy.projections.access_pdf import pdf_of
from crm.privacy.projections.held import Tie, held_about
from crm.refusal import Unknown
from crm.site.consultations import shows
from crm.site.forms import Form
from crm.site.reader import Reader
from crm.site.rights import WATCHERS

FORMS = {"pdf": "application/pdf", "json": "application/json"}


class AccessPages(Controller):
    path = "/vie-privee/acces/{kind:str}/{id:uuid}"
    opt = WATCHERS | shows("access", "id")

    @get(sync_to_thread=True)
    def choose(
        self,
        kind: FromPath[str],
        id: FromPath[UUID],  # the name in the address
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
    ) -> Template:
        """Raises Unknown."""
        return _page(_texts(store, reader, kind, id), f"/vie-privee/acces/{kind}/{id}", Form())

    @post(sync_to_thread=True, status_code=200)
    def hand_over(
        self,
        kind: FromPath[str],
        id: FromPath[UUID],  # the name in the address
        form: NamedDependency[Form],
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        today: NamedDependency[date],
    ) -> Response[Any] | Template:
        """Raises Unknown."""
        texts = _texts(store, reader, kind, id)
        written = form.choice("forme", FORMS, required=True)
        if not written:
            return _page(texts, f"/vie-privee/acces/{kind}/{id}", form)
        chosen = set(form.values("note"))
        file = access_file(store, reader.pole_id, KINDS[kind], str(id), chosen, today)
        made = pdf_of(file) if written == "pdf" else file.json()
        name = f"acces-{today.isoformat()}.{written}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(made, media_type=FORMS[written], headers=headers)


def _texts(store: EventStore, reader: Reader, kind: str, id: UUID) -> list[Text]:
    if kind not in KINDS:
        raise Unknown
    store.load(AGGREGATES[kind], str(id))
    held = held_about(store, reader.pole_id, KINDS[kind], str(id))
    return [Text(one, one.holding.subject) for one in held]


def _page(texts: list[Text], path: str, form: Form) -> Template:
    own = [text.held for text in texts if text.tie == "own"]
    context = {
        "form": form,
        "path": path,
        "own": own[:SHOWN],
        "own_total": len(own),
        "named": _others(texts, "named"),
        "perhaps": _others(texts, "perhaps"),
    }
    status = 422 if form.failed else 200
    return Template("privacy/access.html", context=context, status_code=status)


def _others(texts: list[Text], tie: Tie) -> list[Text]:
    """One line for each key: what it seals leaves together. All of them, for each is to be read."""
    return list({text.subject: text for text in texts if text.tie == tie}.values())

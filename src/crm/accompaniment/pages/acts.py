"""Every button of a file: one command, then the page again, with a way to undo."""

from typing import Any

from litestar import Controller, Request, Response, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from crm.accompaniment.commands import TakeBackAct
from crm.accompaniment.pages.asked import ON_FILE, ON_ITEM, Asked
from crm.accompaniment.pages.file_view import file_page
from crm.accompaniment.pages.names import refuse_strangers
from crm.accompaniment.pages.noting import author_of
from crm.accompaniment.pages.sent import record_once
from crm.accompaniment.pages.undo import undo_address
from crm.event_store import EventStore
from crm.refusal import Refusal
from crm.site.answers import local_path, see_other
from crm.site.captured import day_written
from crm.site.consultations import shows
from crm.site.forms import Form
from crm.site.languages import N_
from crm.site.reader import Reader
from crm.site.rights import WRITERS

AnyRequest = Request[Any, Any, Any]
TAKEN_BACK = N_("Saisie retirée. Elle reste visible dans l’historique.")


class ActPages(Controller):
    path = "/accompagnements/{id:str}"
    opt = WRITERS | shows("accompaniment", "id")

    @post("/{noun:str}", sync_to_thread=True)
    def of_file(
        self,
        request: AnyRequest,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        form: NamedDependency[Form],
        id: FromPath[str],
        noun: FromPath[str],
    ) -> Response[Any]:
        if not (asked := ON_FILE.get(noun)):
            raise NotFoundException
        return _done(request, reader, store, form, asked, id, noun=noun)

    @post("/{noun:str}/{item:str}/{verb:str}", sync_to_thread=True)
    def of_item(
        self,
        request: AnyRequest,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        form: NamedDependency[Form],
        id: FromPath[str],
        noun: FromPath[str],
        item: FromPath[str],
        verb: FromPath[str],
    ) -> Response[Any]:
        if noun == "retirer":
            return _taken_back(request, reader, store, form, id, item, verb)
        if not (asked := ON_ITEM.get((noun, verb))):
            raise NotFoundException
        opened = f"{noun}/{item}" if verb == "preciser" else noun
        return _done(request, reader, store, form, asked, id, noun=noun, item=item, opened=opened)


def _done(
    request: AnyRequest,
    reader: Reader,
    store: EventStore,
    form: Form,
    asked: Asked,
    id: str,
    *,
    noun: str,
    item: str = "",
    opened: str = "",
) -> Response[Any]:
    form.today = day_written(form, reader, store.clock())
    with store.engine.connect() as db:
        refuse_strangers(form, store, db, reader.pole_id)
    command = asked.make(id, item, form)
    opened = opened or noun
    if form.failed:
        return file_page(store, reader, id, form, opened=opened)
    try:
        receipt = record_once(store, reader, form, command)
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        form.refuse(refusal)
        return file_page(store, reader, id, form, opened=opened, status=refusal.status)
    page = f"/accompagnements/{id}"
    undo = f"{page}/{noun}/{item}/{asked.undo}" if item and asked.undo else ""
    if not item:
        undo = f"{page}/{asked.undo}" if asked.undo else undo_address(store, receipt)[1]
    if noun in ("confier", "rouvrir"):
        undo = ""
    back = local_path(form.value("retour")) if form.value("retour") else page
    return see_other(request, back, asked.said, undo=undo)


def _taken_back(
    request: AnyRequest,
    reader: Reader,
    store: EventStore,
    form: Form,
    id: str,
    first: str,
    last: str,
) -> Response[Any]:
    if not (first.isascii() and first.isdigit() and last.isascii() and last.isdigit()):
        raise NotFoundException
    command = TakeBackAct(
        accompaniment_id=id, first_version=int(first[:9]), last_version=int(last[:9])
    )
    store.handle(command, author_of(reader, form))
    page = f"/accompagnements/{id}"
    back = local_path(form.value("retour"), page) if form.value("retour") else page
    return see_other(request, back, TAKEN_BACK)

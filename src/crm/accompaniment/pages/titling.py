"""The title of a file, on a page or where it stands."""

from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Template

from crm.accompaniment.commands import TitleAccompaniment
from crm.accompaniment.domain.accompaniment import Accompaniment
from crm.accompaniment.domain.events import tells_title
from crm.accompaniment.domain.refusals import FileUntitled
from crm.accompaniment.pages.noting import untitled
from crm.accompaniment.pages.undo import undo_address
from crm.accompaniment.projections.files import File, file
from crm.event_store import EventStore
from crm.event_store.commands import day_of
from crm.event_store.ids import is_id
from crm.event_store.said import version_said
from crm.history.projections.meanwhile import SAID_ALREADY, Meanwhile, said_meanwhile
from crm.refusal import Refusal, SaidMeanwhile, Unknown
from crm.site.answers import see_other
from crm.site.consultations import shows
from crm.site.forms import Form
from crm.site.languages import N_
from crm.site.reader import Reader
from crm.site.rights import WRITERS

TITLED = N_("Titre consigné.")
LONGEST = 200
AnyRequest = Request[Any, Any, Any]


class TitlingPages(Controller):
    path = "/accompagnements/{id:str}/titre"
    opt = WRITERS | shows("accompaniment", "id")

    @get(sync_to_thread=True)
    def ask(
        self,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        id: FromPath[str],
        version: FromQuery[str] = "",
    ) -> Template:
        """The title as it is, or one it bore before (`version`). Raises Unknown."""
        _known(store, reader, id)
        stream = store.load(Accompaniment, id)
        found = _known(store, reader, id)
        title = _told_before(stream, version) or _title(store, found)
        shown = version_said(stream, tells_title)
        form = Form.of(day_of(store.clock()), titre=title, vu=shown)
        return _page(form, found)

    @post(sync_to_thread=True, status_code=200)
    def tell(
        self,
        request: AnyRequest,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        form: NamedDependency[Form],
        id: FromPath[str],
    ) -> Response[Any] | Template:
        """Raises Unknown."""
        found = _known(store, reader, id)
        title = form.text("titre", LONGEST, required=FileUntitled.sentence)
        if form.failed:
            return _page(form, found, 422)
        command = TitleAccompaniment(accompaniment_id=id, title=title, seen=form.seen)
        try:
            receipt = store.handle(command, reader.author(form.command_id))
        except SaidMeanwhile as refusal:
            form.refuse(refusal)
            return _to_choose(request, store, reader, form, found)
        except Refusal as refusal:
            form.refuse(refusal, "titre")
            return _page(form, found, refusal.status)
        page, undo = undo_address(store, receipt)
        return see_other(request, page, TITLED, undo=undo)


def _known(store: EventStore, reader: Reader, id: str) -> File:
    """The file of this pôle. Raises Unknown."""
    with store.engine.connect() as db:
        found = file(db, reader.pole_id, id) if is_id(id) else None
    if not found:
        raise Unknown
    return found


def _told_before(stream: Accompaniment, version: str) -> str:
    is_version = version.isascii() and version.isdigit() and len(version) < 10
    event = stream.standing.get(int(version)) if is_version else None
    return getattr(event, "title", "") if event and tells_title(event) else ""


def _title(store: EventStore, found: File) -> str:
    return store.open(found.accompaniment_id, "note", found.title)


def _to_choose(
    request: AnyRequest, store: EventStore, reader: Reader, form: Form, found: File
) -> Response[Any] | Template:
    stream = store.load(Accompaniment, found.accompaniment_id)
    theirs, mine = _title(store, found) or untitled(found.opened_as), form.text("titre")
    said = said_meanwhile(store, reader, stream, tells_title, theirs=theirs, mine=mine)
    if said.same:
        page = f"/accompagnements/{found.accompaniment_id}"
        return see_other(request, page, SAID_ALREADY, name=said.name)
    form.see(version_said(stream, tells_title))
    return _page(form, found, SaidMeanwhile.status, said)


def _page(
    form: Form,
    found: File,
    status: int = 200,
    meanwhile: Meanwhile | None = None,
) -> Template:
    context = {
        "form": form,
        "back": f"/accompagnements/{found.accompaniment_id}",
        "opened_on": found.opened_on,
        "meanwhile": meanwhile,
    }
    return Template("accompaniment/title.html", context=context, status_code=status)

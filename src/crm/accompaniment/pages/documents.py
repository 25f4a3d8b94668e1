"""Documents of a file: attached, replaced, read, withdrawn and shown again."""

from typing import Any, NamedTuple
from urllib.parse import quote
from uuid import UUID

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from crm.accompaniment.commands import AttachDocument, RestoreDocument, WithdrawDocument
from crm.accompaniment.commands.contents import EXTENSIONS, HEAVIEST, Contents
from crm.accompaniment.domain.refusals import DocumentEmpty
from crm.accompaniment.pages.file_view import file_page
from crm.accompaniment.pages.noting import author_of
from crm.accompaniment.pages.record_form import UNBOUND
from crm.accompaniment.projections.documents import Edition, edition_of
from crm.event_store import Command, EventStore
from crm.event_store.commands import day_of
from crm.event_store.events import new_id
from crm.event_store.ids import is_id
from crm.refusal import Refusal, Unknown
from crm.site.answers import see_other
from crm.site.consultations import shows
from crm.site.forms import Form
from crm.site.languages import N_
from crm.site.reader import Reader
from crm.site.rights import TEAM, WRITERS

AnyRequest = Request[Any, Any, Any]
LARGEST_BODY = HEAVIEST + 1024 * 1024
ATTACHED, WITHDRAWN = N_("Document joint."), N_("Document retiré.")
SHOWN_AGAIN = N_("Document rétabli.")
MOST_EDITIONS = 9_999


class Sent(NamedTuple):
    """A document as a form sends it."""

    document_id: str
    title: str
    content: bytes


class DocumentPages(Controller):
    path = "/accompagnements/{id:str}/documents"
    opt = WRITERS | shows("accompaniment", "id")

    @post(sync_to_thread=True, request_max_body_size=LARGEST_BODY)
    def attached(
        self,
        request: AnyRequest,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        contents: NamedDependency[Contents],
        form: NamedDependency[Form],
        id: FromPath[str],
    ) -> Response[Any]:
        """Raises Unknown."""
        form.today = day_of(store.clock())
        sent = _sent(form)
        if not form.failed:
            try:
                _attach(store, contents, reader, form, id, sent)
            except Refusal as refusal:
                if refusal.status == 404:
                    raise
                form.refuse(refusal, "document")
        if form.failed:
            return file_page(store, reader, id, form, opened="documents")
        page = f"/accompagnements/{id}"
        undo = "" if form.value("de") else f"{page}/documents/{sent.document_id}/retirer"
        return see_other(request, f"{page}#documents", ATTACHED, undo=undo)

    @get(
        "/{document_id:uuid}/{edition:int}",
        sync_to_thread=True,
        opt=TEAM | shows("accompaniment", "id"),
    )
    def read(
        self,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        contents: NamedDependency[Contents],
        id: FromPath[str],
        document_id: FromPath[UUID],
        edition: FromPath[int],
    ) -> Response[bytes]:
        """The document, always as a file to keep: no browser opens it as a page of ours.

        Raises Unknown, ContentLost.
        """
        if not is_id(id) or not 0 < edition <= MOST_EDITIONS:
            raise Unknown
        with store.engine.connect() as db:
            found = edition_of(db, reader.pole_id, id, str(document_id), edition)
        if found is None:
            raise Unknown
        content = contents.read(reader.pole_id, found.document_id, found.content_id, found.digest)
        title = store.open_many([(found.document_id, "note", found.title)])[0]
        disposition = f"attachment; filename*=UTF-8''{quote(_named(found, title), safe='')}"
        return Response(
            content,
            media_type=found.media_type,
            headers={"Content-Disposition": disposition},
        )

    @post("/{document_id:uuid}/retirer", sync_to_thread=True)
    def withdrawn(
        self,
        request: AnyRequest,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        form: NamedDependency[Form],
        id: FromPath[str],
        document_id: FromPath[UUID],
    ) -> Response[Any]:
        """Raises Unknown."""
        command = WithdrawDocument(accompaniment_id=id, document_id=str(document_id))
        undo = f"/accompagnements/{id}/documents/{document_id}/retablir"
        return _done(request, reader, store, form, id, command, WITHDRAWN, undo)

    @post("/{document_id:uuid}/retablir", sync_to_thread=True)
    def shown_again(
        self,
        request: AnyRequest,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        form: NamedDependency[Form],
        id: FromPath[str],
        document_id: FromPath[UUID],
    ) -> Response[Any]:
        """Raises Unknown."""
        command = RestoreDocument(accompaniment_id=id, document_id=str(document_id))
        return _done(request, reader, store, form, id, command, SHOWN_AGAIN, "")


def _sent(form: Form) -> Sent:
    file = form.files.get("document")
    if file is None or not file.content:
        form.fail("document", DocumentEmpty.sentence)
    name = file.name.rpartition(".")[0] or file.name if file else ""
    title = form.note("titre", UNBOUND) or name
    of = form.value("de")
    return Sent(of if is_id(of) else new_id(), title, file.content if file else b"")


def _attach(
    store: EventStore, contents: Contents, reader: Reader, form: Form, id: str, sent: Sent
) -> None:
    """The bytes first, then the event; what is refused leaves nothing behind."""
    author, content_id = author_of(reader, form), form.command_id
    kept = contents.keep(reader.pole_id, sent.document_id, content_id, sent.content)
    command = AttachDocument(
        accompaniment_id=id,
        title=sent.title,
        kept=kept,
        document_id=sent.document_id,
        is_next=bool(form.value("de")),
    )
    try:
        store.handle(command, author)
    except Refusal:
        contents.drop(reader.pole_id, content_id)
        raise


def _done(
    request: AnyRequest,
    reader: Reader,
    store: EventStore,
    form: Form,
    id: str,
    command: Command,
    said: str,
    undo: str,
) -> Response[Any]:
    try:
        store.handle(command, author_of(reader, form))
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        form.refuse(refusal)
        return file_page(store, reader, id, form, opened="documents", status=refusal.status)
    return see_other(request, f"/accompagnements/{id}#documents", said, undo=undo)


def _named(edition: Edition, title: str) -> str:
    """The title as a file name of its kind."""
    plain = "".join(char for char in title if char.isprintable() and char not in '/\\:*?"<>|')
    return f"{plain.strip(' .')[:120] or 'document'}.{EXTENSIONS.get(edition.media_type, 'bin')}"

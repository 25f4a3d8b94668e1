"""Documents: told by what they hold, sealed where they are kept, dead with their key."""

import io
import zipfile
from collections.abc import Callable

import pytest
from sqlalchemy import select, update

from accompaniment.conftest import Desk
from crm.accompaniment.commands import (
    AttachDocument,
    OpenAccompaniment,
    RestoreDocument,
    WithdrawDocument,
)
from crm.accompaniment.commands.contents import HEAVIEST, Contents, contents, kind_of
from crm.accompaniment.domain.documents import Kept
from crm.accompaniment.domain.refusals import (
    ContentLost,
    DocumentEmpty,
    DocumentGone,
    DocumentOfAnotherKind,
    DocumentShown,
    DocumentTooLarge,
    DocumentUntitled,
)
from crm.accompaniment.projections.beside import beside
from crm.accompaniment.projections.documents import edition_of
from crm.event_store import EventStore
from crm.event_store.events import new_id
from crm.refusal import Refusal

PDF = b"%PDF-1.7\nstatuts de la cooperative\n%%EOF"


def zipped(*parts: str, first: bytes = b"") -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as made:
        if first:
            made.writestr("mimetype", first)
        for part in parts:
            made.writestr(part, "<x/>")
    return kept.getvalue()


TAKEN = {
    "application/pdf": PDF,
    "image/png": b"\x89PNG\r\n\x1a\n....",
    "image/jpeg": b"\xff\xd8\xff\xe0....",
    "text/plain": "Procès-verbal du 3 mars\r\n".encode(),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": zipped(
        "[Content_Types].xml", "word/document.xml"
    ),
    "application/vnd.oasis.opendocument.text": zipped(
        "content.xml", first=b"application/vnd.oasis.opendocument.text"
    ),
}
REFUSED = {
    "a program": b"MZ\x90\x00\x03",
    "a program named as a text": b"\x7fELF\x02\x01",
    "a script": b"#!/bin/sh\nrm -rf /\n",
    "a page": b"  <!doctype html><script>alert(1)</script>",
    "a drawing that may run": b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>",
    "a document with macros": zipped("word/document.xml", "word/vbaProject.bin"),
    "a zip of anything": zipped("photo.exe"),
    "a zip cut short": zipped("word/document.xml")[:40],
    "a zip that says what it likes": zipped("a", first=b"text/html"),
    "bytes": bytes(range(256)),
}


@pytest.mark.parametrize("kind", TAKEN)
def test_a_document_is_told_by_what_it_holds(kind: str) -> None:
    assert kind_of(TAKEN[kind]) == kind


@pytest.mark.parametrize("content", REFUSED.values(), ids=REFUSED)
def test_what_is_no_document_is_refused(content: bytes) -> None:
    with pytest.raises(DocumentOfAnotherKind):
        kind_of(content)


def test_nothing_and_too_much_are_refused() -> None:
    with pytest.raises(DocumentEmpty):
        kind_of(b"")
    with pytest.raises(DocumentTooLarge):
        kind_of(b"%PDF-" + b"a" * HEAVIEST)


@pytest.fixture
def kept(store: EventStore) -> Contents:
    made = Contents(store.engine, store.keyring)
    made.prepare()
    return made


def attached(desk: Desk, kept: Contents, document: str = "", file: str = "") -> tuple[str, Kept]:
    content = kept.keep(desk.pole_id, document or new_id(), new_id(), PDF)
    desk.ask(
        AttachDocument(
            accompaniment_id=file, title="Statuts", kept=content, document_id=document or new_id()
        )
    )
    return document, content


def opened(desk: Desk) -> str:
    command = OpenAccompaniment(parties=(desk.enterprise,), title="Statuts à revoir")
    desk.ask(command)
    return command.accompaniment_id


def test_no_byte_is_kept_in_clear(desk: Desk, kept: Contents) -> None:
    document = new_id()
    _, content = attached(desk, kept, document, opened(desk))
    with desk.store.engine.connect() as db:
        row = db.execute(select(contents)).one()
    assert b"statuts" not in row.sealed
    assert kept.read(desk.pole_id, document, content.content_id, content.digest) == PDF


def test_what_was_altered_is_not_shown(desk: Desk, kept: Contents) -> None:
    document = new_id()
    _, content = attached(desk, kept, document, opened(desk))
    with desk.store.engine.begin() as db:
        sealed = db.scalars(select(contents.c.sealed)).one()
        db.execute(update(contents).values(sealed=sealed[:-1] + bytes([sealed[-1] ^ 1])))
    with pytest.raises(ContentLost):
        kept.read(desk.pole_id, document, content.content_id, content.digest)


def test_bytes_that_are_not_those_of_the_event_are_not_shown(desk: Desk, kept: Contents) -> None:
    document = new_id()
    _, content = attached(desk, kept, document, opened(desk))
    with pytest.raises(ContentLost):
        kept.read(desk.pole_id, document, content.content_id, "0" * 64)


def test_the_bytes_die_with_their_key(desk: Desk, kept: Contents) -> None:
    document = new_id()
    _, content = attached(desk, kept, document, opened(desk))
    desk.store.keyring.erase(document)
    with pytest.raises(ContentLost):
        kept.read(desk.pole_id, document, content.content_id, content.digest)


def test_another_pole_reads_nothing(desk: Desk, kept: Contents) -> None:
    document = new_id()
    _, content = attached(desk, kept, document, opened(desk))
    with pytest.raises(ContentLost):
        kept.read(new_id(), document, content.content_id, content.digest)


def test_the_same_sending_keeps_the_first_bytes(desk: Desk, kept: Contents) -> None:
    document, content = new_id(), new_id()
    first = kept.keep(desk.pole_id, document, content, PDF)
    again = kept.keep(desk.pole_id, document, content, PDF + b"\n")
    assert again == first


def test_editions_follow_each_other_and_a_withdrawal_hides_them_all(
    desk: Desk, kept: Contents
) -> None:
    file, document = opened(desk), new_id()
    for _ in range(2):
        attached(desk, kept, document, file)
    with desk.store.engine.connect() as db:
        (editions,), *_others = beside(db, desk.pole_id, file)
    assert [one.edition for one in editions] == [2, 1]
    desk.ask(WithdrawDocument(accompaniment_id=file, document_id=document))
    with desk.store.engine.connect() as db:
        assert beside(db, desk.pole_id, file)[0] == []
        assert edition_of(db, desk.pole_id, file, document, 1)
        assert edition_of(db, desk.pole_id, opened(desk), document, 1) is None
    desk.ask(RestoreDocument(accompaniment_id=file, document_id=document))
    with desk.store.engine.connect() as db:
        assert len(beside(db, desk.pole_id, file)[0]) == 1


Gesture = Callable[[str, str, Kept], object]
DECIDED: list[tuple[Gesture, type[Refusal]]] = [
    (
        lambda file, document, kept: AttachDocument(
            accompaniment_id=file, title="  ", kept=kept, document_id=document
        ),
        DocumentUntitled,
    ),
    (
        lambda file, document, kept: AttachDocument(
            accompaniment_id=file, title="D’ailleurs", kept=kept, is_next=True
        ),
        DocumentGone,
    ),
    (
        lambda file, document, kept: WithdrawDocument(accompaniment_id=file, document_id=new_id()),
        DocumentGone,
    ),
    (
        lambda file, document, kept: RestoreDocument(accompaniment_id=file, document_id=document),
        DocumentShown,
    ),
]


@pytest.mark.parametrize(("asked", "refusal"), DECIDED)
def test_what_is_refused_of_a_document(
    desk: Desk, kept: Contents, asked: Gesture, refusal: type[Refusal]
) -> None:
    file, document = opened(desk), new_id()
    _, content = attached(desk, kept, document, file)
    head = desk.store.head()
    with pytest.raises(refusal):
        desk.ask(asked(file, document, content))  # type: ignore[arg-type]  # commands
    assert desk.store.head() == head


def test_a_document_withdrawn_takes_no_edition(desk: Desk, kept: Contents) -> None:
    file, document = opened(desk), new_id()
    attached(desk, kept, document, file)
    desk.ask(WithdrawDocument(accompaniment_id=file, document_id=document))
    with pytest.raises(DocumentGone):
        attached(desk, kept, document, file)

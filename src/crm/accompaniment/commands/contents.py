"""The bytes of documents: told by what they hold, and kept sealed, apart from the events.

Each content has a key of its own, itself sealed under the document's key of the keyring: the bytes
die with that key, wherever a copy of them is.
"""

import hashlib
import io
import zipfile
from base64 import b64decode, b64encode
from dataclasses import dataclass
from secrets import token_bytes
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import (
    Column,
    Engine,
    LargeBinary,
    MetaData,
    Select,
    Table,
    Text,
    delete,
    insert,
    select,
)

from crm.accompaniment.domain.documents import Kept
from crm.accompaniment.domain.refusals import (
    ContentLost,
    DocumentEmpty,
    DocumentOfAnotherKind,
    DocumentTooLarge,
)
from crm.event_store.keyring import Keyring
from crm.event_store.rows import Id
from crm.event_store.table_making import make_tables

HEAVIEST = 10 * 1024 * 1024
"""Bytes of a document: the scan of a whole by-law passes, a film does not."""
NONCE, KEY, TAG = 12, 32, 16
SIGNATURES = {
    b"%PDF-": "application/pdf",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
}
OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN = "application/vnd.oasis.opendocument."
OFFICE_PARTS = {
    "word/document.xml": f"{OFFICE}wordprocessingml.document",
    "xl/workbook.xml": f"{OFFICE}spreadsheetml.sheet",
    "ppt/presentation.xml": f"{OFFICE}presentationml.presentation",
}
EXTENSIONS = {
    "application/pdf": "pdf",
    "image/png": "png",
    "image/jpeg": "jpg",
    "text/plain": "txt",
    f"{OFFICE}wordprocessingml.document": "docx",
    f"{OFFICE}spreadsheetml.sheet": "xlsx",
    f"{OFFICE}presentationml.presentation": "pptx",
    f"{OPEN}text": "odt",
    f"{OPEN}spreadsheet": "ods",
    f"{OPEN}presentation": "odp",
}
"""By kind of document taken, how its file is named; nothing that runs is among them."""
MACROS = ("vbaproject.bin", "basic/", "scripts/")
tables = MetaData()
contents = Table(
    "document_contents",
    tables,
    Column("pole_id", Id, primary_key=True),
    Column("content_id", Id, primary_key=True),
    Column("sealed_key", Text, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)


@dataclass
class Contents:
    """Where the bytes are."""

    engine: Engine
    keyring: Keyring

    def prepare(self) -> None:
        """Makes the table when it is missing."""
        make_tables(self.engine, tables)

    def keep(self, pole_id: str, document_id: str, content_id: str, content: bytes) -> Kept:
        """Seals and keeps these bytes; sent again under the same id, the first ones stay.

        Raises DocumentEmpty, DocumentTooLarge, DocumentOfAnotherKind.
        """
        media_type = kind_of(content)
        key, nonce = token_bytes(KEY), token_bytes(NONCE)
        sealed = nonce + AESGCM(key).encrypt(nonce, content, content_id.encode())
        sealed_key = self.keyring.seal(document_id, "note", b64encode(key).decode())
        row = {"content_id": content_id, "pole_id": pole_id, "sealed_key": sealed_key}
        with self.engine.begin() as db:
            if found := db.execute(_row(pole_id, content_id)).first():
                sealed = found.sealed
            else:
                db.execute(insert(contents).values(**row, sealed=sealed))
        size = len(sealed) - NONCE - TAG
        return Kept(content_id, media_type, size, hashlib.sha256(sealed).hexdigest())

    def drop(self, pole_id: str, content_id: str) -> None:
        """Forgets bytes that no event speaks of."""
        c = contents.c
        mine = (c.pole_id == pole_id, c.content_id == content_id)
        with self.engine.begin() as db:
            db.execute(delete(contents).where(*mine))

    def read(self, pole_id: str, document_id: str, content_id: str, digest: str) -> bytes:
        """The bytes, as they were sent.

        Raises ContentLost when they are not there, were altered, or their key was destroyed.
        """
        with self.engine.connect() as db:
            row = db.execute(_row(pole_id, content_id)).first()
        if row is None or hashlib.sha256(row.sealed).hexdigest() != digest:
            raise ContentLost
        try:
            key = b64decode(self.keyring.open(document_id, "note", row.sealed_key), validate=True)
            return AESGCM(key).decrypt(row.sealed[:NONCE], row.sealed[NONCE:], content_id.encode())
        except (ValueError, InvalidTag) as lost:
            raise ContentLost from lost


def _row(pole_id: str, content_id: str) -> Select[Any]:
    c = contents.c
    mine = (c.pole_id == pole_id, c.content_id == content_id)
    return select(c.sealed_key, c.sealed).where(*mine)


def kind_of(content: bytes) -> str:
    """What a document is, by what it holds and never by its name.

    Raises DocumentEmpty, DocumentTooLarge, DocumentOfAnotherKind.
    """
    if not content:
        raise DocumentEmpty
    if len(content) > HEAVIEST:
        raise DocumentTooLarge
    known = next((kind for mark, kind in SIGNATURES.items() if content.startswith(mark)), "")
    found = known or (_zipped(content) if content.startswith(b"PK\x03\x04") else _text(content))
    if found not in EXTENSIONS:
        raise DocumentOfAnotherKind
    return found


def _zipped(content: bytes) -> str:
    """An office document by its parts, macros refused; nothing of it is unfolded but a word."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            names = [part.filename for part in parts.infolist()]
            if any(mark in name.lower() for name in names for mark in MACROS):
                return ""
            if names[:1] == ["mimetype"] and parts.infolist()[0].file_size < len(content):
                return parts.read("mimetype").decode("ascii", "replace")
    except (zipfile.BadZipFile, zipfile.LargeZipFile, ValueError, OSError, RuntimeError):
        return ""
    return next((kind for part, kind in OFFICE_PARTS.items() if part in names), "")


def _text(content: bytes) -> str:
    try:
        said = content.decode()
    except UnicodeDecodeError:
        return ""
    is_plain = all(char.isprintable() or char in "\r\n\t\f\ufeff" for char in said)
    is_page = said.lstrip("\ufeff \r\n\t")[:1] == "<"
    return "" if is_page or not is_plain or said.startswith("#!") else "text/plain"

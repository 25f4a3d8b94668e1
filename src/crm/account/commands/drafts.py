"""The line being written, kept until it is recorded or the session ends, and no longer.

It is sealed under a key made of the session's own id, of which the server holds a digest alone:
whoever reads the table, or a copy of it, reads nothing, and once the browser has forgotten the id
nobody does. Nothing of it stays in the browser.
"""

import hashlib
from dataclasses import dataclass
from secrets import token_bytes

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import (
    Column,
    Engine,
    LargeBinary,
    MetaData,
    String,
    Table,
    delete,
    insert,
    select,
)

from crm.account.commands.sessions import hashed, sessions
from crm.event_store.table_making import make_tables

NONCE = 12
tables = MetaData()
drafts = Table(
    "kept_drafts",
    tables,
    Column("id_hash", String(64), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
)


@dataclass
class Drafts:
    """One draft for each open session. `quick` does not wait for the disk: the last words typed
    may be lost with the power."""

    quick: Engine

    def prepare(self) -> None:
        """Makes the table when it is missing."""
        make_tables(self.quick, tables)

    def keep(self, token: str, text: str) -> None:
        """This text in place of the one kept, none when it is empty; what was kept for sessions
        that are over goes."""
        mine = drafts.c.id_hash == hashed(token)
        over = drafts.c.id_hash.not_in(select(sessions.c.id_hash))
        with self.quick.begin() as db:
            db.execute(delete(drafts).where(mine | over))
            if text:
                nonce = token_bytes(NONCE)
                sealed = nonce + _cipher(token).encrypt(nonce, text.encode(), None)
                db.execute(insert(drafts).values(id_hash=hashed(token), sealed=sealed))

    def kept(self, token: str) -> str:
        """The text kept for this session, or nothing."""
        asked = select(drafts.c.sealed).where(drafts.c.id_hash == hashed(token))
        with self.quick.connect() as db:
            sealed = db.scalar(asked)
        if not sealed:
            return ""
        try:
            return _cipher(token).decrypt(sealed[:NONCE], sealed[NONCE:], None).decode()
        except InvalidTag:
            return ""


def _cipher(token: str) -> AESGCM:
    key = hashlib.blake2b(token.encode(), digest_size=32, person=b"trame draft").digest()
    return AESGCM(key)

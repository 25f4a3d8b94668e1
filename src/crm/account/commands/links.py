"""Links that serve once: what a letter brings, and what is kept of it."""

import hashlib
import time
from dataclasses import dataclass
from secrets import token_urlsafe
from typing import Literal

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Engine,
    MetaData,
    String,
    Table,
    delete,
    insert,
    select,
)

from crm.event_store.table_making import make_tables
from crm.refusal import N_, Refusal

Purpose = Literal["invitation", "reset", "second_step"]
LIFE: dict[Purpose, int] = {"invitation": 72 * 3600, "reset": 30 * 60, "second_step": 10 * 60}
"""Seconds for which a link serves; `second_step`: the way from a password to a code."""

tables = MetaData()
links = Table(
    "single_use_links",
    tables,
    Column("token_digest", String(64), primary_key=True),
    Column("purpose", String(20), nullable=False),
    Column("account_id", String(36), index=True, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
)


class LinkOver(Refusal):
    sentence = N_("Ce lien a déjà servi ou n’est plus valide. Demandez-en un nouveau.")
    status = 410


@dataclass(frozen=True)
class Links:
    """The links that may still serve. Tokens are kept as digests: reading the table opens none."""

    engine: Engine

    def prepare(self) -> None:
        """Makes the table when it is missing."""
        make_tables(self.engine, tables)

    def draw(self, purpose: Purpose, account_id: str) -> str:
        """A new token; the former ones of this account for this purpose serve no more."""
        token, now = token_urlsafe(32), int(time.time())
        row = {"token_digest": _digest(token), "purpose": purpose, "account_id": account_id}
        c = links.c
        with self.engine.begin() as db:
            db.execute(delete(links).where(c.account_id == account_id, c.purpose == purpose))
            db.execute(delete(links).where(c.expires_at < now))
            db.execute(insert(links).values(row | {"expires_at": now + LIFE[purpose]}))
        return token

    def bearer(self, purpose: Purpose, token: str) -> str:
        """The account a token is for; it still serves afterwards. Raises LinkOver."""
        with self.engine.connect() as db:
            found = db.scalar(select(links.c.account_id).where(*_serving(purpose, token)))
        if found is None:
            raise LinkOver
        return str(found)

    def use(self, purpose: Purpose, token: str) -> None:
        """The token serves, now and never again: of two who hold it, one. Raises LinkOver."""
        with self.engine.begin() as db:
            used = db.execute(delete(links).where(*_serving(purpose, token)))
        if used.rowcount != 1:
            raise LinkOver

    def void(self, account_id: str) -> None:
        """No link of this account serves any more."""
        with self.engine.begin() as db:
            db.execute(delete(links).where(links.c.account_id == account_id))


def _serving(purpose: Purpose, token: str) -> tuple[ColumnElement[bool], ...]:
    c = links.c
    now = int(time.time())
    return c.token_digest == _digest(token), c.purpose == purpose, c.expires_at > now


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

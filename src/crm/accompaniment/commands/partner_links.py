"""Links by which somebody without an account reads and answers one thing: a referral, or what is to
be confirmed.

A token of 256 bits is kept as a digest, with ids alone; whether it still shows anything is asked of
the thing itself, each time it is used.
"""

import hashlib
import time
from dataclasses import dataclass
from secrets import token_urlsafe
from typing import ClassVar, NamedTuple

from sqlalchemy import BigInteger, Column, Engine, MetaData, String, Table, delete, insert, select

from crm.event_store.table_making import make_tables

LIFE_DAYS = 30
"""For which a link serves, until what it leads to is closed."""
tables = MetaData()


def _table(name: str, thing: str) -> Table:
    return Table(
        name,
        tables,
        Column("token_digest", String(64), primary_key=True),
        Column("pole_id", String(36), nullable=False),
        Column(thing, String(36), index=True, nullable=False),
        Column("sent_by", String(36), nullable=False),
        Column("language", String(2), nullable=False),
        Column("expires_at", BigInteger, nullable=False),
    )


class Bearer(NamedTuple):
    """What a token leads to, and the account that sent it."""

    pole_id: str
    thing_id: str
    sent_by: str
    language: str


@dataclass(frozen=True)
class Links:
    """The links of one kind that may still serve."""

    engine: Engine
    table: ClassVar[Table]
    thing: ClassVar[str]
    """The column that holds what a link leads to."""

    def prepare(self) -> None:
        """Makes the tables when they are missing."""
        make_tables(self.engine, tables)

    def draw(self, found: Bearer) -> str:
        """A new token; the former ones of this thing serve no more."""
        token, now, table = token_urlsafe(32), int(time.time()), self.table
        row = {
            "token_digest": _digest(token),
            "pole_id": found.pole_id,
            self.thing: found.thing_id,
            "sent_by": found.sent_by,
            "language": found.language,
            "expires_at": now + LIFE_DAYS * 86_400,
        }
        with self.engine.begin() as db:
            db.execute(delete(table).where(table.c[self.thing] == found.thing_id))
            db.execute(delete(table).where(table.c.expires_at < now))
            db.execute(insert(table).values(row))
        return token

    def void(self, thing_id: str) -> None:
        """The links to this thing serve no more."""
        with self.engine.begin() as db:
            db.execute(delete(self.table).where(self.table.c[self.thing] == thing_id))

    def bearer(self, token: str) -> Bearer | None:
        """What a token leads to, while it serves."""
        c = self.table.c
        query = select(c.pole_id, c[self.thing], c.sent_by, c.language)
        mine = (c.token_digest == _digest(token), c.expires_at > int(time.time()))
        with self.engine.connect() as db:
            row = db.execute(query.where(*mine)).first()
        return Bearer(*row) if row else None


class ReferralLinks(Links):
    """By which an organisation answers a referral."""

    table, thing = _table("referral_links", "referral_id"), "referral_id"


class ConfirmationLinks(Links):
    """By which somebody accompanied confirms one thing."""

    table, thing = _table("confirmation_links", "confirmation_id"), "confirmation_id"


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

"""Links by which an organisation without an account reads and answers one referral.

A token of 256 bits is kept as a digest, with ids alone; whether it still shows anything is asked of
what is shared, each time it is used.
"""

import hashlib
import time
from dataclasses import dataclass
from secrets import token_urlsafe
from typing import NamedTuple

from sqlalchemy import BigInteger, Column, Engine, MetaData, String, Table, delete, insert, select

from crm.event_store.table_making import make_tables

LIFE_DAYS = 30
"""For which a link serves, until the referral is closed or shared no more."""
tables = MetaData()
links = Table(
    "referral_links",
    tables,
    Column("token_digest", String(64), primary_key=True),
    Column("pole_id", String(36), nullable=False),
    Column("referral_id", String(36), index=True, nullable=False),
    Column("sent_by", String(36), nullable=False),
    Column("language", String(2), nullable=False),
    Column("expires_at", BigInteger, nullable=False),
)


class Bearer(NamedTuple):
    """What a token leads to, and the account that sent it."""

    pole_id: str
    referral_id: str
    sent_by: str
    language: str


@dataclass(frozen=True)
class ReferralLinks:
    """The links that may still serve."""

    engine: Engine

    def prepare(self) -> None:
        """Makes the table when it is missing."""
        make_tables(self.engine, tables)

    def draw(self, found: Bearer) -> str:
        """A new token; the former ones of this referral serve no more."""
        token, now = token_urlsafe(32), int(time.time())
        row = found._asdict() | {"token_digest": _digest(token)}
        with self.engine.begin() as db:
            db.execute(delete(links).where(links.c.referral_id == found.referral_id))
            db.execute(delete(links).where(links.c.expires_at < now))
            db.execute(insert(links).values(row | {"expires_at": now + LIFE_DAYS * 86_400}))
        return token

    def bearer(self, token: str) -> Bearer | None:
        """What a token leads to, while it serves."""
        c = links.c
        query = select(c.pole_id, c.referral_id, c.sent_by, c.language)
        mine = (c.token_digest == _digest(token), c.expires_at > int(time.time()))
        with self.engine.connect() as db:
            row = db.execute(query.where(*mine)).first()
        return Bearer(*row) if row else None


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

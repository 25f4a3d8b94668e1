"""Trips to a provider and back: of one browser, for one purpose, once, within ten minutes."""

import hashlib
import hmac
import time
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from secrets import token_urlsafe
from typing import Literal, NamedTuple

from sqlalchemy import (
    BigInteger,
    Column,
    Engine,
    MetaData,
    String,
    Table,
    Text,
    delete,
    insert,
    select,
)

from crm.event_store.table_making import make_tables

Errand = Literal["sign_in", "link", "invitation"]
LIFE = 10 * 60
"""Seconds to say who one is elsewhere."""

tables = MetaData()
trips = Table(
    "provider_trips",
    tables,
    Column("state_digest", String(64), primary_key=True),
    Column("browser_digest", String(64), nullable=False),
    Column("provider", String(20), nullable=False),
    Column("errand", String(12), nullable=False),
    Column("account_id", String(36), nullable=False),
    Column("onward", Text, nullable=False),
    Column("expires_at", BigInteger, index=True, nullable=False),
)


class Trip(NamedTuple):
    """One on its way. The words it proves itself with are made of the browser's, which no table
    holds."""

    state: str
    browser: str
    errand: Errand
    account_id: str
    """Whose, when that is known before: nobody's at the door."""
    onward: str

    @property
    def nonce(self) -> str:
        return self._word("nonce")

    @property
    def code_verifier(self) -> str:
        return self._word("verifier")

    @property
    def code_challenge(self) -> str:
        """What is shown of the verifier before it serves (RFC 7636, S256)."""
        return _text(hashlib.sha256(self.code_verifier.encode()).digest())

    def _word(self, of: str) -> str:
        return _text(hmac.digest(self.browser.encode(), f"{of} {self.state}".encode(), "sha256"))


@dataclass(frozen=True)
class Trips:
    """Those on their way, as digests of what only the browser and the provider know."""

    engine: Engine

    def prepare(self) -> None:
        """Makes the table when it is missing."""
        make_tables(self.engine, tables)

    def leave(self, provider: str, errand: Errand, account_id: str = "", onward: str = "") -> Trip:
        """A new one; those that are over go."""
        trip = Trip(token_urlsafe(32), token_urlsafe(32), errand, account_id, onward)
        now = int(time.time())
        row = {
            "state_digest": _digest(trip.state),
            "browser_digest": _digest(trip.browser),
            "provider": provider,
            "errand": errand,
            "account_id": account_id,
            "onward": onward,
            "expires_at": now + LIFE,
        }
        with self.engine.begin() as db:
            db.execute(delete(trips).where(trips.c.expires_at <= now))
            db.execute(insert(trips).values(row))
        return trip

    def come_back(self, provider: str, state: str, browser: str) -> Trip | None:
        """The trip that this browser left for, now and never again; None when there is none."""
        c = trips.c
        mine = (c.state_digest == _digest(state), c.browser_digest == _digest(browser))
        waiting = (c.provider == provider, c.expires_at > int(time.time()))
        with self.engine.begin() as db:
            found = db.execute(select(trips).where(*mine, *waiting)).first()
            used = db.execute(delete(trips).where(*mine, *waiting))
        if not found or used.rowcount != 1:
            return None
        return Trip(state, browser, found.errand, found.account_id, found.onward)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")

"""Challenges: a word that a passkey signs once, for the browser it was drawn for, soon after."""

import hashlib
import time
from dataclasses import dataclass
from secrets import token_bytes
from typing import Literal

from sqlalchemy import BigInteger, Column, Engine, MetaData, String, Table, delete, insert

from crm.event_store.table_making import make_tables
from crm.refusal import N_, Refusal

Ceremony = Literal["registration", "sign_in"]
LIFE = 5 * 60
"""Seconds for which a challenge may be answered: the time to find a telephone."""

tables = MetaData()
challenges = Table(
    "passkey_challenges",
    tables,
    Column("challenge", String(64), primary_key=True),
    Column("ceremony", String(12), nullable=False),
    Column("bearer_digest", String(64), index=True, nullable=False),
    Column("expires_at", BigInteger, index=True, nullable=False),
)


class ChallengeOver(Refusal):
    sentence = N_("Le délai pour montrer votre clé d’accès est passé. Recommencez.")
    status = 410


@dataclass(frozen=True)
class Challenges:
    """Those that wait for their answer. The bearer is a session, or the browser at the door by a
    word in a cookie of its own; kept as a digest."""

    engine: Engine

    def prepare(self) -> None:
        """Makes the table when it is missing."""
        make_tables(self.engine, tables)

    def draw(self, ceremony: Ceremony, bearer: str) -> bytes:
        """A new challenge for this bearer; those that are over go."""
        drawn, now = token_bytes(32), int(time.time())
        row = {"challenge": drawn.hex(), "ceremony": ceremony, "bearer_digest": _digest(bearer)}
        with self.engine.begin() as db:
            db.execute(delete(challenges).where(challenges.c.expires_at <= now))
            db.execute(insert(challenges).values(row | {"expires_at": now + LIFE}))
        return drawn

    def use(self, ceremony: Ceremony, bearer: str, answered: bytes) -> None:
        """The challenge answered was this bearer's, and is nobody's any more: of two answers, one
        is heard. Raises ChallengeOver."""
        c = challenges.c
        mine = (c.challenge == answered.hex(), c.bearer_digest == _digest(bearer))
        waiting = (c.ceremony == ceremony, c.expires_at > int(time.time()))
        with self.engine.begin() as db:
            used = db.execute(delete(challenges).where(*mine, *waiting))
        if used.rowcount != 1:
            raise ChallengeOver


def _digest(bearer: str) -> str:
    return hashlib.sha256(bearer.encode()).hexdigest()

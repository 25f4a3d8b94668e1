"""How often somebody may try: counted by what is tried and by where from, never in clear."""

import hashlib
import hmac
import time
from dataclasses import dataclass

from sqlalchemy import (
    BigInteger,
    Column,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    delete,
    func,
    insert,
    select,
)

from crm.refusal import N_, Refusal

WINDOW = 15 * 60
"""Seconds after which a try is forgotten."""

tables = MetaData()
failures = Table(
    "sign_in_failures",
    tables,
    Column("id", Integer, primary_key=True),
    Column("name_digest", String(64), index=True, nullable=False),
    Column("place_digest", String(64), index=True, nullable=False),
    Column("at", BigInteger, index=True, nullable=False),
)


class TooManyTries(Refusal):
    sentence = N_("Trop d’essais en peu de temps. Attendez 15 minutes, puis reprenez.")
    status = 429


@dataclass(frozen=True)
class Limits:
    """How many tries a window admits: of one thing from one place, of one thing from anywhere, of
    anything from one place."""

    here: int
    anywhere: int
    from_one_place: int


@dataclass(frozen=True)
class Throttle:
    """The tries of late at one kind of door; a `door` counts apart from the others."""

    engine: Engine
    secret: str
    door: str
    limits: Limits

    def digest(self, text: str) -> str:
        """The same text gives the same digest, which only this installation can compute."""
        return digest(self.secret, f"{self.door} {text}" if self.door else text)

    def check(self, tried: str, place: str) -> None:
        """Raises TooManyTries. `place` is the client's address."""
        f, since = failures.c, int(time.time()) - WINDOW
        named = f.name_digest == self.digest(tried)
        placed = f.place_digest == self.digest(place)
        limits = (
            (named & placed, self.limits.here),
            (named, self.limits.anywhere),
            (placed, self.limits.from_one_place),
        )
        with self.engine.connect() as db:
            for who, limit in limits:
                if (db.scalar(select(func.count()).where(who, f.at > since)) or 0) >= limit:
                    raise TooManyTries

    def note(self, tried: str, place: str) -> None:
        """One more try."""
        now = int(time.time())
        row = {"name_digest": self.digest(tried), "place_digest": self.digest(place), "at": now}
        with self.engine.begin() as db:
            db.execute(delete(failures).where(failures.c.at < now - WINDOW))
            db.execute(insert(failures).values(row))

    def forget(self, tried: str, place: str) -> None:
        """The tries of this thing from this place: one of them was right."""
        f, named, placed = failures.c, self.digest(tried), self.digest(place)
        with self.engine.begin() as db:
            db.execute(delete(failures).where(f.name_digest == named, f.place_digest == placed))


def digest(secret: str, text: str) -> str:
    """Whatever the case and the spaces around, under a secret of this installation."""
    folded = text.strip().casefold().encode()
    return hmac.new(secret.encode(), folded, hashlib.sha256).hexdigest()

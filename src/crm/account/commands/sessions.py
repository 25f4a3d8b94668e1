"""Sessions: opened only at sign-in, under an id we draw, kept on our side and revocable."""

import hashlib
import time
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
    bindparam,
    delete,
    insert,
    or_,
    select,
    text,
    update,
)

from crm.event_store.ids import new_id
from crm.event_store.table_making import make_tables
from crm.site.reader import Notice

LIFE = 10 * 3600
"""Seconds without a visit after which a session is over."""
LONGEST = 7 * 24 * 3600
"""Seconds after which a session is over, however often it was used."""
STEP = 300
"""Seconds between two writings of the last visit."""

Way = Literal["password", "provider", "code", "passkey"]
"""What opened a session, or was shown in it since: `provider`, an account elsewhere; `code`, one of
these two and a second factor."""
ALONE: tuple[Way, ...] = ("password", "provider")
"""One factor, as far as we know."""

FORMER = ("sessions", "open_sessions")
"""Tables of which the one below takes the place."""

tables = MetaData()
sessions = Table(
    "opened_sessions",
    tables,
    Column("id_hash", String(64), primary_key=True),
    Column("number", String(36), nullable=False, unique=True),
    Column("account_id", String(36), index=True, nullable=False),
    Column("opened_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    Column("device", String(40), nullable=False, default=""),
    Column("way", String(12), nullable=False),
    Column("said", Text, nullable=False, default=""),
    Column("undo", Text, nullable=False, default=""),
)
visits = Table(
    "last_visits",
    tables,
    Column("account_id", String(36), primary_key=True),
    Column("seen_at", BigInteger, nullable=False),
)
"""Kept when the session is over: the team's page says when each person last came."""
_SESSION = select(
    sessions.c.account_id,
    sessions.c.opened_at,
    sessions.c.seen_at,
    sessions.c.said,
    sessions.c.undo,
).where(sessions.c.id_hash == bindparam("id_hash"))
_SAY = (
    update(sessions)
    .where(sessions.c.id_hash == bindparam("mine"))
    .values(said=bindparam("now_said"), undo=bindparam("now_undo"))
)


class Held(NamedTuple):
    """One open session of an account, as its holder is shown it."""

    number: str
    device: str
    """A browser and a system, as codes: `firefox windows`."""
    opened_at: int
    seen_at: int
    """Seconds, UTC, of the opening and of the last visit."""
    is_this: bool


def hashed(token: str) -> str:
    """What is kept of an id: reading the table opens no session."""
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass
class Sessions:
    """The sessions open now. `quick` does not wait for the disk: what it writes, a sentence to say
    once and the hour of a visit, may be lost with the power."""

    engine: Engine
    quick: Engine

    def prepare(self) -> None:
        """Makes the tables when they are missing; those of former releases go."""
        make_tables(self.engine, tables)
        with self.engine.begin() as db:
            for former in FORMER:
                db.execute(text(f"DROP TABLE IF EXISTS {former}"))

    def open(
        self,
        account_id: str,
        former: str | None = None,
        device: str = "",
        way: Way = "password",
    ) -> str:
        """A new id for this account; the former session of the browser ends."""
        token, now = token_urlsafe(32), int(time.time())
        c = sessions.c
        over = or_(c.seen_at < now - LIFE, c.opened_at < now - LONGEST)
        with self.engine.begin() as db:
            db.execute(delete(sessions).where(over))
            if former:
                db.execute(delete(sessions).where(c.id_hash == hashed(former)))
            row = {"id_hash": hashed(token), "number": new_id(), "account_id": account_id}
            times = {"opened_at": now, "seen_at": now}
            said = {"device": device, "way": way, "said": "", "undo": ""}
            db.execute(insert(sessions).values(row | times | said))
            db.execute(delete(visits).where(visits.c.account_id == account_id))
            db.execute(insert(visits).values(account_id=account_id, seen_at=now))
        return token

    def close(self, token: str) -> None:
        with self.engine.begin() as db:
            db.execute(delete(sessions).where(sessions.c.id_hash == hashed(token)))

    def close_one(self, account_id: str, number: str) -> None:
        """Ends one session of an account; nothing when it is over, or somebody else's."""
        c = sessions.c
        with self.engine.begin() as db:
            db.execute(delete(sessions).where(c.account_id == account_id, c.number == number))

    def close_all(self, account_id: str, but: str | None = None) -> None:
        """Ends every session of an account, on every device save the one that asks."""
        c, kept = sessions.c, hashed(but) if but else ""
        with self.engine.begin() as db:
            db.execute(delete(sessions).where(c.account_id == account_id, c.id_hash != kept))

    def close_weak(self, account_id: str) -> None:
        """Ends what one factor opened."""
        c = sessions.c
        weak = c.way.in_(ALONE)
        with self.engine.begin() as db:
            db.execute(delete(sessions).where(c.account_id == account_id, weak))

    def strengthen(self, token: str, way: Way) -> None:
        """More than a password was shown in this session."""
        mine = sessions.c.id_hash == hashed(token)
        with self.engine.begin() as db:
            db.execute(update(sessions).where(mine).values(way=way))

    def of(self, account_id: str, token: str) -> list[Held]:
        """The open sessions of an account, the last used first."""
        now, c = int(time.time()), sessions.c
        mine = select(c.number, c.device, c.opened_at, c.seen_at, c.id_hash == hashed(token))
        open_ = (c.seen_at >= now - LIFE, c.opened_at >= now - LONGEST)
        with self.engine.connect() as db:
            rows = db.execute(mine.where(c.account_id == account_id, *open_)).all()
        return sorted((Held(*row) for row in rows), key=lambda held: -held.seen_at)

    def last_visits(self, account_ids: list[str]) -> dict[str, int]:
        """By account, the second (UTC) of its last visit."""
        asked = select(visits).where(visits.c.account_id.in_(account_ids))
        with self.engine.connect() as db:
            return {row.account_id: row.seen_at for row in db.execute(asked)}

    def read(self, token: str, *, take_notice: bool) -> tuple[str, Notice | None] | None:
        """The account behind an id and what it must be told, or None when it is over."""
        now = int(time.time())
        with self.engine.connect() as db:
            found = db.execute(_SESSION, {"id_hash": hashed(token)}).first()
        if not found or found.seen_at < now - LIFE or found.opened_at < now - LONGEST:
            return None
        notice = Notice(said=found.said, undo=found.undo) if found.said and take_notice else None
        is_later = found.seen_at < now - STEP
        if notice or is_later:
            spoken = {"said": "", "undo": ""} if notice else {}
            with self.quick.begin() as db:
                mine = update(sessions).where(sessions.c.id_hash == hashed(token))
                db.execute(mine.values(seen_at=now, **spoken))
                if is_later:
                    whose = update(visits).where(visits.c.account_id == found.account_id)
                    db.execute(whose.values(seen_at=now))
        return str(found.account_id), notice

    def say(self, token: str, said: str, undo: str) -> None:
        with self.quick.begin() as db:
            db.execute(_SAY, {"mine": hashed(token), "now_said": said, "now_undo": undo})

"""Sessions: opened only at sign-in, under an id we draw, kept on our side and revocable."""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from secrets import token_urlsafe
from typing import Any

import anyio.to_thread
from litestar.connection import ASGIConnection
from litestar.exceptions import NotAuthorizedException
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult
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
    select,
    update,
)

from crm.event_store import reach
from crm.event_store.table_making import make_tables
from crm.site.reader import Notice, Reader

COOKIE = "sid"
LIFE = 10 * 3600
"""Seconds without a visit after which a session is over."""
STEP = 300
"""Seconds between two writings of the last visit."""

tables = MetaData()
sessions = Table(
    "sessions",
    tables,
    Column("id_hash", String(64), primary_key=True),
    Column("account_id", String(36), index=True, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    Column("said", Text, nullable=False, default=""),
    Column("undo", Text, nullable=False, default=""),
)
_SESSION = select(
    sessions.c.account_id, sessions.c.seen_at, sessions.c.said, sessions.c.undo
).where(sessions.c.id_hash == bindparam("id_hash"))
_SAY = (
    update(sessions)
    .where(sessions.c.id_hash == bindparam("mine"))
    .values(said=bindparam("now_said"), undo=bindparam("now_undo"))
)


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
        """Makes the table when it is missing."""
        make_tables(self.engine, tables)

    def open(self, account_id: str, former: str | None = None) -> str:
        """A new id for this account; the former session of the browser ends."""
        token, now = token_urlsafe(32), int(time.time())
        with self.engine.begin() as db:
            db.execute(delete(sessions).where(sessions.c.seen_at < now - LIFE))
            if former:
                db.execute(delete(sessions).where(sessions.c.id_hash == hashed(former)))
            db.execute(
                insert(sessions).values(
                    id_hash=hashed(token), account_id=account_id, seen_at=now, said="", undo=""
                )
            )
        return token

    def close(self, token: str) -> None:
        with self.engine.begin() as db:
            db.execute(delete(sessions).where(sessions.c.id_hash == hashed(token)))

    def close_all(self, account_id: str, but: str | None = None) -> None:
        """Ends every session of an account, on every device save the one that asks."""
        c, kept = sessions.c, hashed(but) if but else ""
        with self.engine.begin() as db:
            db.execute(delete(sessions).where(c.account_id == account_id, c.id_hash != kept))

    def read(self, token: str, *, take_notice: bool) -> tuple[str, Notice | None] | None:
        """The account behind an id and what it must be told, or None when it is over."""
        now = int(time.time())
        with self.engine.connect() as db:
            found = db.execute(_SESSION, {"id_hash": hashed(token)}).first()
        if not found or found.seen_at < now - LIFE:
            return None
        notice = Notice(said=found.said, undo=found.undo) if found.said and take_notice else None
        if notice or found.seen_at < now - STEP:
            spoken = {"said": "", "undo": ""} if notice else {}
            with self.quick.begin() as db:
                mine = update(sessions).where(sessions.c.id_hash == hashed(token))
                db.execute(mine.values(seen_at=now, **spoken))
        return str(found.account_id), notice

    def say(self, token: str, said: str, undo: str) -> None:
        with self.quick.begin() as db:
            db.execute(_SAY, {"mine": hashed(token), "now_said": said, "now_undo": undo})


@dataclass(frozen=True)
class OpenSession:
    """The session behind a request."""

    sessions: Sessions
    token: str

    def say(self, said: str, undo: str = "") -> None:
        """Keeps a sentence for the next page, with the address that undoes the act."""
        self.sessions.say(self.token, said, undo)


def reader_behind(connection: ASGIConnection[Any, Any, Any, Any]) -> Reader | None:
    """Who is signed in, for an answer no route gave."""
    token = connection.cookies.get(COOKIE)
    found = _found(connection, token, is_page=False) if token else None
    return found[0] if found else None


def _found(
    connection: ASGIConnection[Any, Any, Any, Any], token: str, *, is_page: bool
) -> tuple[Reader, Notice | None] | None:
    held: Sessions = connection.app.state.sessions
    reader_of: Callable[[str], Reader | None] = connection.app.state.reader_of
    with reach.whole_house():  # whose pôle it is for is known from the account alone
        session = held.read(token, take_notice=is_page)
        reader = reader_of(session[0]) if session else None
    return (reader, session[1]) if session and reader else None


class Authentication(AbstractAuthenticationMiddleware):
    """Finds who is reading; answers nobody else, save where a handler says `public`."""

    async def authenticate_request(
        self, connection: ASGIConnection[Any, Any, Any, Any]
    ) -> AuthenticationResult:
        token = connection.cookies.get(COOKIE)
        found = await anyio.to_thread.run_sync(self._find, connection, token) if token else None
        if not token or not found:
            raise NotAuthorizedException
        reader, notice = found
        reach.settle(reader.pole_id)
        state = connection.scope.setdefault("state", {})
        state["notice"] = notice
        return AuthenticationResult(
            user=reader, auth=OpenSession(connection.app.state.sessions, token)
        )

    def _find(
        self, connection: ASGIConnection[Any, Any, Any, Any], token: str
    ) -> tuple[Reader, Notice | None] | None:
        is_page = connection.scope.get("method") == "GET" and (
            "html" in connection.headers.get("accept", "")
            and connection.headers.get("hx-request") != "true"
        )
        found = _found(connection, token, is_page=is_page)
        if found and is_page:
            count: Callable[[Reader], dict[str, int]] = connection.app.state.menu_counts
            with reach.only(found[0].pole_id):
                connection.scope["state"]["counts"] = count(found[0])
        return found

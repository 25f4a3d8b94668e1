"""Who is behind a request: the session its cookie names, and the reader behind the session."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import anyio.to_thread
from litestar.connection import ASGIConnection
from litestar.exceptions import NotAuthorizedException
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult

from crm.account.commands.drafts import Drafts
from crm.account.commands.sessions import Sessions
from crm.event_store import reach
from crm.site.reader import Notice, Reader

COOKIE = "sid"


def place_of(connection: ASGIConnection[Any, Any, Any, Any]) -> str:
    """Where a request comes from: counted as a digest, shown nowhere."""
    return connection.client.host if connection.client else ""


@dataclass(frozen=True)
class OpenSession:
    """The session behind a request."""

    sessions: Sessions
    drafts: Drafts
    token: str

    def say(self, said: str, undo: str = "") -> None:
        """Keeps a sentence for the next page, with the address that undoes the act."""
        self.sessions.say(self.token, said, undo)

    def keep(self, draft: str) -> None:
        """Keeps the line being written, until it is recorded or the session is over."""
        self.drafts.keep(self.token, draft)

    def kept(self) -> str:
        """The line that was being written."""
        return self.drafts.kept(self.token)


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
        state = connection.scope.setdefault("state", {})
        state["notice"] = notice
        held = connection.app.state
        session = OpenSession(held.sessions, held.drafts, token)
        return AuthenticationResult(user=reader, auth=session)

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

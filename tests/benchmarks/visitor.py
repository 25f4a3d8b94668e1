"""Somebody signed in, on one connection kept open: as light as a client can be."""

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from litestar.middleware.csrf import generate_csrf_token

from benchmarks.page_server import PROCESSOR, STATEMENTS
from crm.account.commands.sessions import Sessions
from crm.account.pages.sessions import COOKIE
from crm.event_store import EventStore

SECRET = "s" * 40
STARTS_WITHIN = 60.0


class Answer(NamedTuple):
    """What came back, in how many seconds, and how many of them the server was at work."""

    status: int
    statements: int
    seconds: float
    processor: float
    body: bytes


class Visitor:
    """One connection, one session."""

    def __init__(self, port: int, session: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.token = generate_csrf_token(secret=SECRET)
        cookies = f"{COOKIE}={session}; csrftoken={self.token}"
        self.headers = {"accept": "text/html", "cookie": cookies}

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None)

    def post(self, path: str, said: Sequence[tuple[str, str]]) -> Answer:
        body = urlencode([*said, ("_csrf_token", self.token)]).encode()
        return self._ask("POST", path, body)

    def _ask(self, method: str, path: str, body: bytes | None) -> Answer:
        kind = {"content-type": "application/x-www-form-urlencoded"} if body else {}
        start = time.perf_counter()
        self.connection.request(method, path, body, self.headers | kind)
        answer = self.connection.getresponse()
        text = answer.read()
        took = time.perf_counter() - start
        asked, spent = answer.headers[STATEMENTS], answer.headers[PROCESSOR]
        return Answer(answer.status, int(asked), took, float(spent), text)


class Site(NamedTuple):
    """A server at work, and how one signs in."""

    port: int
    store: EventStore
    account_id: str

    def visitor(self) -> Visitor:
        return self.visitor_of(self.account_id)

    def visitor_of(self, account_id: str) -> Visitor:
        engine = self.store.engine
        return Visitor(self.port, Sessions(engine, engine).open(account_id))


@contextmanager
def serving(store: EventStore, account_id: str, instant: int) -> Iterator[Site]:
    """The product on this store, in another process, on a clock that begins at an instant."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    addresses = [
        engine.url.render_as_string(hide_password=False)
        for engine in (store.engine, store.keyring.engine)
    ]
    program = [sys.executable, "-m", "benchmarks.page_server"]
    tests = Path(__file__).parents[1]
    running = subprocess.Popen([*program, *addresses, SECRET, str(instant), str(port)], cwd=tests)
    try:
        _wait_for(port, running)
        yield Site(port, store, account_id)
    finally:
        running.terminate()
        running.wait(STARTS_WITHIN)


def _wait_for(port: int, running: subprocess.Popen[bytes]) -> None:
    limit = time.monotonic() + STARTS_WITHIN
    while running.poll() is None and time.monotonic() < limit:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server does not answer")

"""Telling other processes that there are events: a hint, outside every transaction.

NOTIFY inside the append would take a lock for the whole cluster. A lost hint costs a fraction of a
second, because whoever listens also looks by itself. SQLite needs none: looking is cheap there.
"""

import time
from threading import Event, Thread

from sqlalchemy import Engine

from crm.event_store.databases import pen

APART = 0.01
"""Rings at most this often (seconds), whatever is recorded in between."""


class Bell:
    """Rings in PostgreSQL; its thread starts with the first ring, so reading costs nothing."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self._due = engine, Event()
        self._rings = engine.dialect.name == "postgresql"
        self._thread: Thread | None = None
        self._closed = False

    def ring(self) -> None:
        """Something was recorded; whoever listens hears of it a little later."""
        if not self._rings or self._closed:
            return
        if not self._thread:
            self._thread = Thread(target=self._ring, daemon=True)
            self._thread.start()
        self._due.set()

    def hear(self, news: Event) -> None:
        """Sets `news` at each ring of another process, in a thread of its own."""
        if self._rings:
            Thread(target=self._listen, args=(news,), daemon=True).start()

    def close(self) -> None:
        """Stops ringing and gives the connection back."""
        self._closed = True
        self._due.set()
        if self._thread:
            self._thread.join(timeout=2)

    def _ring(self) -> None:
        with pen(self.engine) as p:
            p.run("SET synchronous_commit TO off")  # a hint need not wait for the disk
            while self._due.wait() and not self._closed:
                self._due.clear()
                p.run("NOTIFY events")
                time.sleep(APART)
            p.run("RESET synchronous_commit")

    def _listen(self, news: Event) -> None:
        while not self._closed:
            try:
                self._hear(news)
            except Exception:  # noqa: BLE001  # the database is away: who listens looks by itself
                time.sleep(1)

    def _hear(self, news: Event) -> None:
        with pen(self.engine) as p:
            p.run("LISTEN events")
            while not self._closed:
                for _ in p.driver.notifies(timeout=1, stop_after=1):
                    news.set()
            p.run("UNLISTEN events")

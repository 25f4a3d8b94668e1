"""Telling other processes that there are events: a hint, outside every transaction.

NOTIFY inside the append would take a lock for the whole cluster. A lost hint costs a fraction of a
second, because whoever listens also looks by itself. SQLite needs none: looking is cheap there.
"""

import time
from collections.abc import Callable
from functools import partial
from threading import Event, Thread

from sqlalchemy import Engine

from crm.event_store.databases import pen

APART = 0.01
"""Rings at most this often (seconds), whatever is recorded in between."""
AGAIN = 1.0
"""Seconds between two tries to have a connection that was lost."""


class Bell:
    """Rings in PostgreSQL; its threads start when first needed, so reading costs nothing."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self._due = engine, Event()
        self._rings = engine.dialect.name == "postgresql"
        self._ringing: Thread | None = None
        self._hearing: Thread | None = None
        self._closed = False

    def ring(self) -> None:
        """Something was recorded; whoever listens hears of it a little later."""
        if not self._rings or self._closed:
            return
        if not self._ringing:
            self._ringing = self._started(self._ring)
        self._due.set()

    def hear(self, told: Callable[[], None]) -> None:
        """Calls `told` at each ring of another process; one thread and one connection serve all
        who listen in this one."""
        if self._rings and not self._hearing:
            self._hearing = self._started(partial(self._hear, told))

    def close(self) -> None:
        """Stops ringing and gives the connection back."""
        self._closed = True
        self._due.set()
        if self._ringing:
            self._ringing.join(timeout=2)

    def _started(self, work: Callable[[], None]) -> Thread:
        thread = Thread(target=self._again, args=(work,), daemon=True)
        thread.start()
        return thread

    def _again(self, work: Callable[[], None]) -> None:
        """A connection may be lost; meanwhile whoever listens looks by itself."""
        while not self._closed:
            try:
                work()
            except Exception:  # noqa: BLE001  # whatever took it, another is asked for
                time.sleep(AGAIN)

    def _ring(self) -> None:
        with pen(self.engine) as p:
            p.run("SET synchronous_commit TO off")  # a hint need not wait for the disk
            while self._due.wait() and not self._closed:
                self._due.clear()
                p.run("NOTIFY events")
                time.sleep(APART)
            p.run("RESET synchronous_commit")

    def _hear(self, told: Callable[[], None]) -> None:
        with pen(self.engine) as p:
            p.run("LISTEN events")
            while not self._closed:
                for _ in p.driver.notifies(timeout=1, stop_after=1):
                    told()
            p.run("UNLISTEN events")

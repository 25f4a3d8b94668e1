"""Processes that tests start on one database, and what they must have left there."""

import os
import subprocess
import sys
from queue import SimpleQueue
from threading import Thread

from sqlalchemy import select

from crm.event_store import EventStore
from crm.event_store.databases import pen
from crm.event_store.tables import events
from event_store.roles import what_was_said_last


class Program:
    """A program that runs, seen by the test that started it."""

    def __init__(self, role: str, store: EventStore, *said: object) -> None:
        urls = [
            engine.url.render_as_string(hide_password=False)
            for engine in (store.engine, store.keyring.engine)
        ]
        self.running = subprocess.Popen(
            [sys.executable, "-m", "event_store.roles", role, *urls, *map(str, said)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        )
        self.lines: list[list[str]] = []
        self._told: SimpleQueue[str] = SimpleQueue()
        self._reading = Thread(target=self._read, daemon=True)
        self._reading.start()

    def _read(self) -> None:
        """As it prints: a full pipe would hold it back."""
        assert self.running.stdout
        for line in self.running.stdout:
            self._told.put(line)
        self._told.put("")

    def ready(self) -> "Program":
        assert self.line() == ["ready"]
        return self

    def go(self) -> "Program":
        assert self.running.stdin
        self.running.stdin.write("go\n")
        self.running.stdin.flush()
        return self

    def line(self) -> list[str]:
        """The next line it prints, as words; none once it has ended. One cut short by a kill is
        none."""
        if not (line := self._told.get()).endswith("\n"):
            self._told.put("")
            return []
        self.lines.append(line.split())
        return self.lines[-1]

    def rest(self) -> list[list[str]]:
        """All its lines, once it has ended."""
        while self.line():
            pass
        self.running.wait()
        return self.lines

    def end(self) -> list[list[str]]:
        """Asks it to end; all its lines."""
        self.running.terminate()
        return self.rest()

    def kill(self) -> list[list[str]]:
        """Ends it as a failing machine would: nothing of its own runs any more."""
        self.running.kill()
        return self.rest()


def positions(store: EventStore) -> list[int]:
    """Those of all events that were recorded."""
    with store.engine.connect() as db:
        return list(db.scalars(select(events.c.position).order_by(events.c.position)))


def applied_once(store: EventStore, written: list[int], patience: float) -> None:
    """The deferred projection took in each of these events, once, in order; it may take so many
    seconds to come to the last."""
    assert store.wait_for(what_was_said_last, written[-1], patience)
    assert _chain(store) == list(zip(written, [*written[1:], None], strict=True))


def _chain(store: EventStore) -> list[tuple[int, int | None]]:
    """Each position that it took in with the one that followed it there."""
    with pen(store.engine) as p:
        (generation,) = p.run(
            "SELECT generation FROM projection_generations WHERE projection=? AND state='serving'",
            what_was_said_last.name,
        ).fetchone()
        table = f"last_said_g{generation}"
        found = p.run(
            f"SELECT position, superseded_by FROM {table} ORDER BY position, superseded_by"
        )
        return [(row[0], row[1]) for row in found.fetchall()]


def report(store: EventStore, line: str) -> None:
    """A line for who asked for the long run (`pytest -s`)."""
    print(f"\n{store.engine.dialect.name}: {line}")

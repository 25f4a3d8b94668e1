"""What people wait for: their own act in a deferred view, and their turn beside a rebuild.

The worker is a thread of the same process, as in an office that runs one.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median
from threading import Thread

from benchmarks.conftest import EVENTS, Filled, Opening
from benchmarks.orchards import Growers
from benchmarks.report import Report
from benchmarks.trade import FIVE, what_is_counted
from crm.accompaniment.commands import RecordIntervention
from crm.event_store import Author, Command, EventStore
from crm.event_store.events import new_id
from crm.event_store.worker import Worker

ACTS = 300
SEEN = {"sqlite": 2.0, "postgresql": 5.0}
"""Milliseconds from the receipt to the deferred view, half of the time."""
LONGEST = 50.0
"""Milliseconds that a rebuild may add to the longest wait."""
PAUSE = 0.01
"""Seconds between two acts of an advisor who works beside a rebuild."""


@contextmanager
def working(store: EventStore) -> Iterator[None]:
    worker = Worker(store)
    worker.start()
    yield
    worker.stop()


def test_own_write_in_a_deferred_view(kind: str, opening: Opening, report: Report) -> None:
    store = opening([*FIVE, what_is_counted])
    growers = Growers(store)
    took: list[float] = []
    with working(store):
        for command, author in growers.acts(ACTS):
            receipt = store.handle(command, author)
            start = time.perf_counter()
            assert store.wait_for(what_is_counted, receipt.last, timeout=5)
            took.append((time.perf_counter() - start) * 1_000)
            time.sleep(PAUSE / 2)  # a person: the worker is asleep again
    report.at_most(
        "own write seen in a deferred view, p50",
        kind,
        took,
        limit=SEEN[kind],
        unit="ms",
        floor="after its receipt",
    )


class Advisor:
    """Somebody who notes one call after another in a file, and how long each took."""

    def __init__(self, told: Filled) -> None:
        office = told.history.offices[0]
        self.store, self.files = told.store, [file.id for file in office.files]
        self.pole_id, self.actor_id = office.id, office.advisors[0]

    def work(self, while_: Callable[[], bool]) -> list[float]:
        """Milliseconds of each act, as long as that holds."""
        took: list[float] = []
        while while_():
            start = time.perf_counter()
            self.store.handle(*self._act(len(took)))
            took.append((time.perf_counter() - start) * 1_000)
            time.sleep(PAUSE)
        return took

    def _act(self, turn: int) -> tuple[Command, Author]:
        file_id = self.files[turn % len(self.files)]
        command = RecordIntervention(accompaniment_id=file_id, mode="call", minutes=15)
        author = Author(pole_id=self.pole_id, actor_id=self.actor_id, command_id=new_id())
        return command, author


def test_an_act_beside_a_rebuild(
    kind: str, filled: Callable[[str], Filled], report: Report
) -> None:
    told = filled(kind)
    advisor = Advisor(told)
    turns = iter(range(ACTS))
    alone = advisor.work(lambda: next(turns, None) is not None)
    rebuilding = Thread(target=told.store.rebuild)
    rebuilding.start()
    beside = advisor.work(rebuilding.is_alive)
    report.at_most(
        f"longest wait of an act while all views are rebuilt, {EVENTS:,} events",
        kind,
        [max(beside) - median(alone)],
        limit=LONGEST,
        unit="ms",
        floor=f"above the same act alone: {median(alone):.1f} ms, at most {max(alone):.0f} ms",
    )

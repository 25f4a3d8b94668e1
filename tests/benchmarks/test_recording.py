"""Recording: what a command costs above the same rows written by the bare driver.

One act is one command of one event on a file that exists, kept in five live projections: seven
rows with the event and the receipt. SQLite waits for the disk; so does PostgreSQL.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from threading import Thread
from typing import Any

import pytest

from benchmarks import floor
from benchmarks.conftest import Opening
from benchmarks.orchards import Growers
from benchmarks.report import Report, Works, interleaved
from benchmarks.trade import FIVE
from crm.event_store import Author, Command, EventStore
from crm.event_store.commands import Desk
from crm.event_store.writer import Submission

ACTS, ROUNDS = 160, 15
GOALS = {("sqlite", 1): 0.6, ("sqlite", 8): 1.5, ("postgresql", 1): 0.5, ("postgresql", 8): 0.9}
"""Share of the floor's speed, by database and number of writers."""


def decided(store: EventStore, pairs: list[tuple[Command, Author]]) -> Iterator[Submission]:
    """What these commands lead to, decided one on the other, sealed, and recorded by nobody."""
    kept: dict[str, Any] = {}
    for command, author in pairs:
        desk = Desk(store, author, store.clock(), kept)
        command.decide(desk)
        yield Submission(store.mapper.seal_all(desk.collect_events()), author)
        desk.close()


def in_threads(works: Sequence[Callable[[], None]]) -> None:
    """All at once; the only one here if it is alone."""
    if len(works) == 1:
        works[0]()
        return
    threads = [Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


class Race:
    """The same acts by as many writers, each with its own pôle and its own connection."""

    def __init__(self, store: EventStore, drivers: list[Any]) -> None:
        self.store, self.drivers = store, drivers
        self.each = ACTS // len(drivers)
        self.growers = [Growers(store) for _ in drivers]
        self.others = [Growers(store) for _ in drivers]

    def ours(self) -> Works:
        def work(pairs: list[tuple[Command, Author]]) -> None:
            for command, author in pairs:
                self.store.handle(command, author)

        shares = [office.acts(self.each) for office in self.growers]
        yield partial(in_threads, [partial(work, share) for share in shares])

    def raw(self) -> Works:
        alone = [decided(self.store, office.acts(self.each)) for office in self.others]
        turns = [[submission] for turn in zip(*alone, strict=True) for submission in turn]
        ready, writers = floor.ready(self.store, turns), len(self.drivers)
        works = [
            partial(floor.write, driver, ready[n::writers]) for n, driver in enumerate(self.drivers)
        ]
        yield partial(in_threads, works)


@pytest.mark.parametrize("writers", [1, 8])
def test_recording_one_act(kind: str, writers: int, opening: Opening, report: Report) -> None:
    store = opening(FIVE)
    with floor.drivers(store.engine, writers) as drivers:
        race = Race(store, drivers)
        interleaved(1, floor=race.raw, ours=race.ours)
        rounds = interleaved(ROUNDS, floor=race.raw, ours=race.ours)
    report.share(
        f"record one act, five live views, {writers} writer{'s' * (writers > 1)}",
        kind,
        rounds,
        floor="the same rows, bare driver",
        at_least=GOALS[kind, writers],
        of=ACTS,
    )

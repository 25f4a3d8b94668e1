"""Recording: what a command costs above the same rows written by the bare driver.

One act is one command of one event on a file that exists, kept in five live projections: seven
rows with the event and the receipt. SQLite waits for the disk; so does PostgreSQL.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from itertools import cycle
from threading import Thread
from typing import Any, Protocol

import pytest

from benchmarks import floor
from benchmarks.conftest import Opening
from benchmarks.history import History, record
from benchmarks.office import Office
from benchmarks.orchards import Growers
from benchmarks.report import Report, Rounds, Works, interleaved
from benchmarks.trade import FIVE
from crm.accompaniment.commands import RecordIntervention
from crm.app import PROJECTIONS
from crm.demo.notes import TALKS
from crm.event_store import Author, Command, EventStore
from crm.event_store.commands import Desk
from crm.event_store.events import new_id
from crm.event_store.writer import Submission

ACTS, ROUNDS = 160, 15
GOALS = {("sqlite", 1): 0.6, ("sqlite", 8): 1.5, ("postgresql", 1): 0.5, ("postgresql", 8): 0.9}
"""Share of the floor's speed, by database and number of writers."""


class Recorders(Protocol):
    """Who records acts in one pôle."""

    def acts(self, count: int) -> list[tuple[Command, Author]]: ...


def decided(store: EventStore, pairs: list[tuple[Command, Author]]) -> Iterator[Submission]:
    """What these commands lead to, decided one on the other, sealed, and recorded by nobody."""
    kept: dict[str, Any] = {}
    for command, author in pairs:
        desk = Desk(store, author, store.clock(), kept)
        command.decide(desk)
        yield Submission(store.mapper.seal_all(desk.collect_events()), author)
        desk.close()


class Advisor:
    """Somebody of a pôle with a history, who notes meetings in its open files."""

    def __init__(self, office: Office) -> None:
        self.pole_id, self.actor_id = office.id, office.advisors[0]
        self.files = cycle([file.id for file in office.files])

    def acts(self, count: int) -> list[tuple[Command, Author]]:
        """So many meetings to be recorded, one file after another."""
        return [(self._meeting(), self._author()) for _ in range(count)]

    def _meeting(self) -> Command:
        file_id, summary = next(self.files), TALKS[0].summaries[0]
        return RecordIntervention(
            accompaniment_id=file_id, mode="meeting", minutes=45, summary=summary
        )

    def _author(self) -> Author:
        return Author(pole_id=self.pole_id, actor_id=self.actor_id, command_id=new_id())


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
    """The same acts by as many writers, each with its own pôle and its own connections."""

    def __init__(self, store: EventStore, offices: Sequence[Recorders], open_: ExitStack) -> None:
        """Half of the offices record through the store, the others as the floor does."""
        self.store, self.writers = store, len(offices) // 2
        self.offices, self.others = offices[: self.writers], offices[self.writers :]
        engines = (store.engine, store.keyring.engine)
        self.drivers = [open_.enter_context(floor.drivers(e, self.writers)) for e in engines]
        self.each = ACTS // self.writers

    def ours(self) -> Works:
        def work(pairs: list[tuple[Command, Author]]) -> None:
            for command, author in pairs:
                self.store.handle(command, author)

        shares = [office.acts(self.each) for office in self.offices]
        yield partial(in_threads, [partial(work, share) for share in shares])

    def raw(self) -> Works:
        def work(ready: list[floor.Writes], keys: list[floor.Writes], n: int) -> None:
            for rows, made in zip(ready[n :: self.writers], keys[n :: self.writers], strict=True):
                if made:
                    floor.write(self.drivers[1][n], [made])
                floor.write(self.drivers[0][n], [rows])

        before = floor.keys_in(self.store.keyring.engine)
        alone = [decided(self.store, office.acts(self.each)) for office in self.others]
        turns = [[submission] for turn in zip(*alone, strict=True) for submission in turn]
        made = (floor.keys_in(self.store.keyring.engine) - before) // ACTS
        ready, keys = floor.ready(self.store, turns), [floor.new_keys(made) for _ in turns]
        yield partial(in_threads, [partial(work, ready, keys, n) for n in range(self.writers)])


def raced(store: EventStore, offices: Sequence[Recorders]) -> Rounds:
    with ExitStack() as open_:
        race = Race(store, offices, open_)
        interleaved(1, floor=race.raw, ours=race.ours)
        return interleaved(ROUNDS, floor=race.raw, ours=race.ours)


@pytest.mark.parametrize("writers", [1, 8])
def test_recording_one_act(kind: str, writers: int, opening: Opening, report: Report) -> None:
    store = opening(FIVE)
    rounds = raced(store, [Growers(store) for _ in range(2 * writers)])
    report.share(
        f"record one act, five live views, {writers} writer{'s' * (writers > 1)}",
        kind,
        rounds,
        floor="the same rows, bare driver",
        at_least=GOALS[kind, writers],
        of=ACTS,
    )


@pytest.mark.parametrize("writers", [1, 8])
def test_recording_a_meeting(kind: str, writers: int, opening: Opening, report: Report) -> None:
    """In the real rooms, with a note: its key waits for the disk too, here and below."""
    store = opening(PROJECTIONS)
    history = History(2_000 * writers, poles=2 * writers)
    record(store, history)
    rounds = raced(store, [Advisor(office) for office in history.offices])
    report.share(
        f"record a meeting with its note, all views, {writers} writer{'s' * (writers > 1)}",
        kind,
        rounds,
        floor="the same rows and key, bare driver",
        at_least=GOALS[kind, writers],
        of=ACTS,
    )

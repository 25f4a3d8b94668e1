"""What a process does that tests start beside others on one database, and kill.

`python -m event_store.roles ROLE DATABASE KEYS …` says `ready` once it has opened, waits for a
line, then works. What it prints is what it has done: a parent reads it even after a kill.
"""

import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from itertools import count
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid5

from sqlalchemy import Column, Integer

from crm.event_store import (
    Author,
    Command,
    EventStore,
    Id,
    Operations,
    Projection,
    Receipt,
    Rows,
    open_event_store,
)
from crm.event_store.events import Event
from crm.event_store.postgres_pen import PostgresPen
from crm.event_store.rebuild import Builder, Overtaken
from crm.event_store.sqlite_pen import SqlitePen
from crm.event_store.worker import Worker
from crm.refusal import Conflict
from crm.settings import Settings
from event_store.garden import (
    Correct,
    GardenOpened,
    LendPlot,
    OpenGarden,
    PlotLent,
    PlotReturned,
    PlotTended,
    RenumberTwice,
    ReturnPlot,
    SwapPlots,
    TakeBack,
    TendPlot,
    what_happened,
    who_tends,
)

HOUSE = UUID(int=7)
POLES = [str(uuid5(HOUSE, f"pole {n}")) for n in range(5)]
SHARED, PLOT = str(uuid5(HOUSE, "shared garden")), str(uuid5(HOUSE, "shared plot"))
"""A garden in which all who write for its pôle write at once."""

last_said = Rows(
    "last_said",
    Column("house", Integer),
    Column("originator_id", Id),
    Column("version", Integer),
    key="house",
)
what_was_said_last = Projection("what_was_said_last", last_said, live=False)
"""One key for the whole house: each event ends the row of the one before, so the rows are a chain
that tells which events were applied, how often, and in which order."""


@what_was_said_last.on(GardenOpened, PlotLent, PlotTended, PlotReturned)
def _(event: Event) -> Operations:
    yield last_said.put(
        house=1, originator_id=event.originator_id, version=event.originator_version
    )


PROJECTIONS = [who_tends, what_happened, what_was_said_last]


def opened(database: str, keys: str) -> EventStore:
    return open_event_store(Settings(database=database, keys=keys, secret="s" * 40), PROJECTIONS)


def author(pole: int, command: str) -> Author:
    pole_id = POLES[pole % len(POLES)]
    return Author(pole_id=pole_id, actor_id=POLES[0], command_id=command)


def seasons(house: str, gardens: int) -> Iterator[tuple[Command, Author]]:
    """Whole lives of gardens, corrections and take-backs included: eight events each."""
    for n in range(gardens):
        garden, plot = (str(uuid5(HOUSE, f"{house} {n} {what}")) for what in ("garden", "plot"))
        commands = (
            OpenGarden(garden_id=garden),
            LendPlot(garden_id=garden, plot_id=plot, gardener_id=plot, gardener=""),
            TendPlot(garden_id=garden, plot_id=plot, state="sown"),
            TendPlot(garden_id=garden, plot_id=plot, state="weeded"),
            Correct(garden_id=garden, version=3, values={"state": "dug"}),
            TakeBack(garden_id=garden, version=4),
            Correct(garden_id=garden, version=2, values={"number": str(n)}),
            ReturnPlot(garden_id=garden, plot_id=plot),
        )
        for turn, command in enumerate(commands[: 8 - n % 2]):
            yield command, author(n, str(uuid5(HOUSE, f"{house} {n} command {turn}")))


def share_a_garden(store: EventStore) -> None:
    """The garden of the first pôle that several processes write in."""
    store.handle(OpenGarden(garden_id=SHARED), author(0, str(uuid5(HOUSE, "open"))))
    lend = LendPlot(garden_id=SHARED, plot_id=PLOT, gardener_id=POLES[0])
    store.handle(lend, author(0, str(uuid5(HOUSE, "lend"))))


def write(store: EventStore, name: str, pole: str, events: str) -> None:
    """Records about so many events: one at a time, by fours, by many, and in a shared stream."""
    done, turn, refused = 0, 0, 0
    while done < int(events):
        turn += 1
        pairs = list(_turn(name, int(pole), turn))
        outcomes = store.handle_all(pairs) if len(pairs) > 1 else [_tried(store, *pairs[0])]
        for outcome in outcomes:
            if isinstance(outcome, Receipt):
                done += outcome.last - outcome.first + 1
            else:
                refused += 1
    print("recorded", done, "refused", refused, flush=True)


def _turn(name: str, pole: int, turn: int) -> Iterator[tuple[Command, Author]]:
    def new(what: str) -> str:
        return str(uuid5(HOUSE, f"{name} {turn} {what}"))

    match turn % 4:
        case 0:
            yield SwapPlots(first=new("one"), second=new("two")), author(pole, new("swap"))
        case 1 if pole == 0:
            kind = RenumberTwice if turn % 8 == 1 else TendPlot
            tend = kind(garden_id=SHARED, plot_id=PLOT, state=str(turn)[-10:])
            yield tend, author(0, new("tend"))
        case 2 if turn % 12 == 2:
            for n in range(30):
                yield OpenGarden(garden_id=new(f"garden {n}")), author(pole, new(f"open {n}"))
        case _:
            yield OpenGarden(garden_id=new("garden")), author(pole, new("open"))


def _tried(store: EventStore, command: Command, said_by: Author) -> Receipt | Conflict:
    try:
        return store.handle(command, said_by)
    except Conflict as conflict:
        return conflict


def record(store: EventStore, name: str, start: str, pause: str = "0") -> None:
    """Records until it is killed, from a number on; acknowledges each command by its number, its
    positions, whether it was known, and how long it took (milliseconds)."""
    for n in count(int(start)):
        begun = time.perf_counter()
        receipt = store.handle(*numbered(name, n))
        took = 1000 * (time.perf_counter() - begun)
        print("acknowledged", n, receipt.first, receipt.last, receipt.repeated, took, flush=True)
        time.sleep(float(pause))


def numbered(name: str, n: int) -> tuple[Command, Author]:
    """The command of this number: the same one each time it is asked for, of one event or four."""
    ids = [str(uuid5(HOUSE, f"{name} {n} {what}")) for what in ("command", "one", "two")]
    if n % 3:
        return OpenGarden(garden_id=ids[1], name=name), author(n, ids[0])
    return SwapPlots(first=ids[1], second=ids[2]), author(n, ids[0])


def work(store: EventStore, claims: str) -> None:
    """A worker until it is told to end; `none`: it asks nobody before it works."""
    worker = Counted(store)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    free = patch("crm.event_store.worker.claimed", lambda *_: nullcontext(True))
    with free if claims == "none" else nullcontext():
        worker.start()
        signal.sigwait({signal.SIGTERM})
        worker.stop()
    print("advanced", worker.advanced, "overtaken", worker.overtaken, flush=True)


class Counted(Worker):
    """Counts the times it advanced a projection, and those when another one was first."""

    advanced = overtaken = 0

    def _advance(self, projection: Projection) -> None:
        try:
            super()._advance(projection)
        except Overtaken:
            self.overtaken += 1
            raise
        self.advanced += 1


def rebuild(store: EventStore, page: str, stage: str = "", turn: str = "0", nth: str = "0") -> None:
    """Builds everything anew once, and tells what it is about to do. Kills itself before the nth
    statement of a stage, the so many-th time that it comes to it."""
    count_statements(stage, int(turn), int(nth))
    store.builder = Telling(store.builder.engine, int(page))
    store.rebuild()
    tell("done")


told = Counter[str]()
"""How often this process came to each stage; under no name, its statements of the present one."""


def count_statements(stage: str, turn: int, nth: int) -> None:
    """Counts what pens ask of the database; at the last, nothing of this process runs any more."""

    def counted(method: Callable[..., Any]) -> Callable[..., Any]:
        def ask(*asked: Any) -> Any:
            told[""] += 1
            if told[""] == nth and told[stage] == turn:
                os.kill(os.getpid(), signal.SIGKILL)
            return method(*asked)

        return ask

    for kind in (SqlitePen, PostgresPen):
        for name in ("run", "insert", "end", "find"):
            setattr(kind, name, counted(getattr(kind, name)))


class Telling(Builder):
    """Says each stage before it begins."""

    def _run(self, *said: Any) -> int:
        tell("feeding")
        return super()._run(*said)

    def _index(self, *said: Any) -> None:
        tell("indexing")
        super()._index(*said)

    def _compare(self, *said: Any) -> None:
        tell("comparing")
        super()._compare(*said)

    def _flipped(self, *said: Any) -> bool:
        tell("flipping")
        done = super()._flipped(*said)
        tell("flipped")
        return done

    def sweep(self, projection: Projection) -> None:
        tell("sweeping")
        super().sweep(projection)


def tell(stage: str) -> None:
    print(stage, time.monotonic(), told[""], flush=True)
    told[stage] += 1
    told[""] = 0


ROLES: dict[str, Callable[..., None]] = {
    "write": write,
    "record": record,
    "work": work,
    "rebuild": rebuild,
}


def main(role: str, database: str, keys: str, *said: str) -> None:
    store = opened(database, keys)
    print("ready", flush=True)
    sys.stdin.readline()
    ROLES[role](store, *said)
    store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])

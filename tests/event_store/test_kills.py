"""`kill -9` at any moment: what was acknowledged stands, once, and what serves is always whole.

The ordinary run kills a few times; `make trial` kills CRM_TRIAL_KILLS times.
"""

import os
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from threading import Event, Thread
from typing import NamedTuple

import pytest
from sqlalchemy import distinct, func, select

from crm.event_store import EventStore
from crm.event_store.rebuild import Overtaken
from crm.event_store.tables import events
from event_store.garden import lines
from event_store.processes import Program, applied_once, positions, report
from event_store.roles import numbered, seasons, what_was_said_last

KILLS = int(os.environ.get("CRM_TRIAL_KILLS", "5"))
ROUNDS = KILLS if KILLS >= 20 else 2
GARDENS = 100 if KILLS < 20 else 1_500
"""About eight events each; beyond 10,000 events SQLite is indexed from the first row on."""
STAGES = ["feeding", "indexing", "comparing", "flipping", "sweeping"]
PAGE = 200
PAUSE = 0.1
"""Seconds between two commands of who records during the rebuilds."""
Starting = Callable[..., Program]
pytestmark = pytest.mark.timeout(120 + 40 * KILLS)


# ── while rebuilding ──────────────────────────────────────────────────────────────────────────
class Stage(NamedTuple):
    """One stage of a rebuild that nobody troubles."""

    name: str
    occurrence: int
    seconds: float
    statements: int


def stages(starting: Starting) -> list[Stage]:
    """What such a rebuild goes through."""
    told = starting("rebuild", PAGE).ready().go().rest()
    assert told[-1][0] == "done"
    seen: Counter[str] = Counter()
    found = []
    for (name, begun, _), (_, ended, statements) in pairwise(told[1:]):
        seen[name] += 1
        found.append(Stage(name, seen[name], float(ended) - float(begun), int(statements)))
    return found


def killed_in_time(starting: Starting, stage: Stage) -> str:
    """The stage that a rebuild was in when it was killed, at any instant of this one."""
    program, seen = starting("rebuild", PAGE).ready().go(), 0
    while seen < stage.occurrence and (words := program.line()):
        seen += words[0] == stage.name
    time.sleep(random.uniform(0, stage.seconds))
    return program.kill()[-1][0]


def killed_between(starting: Starting, stage: Stage) -> str:
    """The same, between two statements."""
    nth = random.randint(1, max(1, stage.statements))
    told = starting("rebuild", PAGE, stage.name, stage.occurrence, nth).ready().go().rest()
    return told[-1][0]


def built(store: EventStore) -> None:
    """A rebuild that takes up what is left, once the server has noticed who is gone."""
    until = time.monotonic() + 30
    while True:
        try:
            return store.rebuild()
        except Overtaken:
            assert time.monotonic() < until
            time.sleep(0.05)


@contextmanager
def watching(store: EventStore) -> Iterator[list[int]]:
    """Reads all the while, in one question, the events and what a live projection shows of them;
    answers what was missing each time."""
    missing, over = list[int](), Event()
    recorded = select(func.count()).select_from(events).scalar_subquery()
    shown = select(func.count(distinct(lines.c.position))).scalar_subquery()

    def watch() -> None:
        while not over.wait(0.05):
            with store.engine.connect() as db:
                missing.append(db.scalars(select(recorded - shown)).one())

    watcher = Thread(target=watch)
    watcher.start()
    try:
        yield missing
    finally:
        over.set()
        watcher.join()


def test_rebuilds_killed_anywhere_end_the_same(house: EventStore, starting: Starting) -> None:
    house.handle_all(seasons("before", GARDENS))
    house.builder.catch_up(what_was_said_last)
    upto, fell, resumed = house.head(), Counter[str](), 0
    before = house.checksums(upto)
    ada, worker = starting("record", "ada", 0, PAUSE), starting("work", "claims")
    begun = time.monotonic()
    with watching(house) as missing:
        for program in (ada, worker):
            program.ready().go()
        whole = stages(starting)
        for n in range(KILLS):
            aimed = [stage for stage in whole if stage.name == STAGES[n % len(STAGES)]]
            kill = killed_between if n % 2 else killed_in_time
            fell[kill(starting, random.choice(aimed))] += 1
            resumed += any(p.state == "building" for p in house.health().projections)
            built(house)
            assert house.checksums(upto) == before
    seconds, told = time.monotonic() - begun, ada.kill()[1:]
    house.rebuild()
    assert not any(missing)
    assert len({words[1] for words in told}) == len(told)
    assert len(told) > seconds  # to the end: she is never held up
    slowest = max(float(words[5]) for words in told)
    said = f"{KILLS} rebuilds of {upto} events and more, {dict(fell)}, {resumed} taken up again"
    report(
        house,
        f"{said}; {len(told)} commands meanwhile, {slowest:.0f} ms at most; {len(missing)} looks",
    )


# ── while recording, while working ────────────────────────────────────────────────────────────
def test_what_was_acknowledged_stands_once(house: EventStore, starting: Starting) -> None:
    names, given = ["ada", "bea", "eve"], dict[tuple[str, int], tuple[str, ...]]()
    for _ in range(ROUNDS):
        starts = {name: max((n for who, n in given if who == name), default=0) for name in names}
        writers = {name: starting("record", name, starts[name]) for name in names}
        for writer in writers.values():
            writer.ready()
        for writer in writers.values():
            writer.go()
        time.sleep(random.uniform(0.05, 0.5))
        for name, writer in writers.items():
            for _, said, first, last, repeated, _ in writer.kill()[1:]:
                assert given.setdefault((name, int(said)), (first, last)) == (first, last)
                assert repeated == "False" or int(said) <= starts[name] + 1
    for (name, n), acknowledged in given.items():
        receipt = house.handle(*numbered(name, n))
        assert receipt.repeated
        assert (str(receipt.first), str(receipt.last)) == acknowledged
    for name in names:  # what was not acknowledged may stand or not, whole
        house.handle(*numbered(name, 1 + max(n for who, n in given if who == name)))
    once(house, {numbered(name, n)[1].command_id: 1 if n % 3 else 4 for name, n in given})
    house.builder.catch_up(what_was_said_last)
    house.rebuild()
    report(house, f"{ROUNDS} times 3 writers killed, {len(given)} commands acknowledged, 0 lost")


def once(store: EventStore, expected: dict[str, int]) -> None:
    """Each of these commands left so many events, and no command left others than its own."""
    c = events.c
    with store.engine.connect() as db:
        counted = select(c.command_id, func.count()).group_by(c.command_id)
        found = {str(command): number for command, number in db.execute(counted)}
    assert {command: found.get(command) for command in expected} == expected
    assert set(found.values()) <= {1, 4}


def test_workers_killed_anywhere_apply_each_event_once(
    house: EventStore, starting: Starting
) -> None:
    ada = starting("record", "ada", 0, PAUSE / 20).ready().go()
    for _ in range(ROUNDS):
        workers = [starting("work", "claims") for _ in range(2)]
        for worker in workers:
            worker.ready().go()
        time.sleep(random.uniform(0.05, 0.4))
        for worker in workers:
            worker.kill()
    told = ada.kill()
    starting("work", "claims").ready().go()
    written = positions(house)
    applied_once(house, written, 60)
    report(house, f"{2 * ROUNDS} workers killed, {len(written)} events, {len(told)} commands")

"""From events to the tables of projections, page by page: deferred and rebuild alike.

The position of a generation moves in the transaction that writes its rows, so whoever comes back
after a kill starts where it stopped, and two workers never apply the same event twice.
"""

import logging
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from typing import NamedTuple

from sqlalchemy import Engine

from crm.event_store.collecting import uncollected
from crm.event_store.databases import kind_of_pen, pen
from crm.event_store.events import read
from crm.event_store.pens import Pen
from crm.event_store.projections import Page, Projection, Stamps, names_of
from crm.event_store.tables import parked

log = logging.getLogger("crm.event_store")
PAGE = 10_000
"""Events in one transaction, at most."""
LONGEST = 0.015
"""Seconds for which a page may hold SQLite's only pen while people work."""
GAP = 0.003
"""Seconds left to whoever waits for that pen, between two pages."""
MOST_PARKED = 1_000
"""Events that a generation may lack: beyond, its handlers are at fault, not its events."""
PARKED = tuple(c.name for c in parked.columns)

Targets = dict[Projection, int]
"""The generation to write of each projection."""


class Overtaken(Exception):
    """Another worker moved this generation; it has the same work in hand."""


class Poisoned(Exception):
    """So many events are refused that nothing sensible is being built."""


class Heard(NamedTuple):
    """A page of events and what the projections say about it, ready to be written."""

    page: Page
    stamps: Stamps
    after: int
    reached: int


class Pace:
    """How many events a page holds: as many as may be written in the time it may take."""

    def __init__(self, most: int, seconds: float | None) -> None:
        self.most, self.seconds = most, seconds
        self.size = most if seconds is None else min(most, 200)

    def took(self, events: int, seconds: float) -> None:
        """Learns from a page. Grows slowly, shrinks at once."""
        if self.seconds is not None and events:
            fits = int(events * self.seconds / max(seconds, 1e-6))
            self.size = max(20, min(self.most, fits, self.size * 2))


class Feeder:
    """Feeds generations with the events that they have not heard."""

    def __init__(self, engine: Engine, page: int = PAGE, *, polite: bool = True) -> None:
        """`polite`: on SQLite, pages so short that whoever records never waits for long."""
        self.engine = engine
        self.polite = polite and engine.dialect.name == "sqlite"
        self.pace = Pace(page, LONGEST if self.polite else None)

    def feed(self, targets: Targets, after: int, upto: int) -> Iterator[int]:
        """Page by page, each position reached; the next page is read and heard while the database
        takes this one in. Raises Overtaken and Poisoned."""
        if upto - after <= self.pace.size:
            self.take_in(targets, self.hear(list(targets), after, upto))
            yield upto
            return
        with uncollected(), ThreadPoolExecutor(1) as ahead:
            coming = ahead.submit(self.hear, list(targets), after, upto)
            while True:
                heard = coming.result()
                if heard.reached < upto:
                    coming = ahead.submit(self.hear, list(targets), heard.reached, upto)
                self.take_in(targets, heard)
                yield heard.reached
                if heard.reached >= upto:
                    return
                if self.polite:
                    self.rest()

    def rest(self) -> None:
        """Leaves the pen to others for a moment, and has the disk take in what the page wrote:
        else the next command that waits for the disk waits for all of it."""
        time.sleep(GAP)
        with pen(self.engine) as p:
            p.run("PRAGMA wal_checkpoint(PASSIVE)").fetchone()

    def hear(
        self, projections: Sequence[Projection], after: int, upto: int, own: Pen | None = None
    ) -> Heard:
        """The next page, read and heard; `own` when a transaction is under way."""
        size = self.pace.size
        with nullcontext(own) if own else pen(self.engine) as p:
            found = p.events(after, upto, names_of(projections), size)
            events = [read(name, state) for _, _, name, state in found]
            page = Page(projections, events, p.sealed_stream, building=True)
        reached = found[-1][0] if len(found) == size else upto
        return Heard(page, [(position, at) for position, at, _, _ in found], after, reached)

    def take_in(self, targets: Targets, heard: Heard) -> None:
        """One transaction. If it fails, again, each projection apart and each refused event
        parked."""
        try:
            with pen(self.engine) as p:
                p.begin()
                start = time.perf_counter()
                self.write(p, targets, heard)
                p.run("COMMIT")
            self.pace.took(len(heard.stamps), time.perf_counter() - start)
        except (Overtaken, Poisoned):
            raise
        except Exception as error:
            if kind_of_pen(self.engine).unavailable(error):
                raise
            with pen(self.engine) as p:
                p.begin()
                self.write(p, targets, heard, apart=True)

    def write(self, p: Pen, targets: Targets, heard: Heard, *, apart: bool = False) -> None:
        """Positions first: a second worker waits there, then learns that it was overtaken."""
        for target, generation in targets.items():
            _move(p, target, generation, heard)
            poison = dict(heard.page.poison.get(target, {}))
            if apart:
                poison |= dict(heard.page.write_apart(p, target, heard.stamps, generation))
            if poison:
                _park(p, target, generation, heard.stamps, poison)
        if not apart:
            heard.page.write(p, heard.stamps, {v.name: g for v, g in targets.items()})


def _move(p: Pen, target: Projection, generation: int, heard: Heard) -> None:
    move = (
        "UPDATE projection_generations SET position=? "
        "WHERE projection=? AND generation=? AND position=?"
    )
    if p.run(move, heard.reached, target.name, generation, heard.after).rowcount != 1:
        raise Overtaken(target.name)


def _park(
    p: Pen, target: Projection, generation: int, stamps: Stamps, poison: dict[int, Exception]
) -> None:
    """The events that this generation lacks, named by position and kind of error."""
    rows = [
        (target.name, generation, stamps[turn][0], type(error).__name__, stamps[turn][1])
        for turn, error in sorted(poison.items())
    ]
    p.insert(parked, PARKED, rows)
    for _, _, position, kind, _ in rows[:10]:
        log.error("projection %s lacks the event at position %d: %s", target.name, position, kind)
    if parked_in(p, target.name, generation) > MOST_PARKED:
        raise Poisoned(target.name)


def parked_in(p: Pen, projection: str, generation: int) -> int:
    """How many events a generation lacks."""
    count = "SELECT count(*) FROM parked_events WHERE projection=? AND generation=?"
    found: int = p.run(count, projection, generation).fetchone()[0]
    return found

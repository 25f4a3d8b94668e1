"""Deferred projections and rebuilds: one step from a position to the next, safe to kill anywhere.

A rebuild fills the next generation while the present one serves; the position of a generation
moves in the transaction that writes its rows, so whoever comes back starts where it stopped.
"""

import gc
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from functools import partial
from typing import NamedTuple

from sqlalchemy import Engine, inspect

from crm.event_store.databases import head, pen
from crm.event_store.events import Event, read
from crm.event_store.pens import Pen
from crm.event_store.projections import Page, Projection, names_of

PAGE = 10_000
"""Events in one transaction of a rebuild; on SQLite whoever records waits for that long."""
Progress = Callable[[int, int], None]
"""Told the position reached and the position aimed at."""


class Overtaken(Exception):
    """Another worker moved this generation; it has the same work in hand."""


class Differs(Exception):
    """A rebuilt projection is not the one that serves: one of the two is wrong."""


class Heard(NamedTuple):
    """A page of events and what the projections say about it, ready to be written."""

    page: Page
    stamps: list[tuple[int, int]]
    after: int
    reached: int


class Builder:
    """Builds the tables of projections from the events."""

    def __init__(self, engine: Engine, page: int = PAGE) -> None:
        self.engine, self.page = engine, page

    def catch_up(self, projection: Projection) -> int:
        """A deferred projection, brought to the head by pages; answers its position."""
        with pen(self.engine) as p:
            generation, position = _one(p, projection, "serving")
        if position < (upto := head(self.engine)):
            *_, position = self._steps({projection: generation}, position, upto)
        return position

    def rebuild(
        self, *projections: Projection, progress: Progress = lambda _reached, _upto: None
    ) -> None:
        """All of these in one reading of the events; resumes what was interrupted.

        Raises Differs when one that serves is not equal; a stale one is replaced unasked.
        """
        targets = {projection: self._next_generation(projection) for projection in projections}
        self._run(targets, progress)
        for projection, generation in targets.items():
            with pen(self.engine) as p:
                p.begin()
                projection.index(p, generation)
        seen = self._run(targets, progress)
        for projection, generation in targets.items():
            self._compare(projection, generation, seen)
        for projection, generation in targets.items():
            self._flip(projection, generation)

    def abandon(self, projection: Projection) -> None:
        """Forgets a generation that was being built: its handlers changed half-way."""
        with pen(self.engine) as p:
            p.begin(alone=True)
            if generation := _one(p, projection, "building", missing=(0, 0))[0]:
                projection.drop(p, generation)
                gone = "DELETE FROM projection_generations WHERE projection=? AND generation=?"
                p.run(gone, projection.name, generation)

    def checksum(self, projection: Projection, upto: int) -> int | None:
        """One number for the rows that serve, as they stood after a position; None if none do."""
        with pen(self.engine) as p:
            serving = _one(p, projection, "serving", missing=(0, 0))[0]
            return projection.checksum(p, serving, upto) if serving else None

    def sweep(self, projection: Projection) -> None:
        """Drops the tables that served before: later, when no long question reads them."""
        names = inspect(self.engine).get_table_names()
        with pen(self.engine) as p:
            p.begin()
            serving = _one(p, projection, "serving", missing=(0, 0))[0]
            for name in names:
                rows, _, number = name.rpartition("_g")
                if number.isdigit() and int(number) < serving and rows in projection.table_names:
                    p.run(f"DROP TABLE {name}")

    def _next_generation(self, projection: Projection) -> int:
        with pen(self.engine) as p:
            p.begin(alone=True)
            if building := _one(p, projection, "building", missing=(0, 0))[0]:
                return building
            last = "SELECT coalesce(max(generation), 0) FROM projection_generations"
            number: int = p.run(f"{last} WHERE projection=?", projection.name).fetchone()[0] + 1
            projection.drop(p, number)
            projection.create(p, number)
            new = "INSERT INTO projection_generations VALUES (?, ?, 'building', 0)"
            p.run(new, projection.name, number)
        return number

    def _run(self, targets: dict[Projection, int], progress: Progress) -> int:
        """Brings all to the same head; those left behind by an interruption catch up first."""
        with pen(self.engine) as p:
            places = {target: _one(p, target, "building")[1] for target in targets}
        upto = head(self.engine)
        while (least := min(places.values(), default=upto)) < upto:
            together = {v: g for v, g in targets.items() if places[v] == least}
            stop = min([upto, *(place for place in places.values() if place > least)])
            for reached in self._steps(together, least, stop):
                progress(reached, upto)
            places.update(dict.fromkeys(together, stop))
        return upto

    def _steps(self, targets: dict[Projection, int], after: int, upto: int) -> Iterator[int]:
        """Page by page; the next is read and heard while the database takes this one in."""
        gc.disable()  # a page makes many objects and no cycle: collecting would add half as much
        try:
            with ThreadPoolExecutor(1) as ahead:
                coming = ahead.submit(self._hear, list(targets), after, upto)
                while True:
                    heard = coming.result()
                    if heard.reached < upto:
                        coming = ahead.submit(self._hear, list(targets), heard.reached, upto)
                    with pen(self.engine) as p:
                        p.begin()
                        self._write(p, targets, heard)
                    yield heard.reached
                    if heard.reached >= upto:
                        return
        finally:
            gc.enable()

    def _hear(
        self, targets: Sequence[Projection], after: int, upto: int, own: Pen | None = None
    ) -> Heard:
        with nullcontext(own) if own else pen(self.engine) as p:
            found = p.events(after, upto, names_of(targets), self.page)
            events = [read(name, state) for _, _, name, state in found]
            page = Page(targets, events, partial(_stream, p), building=True)
        for error in page.broken.values():
            raise error
        reached = found[-1][0] if len(found) == self.page else upto
        return Heard(page, [(position, at) for position, at, _, _ in found], after, reached)

    def _write(self, p: Pen, targets: dict[Projection, int], heard: Heard) -> None:
        """Positions first: a second worker waits there, then learns that it was overtaken."""
        move = (
            "UPDATE projection_generations SET position=? "
            "WHERE projection=? AND generation=? AND position=?"
        )
        for target, generation in targets.items():
            moved = p.run(move, heard.reached, target.name, generation, heard.after)
            if moved.rowcount != 1:
                raise Overtaken(target.name)
        heard.page.write(p, heard.stamps, {v.name: g for v, g in targets.items()})

    def _compare(self, projection: Projection, generation: int, upto: int) -> None:
        """Both as they stood after one position, so nobody has to stop recording meanwhile."""
        with pen(self.engine) as p:
            serving, position = _one(p, projection, "serving", missing=(0, 0))
            upto = upto if projection.live else min(upto, position)
            if not serving:
                return
            new = projection.checksum(p, generation, upto)
            if projection.checksum(p, serving, upto) != new:
                raise Differs(projection.name)

    def _flip(self, projection: Projection, generation: int) -> None:
        """The last events and the change of tables in one transaction, alone for an instant."""
        with pen(self.engine) as p:
            p.begin(alone=True)
            after = _one(p, projection, "building")[1]
            upto = p.run("SELECT coalesce(max(position), 0) FROM events").fetchone()[0]
            while after < upto:
                heard = self._hear([projection], after, upto, p)
                self._write(p, {projection: generation}, heard)
                after = heard.reached
            gone = "DELETE FROM projection_generations WHERE projection=? AND generation<?"
            p.run(gone, projection.name, generation)
            serve = "UPDATE projection_generations SET state='serving'"
            p.run(f"{serve} WHERE projection=? AND generation=?", projection.name, generation)
            projection.serve(p, generation)


def _one(
    p: Pen, projection: Projection, state: str, missing: tuple[int, int] | None = None
) -> tuple[int, int]:
    sql = "SELECT generation, position FROM projection_generations WHERE projection=? AND state=?"
    if not (row := p.run(sql, projection.name, state).fetchone() or missing):
        raise LookupError(f"{projection.name} has no {state} generation")
    return row[0], row[1]


def _stream(p: Pen, originator_id: str, version: int) -> list[Event]:
    return [read(name, state) for name, state in p.stream_before(originator_id, version)]

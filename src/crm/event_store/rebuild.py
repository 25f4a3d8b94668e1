"""Rebuilds: the next generation is filled while the present one serves, compared, and flipped.

Nothing here stops the service: reading sees the old tables until one commit shows the new ones,
and whoever records waits for a short page at most. Safe to kill anywhere.
"""

import time
from collections.abc import Callable
from itertools import count

from sqlalchemy import Engine, inspect

from crm.event_store.databases import head, kind_of_pen, pen
from crm.event_store.feeding import PAGE, Feeder, Overtaken, Pace, Targets, parked_in
from crm.event_store.pens import Pen
from crm.event_store.projections import Projection
from crm.event_store.turns import short_turns

__all__ = ["Builder", "Differs", "Held", "Overtaken", "Progress"]
Progress = Callable[[int, int], None]
"""Told the position reached and the position aimed at."""
FEW = 10_000
"""Events whose rows SQLite indexes in an instant: beyond, it keeps indexes up from the start."""
LAST = 200
"""Events that may be applied in the transaction of the flip."""
PATIENCE = 0.04
"""Seconds for which a flip may keep others waiting for the lock it waits for."""
TRIES = 300


class Differs(Exception):
    """A rebuilt projection is not the one that serves: one of the two is wrong."""


class Held(Exception):
    """Somebody read the tables without a pause: they could not be replaced."""


class Builder:
    """Builds the tables of projections from the events."""

    def __init__(self, engine: Engine, page: int = PAGE, *, polite: bool = True) -> None:
        """`polite=False`: on SQLite, long pages and indexes at the end, twice as fast; whoever
        records may then wait for seconds."""
        self.engine, self.feeder = engine, Feeder(engine, page, polite=polite)

    @short_turns()
    def catch_up(self, projection: Projection) -> int:
        """A deferred projection, brought to the head by pages; answers its position. Raises
        Overtaken when another worker is at it."""
        with pen(self.engine) as p:
            generation, position = _one(p, projection, "serving")
        if position < (upto := head(self.engine)):
            *_, position = self.feeder.feed({projection: generation}, position, upto)
        return position

    @short_turns()
    def rebuild(
        self,
        *projections: Projection,
        progress: Progress = lambda _reached, _upto: None,
        replacing: bool = False,
    ) -> None:
        """All of these in one reading of the events; resumes what was interrupted.

        Raises Differs when one that serves is not equal, unless it lacks events or is to be
        replaced (`replacing`: its meaning changed); Overtaken when another process builds the
        same; Poisoned; Held.
        """
        targets = {projection: self._next_generation(projection) for projection in projections}
        self._run(targets, progress)
        for projection, generation in targets.items():
            self._index(projection, generation)
        seen = self._run(targets, progress)
        for projection, generation in ({} if replacing else targets).items():
            self._compare(projection, generation, seen)
        for projection, generation in targets.items():
            self._flip(projection, generation)

    def abandon(self, projection: Projection) -> None:
        """Forgets a generation that was being built: its handlers changed half-way."""
        with pen(self.engine) as p:
            p.begin()
            if generation := _one(p, projection, "building", missing=(0, 0))[0]:
                projection.drop(p, generation)
                for table in ("projection_generations", "parked_events"):
                    gone = f"DELETE FROM {table} WHERE projection=? AND generation=?"
                    p.run(gone, projection.name, generation)

    def checksum(self, projection: Projection, upto: int) -> int | None:
        """One number for the rows that serve, as they stood after a position; None if none do."""
        with pen(self.engine) as p:
            serving = _one(p, projection, "serving", missing=(0, 0))[0]
            return projection.checksum(p, serving, upto) if serving else None

    @short_turns()
    def sweep(self, projection: Projection) -> None:
        """Drops the tables that served before, unless a long question still reads them: then at
        the next sweep."""
        with pen(self.engine) as p:
            serving = _one(p, projection, "serving", missing=(0, 0))[0]
        for name in inspect(self.engine).get_table_names():
            rows, _, number = name.rpartition("_g")
            if number.isdigit() and int(number) < serving and rows in projection.table_names:
                self._drop(name)

    def _drop(self, table: str) -> None:
        try:
            if self.feeder.polite:
                self._empty(table)
            with pen(self.engine) as p:
                p.begin(patience=PATIENCE)
                p.run(f"DROP TABLE IF EXISTS {table}")
        except Exception as error:
            if not kind_of_pen(self.engine).unavailable(error):
                raise

    def _empty(self, table: str) -> None:
        """SQLite gives pages back one by one with its pen in hand: in short turns, then."""
        some = f"DELETE FROM {table} WHERE rowid IN (SELECT rowid FROM {table} LIMIT ?)"
        pace, gone = Pace(PAGE, self.feeder.pace.seconds), 1
        while gone:
            with pen(self.engine) as p:
                p.begin()
                start = time.perf_counter()
                gone = p.run(some, pace.size).rowcount
                p.run("COMMIT")
            pace.took(gone, time.perf_counter() - start)
            self.feeder.rest()

    def _next_generation(self, projection: Projection) -> int:
        early = self.feeder.polite and head(self.engine) > FEW
        with pen(self.engine) as p:
            building = _one(p, projection, "building", missing=(0, 0))[0]
            lacking = parked_in(p, projection.name, building)
        if building and not lacking:
            return building
        if building:  # by handlers that are perhaps mended since
            self.abandon(projection)
        with pen(self.engine) as p:
            p.begin()
            last = "SELECT coalesce(max(generation), 0) FROM projection_generations"
            number: int = p.run(f"{last} WHERE projection=?", projection.name).fetchone()[0] + 1
            new = "INSERT INTO projection_generations VALUES (?, ?, 'building', 0)"
            p.run(new, projection.name, number)
            projection.drop(p, number)
            projection.create(p, number)
            for index in projection.indexes(number) if early else ():
                p.index(index)
        return number

    def _index(self, projection: Projection, generation: int) -> None:
        """One at a time: on SQLite, whoever records waits for one index at most."""
        for index in projection.indexes(generation):
            with pen(self.engine) as p:
                p.begin()
                p.index(index)

    def _run(self, targets: Targets, progress: Progress) -> int:
        """Brings all to the same head; those left behind by an interruption catch up first."""
        with pen(self.engine) as p:
            places = {target: _one(p, target, "building")[1] for target in targets}
        upto = head(self.engine)
        while (least := min(places.values(), default=upto)) < upto:
            together = {v: g for v, g in targets.items() if places[v] == least}
            stop = min([upto, *(place for place in places.values() if place > least)])
            for reached in self.feeder.feed(together, least, stop):
                progress(reached, upto)
            places.update(dict.fromkeys(together, stop))
        return upto

    def _compare(self, projection: Projection, generation: int, upto: int) -> None:
        """Both as they stood after one position, so nobody has to stop recording meanwhile."""
        with pen(self.engine) as p:
            serving, position = _one(p, projection, "serving", missing=(0, 0))
            upto = upto if projection.live else min(upto, position)
            if not serving or parked_in(p, projection.name, serving):
                return
            if parked_in(p, projection.name, generation):
                raise Differs(projection.name)
            new = projection.checksum(p, generation, upto)
            if projection.checksum(p, serving, upto) != new:
                raise Differs(projection.name)

    def _flip(self, projection: Projection, generation: int) -> None:
        """Waits for no reader with the door held: it tries, steps back, and tries again."""
        for attempt in count(1):
            self._run({projection: generation}, lambda _reached, _upto: None)
            try:
                if self._flipped(projection, generation):
                    return
            except Exception as error:
                if not kind_of_pen(self.engine).unavailable(error):
                    raise
            if attempt == TRIES:
                raise Held(projection.name)
            time.sleep(min(0.02 * attempt, 1.0))

    def _flipped(self, projection: Projection, generation: int) -> bool:
        """The last events and the change of tables in one transaction, alone for an instant."""
        with pen(self.engine) as p:
            p.begin(alone=True, patience=PATIENCE)
            after = _one(p, projection, "building")[1]
            upto = p.run("SELECT coalesce(max(position), 0) FROM events").fetchone()[0]
            if upto - after > LAST:
                return False
            while after < upto:
                heard = self.feeder.hear([projection], after, upto, p)
                self.feeder.write(p, {projection: generation}, heard, apart=True)
                after = heard.reached
            for table in ("projection_generations", "parked_events"):
                gone = f"DELETE FROM {table} WHERE projection=? AND generation<?"
                p.run(gone, projection.name, generation)
            serve = "UPDATE projection_generations SET state='serving'"
            p.run(f"{serve} WHERE projection=? AND generation=?", projection.name, generation)
            projection.serve(p, generation)
        return True


def _one(
    p: Pen, projection: Projection, state: str, missing: tuple[int, int] | None = None
) -> tuple[int, int]:
    sql = "SELECT generation, position FROM projection_generations WHERE projection=? AND state=?"
    if not (row := p.run(sql, projection.name, state).fetchone() or missing):
        raise Overtaken(f"{projection.name} has no {state} generation")
    return row[0], row[1]

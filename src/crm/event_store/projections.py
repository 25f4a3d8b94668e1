"""Projections: questions answered by rows, and the one way their rows are written.

Live, deferred and rebuild differ by the length of the page alone: a page is a run of events, what
the handlers said about it is folded in memory, and each table is then written once.
"""

# Statements are made of the names of our own tables; values are always bound.

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import chain
from typing import Any, TypeVar

from sqlalchemy import Index

from crm.event_store.events import RESTATING, SHAPES, Entry, Event, restatement
from crm.event_store.pens import Pen
from crm.event_store.restating import Handler, Ref, restated
from crm.event_store.rows import OWN_TIMES, Op, Operations, Rows, checksum
from crm.event_store.sheet import Past, Sheet

AnyHandler = TypeVar("AnyHandler", bound=Callable[[Any], Operations])


class Projection:
    """One question, its tables and its handlers. A handler is a pure function of one event.

    Corrections and take-backs of entries need no handler: the engine replays the entry's own, so
    it must yield the same kinds of row whatever the values. A projection that also wants to tell
    of them (a timeline) listens to EntryCorrected and EntryTakenBack like to any event.
    """

    def __init__(self, name: str, *tables: Rows, live: bool = True) -> None:
        self.name, self.tables, self.live = name, tables, live
        self.handlers: dict[type[Event], Handler] = {}

    def on(self, *kinds: type[Event]) -> Callable[[AnyHandler], AnyHandler]:
        """Registers a handler. Raises TypeError when one of the kinds has one already."""
        if heard := [kind.__name__ for kind in kinds if kind in self.handlers]:
            raise TypeError(f"{self.name} already listens to {heard}")

        def register(handler: AnyHandler) -> AnyHandler:
            self.handlers.update(dict.fromkeys(kinds, handler))
            return handler

        return register

    @property
    def table_names(self) -> set[str]:
        return {rows.name for rows in self.tables}

    @property
    def listens_to(self) -> list[str]:
        """The stored names of its events, older versions included."""
        kinds = set(self.handlers)
        if any(issubclass(kind, Entry) for kind in kinds):
            kinds.update(RESTATING)
        return [name for name, (kind, _) in SHAPES.items() if kind in kinds]

    def hear_restated(self, event: Event, before: Callable[[], list[Event]]) -> Iterator[Op]:
        """All that this projection says of a correction or take-back."""
        if handler := self.handlers.get(type(event)):
            yield from handler(event)
        if said := restatement(event):
            entry = said.restated or said.former
            if type(entry) in self.handlers:
                yield from restated(self.handlers, before(), event, said)

    def create(self, pen: Pen, generation: int) -> None:
        for rows in self.tables:
            pen.create(rows.generation(generation))

    def fits(self, there: Mapping[str, set[str]], generation: int) -> bool:
        """Whether the tables of a generation have the columns and the indexes of this code, no
        more and no less; `there`: by table of the database, the names of both."""
        return generation > 0 and all(
            there.get(f"{rows.name}_g{generation}") == rows.shape(generation)
            for rows in self.tables
        )

    def indexes(self, generation: int) -> Iterator[Index]:
        """All indexes of its tables, in their own names."""
        for rows in self.tables:
            yield from rows.all_indexes(generation)

    def serve(self, pen: Pen, generation: int) -> None:
        """From this commit on, every query reads these tables; none knows of generations."""
        for rows in self.tables:
            for sql in pen.of_view.format(rows.name, f"{rows.name}_g{generation}").split(";"):
                pen.run(sql)

    def drop(self, pen: Pen, generation: int) -> None:
        for rows in self.tables:
            pen.run(f"DROP TABLE IF EXISTS {rows.name}_g{generation}")

    def checksum(self, pen: Pen, generation: int, upto: int) -> int:
        """The rows as they stood after one position: comparable while events keep coming."""
        total = 0
        for rows in self.tables:
            then = (f"CASE WHEN superseded_by<={upto} THEN {n} END" for n in OWN_TIMES[-2:])
            columns = ",".join([*rows.names, *OWN_TIMES[:-2], *then])
            table = f"{rows.name}_g{generation}"
            sql = f"SELECT {columns} FROM {table} WHERE position<={upto}"
            total += checksum(pen.stream(sql))
        return total

    def claimed(self, broken: str | None) -> tuple[str, list[str]] | None:
        """The table and columns of the claim that a broken index stands for, if it is one."""
        if not broken:
            return None
        for rows in self.tables:
            for n, names in enumerate(rows.unique):
                by_name = broken.startswith(f"{rows.name}_g") and broken.endswith(f"_claim{n}")
                table, _, columns = broken.partition(": ")
                by_columns = table.rpartition("_g")[0] == rows.name and columns.split() == names
                if by_name or by_columns:
                    return rows.name, names
        return None


Streams = Callable[[str, int], Sequence[Event]]
"""The events of a stream below a version, sealed, as far as they are recorded."""
Stamps = Sequence[tuple[int, int]]
"""(position, instant of recording) of each event of a page."""


class Page:
    """What the projections say about a run of events, heard before the transaction begins."""

    def __init__(
        self,
        projections: Iterable[Projection],
        events: Sequence[Event],
        streams: Streams,
        *,
        building: bool = False,
    ) -> None:
        self.building, self.events = building, events
        self.sheets: dict[Projection, dict[Rows, Sheet]] = {}
        before = _Before(events, streams)
        self.poison: dict[Projection, dict[int, Exception]] = {}
        """By projection, the turns of events whose handler raised: they left nothing behind."""
        turns: dict[type[Event], list[int]] = {}
        for turn, event in enumerate(events):
            turns.setdefault(type(event), []).append(turn)
        for projection in projections:
            poison: dict[int, Exception] = {}
            if mine := _concerning(projection, turns):
                self.sheets[projection] = _heard(projection, events, mine, before, poison)
            if poison:
                self.poison[projection] = poison

    def write(self, pen: Pen, stamps: Stamps, targets: dict[str, int]) -> None:
        """All projections at once: what one of them cannot write fails the whole."""
        for projection in self.sheets:
            if generation := targets.get(projection.name):
                self._write_one(pen, projection, stamps, generation)

    def write_apart(
        self, pen: Pen, projection: Projection, stamps: Stamps, generation: int
    ) -> Iterator[tuple[int, Exception]]:
        """One projection under a savepoint; if that fails, by halves, down to the events whose
        rows are refused: their turns. Raises when the rows are not to blame: a claim of the
        projection is held, or the database is unavailable."""
        failed: Exception | None = None
        pen.run("SAVEPOINT projection")
        try:
            self._write_one(pen, projection, stamps, generation)
        except Exception as refused:
            if pen.unavailable(refused) or self._is_claim(pen, projection, refused):
                raise
            pen.run("ROLLBACK TO SAVEPOINT projection")
            failed = refused
        pen.run("RELEASE SAVEPOINT projection")
        if failed and len(self.events) == 1:
            yield 0, failed
        elif failed:
            half = len(self.events) // 2
            for start, part in (0, slice(half)), (half, slice(half, None)):
                page = Page(
                    [projection], self.events[part], pen.sealed_stream, building=self.building
                )
                for turn, error in page.write_apart(pen, projection, stamps[part], generation):
                    yield start + turn, error

    def _is_claim(self, pen: Pen, projection: Projection, error: Exception) -> bool:
        """Whether the command must be refused; what is built later can refuse nothing."""
        return not self.building and bool(projection.claimed(pen.broken_index(error)))

    def _write_one(self, pen: Pen, projection: Projection, stamps: Stamps, generation: int) -> None:
        for rows, sheet in self.sheets.get(projection, {}).items():
            table, found = rows.generation(generation), {}
            if self.building and not sheet.plain:
                pen.index(rows.key_index(generation))
            if sheet.wanted:
                now = pen.find(table, rows.names, rows.key, list(sheet.wanted))
                found = {rows.key_of(row): row for row in now}
            past = self._past(pen, rows, sheet, stamps, generation) if sheet.undone else None
            new, ended = sheet.fold(stamps, found, past)
            if ended:
                pen.end(table, rows.key, ended)
            if new:
                pen.insert(table, rows.all_names, new)

    def _past(self, pen: Pen, rows: Rows, sheet: Sheet, stamps: Stamps, generation: int) -> Past:
        """Where the undone events lie, and what they found: in this page, or written before."""
        if self.building:
            pen.index(rows.past_index(generation))
        here = {
            Ref(event.originator_id, event.originator_version): position
            for event, (position, _) in zip(self.events, stamps, strict=True)
        }
        past = Past()
        for key, ref in sheet.undone:
            position = here.get(ref) or pen.position(*ref) or 0
            past.watch(ref, position)
            row = pen.past(rows.generation(generation), rows.names, rows.key, key, position)
            if row:
                past.rows[key, position] = row
        return past


def _concerning(projection: Projection, turns: dict[type[Event], list[int]]) -> list[int]:
    """The turns of the events that a projection may hear, in order."""
    heard = (of for kind, of in turns.items() if kind in projection.handlers or kind in RESTATING)
    return sorted(chain.from_iterable(heard))


def _heard(
    projection: Projection,
    events: Sequence[Event],
    turns: Iterable[int],
    before: "_Before",
    poison: dict[int, Exception],
) -> dict[Rows, Sheet]:
    sheets: dict[Rows, Sheet] = {}
    handlers = projection.handlers
    for turn in turns:
        event = events[turn]
        try:
            if type(event) in RESTATING:
                said: Operations = list(projection.hear_restated(event, partial(before, event)))
            else:  # whole, so that a handler that raises says nothing
                said = list(handlers[type(event)](event))
        except Exception as error:  # noqa: BLE001  # whoever writes decides what it costs
            poison[turn] = error
            continue
        for op in said:
            rows = op[1]
            if not (sheet := sheets.get(rows)):
                sheet = sheets[rows] = Sheet(rows)
            sheet.hear(turn, event.pole_id, op)
    return sheets


class _Before:
    """Asked what came earlier in the stream of an event: recorded, or in the same page. Each
    stream is read once, whichever projections ask."""

    def __init__(self, page: Sequence[Event], streams: Streams) -> None:
        self.page, self.streams = page, cache(streams)
        self._of_page: dict[str, list[Event]] = {}

    def __call__(self, event: Event) -> list[Event]:
        here = [e for e in self._here(event) if e.originator_version < event.originator_version]
        first = here[0].originator_version if here else event.originator_version
        return [*self.streams(event.originator_id, first), *here]

    def _here(self, event: Event) -> list[Event]:
        if not self._of_page:
            for other in self.page:
                self._of_page.setdefault(other.originator_id, []).append(other)
        return self._of_page[event.originator_id]


def names_of(projections: Iterable[Projection]) -> list[str]:
    """The stored names to read for these; none means all, which needs no filter."""
    names = {name for projection in projections for name in projection.listens_to}
    return [] if len(names) == len(SHAPES) else sorted(names) or ["none"]

"""The writer: one transaction holds the events, the live projections and the receipts.

Whoever finds the pen free leads: it takes every command that waits into its own transaction, so
one wait for the disk serves them all (group commit).
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from threading import Lock
from typing import Any, NamedTuple

from msgspec import Struct
from sqlalchemy import Engine

from crm.event_store import reach
from crm.event_store.databases import kind_of_pen, pen
from crm.event_store.events import NAMES, Event
from crm.event_store.mapper import EventMapper
from crm.event_store.pens import Moment, Pen, Receipt
from crm.event_store.places import Places
from crm.event_store.projections import Page, Projection, Stamps
from crm.event_store.tables import events, parked, receipts
from crm.refusal import AlreadyHeld, Conflict

log = logging.getLogger("crm.event_store")
COLUMNS = tuple(c.name for c in events.columns)
RECEIPT = tuple(c.name for c in receipts.columns)
PARKED = tuple(c.name for c in parked.columns)
MOST = 256
"""Commands in one transaction: enough to share the disk, few enough to answer soon."""
VERSIONS = {"one_event_per_version", "events: originator_id originator_version"}


class Author(Struct, frozen=True, kw_only=True):
    """Who says it, for which pôle, through which door; `command_id` makes a repeat harmless."""

    pole_id: str
    actor_id: str
    command_id: str
    source: str = "page"
    """`page`, `api`, `import`, `offline`, `system` or `partner`."""
    import_id: str | None = None
    import_row: str | None = None
    """Sheet and row by number: a sheet's title may hold a name."""
    captured_at: int | None = None
    """Instant of the device (microseconds, UTC), for offline entries."""


class Submission:
    """What one command wants recorded, and what became of it: a receipt or an error."""

    __slots__ = ("at", "author", "error", "events", "failed", "receipt")

    def __init__(self, events: Sequence[Event], author: Author, at: int | None = None) -> None:
        self.events, self.author, self.at = events, author, at
        self.receipt: Receipt | None = None
        self.error: Exception | None = None
        self.failed: set[str] = set()
        """Streams of its group that lack an event: what follows there cannot be recorded."""

    @property
    def streams(self) -> set[str]:
        return {event.originator_id for event in self.events}


Lost = tuple[str, int, int, str, int]
"""(projection, generation, position, kind of error, instant): an event that a view lacks."""


class Serving(NamedTuple):
    """The generation of each projection that serves, and whether to write each by itself."""

    generations: dict[str, int]
    careful: bool


class _Group:
    def __init__(self, submissions: Sequence[Submission]) -> None:
        self.submissions, self.settled, self.turn = submissions, False, Lock()
        self.turn.acquire()
        failed: set[str] = set()
        for submission in submissions:
            submission.failed = failed


class Writer:
    """Appends, in turn."""

    def __init__(
        self,
        engine: Engine,
        mapper: EventMapper,
        projections: Sequence[Projection],
        parking: Callable[[], None] = lambda: None,
    ) -> None:
        """`parking` is called after events were parked."""
        self.engine, self.mapper, self.parking = engine, mapper, parking
        self.live = [projection for projection in projections if projection.live]
        self.names = {projection.name for projection in projections}
        self._waiting: list[_Group] = []
        self._mutex, self._busy = Lock(), False

    def append(self, submissions: Sequence[Submission]) -> None:
        """Gives each submission its receipt or its error; all share a transaction if they can."""
        mine = _Group(submissions)
        with self._mutex:
            self._waiting.append(mine)
            lead, self._busy = not self._busy, True
        if not lead:
            mine.turn.acquire()  # until it is settled, or until the pen is handed to it
        if not mine.settled:
            self._lead()

    def _lead(self) -> None:
        """Settles all who wait, then hands the pen on before it wakes those it served."""
        batch: list[_Group] = []
        with self._mutex:
            while self._waiting and sum(len(group.submissions) for group in batch) < MOST:
                batch.append(self._waiting.pop(0))
        try:
            for alike in _apart([s for group in batch for s in group.submissions]):
                self._settle(alike)
        finally:
            for group in batch:
                group.settled = True
            with self._mutex:
                heir = self._waiting[:1]
                self._busy = bool(heir)
            for group in [*heir, *batch]:
                group.turn.release()

    def _settle(self, batch: Sequence[Submission]) -> None:
        """All at once; if that fails, by halves, so that a conflict reaches the one who caused it
        and a broken projection costs nobody an event."""
        left = [s for s in batch if not self._blocked(s)]
        try:
            if left:
                self._write(left)
        except Exception as error:  # noqa: BLE001  # given to those it concerns
            left = [s for s in left if not s.receipt]
            fatal = kind_of_pen(self.engine).unavailable(error)
            if fatal or (len(left) == 1 and isinstance(error, Conflict)):
                for submission in left:
                    submission.failed |= submission.streams
                    submission.error = error
            elif len(left) == 1:
                self._settle_alone(left[0])
            else:
                half = len(left) // 2
                self._settle(left[:half])
                self._settle(left[half:])

    def _blocked(self, submission: Submission) -> bool:
        if submission.streams & submission.failed:
            submission.error = Conflict()
            submission.failed |= submission.streams
        return submission.error is not None

    def _settle_alone(self, submission: Submission) -> None:
        try:
            self._write([submission], careful=True)
        except Exception as error:  # noqa: BLE001  # raised again where the command waits
            submission.failed |= submission.streams
            submission.error = error

    def _write(self, batch: Sequence[Submission], *, careful: bool = False) -> None:
        said = [event for submission in batch for event in submission.events]
        page = Page(self.live, said, self._stream)
        poles = {submission.author.pole_id for submission in batch}
        given: dict[str, Receipt] = {}
        lost: list[Lost] = []
        with pen(self.engine, reach.said_later) as p:
            now = p.enter(list(poles), len(said), [s.author.command_id for s in batch])
            if not now.receipts:
                rows, given = self._rows(batch, now, Places(p, now.positions))
                try:
                    lost = self._insert(p, page, rows, given, Serving(now.serving, careful))
                except Exception as error:
                    raise self._named(p, error) from error
        known = now.receipts or given
        for submission in batch:
            submission.receipt = known.get(submission.author.command_id)
        for name, _, position, kind, _ in lost:
            log.error("projection %s lacks the event at position %d: %s", name, position, kind)
        if lost:
            self.parking()
        if now.receipts and (rest := [s for s in batch if not s.receipt]):
            self._write(rest, careful=careful)

    def _stream(self, originator_id: str, version: int) -> list[Event]:
        with pen(self.engine) as p:
            return p.sealed_stream(originator_id, version)

    def _insert(
        self, p: Pen, page: Page, rows: list[Any], given: dict[str, Receipt], serving: Serving
    ) -> list[Lost]:
        """Answers the events that projections lack from now on: they are parked."""
        stamps = [(row[0], row[6]) for row in rows]
        with p.writes(len(rows), apart=serving.careful):
            p.insert(events, COLUMNS, rows)
            p.insert(receipts, RECEIPT, [(id_, *receipt[:3]) for id_, receipt in given.items()])
            broken = [(v, turn, error) for v, t in page.poison.items() for turn, error in t.items()]
            if serving.careful:
                broken += self._write_apart(p, page, stamps, serving.generations)
            else:
                page.write(p, stamps, serving.generations)
            lost = [
                (v.name, generation, stamps[turn][0], type(error).__name__, stamps[turn][1])
                for v, turn, error in broken
                if (generation := serving.generations.get(v.name))
            ]
            if lost:
                p.insert(parked, PARKED, lost)
            self._mark_stale(p, serving.generations.keys() - self.names)
        return lost

    def _write_apart(
        self, p: Pen, page: Page, stamps: Stamps, serving: dict[str, int]
    ) -> Iterator[tuple[Projection, int, Exception]]:
        """Each projection under its own savepoint: an event that one of them refuses is parked,
        nothing else; but a claim already held refuses the command."""
        for projection in page.sheets:
            if generation := serving.get(projection.name):
                for turn, error in page.write_apart(p, projection, stamps, generation):
                    yield projection, turn, error

    def _mark_stale(self, p: Pen, names: Iterable[str]) -> None:
        """Projections that this process does not know: they lack an event."""
        for name in names:
            p.run(
                "UPDATE projection_generations SET state='stale' "
                "WHERE projection=? AND state='serving'",
                name,
            )

    def _claim(self, p: Pen, error: Exception) -> AlreadyHeld | None:
        broken = p.broken_index(error)
        for projection in self.live:
            if claim := projection.claimed(broken):
                return AlreadyHeld(rows=claim[0], columns=claim[1])
        return None

    def _named(self, p: Pen, error: Exception) -> Exception:
        """The refusal that a uniqueness error stands for; other errors as they are."""
        if p.broken_index(error) in VERSIONS:
            return Conflict()
        return self._claim(p, error) or error

    def _rows(
        self, batch: Sequence[Submission], now: Moment, places: Places
    ) -> tuple[list[Any], dict[str, Receipt]]:
        rows: list[Any] = []
        given: dict[str, Receipt] = {}
        at = now.last_at
        for submission in batch:
            at = max(at, now.now if submission.at is None else submission.at)
            said, author = submission.events, submission.author
            taken = places.take(len(said))
            rows += [_row(*one, author, at, self.mapper) for one in zip(said, taken, strict=True)]
            given[author.command_id] = Receipt(taken[0], taken[-1], at)
        return rows, given


def _apart(batch: Sequence[Submission]) -> Iterator[Sequence[Submission]]:
    """The batch, but for commands that it holds twice (a double click): these come after, and
    find the receipt of the first."""
    seen: set[str] = set()
    again: list[Submission] = []
    firsts: list[Submission] = []
    for submission in batch:
        known = submission.author.command_id in seen
        seen.add(submission.author.command_id)
        (again if known else firsts).append(submission)
    yield firsts
    if again:
        yield from _apart(again)


def _row(
    event: Event, position: int, author: Author, at: int, mapper: EventMapper
) -> tuple[Any, ...]:
    return (
        position,
        event.pole_id,
        event.originator_id,
        event.originator_version,
        NAMES[type(event)],
        mapper.state(event),
        at,
        event.occurred_on,
        event.occurred_precision,
        event.actor_id,
        author.source,
        event.action,
        author.command_id,
        author.import_id,
        author.import_row,
        event.cause,
        author.captured_at,
    )

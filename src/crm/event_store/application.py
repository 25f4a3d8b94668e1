"""The event store as the rooms know it: handle commands, load, record, and ask."""

import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from sqlalchemy import Engine, select

from crm.event_store import reach
from crm.event_store.collecting import uncollected
from crm.event_store.commands import Author, Command, Desk
from crm.event_store.databases import head, open_engine
from crm.event_store.events import NAMES, Aggregate, Event
from crm.event_store.keyring import Keyring
from crm.event_store.late_reads import LateReads
from crm.event_store.lateness import late
from crm.event_store.mapper import EventMapper
from crm.event_store.pens import Receipt
from crm.event_store.projections import Projection
from crm.event_store.rebuild import Builder, Progress
from crm.event_store.recorded import Reader, Recorded
from crm.event_store.recorder import EventRecorder, Library
from crm.event_store.schema import Health, create_tables, health, open_projections
from crm.event_store.stream_cache import StreamCache
from crm.event_store.tables import receipts
from crm.event_store.waiting import Waiting
from crm.event_store.writer import Submission, Writer
from crm.refusal import AlreadyHeld, Conflict, Refusal, Unknown

Clock = Callable[[], int]
"""The instant it is: microseconds since 1970, UTC."""
Outcome = Receipt | Refusal
A = TypeVar("A", bound=Aggregate)
TRIES = 3
TOGETHER = 1_000
"""Commands of a group that share one append."""


class EventStore:
    """Every event, in order, and the projections kept true to it."""

    def __init__(
        self,
        engine: Engine,
        projections: Sequence[Projection],
        keyring: Keyring,
        clock: Clock | None = None,
    ) -> None:
        self.engine, self.projections, self.keyring = engine, list(projections), keyring
        self._given_clock = clock
        self.clock: Clock = clock or _now
        self.mapper = EventMapper(keyring)
        create_tables(engine)
        open_projections(engine, self.projections)
        self.late_reads = LateReads(engine, self.projections)
        writer = Writer(engine, self.mapper, self.projections, self.late_reads.forget)
        self.recorder = EventRecorder(engine, writer)
        self.library = Library(self.mapper, self.recorder)
        self._reader, self.waiting = Reader(engine, self.mapper), Waiting(engine)
        self.streams = StreamCache(engine, self.mapper)
        again = open_engine(engine.url.render_as_string(hide_password=False), durable=False)
        self.builder = Builder(again)

    def handle(self, command: Command, author: Author) -> Receipt:
        """Decides and records: events, live projections and receipt, or nothing. The next page
        already shows them. A repeated command records nothing and gets its first receipt.

        Raises Refusal, as decided; Conflict when somebody else wrote in between (after three
        tries for a command that adds); AlreadyHeld when a claim of a projection is taken.
        """
        for attempt in range(1, TRIES + 1):
            try:
                submission = self._decide(command, author, {})
            except Exception:
                if repeated := self.receipts([author.command_id]):
                    return repeated[author.command_id]
                raise
            try:
                return self._record(submission)
            except AlreadyHeld:
                raise
            except Conflict:
                if not command.adds or attempt == TRIES:
                    raise
                time.sleep(random.uniform(0.002, 0.02) * attempt)  # noqa: S311  # not a secret
        raise Conflict

    def handle_all(self, pairs: Iterable[tuple[Command, Author]]) -> list[Outcome]:
        """Many commands in few appends; each keeps its own receipt and gets its own outcome.

        Aggregates stay loaded from one to the next, so each is decided on what those before it
        decided; projections show it after each thousand. A refused one costs the others nothing.
        """
        outcomes: list[Outcome] = []
        kept: dict[str, Aggregate] = {}
        coming = iter(pairs)
        while chunk := list(islice(coming, TOGETHER)):
            outcomes += self._handle_chunk(chunk, kept)
        return outcomes

    def record(self, *aggregates: Aggregate, author: Author) -> Receipt:
        """What these aggregates triggered. Raises Conflict and AlreadyHeld."""
        events = [event for aggregate in aggregates for event in aggregate.collect_events()]
        return self._record(self._submission(events, author))

    def receipts(self, command_ids: Sequence[str]) -> dict[str, Receipt]:
        """The receipts already given to these commands."""
        found: dict[str, Receipt] = {}
        columns = list(receipts.c)
        with self.engine.connect() as db:
            for start in range(0, len(command_ids), 500):
                some = receipts.c.command_id.in_(command_ids[start : start + 500])
                for id_, first, last, at in db.execute(select(*columns).where(some)):
                    found[id_] = Receipt(first, last, at, repeated=True)
        return found

    def load(self, kind: type[A], id: str) -> A:
        """The aggregate as it stands. Raises Unknown when there is none of this kind within
        reach."""
        events = self.streams.events(id)
        if not events or not reach.covers(events[0].pole_id):
            raise Unknown
        owner = Aggregate.by_noun.get(NAMES[type(events[0])].partition(".")[0], kind)
        if owner is not kind:
            raise Unknown
        return kind(id).take_in(events)

    def events(self, positions: Sequence[int]) -> list[Recorded]:
        """The events at these positions, opened, with their envelope: one query."""
        return self._reader.at(positions)

    def stream(self, originator_id: str, after: int = 0) -> list[Recorded]:
        """The events of one aggregate above a version, opened."""
        return self._reader.stream(originator_id, after)

    def recorded_between(
        self, pole_id: str, start: int, end: int, limit: int = 10_000
    ) -> list[Recorded]:
        """What a pôle recorded from an instant to before another one (microseconds, UTC)."""
        return self._reader.recorded_between(pole_id, start, end, limit)

    def open(self, subject: str, seal_class: str, sealed: str) -> str:
        """The clear text of a sealed column; « [effacé] » once its key is gone."""
        return self.keyring.open(subject, seal_class, sealed) if sealed else sealed

    def open_many(self, sealed: Iterable[tuple[str, str, str | None]]) -> list[str]:
        """The same for many (subject, class, text), their keys fetched in one query."""
        asked = list(sealed)
        self.keyring.hold({(subject, kind) for subject, kind, text in asked if text}, making=False)
        return [self.open(subject, kind, text or "") for subject, kind, text in asked]

    def head(self) -> int:
        """A position below which every event is visible."""
        return head(self.engine)

    def health(self) -> Health:
        """Where the store and each of its projections stand."""
        return health(self.engine, self.projections)

    def late(self) -> frozenset[str]:
        """The names of our projections that lack events until they are built anew."""
        return late(self.engine) & {p.name for p in self.projections}

    def wait_for(self, projection: Projection, position: int, timeout: float = 1.0) -> bool:
        """Whether a deferred projection tells of a position (a receipt's `last`) in time
        (seconds)."""
        return self.waiting.wait_for(projection, position, timeout)

    def rebuild(
        self,
        *projections: Projection,
        progress: Progress = lambda _reached, _upto: None,
        replacing: bool = False,
    ) -> None:
        """Builds these anew (all when none is named), compares, and lets them serve.

        Raises Differs when one that serves is not equal to what its events say, unless it is to
        be replaced; Overtaken when another process is at it.
        """
        chosen = projections or tuple(self.projections)
        self.builder.rebuild(*chosen, progress=progress, replacing=replacing)
        for projection in chosen:
            self.builder.sweep(projection)
        self.late_reads.forget()

    def checksums(self, upto: int | None = None) -> dict[str, int | None]:
        """By projection, one number for its rows as they stood after a position (the head)."""
        upto = self.head() if upto is None else upto
        return {p.name: self.builder.checksum(p, upto) for p in self.projections}

    def close(self) -> None:
        """Gives back threads and connections."""
        self.recorder.bell.close()
        self.library.close()
        self.engine.dispose()
        self.builder.engine.dispose()
        self.keyring.engine.dispose()

    def _submission(self, events: Sequence[Event], author: Author) -> Submission:
        at = self._given_clock() if self._given_clock else None
        return Submission(events, author, at)

    def _record(self, submission: Submission) -> Receipt:
        if not submission.events:
            given = self.receipts([submission.author.command_id])
            return given.get(submission.author.command_id) or Receipt(0, 0, self.clock())
        self._append([submission])
        return _receipt(submission)

    def _append(self, submissions: Sequence[Submission]) -> None:
        """Sealed together: one transaction makes the keys of all the persons they name."""
        said = [event for submission in submissions for event in submission.events]
        with uncollected(len(said)):
            sealed = iter(self.mapper.seal_all(said))
            for submission in submissions:
                submission.events = list(islice(sealed, len(submission.events)))
            self.recorder.append(submissions)

    def _decide(self, command: Command, author: Author, kept: dict[str, Aggregate]) -> Submission:
        desk = Desk(self, author, self.clock(), kept)
        try:
            command.decide(desk)
        except BaseException:
            desk.unsay()
            raise
        finally:
            desk.close()
        return self._submission(desk.collect_events(), author)

    def _handle_chunk(
        self, chunk: list[tuple[Command, Author]], kept: dict[str, Aggregate]
    ) -> Iterator[Outcome]:
        done: dict[str, Outcome | Submission] = dict(
            self.receipts([author.command_id for _, author in chunk])
        )
        first: dict[str, int] = {}
        for n, (command, author) in enumerate(chunk):
            if author.command_id not in done:
                first[author.command_id] = n
                done[author.command_id] = self._try(command, author, kept)
        decided = [s for s in done.values() if isinstance(s, Submission) and s.events]
        if decided:
            self._append(decided)
        if any(submission.error for submission in decided):
            kept.clear()
        for n, (command, author) in enumerate(chunk):
            outcome = done[author.command_id]
            if isinstance(outcome, Submission):
                done[author.command_id] = outcome = self._outcome(outcome, command, author)
            if isinstance(outcome, Receipt) and first.get(author.command_id, n) != n:
                outcome = outcome._replace(repeated=True)
            yield outcome

    def _try(
        self, command: Command, author: Author, kept: dict[str, Aggregate]
    ) -> Submission | Refusal:
        try:
            return self._decide(command, author, kept)
        except Refusal as refusal:
            return refusal

    def _outcome(self, submission: Submission, command: Command, author: Author) -> Outcome:
        if not submission.events:
            return Receipt(0, 0, self.clock())
        try:
            return _receipt(submission)
        except AlreadyHeld as refusal:
            return refusal
        except Conflict:
            try:
                return self.handle(command, author)
            except Refusal as refusal:
                return refusal


def _receipt(submission: Submission) -> Receipt:
    if submission.receipt:
        return submission.receipt
    raise submission.error or LookupError("neither receipt nor error")


def _now() -> int:
    return time.time_ns() // 1000

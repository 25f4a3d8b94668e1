"""The library's recorder on our tables: it reads streams, and tails the store without a hole."""

import time
from collections.abc import Callable, Sequence
from threading import Event
from typing import Any

from eventsourcing.application import Application
from eventsourcing.persistence import (
    ApplicationRecorder,
    Mapper,
    Notification,
    StoredEvent,
    Subscription,
)
from sqlalchemy import Engine, func, select

from crm.event_store import reach
from crm.event_store.bell import Bell
from crm.event_store.databases import head
from crm.event_store.events import new_id, read
from crm.event_store.mapper import EventMapper
from crm.event_store.tables import events
from crm.event_store.writer import Author, Submission, Writer
from crm.refusal import Unknown


class Library(Application[str]):
    """The eventsourcing library's application on our mapper and recorder: its notification log
    and its subscriptions read what the event store records."""

    name = "events"

    def __init__(self, mapper: EventMapper, recorder: "EventRecorder") -> None:
        self._own_mapper, self._own_recorder = mapper, recorder
        super().__init__()

    def construct_mapper(self) -> Mapper[str]:
        return self._own_mapper

    def construct_recorder(self) -> ApplicationRecorder:
        return self._own_recorder


class EventRecorder(ApplicationRecorder):
    """Appends through the writer; wakes whoever follows."""

    def __init__(self, engine: Engine, writer: Writer) -> None:
        self.engine, self.writer = engine, writer
        self.bell = Bell(engine)
        self.measure: Callable[[int, float], None] | None = None
        """Told the events of each append and the seconds it took, when somebody counts."""
        self._listening: set[Event] = set()

    def append(self, submissions: Sequence[Submission]) -> None:
        """Each gets its receipt or its error; followers are told.

        Raises Unknown when one is for a pôle out of reach.
        """
        if not all(reach.covers(submission.author.pole_id) for submission in submissions):
            raise Unknown
        start = time.perf_counter()
        self.writer.append(submissions)
        if self.measure:
            new = (s for s in submissions if s.receipt and not s.receipt.repeated)
            self.measure(sum(len(s.events) for s in new), time.perf_counter() - start)
        self._tell()
        self.bell.ring()

    def listen(self, news: Event) -> None:
        """Sets `news` whenever something is recorded, here or by another process."""
        self._listening.add(news)
        self.bell.hear(self._tell)

    def unlisten(self, news: Event) -> None:
        self._listening.discard(news)

    def _tell(self) -> None:
        for news in tuple(self._listening):
            news.set()

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int]:
        """The library's way in, for its own tools; the event store records through `append`."""
        sealed = [read(event.topic, event.state) for event in stored_events]
        author = kwargs.get("author") or Author(
            pole_id=sealed[0].pole_id, actor_id=sealed[0].actor_id, command_id=new_id()
        )
        submission = Submission(sealed, author)
        self.append([submission])
        if not submission.receipt:
            raise submission.error or LookupError("no receipt")
        return range(submission.receipt.first, submission.receipt.last + 1)

    def select_events(
        self,
        originator_id: Any,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """One stream, in order; nothing when its pôle is out of reach."""
        version = events.c.originator_version
        query = select(events.c.originator_id, version, events.c.topic, events.c.state)
        query = query.where(
            events.c.originator_id == originator_id, *reach.within(events.c.pole_id)
        )
        if gt is not None:
            query = query.where(version > gt)
        if lte is not None:
            query = query.where(version <= lte)
        query = query.order_by(version.desc() if desc else version).limit(limit)
        with self.engine.connect() as db:
            return [StoredEvent(i, v, t, s.encode()) for i, v, t, s in db.execute(query)]

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """In order and without holes: never past the head, where an append may be on its way.

        Of the whole house, whoever asks: projections and other systems follow it.
        """
        after = 0 if start is None else start - inclusive_of_start
        upto = min(stop or 2**62, head(self.engine))
        c = events.c
        query = select(c.originator_id, c.originator_version, c.topic, c.state, c.position)
        query = query.where(c.position > after, c.position <= upto)
        if topics:
            query = query.where(c.topic.in_(topics))
        with reach.whole_house(), self.engine.connect() as db:
            found = db.execute(query.order_by(c.position).limit(limit))
            return [Notification(i, v, t, s.encode(), n) for i, v, t, s, n in found]

    def max_notification_id(self) -> int | None:
        return head(self.engine) or None

    def subscribe(
        self, gt: int | None = None, topics: Sequence[str] = ()
    ) -> Subscription[ApplicationRecorder]:
        return Tail(self, gt=gt, topics=topics)

    def reached(self) -> int:
        """The last position seen, perhaps ahead of one still on its way: cheap, to know if there
        is anything to read."""
        with reach.whole_house(), self.engine.connect() as db:
            return db.scalar(select(func.max(events.c.position))) or 0


class Tail(Subscription[ApplicationRecorder]):
    """Events as they come: woken by this process, and looking by itself for those of others."""

    every = 0.1

    def __init__(self, recorder: EventRecorder, gt: int | None, topics: Sequence[str]) -> None:
        super().__init__(recorder, gt=gt, topics=topics)
        self.tailed, self._at, self._read = recorder, gt or 0, list[Notification]()
        self._news = Event()
        recorder.listen(self._news)

    def stop(self) -> None:
        super().stop()
        self.tailed.unlisten(self._news)
        self._news.set()

    def __next__(self) -> Notification:
        while not self._read:
            if self._has_been_stopped:
                raise StopIteration
            if self.tailed.reached() > self._at:
                found = self.tailed.select_notifications(
                    self._at, 1000, topics=self._topics, inclusive_of_start=False
                )
                self._read = list(reversed(found))
            if not self._read:
                self._news.wait(self.every)
                self._news.clear()
        self._at = self._read[-1].id
        return self._read.pop()

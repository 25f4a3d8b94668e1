"""The worker: brings deferred projections to the head, builds anew those that are late, and does
what it is given to do regularly. A thread beside the pages, or a process; several at once.
"""

import logging
import time
from collections.abc import Callable, Sequence
from functools import partial
from queue import SimpleQueue
from threading import Event, Thread
from typing import Protocol

from crm.event_store.claims import claimed
from crm.event_store.databases import kind_of_pen
from crm.event_store.late_reads import LateReads
from crm.event_store.lateness import late, mendable
from crm.event_store.projections import Projection
from crm.event_store.rebuild import Builder, Overtaken
from crm.event_store.recorder import EventRecorder
from crm.event_store.waiting import Waiting

log = logging.getLogger("crm.event_store")
GLANCE = {"sqlite": 0.02, "postgresql": 0.2}
"""Seconds after which a worker looks by itself for what other processes recorded."""
EVERY = 1.0
"""Seconds between two rounds of mending and chores."""
AGAIN, LONGEST = 60.0, 3600.0
"""Seconds after which work that failed is tried again, the first time and at most."""

Chore = Callable[[], object]
"""Something done regularly: cheap when there is nothing to do."""


class Store(Protocol):
    """What a worker asks of the event store."""

    projections: list[Projection]
    recorder: EventRecorder
    builder: Builder
    waiting: Waiting
    late_reads: LateReads


class Worker:
    """Works until it is stopped; a failure costs one piece of work, never the worker."""

    def __init__(self, store: Store, chores: Sequence[Chore] = ()) -> None:
        self.store, self.chores = store, list(chores)
        self.deferred = [p for p in store.projections if not p.live]
        self.news, self._stopped = Event(), Event()
        self._thread: Thread | None = None
        self._not_before: dict[str, float] = {}
        self._patience: dict[str, float] = {}
        self.failed: dict[str, str] = {}
        """By work that failed the last time it was tried here, the kind of error."""
        self._least, self._done = -1, 0.0
        """How far the deferred projection furthest behind had come when last looked at."""

    def start(self) -> None:
        """Works in a thread of its own."""
        self._thread = Thread(target=self.run, name="worker", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Ends after the page under way."""
        self._stopped.set()
        self.news.set()
        if self._thread:
            self._thread.join(timeout=30)

    def run(self) -> None:
        """Works here until `stop`."""
        recorder = self.store.recorder
        recorder.listen(self.news)
        glance = GLANCE[recorder.engine.dialect.name]
        while not self._stopped.is_set():
            self.news.clear()
            try:
                self.round()
            except Exception as error:  # noqa: BLE001  # the database may come back
                _tell("worker", error)
                self._stopped.wait(1)
            self.news.wait(glance)
        recorder.unlisten(self.news)

    def round(self) -> None:
        """What there is to do now."""
        if self.deferred and (reached := self.store.recorder.reached()) != self._least:
            self.catch_up()  # perhaps not to the end: an append on its way, another worker at it
            least = self.store.waiting.least(self.deferred)
            self._least = reached if least is None else least
        if time.monotonic() - self._done > EVERY:
            self.mend()
            self.do_chores()
            self._done = time.monotonic()

    def catch_up(self) -> None:
        """Brings each deferred projection to the head, unless another worker is at it."""
        for projection in self.deferred:
            self._work(projection.name, partial(self._advance, projection))

    def mend(self) -> None:
        """Builds anew the projections that lack events, if this code can now hear them."""
        engine = self.store.recorder.engine
        if names := late(engine):
            for projection in self.store.projections:
                if projection.name in names and mendable(engine, projection):
                    work = partial(self._mend, projection)
                    self._work(projection.name, work, _mending(projection))

    def mend_now(self, projection: Projection) -> bool:
        """Builds it anew at once, late or not, in a thread of its own; this worker need not have
        been started. Answers when that is begun; False when somebody is at it already."""
        begun: SimpleQueue[bool] = SimpleQueue()

        def build() -> None:
            begun.put(True)
            self._rebuild(projection)

        def work() -> None:
            self._not_before.pop(_mending(projection), None)
            self._work(projection.name, build, _mending(projection))
            begun.put(False)

        Thread(target=work, name=f"mend {projection.name}", daemon=True).start()
        return begun.get()

    def do_chores(self) -> None:
        for number, chore in enumerate(self.chores):
            self._work(f"chore {number}", chore)

    def _advance(self, projection: Projection) -> None:
        self.store.builder.catch_up(projection)
        self.store.waiting.advance()

    def _mend(self, projection: Projection) -> None:
        if projection.name in late(self.store.recorder.engine):  # no other worker has by now
            self._rebuild(projection)

    def _rebuild(self, projection: Projection) -> None:
        log.warning("projection %s is built anew", projection.name)
        self.store.builder.rebuild(projection)
        self.store.builder.sweep(projection)
        self.store.late_reads.forget()
        log.warning("projection %s serves again", projection.name)
        self._wait(_mending(projection))  # if it is late again, this code does not mend it

    def _work(self, name: str, work: Callable[[], object], waiting: str = "") -> None:
        """One piece of work, under the claim of this name; what failed waits longer each time,
        under another name when the claim serves for two kinds of work."""
        waiting = waiting or name
        if time.monotonic() < self._not_before.get(waiting, 0.0):
            return
        try:
            with claimed(self.store.recorder.engine, name) as ours:
                if ours:
                    work()
                    self.failed.pop(name, None)
                    if waiting == name:
                        self._patience.pop(name, None)
        except Overtaken:
            return
        except Exception as error:  # noqa: BLE001  # the worker goes on
            self.failed[name] = type(error).__name__
            _tell(name, error)
            if self._is_away(error):
                self._not_before[waiting] = time.monotonic() + EVERY
            else:
                self._wait(waiting)

    def _is_away(self, error: Exception) -> bool:
        """Whether the database failed, not the work: it may be back in a second."""
        kind = kind_of_pen(self.store.recorder.engine)
        return kind.unavailable(getattr(error, "orig", None) or error)

    def _wait(self, name: str) -> None:
        self._patience[name] = min(2 * self._patience.get(name, AGAIN / 2), LONGEST)
        self._not_before[name] = time.monotonic() + self._patience[name]


def _mending(projection: Projection) -> str:
    return f"mend {projection.name}"


def _tell(work: str, error: Exception) -> None:
    """The kind of error alone: a message may quote what somebody wrote."""
    log.error("%s: %s", work, type(error).__name__)

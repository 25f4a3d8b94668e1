"""Long histories of invented pôles: what offices record in years, at the pace of a benchmark.

Events are made straight, without the decisions of the rooms, and recorded through the engine in
long appends. The same numbers and seed tell the same events, ids and instants included.
"""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice

from benchmarks.office import Office
from crm.event_store import EventStore
from crm.event_store.writer import Submission

SEED, FIRST, YEARS = 2026, date(2018, 1, 8), 8
OF_A_POLE = 40_000
"""Events of one pôle in all those years: about 5,000 a year."""
MOST_POLES = 25
TOGETHER = 1_000
"""Commands in one append."""


class History:
    """So many events of so many pôles, told day after day; each office keeps what it knows."""

    def __init__(
        self, events: int, poles: int | None = None, years: int = YEARS, seed: int = SEED
    ) -> None:
        self.events, self.days = events, years * 260
        self.chance = random.Random(seed)
        fitting = min(MOST_POLES, max(1, events // OF_A_POLE))
        self.offices = [Office(self.chance, number + 1) for number in range(poles or fitting)]

    def tell(self) -> Iterator[Submission]:
        """Each command with its instant, in order; the last one reaches the number of events."""
        left, day = self.events, FIRST
        for number in range(self.days):
            while day.weekday() > 4:
                day += timedelta(days=1)
            morning = int(datetime(day.year, day.month, day.day, 13, tzinfo=UTC).timestamp())
            due = left // (self.days - number) if number < self.days - 1 else left
            for submission in self._day(day, morning * 1_000_000, due):
                left -= len(submission.events)
                yield submission
            day += timedelta(days=1)

    def _day(self, day: date, morning: int, due: int) -> Iterator[Submission]:
        """What all the offices say of one day, in turns, until so many events are said."""
        turn = 0
        while due > 0:
            office = self.offices[self.chance.randrange(len(self.offices))]
            submission = office.work(day, morning + turn * 10_000_000)
            turn, due = turn + 1, due - len(submission.events)
            yield submission


def record(store: EventStore, history: History) -> None:
    """Through the engine: sealed, with receipts and all the store's live projections."""
    coming = history.tell()
    while some := list(islice(coming, TOGETHER)):
        store._append(some)
        if errors := [s.error for s in some if s.error]:
            raise errors[0]

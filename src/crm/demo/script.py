"""The script: who asks what, and on which day it was written down."""

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import NamedTuple

from crm.event_store import Command
from crm.event_store.commands import HERE

MORNING, OFFICE_HOURS = 8, 9
LAGS = (0, 0, 0, 0, 0, 0, 1, 1, 2, 3, 6, 14)
"""Days between the act and its recording: most the same day, some from the road."""


class DemoClock:
    """The hour it is in the script: each look at it moves it on, within office hours."""

    def __init__(self) -> None:
        self._instant, self._tick = 0, 1

    def __call__(self) -> int:
        """Microseconds, UTC."""
        self._instant += self._tick
        return self._instant

    def open_day(self, day: date, looks: int) -> None:
        """The morning of a day during which the clock is looked at so many times."""
        morning = datetime.combine(day, time(MORNING), HERE)
        self._instant = max(self._instant, int(morning.timestamp()) * 1_000_000)
        self._tick = OFFICE_HOURS * 3_600_000_000 // max(1, looks)


class Line(NamedTuple):
    """One command of the script."""

    recorded_on: date
    actor_id: str
    command: Command


class Script:
    """Lines in the order they are written down: what is said of one thing stays in its order."""

    def __init__(self, chance: random.Random, last: date) -> None:
        self.chance, self.last = chance, last
        self._lines: list[Line] = []
        self._reached: dict[str, date] = {}

    def say(self, actor_id: str, command: Command, about: str, *, late: bool = True) -> date:
        """Adds a command about a thing; answers the day it is written down."""
        happened = command.occurred_on or self.last
        lag = timedelta(days=self.chance.choice(LAGS) if late else 0)
        written = min(max(happened + lag, self._reached.get(about, happened)), self.last)
        self._reached[about] = written
        self._lines.append(Line(written, actor_id, command))
        return written

    def days(self) -> Iterator[tuple[date, list[Line]]]:
        """The lines of each day, in order."""
        self._lines.sort(key=lambda line: line.recorded_on)
        for day, lines in groupby(self._lines, key=lambda line: line.recorded_on):
            yield day, list(lines)


def weekday(day: date) -> date:
    """The day itself, or the Friday before when it falls on a week-end."""
    return day - timedelta(days=max(0, day.weekday() - 4))

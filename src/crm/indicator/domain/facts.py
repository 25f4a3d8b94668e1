"""What is known of each enterprise followed: the raw material of the figures."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple


class Portrait(NamedTuple):
    """A workforce portrait; a count that is not a number is None."""

    version: int
    position: int
    occurred_on: date
    headcount: int | None = None
    fte_hundredths: int | None = None
    permanent: int | None = None
    vacant_posts: int | None = None
    aged_55_plus: int | None = None
    plan: str = "not_asked"
    """What the enterprise answered about a plan in force."""


class Departure(NamedTuple):
    """What the direction said of its departure; `horizon` is a DepartureHorizon."""

    version: int
    position: int
    occurred_on: date
    horizon: str


class Plan(NamedTuple):
    """A written plan adopted that day, or the end of plans told that day."""

    version: int
    position: int
    occurred_on: date
    adopted: bool = True
    valid_until: date | None = None


class Follow(NamedTuple):
    """From that day on the enterprise is followed, or no longer."""

    version: int
    occurred_on: date
    followed: bool


class Known(NamedTuple):
    """All that was told of one enterprise, whatever the date."""

    enterprise_id: str
    name: str
    mrc: str | None
    portraits: Sequence[Portrait] = ()
    departures: Sequence[Departure] = ()
    plans: Sequence[Plan] = ()
    follows: Sequence[Follow] = ()

    def followed_on(self, day: date) -> bool:
        """Told so by that day, and not released since."""
        told = [follow for follow in self.follows if follow.occurred_on <= day]
        return bool(told) and max(told, key=lambda one: (one.occurred_on, one.version)).followed

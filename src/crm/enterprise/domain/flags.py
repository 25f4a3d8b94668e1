"""What a visit shows that nobody should forget: seen from what was told, and proposed as a task.

Each flag is an indicator of the network's frame read on one enterprise (I-03, I-05, I-12, I-13,
I-17, I-21). Nothing is planned from here: somebody decides to.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

STALE = timedelta(days=730)
"""A portrait older than 24 months is out of date."""
SOON, LATER = timedelta(days=30), timedelta(days=90)
NEAR = {"up_to_24_months": SOON, "25_to_60_months": LATER}
"""A departure within five years, and how soon its task is proposed."""


class Leaving(NamedTuple):
    """Somebody told when they expect to leave a post."""

    post: str
    horizon: str
    told_on: date


class Facts(NamedTuple):
    """What was last told of an enterprise's people, numbers unknown left out."""

    counts: Mapping[str, int]
    """By field of a portrait of the workforce or of the board."""
    told_on: date | None = None
    """The day of the portrait of the workforce."""
    board_on: date | None = None
    leaving: tuple[Leaving, ...] = ()
    has_plan: bool = False
    recruits_hard: bool = False


class Flag(NamedTuple):
    """What to look at; `code` is its kind, a dot, and what it bears on."""

    code: str
    indicator: str
    told_on: date
    due_on: date
    """Proposed: whoever plans it chooses."""
    numbers: tuple[tuple[str, int], ...] = ()
    horizon: str = ""

    @property
    def kind(self) -> str:
        return self.code.partition(".")[0]


def flags_of(facts: Facts, today: date) -> list[Flag]:
    """What to look at today, the most pressing first."""
    return sorted(_seen(facts, today), key=lambda flag: flag.due_on)


def _seen(facts: Facts, today: date) -> Iterator[Flag]:
    count, told, board = facts.counts.get, facts.told_on or today, facts.board_on or today
    if not facts.has_plan:
        for one in facts.leaving:
            if one.horizon in NEAR:
                due = today + NEAR[one.horizon]
                code = f"leaving.{one.post}"
                yield Flag(code, "I-05", one.told_on, due, horizon=one.horizon)
        if retiring := count("retirements_5_years", 0):
            yield Flag("retiring", "I-17", told, today + LATER, (("n", retiring),))
    if vacant := count("vacant_posts", 0):
        yield Flag("vacant", "I-12", told, today + SOON, (("n", vacant),))
    if facts.recruits_hard:
        yield Flag("recruiting", "I-13", told, today + SOON)
    if (empty := count("seats", 0) - count("filled", count("seats", 0))) > 0:
        seats = (("n", empty), ("whole", count("seats", 0)))
        yield Flag("seats", "I-21", board, today + LATER, seats)
    if not facts.told_on or facts.told_on < today - STALE:
        yield Flag("stale", "I-03", facts.told_on or date.min, today + LATER)

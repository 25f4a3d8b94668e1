"""The same figures by MRC, and which cells stay untold so that no total gives them away."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from crm.indicator.domain.definitions import SMALLEST
from crm.indicator.domain.facts import Known
from crm.indicator.domain.figures import Answers, Counted, answers_on

TOLD = ("I-01", "I-02", "I-03", "I-05")
"""The figures that a line tells."""


class Territory(NamedTuple):
    """One MRC; None is a cell not given out."""

    mrc: str | None
    followed: int
    covered: int
    known: int | None
    near: int | None
    at_risk: int | None

    @property
    def coverage(self) -> float:
        return self.covered / self.followed if self.followed else 0.0

    @property
    def share(self) -> float | None:
        """Departures within five years among the horizons known; None when untold."""
        return self.near / self.known if self.near is not None and self.known else None


def untold(cells: Sequence[int], smallest: int = SMALLEST) -> list[bool]:
    """Which cells of a column whose total is printed stay untold.

    Small ones, then the next smallest until the untold ones together hide each other: two cells
    at least, whose sum is not small either.
    """
    hidden = {n for n, cell in enumerate(cells) if cell < smallest}
    others = sorted((cell, n) for n, cell in enumerate(cells) if n not in hidden)
    while hidden and others and (len(hidden) < 2 or sum(cells[n] for n in hidden) < smallest):
        hidden.add(others.pop(0)[1])
    return [n in hidden for n in range(len(cells))]


def territories(known: Iterable[Known], on: date) -> list[Territory]:
    """One line per MRC, the most followed first; enterprises without MRC come last."""
    return territories_of(answers_on(known, on, TOLD))


def territories_of(answered: Iterable[Answers]) -> list[Territory]:
    """The same, from their answers to those figures."""
    places: dict[str | None, list[Answers]] = defaultdict(list)
    for one in answered:
        places[one.known.mrc or None].append(one)
    order = sorted(places, key=lambda mrc: (mrc is None, -len(places[mrc]), mrc or ""))
    lines = [_line(mrc, places[mrc]) for mrc in order]
    columns = {
        name: [getattr(line, name) for line in lines] for name in ("known", "near", "at_risk")
    }
    masks = {name: untold(cells) for name, cells in columns.items()}
    return [_masked(line, {name: masks[name][n] for name in masks}) for n, line in enumerate(lines)]


def _line(mrc: str | None, held: Sequence[Answers]) -> Territory:
    def amount(id: str) -> int:
        return sum(told.amount for one in held if isinstance(told := one.to[id], Counted))

    return Territory(
        mrc=mrc,
        followed=len(held),
        covered=amount("I-03"),
        known=amount("I-01"),
        near=amount("I-02"),
        at_risk=amount("I-05"),
    )


def _masked(line: Territory, masks: dict[str, bool]) -> Territory:
    near = masks["near"] or masks["known"]
    return line._replace(
        known=None if masks["known"] else line.known,
        near=None if near else line.near,
        at_risk=None if masks["at_risk"] else line.at_risk,
    )

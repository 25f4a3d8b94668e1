"""The same figures by MRC, and which cells stay untold so that no total gives them away."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from crm.indicator.domain.definitions import SMALLEST
from crm.indicator.domain.facts import Known
from crm.indicator.domain.figures import figures


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
    places: dict[str | None, list[Known]] = {}
    for enterprise in known:
        places.setdefault(enterprise.mrc or None, []).append(enterprise)
    order = sorted(places, key=lambda mrc: (mrc is None, -len(places[mrc]), mrc or ""))
    lines = [_line(mrc, places[mrc], on) for mrc in order]
    columns = {
        name: [getattr(line, name) for line in lines] for name in ("known", "near", "at_risk")
    }
    masks = {name: untold(cells) for name, cells in columns.items()}
    return [_masked(line, {name: masks[name][n] for name in masks}) for n, line in enumerate(lines)]


def _line(mrc: str | None, held: Sequence[Known], on: date) -> Territory:
    counted = figures(held, on)
    return Territory(
        mrc=mrc,
        followed=len(held),
        covered=counted["I-03"].amount,
        known=counted["I-01"].amount,
        near=counted["I-02"].amount,
        at_risk=counted["I-05"].amount,
    )


def _masked(line: Territory, masks: dict[str, bool]) -> Territory:
    near = masks["near"] or masks["known"]
    return line._replace(
        known=None if masks["known"] else line.known,
        near=None if near else line.near,
        at_risk=None if masks["at_risk"] else line.at_risk,
    )

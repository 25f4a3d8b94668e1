"""What a run measured: one line for each goal, a table for the eye, JSON for machines.

A line compares with a floor measured in the same run, in turns, so that a machine that slows down
slows both; it keeps medians, and the range of the rounds, because a figure alone hides its noise.
"""

import json
import os
import platform
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from statistics import median
from typing import Literal

import msgspec
from msgspec import Struct

RESULTS = Path(".cache/benchmarks.json")
PAGE = Path("docs/performance.md")
BEGIN, END = "<!-- figures: make bench ARGS=--publish -->", "<!-- end of figures -->"
HEADINGS = ("measure", "database", "floor", "reached", "goal", "met")
Unit = Literal["×", "ms", "µs", "s", "MiB", ""]
Rounds = dict[str, list[float]]
"""By way of doing the same work, the seconds that each round took."""


class Line(Struct, frozen=True, kw_only=True):
    """One goal and what was reached."""

    measure: str
    database: str
    floor: str = ""
    """What is compared with, and what it took."""
    took: str = ""
    """What the measured way took."""
    reached: float
    lowest: float
    highest: float
    goal: float
    at_least: bool
    unit: Unit

    @property
    def met(self) -> bool:
        return self.reached >= self.goal if self.at_least else self.reached <= self.goal

    @property
    def cells(self) -> list[str]:
        """The line as the table shows it."""
        reached = f"{_figure(self.reached)} ({_figure(self.lowest)}-{_figure(self.highest)})"
        took = f"{self.took}: " if self.took else ""
        sign = "≥" if self.at_least else "≤"
        goal = f"{sign} {_figure(self.goal)} {self.unit}".strip()
        shown = f"{took}{reached} {self.unit}".strip()
        return [self.measure, self.database, self.floor, shown, goal, "yes" if self.met else "NO"]


class Report:
    """Collects the lines of a run."""

    def __init__(self) -> None:
        self.lines: list[Line] = []

    def share(
        self, measure: str, database: str, rounds: Rounds, *, floor: str, at_least: float, of: int
    ) -> None:
        """Speed as a share of the floor's: `rounds` has `floor` and `ours`, `floor` says what it
        is, `of` how many things a round does. Raises AssertionError below the goal."""
        shares = [f / o for f, o in zip(rounds["floor"], rounds["ours"], strict=True)]
        one, ours = (_duration(median(rounds[way]) / of) for way in ("floor", "ours"))
        self._keep(measure, database, shares, at_least, floor=f"{floor}: {one}", took=ours)

    def times(
        self, measure: str, database: str, rounds: Rounds, *, floor: str, at_most: float, of: int
    ) -> None:
        """Duration as a multiple of the floor's. Raises AssertionError above the goal."""
        times = [o / f for f, o in zip(rounds["floor"], rounds["ours"], strict=True)]
        one, ours = (_duration(median(rounds[way]) / of) for way in ("floor", "ours"))
        self._keep(
            measure, database, times, at_most, at_least=False, floor=f"{floor}: {one}", took=ours
        )

    def at_most(
        self,
        measure: str,
        database: str,
        found: Iterable[float],
        *,
        limit: float,
        unit: Unit,
        floor: str = "",
        took: str = "",
    ) -> None:
        """A figure that must stay low, as the median of what was found. Raises AssertionError."""
        self._keep(
            measure, database, list(found), limit, at_least=False, unit=unit, floor=floor, took=took
        )

    def table(self) -> str:
        """All lines, in columns that stand under one another."""
        rows = [list(HEADINGS), *(line.cells for line in self.lines)]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        return "\n".join(
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in rows
        )

    def save(self) -> None:
        """Into RESULTS, beside the lines of earlier runs that this one did not measure again."""
        kept = msgspec.json.decode(RESULTS.read_bytes()) if RESULTS.exists() else {}
        for line in self.lines:
            figures = msgspec.to_builtins(line) | {"met": line.met, **surroundings()}
            kept[f"{line.measure} / {line.database}"] = figures
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(json.dumps(kept, indent=2, ensure_ascii=False) + "\n")

    def publish(self) -> None:
        """Replaces the table of the page on performance by the lines of this run."""
        before, _, rest = PAGE.read_text().partition(BEGIN)
        _, _, after = rest.partition(END)
        rows = [HEADINGS, ["---"] * len(HEADINGS), *(line.cells for line in self.lines)]
        table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
        PAGE.write_text(f"{before}{BEGIN}\n{_machine()}\n\n{table}\n{END}{after}")

    def _keep(
        self,
        measure: str,
        database: str,
        found: list[float],
        goal: float,
        *,
        at_least: bool = True,
        unit: Unit = "×",
        floor: str = "",
        took: str = "",
    ) -> None:
        line = Line(
            measure=measure,
            database=database,
            floor=floor,
            took=took,
            reached=median(found),
            lowest=min(found),
            highest=max(found),
            goal=goal,
            at_least=at_least,
            unit=unit,
        )
        self.lines.append(line)
        assert line.met, " · ".join(line.cells)


Works = Iterator[Callable[[], object]]
"""What is measured, piece by piece; what prepares a piece, or tidies up behind it, is not."""


def interleaved(rounds: int, **ways: Callable[[], Works]) -> Rounds:
    """Seconds of each way in each round, all its pieces together. Every other round goes through
    the ways backwards, so that none is always the first."""
    found: Rounds = {name: [] for name in ways}
    for turn in range(rounds):
        for name in list(ways)[:: -1 if turn % 2 else 1]:
            found[name].append(sum(seconds(work) for work in ways[name]()))
    return found


def seconds(work: Callable[[], object]) -> float:
    """How long it took."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def surroundings() -> dict[str, object]:
    """What a figure depends on."""
    return {
        "measured_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "processors": os.cpu_count(),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
    }


def _machine() -> str:
    found = surroundings()
    return (
        f"Measured {found['measured_at']} on {found['processors']} processors "
        f"({found['system']}), Python {found['python']}."
    )


def _figure(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:,.0f}"


def _duration(took: float) -> str:
    if took < 1e-3:
        return f"{took * 1e6:.0f} µs"
    return f"{took * 1e3:.1f} ms" if took < 1 else f"{took:.1f} s"

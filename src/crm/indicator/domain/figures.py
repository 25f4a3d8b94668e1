"""Figures of succession and workforce, counted from what stands on a date."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from crm.indicator.domain.definitions import DEFINITIONS, SMALLEST, Definition
from crm.indicator.domain.facts import Known, Portrait
from crm.indicator.domain.standing import (
    KNOWN_BANDS,
    NEAR,
    NEVER,
    Said,
    Standing,
    last_telling,
    months_after,
    standing_on,
)

Parts = tuple[int, int, tuple[int, ...]]
"""What one enterprise adds: to the numerator, to the denominator, and the positions behind it."""


class Counted(NamedTuple):
    """One enterprise that a figure counts: its share, and the events that say so."""

    enterprise_id: str
    amount: int
    positions: tuple[int, ...]


class LeftOut(NamedTuple):
    """One enterprise that a figure cannot count: `never` told, `stale`, or `unknown`."""

    enterprise_id: str
    reason: str


class Figure(NamedTuple):
    """A figure with all that lies behind it."""

    definition: Definition
    amount: int
    """Numerator."""
    whole: int
    """Denominator, in the unit of the numerator."""
    counted: tuple[Counted, ...]
    """The enterprises of the numerator."""
    base: tuple[Counted, ...]
    """The enterprises of the denominator."""
    left_out: tuple[LeftOut, ...]

    @property
    def n(self) -> int:
        """How many enterprises the figure stands on."""
        return len(self.base)

    @property
    def coverage(self) -> float | None:
        """Enterprises counted among those followed; None when none is followed."""
        followed = len(self.base) + len(self.left_out)
        return len(self.base) / followed if followed else None

    @property
    def hidden(self) -> bool:
        """Too few enterprises for the figure to be given out."""
        return self.n < SMALLEST

    @property
    def share(self) -> float | None:
        """Numerator over denominator; None when hidden or when there is nothing to divide."""
        return None if self.hidden or not self.whole else self.amount / self.whole


def figures(known: Iterable[Known], on: date) -> dict[str, Figure]:
    """Every figure by its id, for these enterprises on a date."""
    standings = [standing_on(k, on) for k in known]
    counted = {id: _ratio(id, standings, parts) for id, parts in _STATES.items()}
    for id, parts_of in _PORTRAITS.items():
        counted[id] = _ratio(id, standings, _at_portrait(parts_of, on))
    counted["I-28-ecart"] = _ratio("I-28-ecart", standings, _over_a_year(on))
    return counted


def bands(known: Iterable[Known], on: date) -> dict[str, tuple[Counted, ...]]:
    """I-01: the enterprises of each band of horizon, then those whose horizon is unknown."""
    held: dict[str, list[Counted]] = {band: [] for band in (*KNOWN_BANDS, "unknown")}
    for enterprise in known:
        horizon = standing_on(enterprise, on).horizon
        if isinstance(horizon, Said):
            held[horizon.value].append(Counted(enterprise.enterprise_id, 1, (horizon.position,)))
        else:
            held["unknown"].append(Counted(enterprise.enterprise_id, 1, ()))
    return {band: tuple(enterprises) for band, enterprises in held.items()}


def _ratio(
    id: str, standings: Sequence[Standing], parts: Callable[[Standing], Parts | str]
) -> Figure:
    counted, base, left = [], [], []
    for standing in standings:
        enterprise, told = standing.known.enterprise_id, parts(standing)
        if isinstance(told, str):
            left.append(LeftOut(enterprise, told))
            continue
        amount, whole, positions = told
        base.append(Counted(enterprise, whole, positions))
        if amount:
            counted.append(Counted(enterprise, amount, positions))
    amount, whole = sum(c.amount for c in counted), sum(c.amount for c in base)
    return Figure(DEFINITIONS[id], amount, whole, tuple(counted), tuple(base), tuple(left))


def _known_horizon(standing: Standing) -> Parts | str:
    said = standing.horizon
    return said if isinstance(said, str) else (1, 1, (said.position,))


def _near(standing: Standing) -> Parts | str:
    said = standing.horizon
    return said if isinstance(said, str) else (int(said.value in NEAR), 1, (said.position,))


def _covered(standing: Standing) -> Parts | str:
    """Every enterprise followed is in the denominator: what may be missing is the answer."""
    return int(bool(standing.told)), 1, standing.told


def _with_plan(standing: Standing) -> Parts | str:
    said = standing.plan
    return said if isinstance(said, str) else (int(said.value == "yes"), 1, (said.position,))


def _at_risk(standing: Standing) -> Parts | str:
    horizon, plan = standing.horizon, standing.plan
    if isinstance(horizon, str) or isinstance(plan, str):
        return horizon if isinstance(horizon, str) else str(plan)
    risk = horizon.value in NEAR and plan.value == "no"
    return int(risk), 1, (horizon.position, plan.position)


_STATES: dict[str, Callable[[Standing], Parts | str]] = {
    "I-01": _known_horizon,
    "I-02": _near,
    "I-03": _covered,
    "I-04": _with_plan,
    "I-05": _at_risk,
}


def _vacancies(p: Portrait) -> tuple[int, int] | None:
    if p.vacant_posts is None or p.headcount is None:
        return None
    return p.vacant_posts, p.vacant_posts + p.headcount


def _aged(p: Portrait) -> tuple[int, int] | None:
    if p.aged_55_plus is None or p.headcount is None:
        return None
    return p.aged_55_plus, p.headcount


def _sum_of(name: str) -> Callable[[Portrait], tuple[int, int] | None]:
    def parts(portrait: Portrait) -> tuple[int, int] | None:
        count = getattr(portrait, name)
        return None if count is None else (count, 1)

    return parts


_PORTRAITS: dict[str, Callable[[Portrait], tuple[int, int] | None]] = {
    "I-12": _vacancies,
    "I-16": _aged,
    "I-28": _sum_of("headcount"),
    "I-28-etc": _sum_of("fte_hundredths"),
    "I-28-permanents": _sum_of("permanent"),
}


def _at_portrait(
    parts_of: Callable[[Portrait], tuple[int, int] | None], on: date
) -> Callable[[Standing], Parts | str]:
    def parts(standing: Standing) -> Parts | str:
        found = last_telling(standing.known.portraits, on, lambda p: parts_of(p) is not None)
        if isinstance(found, str):
            return found
        told = parts_of(found)
        return (*told, (found.position,)) if told else NEVER

    return parts


def _over_a_year(on: date) -> Callable[[Standing], Parts | str]:
    def parts(standing: Standing) -> Parts | str:
        portraits = standing.known.portraits
        last = last_telling(portraits, on, lambda p: p.headcount is not None)
        if isinstance(last, str):
            return last
        before = year_before(portraits, last)
        if before is None or last.headcount is None or before.headcount is None:
            return NEVER
        return last.headcount - before.headcount, 1, (last.position, before.position)

    return parts


def year_before(portraits: Sequence[Portrait], last: Portrait) -> Portrait | None:
    """The portrait with a headcount, 9 to 15 months older, that is closest to a year older."""
    told = last.occurred_on

    def fits(p: Portrait) -> bool:
        window = months_after(p.occurred_on, 9) <= told <= months_after(p.occurred_on, 15)
        return p.headcount is not None and window

    def distance(p: Portrait) -> tuple[int, int]:
        return abs((months_after(p.occurred_on, 12) - told).days), -p.version

    return min(filter(fits, portraits), key=distance, default=None)

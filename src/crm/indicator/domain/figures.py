"""Figures of succession and workforce, counted from what stands on a date."""

from collections.abc import Callable, Iterable, Mapping, Sequence
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
    whole: int = 1
    """What it adds to the denominator."""


class LeftOut(NamedTuple):
    """One enterprise that a figure cannot count: `never` told, `stale`, or `unknown`."""

    enterprise_id: str
    reason: str


class Answers(NamedTuple):
    """One enterprise on a date, and what it answers to each figure, by its id."""

    known: Known
    horizon: Said | str
    to: Mapping[str, Counted | LeftOut]


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


def answers_on(known: Iterable[Known], on: date, ids: Iterable[str]) -> list[Answers]:
    """What each enterprise answers to these figures on a date: found once, counted as often as
    need be."""
    asked = {id: _ASKED[id] for id in ids}
    return [_answers(standing_on(enterprise, on), asked) for enterprise in known]


def figures(known: Iterable[Known], on: date) -> dict[str, Figure]:
    """Every figure by its id, for these enterprises on a date."""
    return figures_of(answers_on(known, on, FIGURES), FIGURES)


def figures_of(answered: Sequence[Answers], ids: Iterable[str]) -> dict[str, Figure]:
    """These figures by their ids, from the answers of some enterprises."""
    return {id: _figure(id, [one.to[id] for one in answered]) for id in ids}


def bands(known: Iterable[Known], on: date) -> dict[str, tuple[Counted, ...]]:
    """I-01: the enterprises of each band of horizon, then those whose horizon is unknown."""
    return bands_of(answers_on(known, on, ()))


def bands_of(answered: Iterable[Answers]) -> dict[str, tuple[Counted, ...]]:
    """The same, from their answers."""
    held: dict[str, list[Counted]] = {band: [] for band in (*KNOWN_BANDS, "unknown")}
    for one in answered:
        if isinstance(one.horizon, Said):
            counted = Counted(one.known.enterprise_id, 1, (one.horizon.position,))
            held[one.horizon.value].append(counted)
        else:
            held["unknown"].append(Counted(one.known.enterprise_id, 1, ()))
    return {band: tuple(enterprises) for band, enterprises in held.items()}


def _answers(standing: Standing, asked: Mapping[str, Callable[[Standing], Parts | str]]) -> Answers:
    enterprise = standing.known.enterprise_id
    to: dict[str, Counted | LeftOut] = {}
    for id, parts in asked.items():
        told = parts(standing)
        if isinstance(told, str):
            to[id] = LeftOut(enterprise, told)
        else:
            amount, whole, positions = told
            to[id] = Counted(enterprise, amount, positions, whole)
    return Answers(standing.known, standing.horizon, to)


def _figure(id: str, answers: Sequence[Counted | LeftOut]) -> Figure:
    base = tuple(one for one in answers if isinstance(one, Counted))
    left = tuple(one for one in answers if isinstance(one, LeftOut))
    amount, whole = sum(one.amount for one in base), sum(one.whole for one in base)
    counted = tuple(one for one in base if one.amount)
    return Figure(DEFINITIONS[id], amount, whole, counted, base, left)


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


def _vacancies(p: Portrait) -> tuple[int, int] | None:
    if p.vacant_posts is None or p.headcount is None:
        return None
    return p.vacant_posts, p.vacant_posts + p.headcount


def _aged(p: Portrait) -> tuple[int, int] | None:
    if p.aged_55_plus is None or p.headcount is None:
        return None
    return p.aged_55_plus, p.headcount


def _heads(p: Portrait) -> tuple[int, int] | None:
    return None if p.headcount is None else (p.headcount, 1)


def _full_time(p: Portrait) -> tuple[int, int] | None:
    return None if p.fte_hundredths is None else (p.fte_hundredths, 1)


def _permanent(p: Portrait) -> tuple[int, int] | None:
    return None if p.permanent is None else (p.permanent, 1)


def _at_portrait(
    parts_of: Callable[[Portrait], tuple[int, int] | None],
) -> Callable[[Standing], Parts | str]:
    """What the latest fresh portrait that tells it says."""

    def parts(standing: Standing) -> Parts | str:
        for portrait in standing.fresh:
            if told := parts_of(portrait):
                return (*told, (portrait.position,))
        return standing.silence

    return parts


def _over_a_year(standing: Standing) -> Parts | str:
    last = next((p for p in standing.fresh if p.headcount is not None), None)
    if last is None or last.headcount is None:
        return standing.silence
    before = year_before(standing.known.portraits, last)
    if before is None or before.headcount is None:
        return NEVER
    return last.headcount - before.headcount, 1, (last.position, before.position)


def year_before(portraits: Sequence[Portrait], last: Portrait) -> Portrait | None:
    """The portrait with a headcount, 9 to 15 months older, that is closest to a year older."""
    told = last.occurred_on

    def fits(p: Portrait) -> bool:
        day = p.occurred_on
        return p.headcount is not None and months_after(day, 9) <= told <= months_after(day, 15)

    def distance(p: Portrait) -> tuple[int, int]:
        return abs((months_after(p.occurred_on, 12) - told).days), -p.version

    return min(filter(fits, portraits), key=distance, default=None)


_ASKED: dict[str, Callable[[Standing], Parts | str]] = {
    "I-01": _known_horizon,
    "I-02": _near,
    "I-03": _covered,
    "I-04": _with_plan,
    "I-05": _at_risk,
    "I-12": _at_portrait(_vacancies),
    "I-16": _at_portrait(_aged),
    "I-28": _at_portrait(_heads),
    "I-28-etc": _at_portrait(_full_time),
    "I-28-permanents": _at_portrait(_permanent),
    "I-28-ecart": _over_a_year,
}
FIGURES = tuple(_ASKED)
SHARES = ("I-12", "I-16")
"""The figures whose share is compared with that of a year earlier."""

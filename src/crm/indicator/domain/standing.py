"""What stands for one enterprise on a date: the last word on each thing, when it is still fresh."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple, TypeVar

from crm.indicator.domain.definitions import STALE_AFTER
from crm.indicator.domain.facts import Departure, Known, Plan, Portrait

NEVER, STALE, UNSAID = "never", "stale", "unknown"
"""Why an enterprise is left out of a figure: nobody asked, too old, or no answer."""
BANDS = ("up_to_24_months", "25_to_60_months", "61_to_120_months", "over_120_months")
KNOWN_BANDS = (*BANDS, "none_foreseen")
NEAR = frozenset(BANDS[:2])
Told = TypeVar("Told", Portrait, Departure, Plan)
WINDOWS = {"up_to_24_months": (0, 24), "25_to_60_months": (25, 60), "61_to_120_months": (61, 120)}


class Said(NamedTuple):
    """One value, and the event that says it."""

    value: str
    occurred_on: date
    version: int
    position: int


class Standing(NamedTuple):
    """What is known on a date. A missing part is the reason why it is missing."""

    known: Known
    horizon: Said | str
    plan: Said | str
    told: tuple[int, ...]
    """Positions of the last portrait and the last declaration, those that are still fresh."""
    fresh: Sequence[Portrait]
    """The portraits that still count, the latest first."""
    silence: str
    """Why a portrait does not tell something."""


@lru_cache(maxsize=16_384)
def months_after(day: date, months: int) -> date:
    """The same day so many months later (or earlier), the last of the month when it is shorter."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


def months_between(before: date, after: date) -> int:
    """Whole months passed from one day to a later one."""
    months = (after.year - before.year) * 12 + after.month - before.month
    return months if months_after(before, months) <= after else months - 1


def is_fresh(day: date, on: date) -> bool:
    """Said at the latest on that date, and not more than 24 months before."""
    return oldest_fresh(on) <= day <= on


@lru_cache(maxsize=64)
def oldest_fresh(on: date) -> date:
    """The first day of which 24 months have not passed on a date."""
    day = months_after(on, -STALE_AFTER)
    while months_after(day, STALE_AFTER) < on:  # the last of February stands for three days
        day += timedelta(days=1)
    return day


def band_on(horizon: str, declared_on: date, on: date) -> str:
    """The band a declared window falls in as time passes.

    The months since the declaration are taken off both ends of the window, and the band is the
    one that holds the middle of what is left. A window without end does not move.
    """
    if horizon not in WINDOWS:
        return horizon
    middle = sum(WINDOWS[horizon]) / 2 - months_between(declared_on, on)
    return next((band for band in BANDS if middle <= WINDOWS[band][1]), BANDS[-1])


def horizon_on(departures: Sequence[Departure], on: date) -> Said | str:
    """The horizon of the direction on a date, aged, or why it is not known."""
    last = _last(departures, on)
    if last is None:
        return NEVER
    if not is_fresh(last.occurred_on, on):
        return STALE
    if last.horizon not in KNOWN_BANDS:
        return UNSAID
    band = band_on(last.horizon, last.occurred_on, on)
    return Said(band, last.occurred_on, last.version, last.position)


def plan_on(known: Known, on: date) -> Said | str:
    """Whether a plan is in force on a date: the later of the plan's own life and the portrait.

    A plan in force stays so until it ends; a no, and an answer of a portrait, grow stale.
    """
    told = [p for p in known.portraits if p.occurred_on <= on]
    words = [
        Said(p.plan, p.occurred_on, p.version, p.position) for p in told if p.plan in ("yes", "no")
    ]
    plan = _last(known.plans, on)
    if plan:
        words.append(_life_of(plan, on))
    if not words:
        return UNSAID if any(p.plan != "not_asked" for p in told) else NEVER
    last = max(words, key=lambda said: (said.occurred_on, said.version))
    lasting = plan is not None and last.version == plan.version and last.value == "yes"
    return last if lasting or is_fresh(last.occurred_on, on) else STALE


def standing_on(known: Known, on: date) -> Standing:
    """All that stands for this enterprise on a date."""
    past = [p for p in known.portraits if p.occurred_on <= on]
    oldest = oldest_fresh(on)
    fresh = [p for p in past if p.occurred_on >= oldest]
    fresh.sort(key=lambda p: (p.occurred_on, p.version), reverse=True)
    last = (*fresh[:1], _last(known.departures, on))
    return Standing(
        known=known,
        horizon=horizon_on(known.departures, on),
        plan=plan_on(known, on),
        told=tuple(said.position for said in last if said and said.occurred_on >= oldest),
        fresh=fresh,
        silence=UNSAID if fresh else STALE if past else NEVER,
    )


def _last(told: Sequence[Told], on: date) -> Told | None:
    past = [said for said in told if said.occurred_on <= on]
    return max(past, key=lambda said: (said.occurred_on, said.version), default=None)


def _life_of(plan: Plan, on: date) -> Said:
    """A plan in force says yes since its adoption; one that is over says no since its end."""
    end = plan.valid_until and plan.valid_until + timedelta(days=1)
    if not plan.adopted:
        return Said("no", plan.occurred_on, plan.version, plan.position)
    if end and end <= on:
        return Said("no", end, plan.version, plan.position)
    return Said("yes", plan.occurred_on, plan.version, plan.position)

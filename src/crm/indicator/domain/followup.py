"""What the follow-up report says: hours, acts, needs, referrals, in small named groups."""

from collections import Counter
from collections.abc import Iterable
from statistics import median
from typing import NamedTuple

ROLES = "RVDS"
"""Renforcer, Valoriser, Déployer, Soutenir: the first letter of each of the 26 actions."""
SETTLED = ("met", "left_unanswered")
"""States of a need that say how long it took."""


class ActionLine(NamedTuple):
    """All the acts under one action (or one role, by its letter); '' is acts without action."""

    action: str
    acts: int
    minutes: int
    untimed: int
    """Exchanges and activities whose duration is unknown: they count no hour."""


class NeedsTold(NamedTuple):
    """Needs heard in the period that are alike: how many."""

    themes: tuple[str, ...]
    state: str
    days: int | None
    """From the day they were heard to the day they were settled."""
    times: int


class ThemeLine(NamedTuple):
    """The needs of one theme, by state, and how long those settled took."""

    theme: str
    needs: int
    open: int
    redirected: int
    met: int
    left: int
    delay: float | None
    """Median of days between hearing and settling; None when none is settled."""


class ReferralsTold(NamedTuple):
    """Referrals made in the period that are alike: how many."""

    state: str
    days: int | None
    """Before the answer."""
    times: int


class ReferralCount(NamedTuple):
    """Referrals made in the period, by where they stand now."""

    made: int
    waiting: int
    accepted: int
    refused: int
    completed: int
    delay: float | None
    """Median of days before an answer."""


class FileCount(NamedTuple):
    """Mandates: opened and closed in the period, still open at its end, and gone quiet by then."""

    opened: int
    closed: int
    active: int
    quiet: int
    silent: int


def grouped(
    counted: Iterable[tuple[str, int, int, int]], *, by_role: bool = False
) -> list[ActionLine]:
    """(action, acts, minutes, untimed) added up by action or role, in the order of the frame."""
    sums: dict[str, list[int]] = {}
    for action, *amounts in counted:
        key = action[:1] if by_role else action.partition("-")[0]
        line = sums.setdefault(key, [0, 0, 0])
        for n, amount in enumerate(amounts):
            line[n] += amount
    return [ActionLine(key, *sums[key]) for key in sorted(sums, key=_frame_order)]


def themes_of(told: Iterable[NeedsTold]) -> list[ThemeLine]:
    """One line per theme, the most heard first. A need of two themes is in two lines."""
    heard: dict[str, list[NeedsTold]] = {}
    for needs in told:
        for theme in dict.fromkeys(needs.themes):
            heard.setdefault(theme, []).append(needs)
    lines = [_theme(theme, needs) for theme, needs in heard.items()]
    return sorted(lines, key=lambda line: (-line.needs, line.theme))


def referrals_of(told: Iterable[ReferralsTold]) -> ReferralCount:
    """The referrals by state, and how fast they were answered."""
    states, delays = Counter[str](), Counter[int]()
    for referrals in told:
        states[referrals.state] += referrals.times
        if referrals.days is not None:
            delays[referrals.days] += referrals.times
    return ReferralCount(
        made=states.total(),
        waiting=states["sent"],
        accepted=states["accepted"],
        refused=states["refused"],
        completed=states["completed"],
        delay=_median(delays),
    )


def _theme(theme: str, told: Iterable[NeedsTold]) -> ThemeLine:
    states, delays = Counter[str](), Counter[int]()
    for needs in told:
        states[needs.state] += needs.times
        if needs.state in SETTLED and needs.days is not None:
            delays[needs.days] += needs.times
    return ThemeLine(
        theme=theme,
        needs=states.total(),
        open=states["open"],
        redirected=states["redirected"],
        met=states["met"],
        left=states["left_unanswered"],
        delay=_median(delays),
    )


def _median(delays: Counter[int]) -> float | None:
    return median(delays.elements()) if delays else None


def _frame_order(action: str) -> tuple[int, str]:
    return (ROLES.index(action[0]) if action and action[0] in ROLES else len(ROLES), action)

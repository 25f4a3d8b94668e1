"""What the follow-up report says: hours, acts, needs, referrals, in small named groups."""

from collections.abc import Iterable
from datetime import date
from statistics import median
from typing import NamedTuple

ROLES = "RVDS"
"""Renforcer, Valoriser, Déployer, Soutenir: the first letter of each of the 26 actions."""


class ActionLine(NamedTuple):
    """All the acts under one action (or one role, by its letter); '' is acts without action."""

    action: str
    acts: int
    minutes: int
    untimed: int
    """Exchanges and activities whose duration is unknown: they count no hour."""


class NeedTold(NamedTuple):
    """One need heard in the period, under one theme."""

    need_id: str
    theme: str
    state: str
    expressed_on: date
    settled_on: date | None


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


def themes_of(needs: Iterable[NeedTold]) -> list[ThemeLine]:
    """One line per theme, the most heard first. A need of two themes is in two lines."""
    heard: dict[str, list[NeedTold]] = {}
    for need in needs:
        heard.setdefault(need.theme, []).append(need)
    lines = [_theme(theme, told) for theme, told in heard.items()]
    return sorted(lines, key=lambda line: (-line.needs, line.theme))


def days_between(pairs: Iterable[tuple[date, date | None]]) -> float | None:
    """The median of whole days; None when nothing is settled."""
    delays = [(after - before).days for before, after in pairs if after]
    return median(delays) if delays else None


def _theme(theme: str, told: list[NeedTold]) -> ThemeLine:
    states = [need.state for need in told]
    settled = (
        (n.expressed_on, n.settled_on) for n in told if n.state in ("met", "left_unanswered")
    )
    return ThemeLine(
        theme=theme,
        needs=len(told),
        open=states.count("open"),
        redirected=states.count("redirected"),
        met=states.count("met"),
        left=states.count("left_unanswered"),
        delay=days_between(settled),
    )


def _frame_order(action: str) -> tuple[int, str]:
    return (ROLES.index(action[0]) if action and action[0] in ROLES else len(ROLES), action)

"""The seven roles, in the groups that the rule book speaks of: docs/rights.md says why."""

from collections.abc import Collection

from crm.vocabulary import AccessRole

Roles = frozenset[AccessRole]
Held = Collection[str]

WRITING: Roles = frozenset({"advisor", "coordination"})
"""Roles that record the work of the pôle."""
READING_FILES: Roles = WRITING | {"privacy_officer"}
"""Roles that read what promoters confide, free notes and succession."""
READING_POLE: Roles = READING_FILES | {"reader"}
OVERSEEING: Roles = frozenset({"administrator", "coordination"})
"""Roles that see how the house does: its views, what they lack; and who is of the team."""
WATCHING: Roles = frozenset({"privacy_officer", "administrator"})
"""Roles that answer for personal information, to persons and to the Commission."""
ANSWERING: Roles = frozenset({"privacy_officer"})
"""Roles that read, hand over and erase what is held about a person, because the law asks it."""
SAYING: Roles = READING_FILES | {"administrator"}
"""Roles that may say something, be it about accounts or rights; the others only consult."""
HOMES: tuple[tuple[AccessRole, str], ...] = (
    ("reader", "/entreprises"),
    ("administrator", "/administration/vues"),
    ("partner", "/orientations-recues"),
    ("network", "/rapports/releve"),
)
"""Where those begin who have no day of their own here, by what their role opens first."""


def home_of(held: Held) -> str:
    """The first page of whoever holds these roles: « Ma journée », or the next best."""
    if READING_FILES & frozenset(held):
        return "/"
    return next((path for role, path in HOMES if role in held), "/compte")

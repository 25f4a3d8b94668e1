"""Who is reading: the account signed in, as pages and commands need to know it."""

from typing import Protocol

from msgspec import Struct

from crm.event_store.events import new_id
from crm.event_store.memory import Moment
from crm.event_store.writer import Author
from crm.refusal import N_, Refusal
from crm.site import roles as groups

GRANTED_BY_COORDINATION = ("advisor", "coordination", "partner", "reader")
"""Roles that coordination may give and take; the others open more than coordination may."""


class ConsultsOnly(Refusal):
    sentence = N_("Votre compte permet de consulter, pas de consigner.")
    status = 403


class Session(Protocol):
    """The session behind a request: it can keep one sentence for the page to come, and the line
    being written."""

    def say(self, said: str, undo: str = "") -> None: ...

    def keep(self, draft: str) -> None: ...

    def kept(self) -> str: ...


class Reader(Struct, frozen=True, kw_only=True):
    """The account signed in and the pôle it works for."""

    account_id: str
    pole_id: str
    name: str
    role: str
    """The strongest of its roles, by which the account is presented."""
    roles: tuple[str, ...] = ()
    """All of them; `role` alone when nothing is said."""
    pole_name: str = ""
    language: str = "fr"
    now: Moment = Moment(0, 0)
    """Where the pôle stood when the reader was recognised."""

    def author(self, command_id: str = "", captured_at: int | None = None) -> Author:
        """Who says what a command records; `form.command_id` makes sending twice harmless, and
        `captured_at` is when a device without network kept it.

        Raises ConsultsOnly: nothing is recorded by whoever only consults.
        """
        if not self.held & groups.SAYING:
            raise ConsultsOnly
        return Author(
            pole_id=self.pole_id,
            actor_id=self.account_id,
            command_id=command_id or new_id(),
            source="page" if captured_at is None else "offline",
            captured_at=captured_at,
        )

    @property
    def initials(self) -> str:
        return initials(self.name)

    @property
    def first_name(self) -> str:
        return self.name.split()[0] if self.name.split() else ""

    @property
    def oversees(self) -> bool:
        """Whether this account sees how the house does."""
        return bool(self.held & groups.OVERSEEING)

    @property
    def held(self) -> frozenset[str]:
        """Every role of this account."""
        return frozenset(self.roles or (self.role,))

    @property
    def guards_privacy(self) -> bool:
        """Whether this account answers for personal information."""
        return bool(self.held & groups.ANSWERING)

    @property
    def administers(self) -> bool:
        """Whether this account gives every role, and closes every account."""
        return "administrator" in self.held

    def may_grant(self, role: str) -> bool:
        """Whether this account may give a role, or take it."""
        return self.administers or (self.oversees and role in GRANTED_BY_COORDINATION)

    @property
    def may_write(self) -> bool:
        """Whether this account records the work of the pôle."""
        return bool(self.held & groups.WRITING)

    @property
    def reads_files(self) -> bool:
        """Whether this account reads what promoters confide, free notes and succession."""
        return bool(self.held & groups.READING_FILES)

    @property
    def home(self) -> str:
        """The page where this account begins."""
        return groups.home_of(self.held)


class Notice(Struct, frozen=True, kw_only=True):
    """What was just done, shown once on the next page."""

    said: str
    undo: str = ""
    """Address that takes it back by a POST."""


def initials(name: str) -> str:
    """« AB » for « Ariane Béland »: first letters of the first and last words."""
    words = [w for w in name.replace("-", " ").split() if w[0].isalpha()]
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper() if words else "?"

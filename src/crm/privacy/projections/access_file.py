"""What leaves for a person who asks what is held about them (P-39.1, ss. 27 and 32)?

All that is their own; of what others wrote, the notes that somebody read and chose; what was
recorded about them in clear; and who, in the pôle, may read it.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date
from typing import Literal

import msgspec
from msgspec import Struct

from crm.account.projections.access import strongest
from crm.account.projections.team import team
from crm.event_store import EventStore
from crm.event_store.commands import day_of
from crm.history.projections.reading import timeline_of
from crm.history.projections.telling import term_of
from crm.privacy.domain.erasure import Erased
from crm.privacy.projections.held import Held, held_about
from crm.privacy.projections.office import who_answers_on
from crm.site.languages import reading_in

Opened = tuple[str, int, int]
"""An account, how many times it opened a page about somebody, and the last instant."""
MOST_ACTS = 5_000
"""Lines of a history that leave: nobody has so many."""


class HeldText(Struct, frozen=True):
    """One text, the day it tells of, and the kind of entry that says it."""

    day: date
    entry: str
    seal_class: str
    text: str


class Act(Struct, frozen=True):
    """One thing that was recorded, told in a sentence."""

    day: date
    sentence: str


class MayRead(Struct, frozen=True):
    """A role in the pôle, and how many accounts hold it."""

    role: str
    accounts: int


class Consulted(Struct, frozen=True):
    """How often whoever holds a role opened a page about them, and the last day."""

    role: str
    times: int
    last: date


class AccessFile(Struct, frozen=True, kw_only=True):
    """The answer to a request of access, as its JSON says it."""

    format: Literal["trame-access-1"] = "trame-access-1"
    pole: str
    prepared_on: date
    kind: Erased
    id: str
    own: list[HeldText]
    acts: list[Act]
    elsewhere: list[HeldText]
    withheld: int
    """Notes of other files that name the person, or perhaps do, and do not leave."""
    may_read: list[MayRead]
    consulted: list[Consulted]
    """By category of persons, who had access (P-39.1, s. 27); traces are kept some months."""
    officer: str
    """Who answers for personal information in the pôle, and how to join whoever does."""

    def json(self) -> bytes:
        """Its structured form: readable, one member a line."""
        return msgspec.json.format(msgspec.json.encode(self), indent=2)


def access_file(
    store: EventStore,
    pole_id: str,
    kind: Erased,
    id: str,
    chosen: Collection[str],
    today: date,
    opened: Iterable[Opened] = (),
) -> AccessFile:
    """Gathers it, in French. `chosen` are the subjects of the notes of others that leave;
    `opened`, who consulted."""
    held = held_about(store, pole_id, kind, id)
    others = [one for one in held if one.tie != "own"]
    leaving = [one for one in others if one.holding.subject in chosen]
    with reading_in("fr"):
        return AccessFile(
            pole=pole_name(store, pole_id),
            prepared_on=today,
            kind=kind,
            id=id,
            own=_texts(one for one in held if one.tie == "own"),
            acts=_acts(store, pole_id, id),
            elsewhere=_texts(leaving),
            withheld=len(_subjects(others)) - len(_subjects(leaving)),
            may_read=_readers(store, pole_id),
            consulted=_consulted(store, pole_id, opened),
            officer=_officer(store, pole_id, today),
        )


def _subjects(texts: Collection[Held]) -> set[str]:
    return {one.holding.subject for one in texts}


def _texts(held: Iterable[Held]) -> list[HeldText]:
    """Each text once: a correction says again what it leaves as it was."""
    said = (
        HeldText(
            one.holding.event.occurred_on,
            term_of(type(one.holding.event)),
            one.holding.seal_class,
            one.holding.clear,
        )
        for one in held
    )
    return list(dict.fromkeys(said))


def _acts(store: EventStore, pole_id: str, id: str) -> list[Act]:
    with store.engine.connect() as db:
        history = timeline_of(store, db, id, pole_id, limit=MOST_ACTS)
    lines = [line for month in history.months for line in month.lines]
    told = ((line.day, "".join(part.text for part in line.sentence)) for line in lines)
    return [Act(day, sentence) for day, sentence in reversed(list(told))]


def _readers(store: EventStore, pole_id: str) -> list[MayRead]:
    working = [one for one in team(store, pole_id) if one.standing == "active"]
    roles = Counter(strongest(one.roles) for one in working)
    return [MayRead(role, accounts) for role, accounts in sorted(roles.items())]


def _consulted(store: EventStore, pole_id: str, opened: Iterable[Opened]) -> list[Consulted]:
    roles = {one.account_id: strongest(one.roles) for one in team(store, pole_id)}
    found: dict[str, Consulted] = {}
    for account_id, times, at in opened:
        role, last = roles.get(account_id, "unknown"), day_of(at)
        before = found.get(role, Consulted(role, 0, last))
        found[role] = Consulted(role, before.times + times, max(before.last, last))
    return [found[role] for role in sorted(found)]


def _officer(store: EventStore, pole_id: str, today: date) -> str:
    with store.engine.connect() as db:
        return who_answers_on(db, pole_id, today)


def pole_name(store: EventStore, pole_id: str) -> str:
    """The name of a pôle, as it was registered."""
    (first, *_) = store.stream(pole_id)
    return str(getattr(first.event, "name", ""))

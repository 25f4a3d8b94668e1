"""What is held about somebody, under their own keys and in what others wrote?

A project carried by nobody else belongs to its person, and what was written in its files too; a
person known for a project alone goes with it. What names the person elsewhere is found by reading
every note of the pôle: in memory, and kept nowhere.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from sqlalchemy import Connection, select

from crm.event_store import EventStore
from crm.event_store.holdings import Holding, holdings
from crm.person.projections import roles
from crm.privacy.domain.erasure import Erased
from crm.privacy.projections.requests import matched_requests
from crm.promoter.projections import promoter_members
from crm.site.folding import fold

Tie = Literal["own", "named", "perhaps"]
"""The person's own; a text that names the person; a text with the family name alone."""
SHORTEST = 3
"""Letters of a family name alone: shorter ones are found in too many words."""


class Held(NamedTuple):
    """One sealed text about somebody."""

    holding: Holding
    tie: Tie

    @property
    def subject(self) -> str:
        """Whose key seals it."""
        return self.holding.subject


def held_about(store: EventStore, pole_id: str, kind: Erased, id: str) -> list[Held]:
    """Every sealed text about this person or project, in the order it was recorded."""
    tied = projects_of_nobody_else if kind == "person" else persons_of_nothing_else
    with store.engine.connect() as db:
        own = {id, *tied(db, pole_id, id), *matched_requests(db, pole_id, id)}
    everything = list(holdings(store, pole_id))
    names = Names(h for h in everything if h.subject in own)
    ties = ((holding, _tie(holding, own, names)) for holding in everything)
    return [Held(holding, tie) for holding, tie in ties if tie]


def projects_of_nobody_else(db: Connection, pole_id: str, person_id: str) -> Iterator[str]:
    """The projects that only this person ever carried."""
    c, known = promoter_members.c, (promoter_members.of(pole_id), promoter_members.known())
    mine = db.scalars(select(c.promoter_id).where(c.person_id == person_id, *known)).all()
    carried: dict[str, set[str]] = {}
    others = select(c.promoter_id, c.person_id).where(c.promoter_id.in_(mine), *known)
    for promoter, person in db.execute(others) if mine else ():
        carried.setdefault(promoter, set()).add(person)
    return (promoter for promoter, persons in carried.items() if persons == {person_id})


def persons_of_nothing_else(db: Connection, pole_id: str, promoter_id: str) -> list[str]:
    """Those known for this project alone: they carry no other, and never held a role."""
    c, known = promoter_members.c, (promoter_members.of(pole_id), promoter_members.known())
    members = db.scalars(select(c.person_id).where(c.promoter_id == promoter_id, *known)).all()
    if not members:
        return []
    others = select(c.person_id).where(
        c.person_id.in_(members), c.promoter_id != promoter_id, *known
    )
    holders = select(roles.c.person_id).where(
        roles.c.person_id.in_(members), roles.of(pole_id), roles.known()
    )
    elsewhere = {*db.scalars(others), *db.scalars(holders)}
    return [person for person in members if person not in elsewhere]


class Names:
    """What a text about somebody would say: the name, the e-mail, the phone, the project."""

    def __init__(self, own: Iterable[Holding]) -> None:
        said: dict[str, set[str]] = {}
        for holding in own:
            if holding.seal_class in ("identity", "contact"):
                said.setdefault(holding.field, set()).add(fold(holding.clear))
        given, written = said.get("given_name", set()), said.get("as_written", set())
        family = said.get("family_name", set()) | {name.rpartition(" ")[2] for name in written}
        whole = written | said.get("working_title", set()) | said.get("value", set())
        for first in given:
            whole |= {f"{first} {last}" for last in family} | {f"{last} {first}" for last in family}
        self._surely = _any_of(whole)
        self._perhaps = _any_of(name for name in family if len(name) >= SHORTEST)

    def in_text(self, clear: str) -> Tie | None:
        """Whether a text names the person."""
        folded = fold(clear)
        if self._surely and self._surely.search(folded):
            return "named"
        return "perhaps" if self._perhaps and self._perhaps.search(folded) else None


def _tie(holding: Holding, own: set[str], names: Names) -> Tie | None:
    parties = {party.id for party in getattr(holding.event, "parties", ())}
    if holding.subject in own or (parties and parties <= own):
        return "own"
    return names.in_text(holding.clear) if holding.seal_class == "note" else None


def _any_of(folded: Iterable[str]) -> re.Pattern[str] | None:
    words = sorted({re.escape(name) for name in folded if name})
    return re.compile(rf"\b(?:{'|'.join(words)})\b") if words else None

"""What a pôle knows when an import begins, by name: enterprises, tools, partners, people, team.

It grows as rows are planned, so that a workbook may register on one line what the next line
speaks of. Names of people are opened in memory for the time of the import, and kept nowhere.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, select

from crm.accompaniment.projections.files import accompaniments, beneficiaries
from crm.account.commands.people import OpenAccount
from crm.account.projections import accounts
from crm.directory.commands import ListTool
from crm.directory.projections import tools
from crm.ecosystem.commands import RegisterOrganisation
from crm.ecosystem.projections import organisations
from crm.enterprise.projections.known import enterprises
from crm.event_store import EventStore
from crm.event_store.commands import Command
from crm.exchange.reading.directory import Directory, Known
from crm.person.projections import people, roles
from crm.site.folding import fold

Named = dict[str, str]
"""Ids by folded name."""


class KnownThings:
    """Ids by name, and the commands that make what is missing."""

    def __init__(self, store: EventStore, pole_id: str) -> None:
        self.pole_id = pole_id
        with store.engine.connect() as db:
            self.directory = Directory(_bodies(db, pole_id))
            self.neqs, self.followed, self.placed = _standing(db, pole_id)
            self._tools = _named(db, tools, "tool_id", pole_id)
            self._partners = _named(db, organisations, "organisation_id", pole_id)
            self._files = _light_files(db, pole_id)
            self._contacts = _contacts(store, db, pole_id)
            self._team = _team(store, db, pole_id)

    def standing(self, id: str, *, neq: bool, followed: bool, placed: bool) -> None:
        """What is now known of an enterprise: its number, its follow-up, its seat."""
        for holds, ids in ((neq, self.neqs), (followed, self.followed), (placed, self.placed)):
            if holds:
                ids.add(id)

    def tool(self, name: str) -> tuple[str, list[Command]]:
        """The tool of this name, listed if nobody did."""
        made = ListTool(name=name)
        return _found(self._tools, name, made.tool_id, made)

    def partner(self, name: str) -> tuple[str, list[Command]]:
        """The organisation of this name, registered if nobody did."""
        made = RegisterOrganisation(name=name)
        return _found(self._partners, name, made.organisation_id, made)

    def advisor(self, name: str, account_id: str) -> tuple[str, list[Command]]:
        """The account of this name: somebody of the team, or a former colleague who gets one
        without the right to sign in (`account_id` is drawn by the caller)."""
        made = OpenAccount(name=name, may_sign_in=False, account_id=account_id)
        return _found(self._team, name, account_id, made)

    def contact(self, party_id: str, name: str) -> str | None:
        """The person of this name already known in that body."""
        return self._contacts.get((party_id, fold(name)))

    def meet(self, party_id: str, name: str, person_id: str) -> None:
        """From now on, this name in that body is this person."""
        self._contacts[party_id, fold(name)] = person_id

    def light_file(self, party_id: str, new: str) -> tuple[str, bool]:
        """The light file of a body, and whether it is still to open (then under the id `new`)."""
        if party_id in self._files:
            return self._files[party_id], False
        self._files[party_id] = new
        return new, True


def _found(known: Named, name: str, id: str, made: Command) -> tuple[str, list[Command]]:
    key = fold(name)
    if key in known:
        return known[key], []
    known[key] = id
    return id, [made]


def _bodies(db: Connection, pole_id: str) -> Iterator[Known]:
    c = enterprises.c
    columns = (c.enterprise_id, c.name, c.municipality, c.postal_code, c.neq)
    for id, name, town, postal, neq in db.execute(
        select(*columns).where(c.pole_id == pole_id, enterprises.known())
    ):
        yield Known(
            id=id, name=name, municipality=town or "", postal_code=postal or "", neq=neq or ""
        )


def _standing(db: Connection, pole_id: str) -> tuple[set[str], set[str], set[str]]:
    """Enterprises that have a NEQ, those that are followed, those whose place is known."""
    c = enterprises.c
    columns = (c.enterprise_id, c.neq, c.followed_on, c.municipality)
    wanted = select(*columns).where(c.pole_id == pole_id, enterprises.known())
    rows = db.execute(wanted).all()
    numbered, followed, placed = ({row[0] for row in rows if row[n]} for n in (1, 2, 3))
    return numbered, followed, placed


def _named(db: Connection, rows: Any, id: str, pole_id: str) -> Named:
    wanted = select(rows.c.name, rows.c[id]).where(rows.c.pole_id == pole_id, rows.known())
    return {fold(name): found for name, found in db.execute(wanted)}


def _light_files(db: Connection, pole_id: str) -> Named:
    """By party, its open light file."""
    a, b = accompaniments.c, beneficiaries.c
    wanted = (
        select(b.party_id, a.accompaniment_id)
        .where(a.accompaniment_id == b.accompaniment_id, a.pole_id == pole_id)
        .where(a.opened_as == "occasional", a.closed_on.is_(None))
        .where(accompaniments.known(), beneficiaries.known())
    )
    return {row[0]: row[1] for row in db.execute(wanted)}


def _contacts(store: EventStore, db: Connection, pole_id: str) -> dict[tuple[str, str], str]:
    p, r = people.c, roles.c
    wanted = (
        select(r.holder_id, p.person_id, p.given_name, p.family_name, p.as_written)
        .where(p.person_id == r.person_id, r.pole_id == pole_id)
        .where(people.known(), roles.known())
    )
    rows = db.execute(wanted).all()
    opened = store.open_many(
        (row[1], "identity", sealed) for row in rows for sealed in (row[2], row[3], row[4])
    )
    names = zip(opened[::3], opened[1::3], opened[2::3], strict=True)
    return {
        (row[0], fold(_full_name(parts))): row[1] for row, parts in zip(rows, names, strict=True)
    }


def _full_name(parts: Iterable[str]) -> str:
    given, family, written = parts
    return written or f"{given} {family}".strip()


def _team(store: EventStore, db: Connection, pole_id: str) -> Named:
    c = accounts.c
    rows = db.execute(select(c.account_id, c.name).where(c.pole_id == pole_id, accounts.known()))
    found = rows.all()
    names = store.open_many((id, "identity", sealed) for id, sealed in found)
    return {fold(name): row[0] for name, row in zip(names, found, strict=True)}

"""Who is met: the people of a party, by name, and the parties of somebody named."""

from sqlalchemy import Connection

from crm.accompaniment.pages.names import Names, Party, names_of
from crm.event_store import AsOf, EventStore
from crm.event_store.commands import day_of
from crm.person.projections import held_by_name, people_of
from crm.site.folding import fold

NEAR = 8
"""People of the pôle among whom somebody named is sought."""


def people_there(
    store: EventStore, db: Connection, pole: str, holder_id: str
) -> list[tuple[str, str]]:
    """(id, name) of those who hold a role there, each once."""
    held = {
        one.person_id: one
        for one in people_of(db, pole, holder_id, AsOf(until=day_of(store.clock())))
    }
    parts = [
        (id, "identity", text)
        for id, one in held.items()
        for text in (one.given_name, one.family_name, one.as_written)
    ]
    opened = iter(store.open_many(parts))
    names = [(id, [next(opened) for _part in range(3)]) for id in held]
    return [(id, " ".join(name[:2]).strip() or name[2]) for id, name in names]


def met(
    store: EventStore, db: Connection, pole: str, party: Party, name: str
) -> list[tuple[str, str]]:
    """(id, name) of those of this party whose name holds all these words."""
    words = fold(name).split()
    there = people_there(store, db, pole, party.id)
    near = [(id, known) for id, known in there if all(w in fold(known) for w in words)]
    exact = [(id, known) for id, known in near if fold(known).split() == words]
    return (exact or near) if words else []


def parties_of_person(store: EventStore, db: Connection, pole: str, name: str) -> list[Party]:
    """The enterprises where somebody of this name holds a role today."""
    words = fold(name).split()
    held = [one for one, _name in held_by_name(store, pole, words, NEAR)] if words else []
    ids = list(dict.fromkeys(one.holder_id for one in held))
    names = names_of(store, db, pole, ids) if ids else Names()
    return [Party("enterprise", id, names[id]) for id in ids]

"""Who, or which project, is a request about, and where is what is said of them corrected?"""

from typing import NamedTuple

from sqlalchemy import Connection, select

from crm.event_store import EventStore
from crm.person.projections import people, roles
from crm.promoter.projections import carried_by, promoters
from crm.promoter.projections.titles import projects_bearing
from crm.site.folding import fold

MOST = 20


class Candidate(NamedTuple):
    """Somebody, or a project, whose name holds the words that were looked for."""

    about: str
    id: str
    name: str


def candidates(store: EventStore, pole_id: str, name: str) -> list[Candidate]:
    """People first, then projects; names are compared in memory, and kept nowhere."""
    words = fold(name).split()
    if not words:
        return []
    found = [*_people(store, pole_id), *_projects(store, pole_id, words)]
    near = (one for one in found if all(word in fold(one.name) for word in words))
    return [one for _n, one in zip(range(MOST), near, strict=False)]


def where_to_correct(db: Connection, pole_id: str, about: str, id: str) -> list[tuple[str, str]]:
    """(kind, id) of the records where the entries about them are read, and corrected."""
    if about == "promoter":
        return [("promoter", id)]
    if about != "person":
        return []
    c = roles.c
    mine = (c.person_id == id, c.holder_kind == "enterprise", roles.of(pole_id), roles.known())
    bodies = db.scalars(select(c.holder_id).where(*mine).distinct().limit(MOST))
    projects = carried_by(db, pole_id, id)
    return [*(("enterprise", one) for one in bodies), *(("promoter", one) for one in projects)]


def _people(store: EventStore, pole_id: str) -> list[Candidate]:
    c = people.c
    names = (c.given_name, c.family_name, c.as_written)
    query = select(c.person_id, *names).where(c.pole_id == pole_id, people.known())
    with store.engine.connect() as db:
        rows = db.execute(query).all()
    clear = iter(store.open_many((row[0], "identity", part) for row in rows for part in row[1:]))
    parts = [(row[0], next(clear), next(clear), next(clear)) for row in rows]
    named = ((id, f"{given} {family}".strip() or written) for id, given, family, written in parts)
    return [Candidate("person", id, name) for id, name in sorted(named, key=lambda one: one[1])]


def _projects(store: EventStore, pole_id: str, words: list[str]) -> list[Candidate]:
    ids = projects_bearing(store, pole_id, words)[:MOST]
    c = promoters.c
    query = select(c.promoter_id, c.working_title).where(c.promoter_id.in_(ids))
    with store.engine.connect() as db:
        rows = db.execute(query.where(promoters.of(pole_id), promoters.known())).all()
    clear = store.open_many((row[0], "identity", row[1]) for row in rows)
    return [Candidate("promoter", row[0], title) for row, title in zip(rows, clear, strict=True)]

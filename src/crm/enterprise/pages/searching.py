"""One search for all that has a name: enterprises, projects, people met, organisations.

Names of people and titles of projects are sealed: they are opened in memory for the answer alone,
and no index of them lies on a disk.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeVar

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.response import Template
from sqlalchemy import Connection, select

from crm.ecosystem.projections import organisations
from crm.enterprise.pages.words import place_words
from crm.enterprise.projections.listing import Filters, enterprise_list
from crm.event_store import EventStore
from crm.person.projections import people, roles
from crm.promoter.projections import promoters
from crm.site.folding import fold, like
from crm.site.forms import Form
from crm.site.labels import label
from crm.site.reader import Reader

SHOWN = 20
"""How many of each kind are shown: more words find better than more lines."""
LONGEST = 200
R = TypeVar("R")


class Hit(NamedTuple):
    """Something found: its name, its page when it has one, and a word to tell it apart."""

    name: str
    url: str
    under: str


class SearchPages(Controller):
    path = "/recherche"

    @get(sync_to_thread=True)
    def ask(self) -> Template:
        """The page with nothing looked for yet."""
        return Template("enterprise/search.html", context={"words": "", "groups": []})

    @post(sync_to_thread=True, status_code=200)
    def search(
        self,
        form: NamedDependency[Form],
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
    ) -> Template:
        """What bears these words. They travel in the body: a name never enters an address."""
        words = form.value("q")[:LONGEST].strip()
        groups: list[tuple[str, list[Hit]]] = []
        if fold(words):
            with store.engine.connect() as db:
                groups = [
                    ("enterprises", list(_enterprises(db, reader.pole_id, words))),
                    ("projects", list(_projects(store, db, reader.pole_id, words))),
                    ("people", list(_people(store, db, reader.pole_id, words))),
                    ("organisations", list(_organisations(db, reader.pole_id, words))),
                ]
        found = [(kind, hits) for kind, hits in groups if hits]
        return Template("enterprise/search.html", context={"words": words, "groups": found})


def _enterprises(db: Connection, pole_id: str, words: str) -> Iterator[Hit]:
    found, _ = enterprise_list(db, pole_id, Filters(words=words), limit=SHOWN)
    for one in found:
        place = place_words(one.municipality, one.mrc)
        yield Hit(one.name, f"/entreprises/{one.enterprise_id}", place)


def _projects(store: EventStore, db: Connection, pole_id: str, words: str) -> Iterator[Hit]:
    c = promoters.c
    mine = select(c.promoter_id, c.working_title, c.milestone).where(c.pole_id == pole_id)
    rows = db.execute(mine.where(promoters.known()).order_by(c.welcomed_on.desc())).all()
    titles = store.open_many((row.promoter_id, "identity", row.working_title) for row in rows)
    for row, title in _bearing(zip(rows, titles, strict=True), words):
        yield Hit(title, f"/projets/{row.promoter_id}", label(row.milestone or "idea", "phases"))


def _people(store: EventStore, db: Connection, pole_id: str, words: str) -> Iterator[Hit]:
    """People by name, each under the body where they hold a role."""
    p, r = people.c, roles.c
    mine = (
        select(p.person_id, p.given_name, p.family_name, p.as_written, r.kind, r.holder_id)
        .where(p.person_id == r.person_id, p.pole_id == pole_id, r.holder_kind == "enterprise")
        .where(people.known(), roles.known(), r.ended_on.is_(None))
    )
    rows = db.execute(mine).all()
    opened = store.open_many(
        (row.person_id, "identity", part) for row in rows for part in (row[1], row[2], row[3])
    )
    parts = zip(opened[::3], opened[1::3], opened[2::3], strict=True)
    names = (written or f"{given} {family}".strip() for given, family, written in parts)
    for row, name in _bearing(zip(rows, names, strict=True), words):
        yield Hit(name, f"/entreprises/{row.holder_id}", label(row.kind, "role_kinds"))


def _organisations(db: Connection, pole_id: str, words: str) -> Iterator[Hit]:
    c = organisations.c
    mine = select(c.name).where(c.pole_id == pole_id, organisations.known())
    for word in fold(words).split():
        mine = mine.where(c.search_text.like(like(word)))
    for name in db.scalars(mine.order_by(c.search_text).limit(SHOWN)):
        yield Hit(name, "", "")


def _bearing(named: Iterable[tuple[R, str]], words: str) -> Iterator[tuple[R, str]]:
    asked, left = fold(words).split(), SHOWN
    for row, name in named:
        if left and all(word in fold(name) for word in asked):
            left -= 1
            yield row, name

"""One search for all that has a name: enterprises, projects, people met, organisations.

Names of people and titles of projects are sealed: they are compared in memory, and no index of
them lies on a disk.
"""

from collections.abc import Iterator
from typing import NamedTuple

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.response import Template
from sqlalchemy import Connection, select

from crm.ecosystem.projections import organisations
from crm.enterprise.pages.words import place_words
from crm.enterprise.projections.listing import Filters, enterprise_list
from crm.event_store import EventStore
from crm.person.projections import held_by_name
from crm.promoter.projections import promoters
from crm.promoter.projections.titles import projects_bearing
from crm.site.folding import fold, like
from crm.site.forms import Form
from crm.site.labels import label
from crm.site.reader import Reader
from crm.site.rights import POLE

SHOWN = 20
"""How many of each kind are shown: more words find better than more lines."""
LONGEST = 200


class Hit(NamedTuple):
    """Something found: its name, its page when it has one, and a word to tell it apart."""

    name: str
    url: str
    under: str


class SearchPages(Controller):
    path = "/recherche"
    opt = POLE

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
                projects = (
                    list(_projects(store, db, reader.pole_id, words)) if reader.reads_files else []
                )
                groups = [
                    ("enterprises", list(_enterprises(store, reader.pole_id, words))),
                    ("projects", projects),
                    ("people", list(_people(store, reader.pole_id, words))),
                    ("organisations", list(_organisations(db, reader.pole_id, words))),
                ]
        found = [(kind, hits) for kind, hits in groups if hits]
        return Template("enterprise/search.html", context={"words": words, "groups": found})


def _enterprises(store: EventStore, pole_id: str, words: str) -> Iterator[Hit]:
    for one in enterprise_list(store, pole_id, Filters(words=words), limit=SHOWN).rows:
        place = place_words(one.municipality, one.mrc)
        yield Hit(one.name, f"/entreprises/{one.enterprise_id}", place)


def _projects(store: EventStore, db: Connection, pole_id: str, words: str) -> Iterator[Hit]:
    ids = projects_bearing(store, pole_id, fold(words).split())[:SHOWN]
    c = promoters.c
    some = select(c.promoter_id, c.working_title, c.milestone).where(
        c.promoter_id.in_(ids), promoters.of(pole_id), promoters.known()
    )
    rows = {row.promoter_id: row for row in (db.execute(some) if ids else ())}
    titles = store.open_many((id, "identity", rows[id].working_title) for id in ids)
    for id, title in zip(ids, titles, strict=True):
        yield Hit(title, f"/projets/{id}", label(rows[id].milestone or "idea", "phases"))


def _people(store: EventStore, pole_id: str, words: str) -> Iterator[Hit]:
    """People by name, each under the body where they hold a role."""
    for held, name in held_by_name(store, pole_id, fold(words).split(), SHOWN):
        yield Hit(name, f"/entreprises/{held.holder_id}", label(held.kind, "role_kinds"))


def _organisations(db: Connection, pole_id: str, words: str) -> Iterator[Hit]:
    c = organisations.c
    mine = select(c.name).where(c.pole_id == pole_id, organisations.known())
    for word in fold(words).split():
        mine = mine.where(c.search_text.like(like(word)))
    for name in db.scalars(mine.order_by(c.search_text).limit(SHOWN)):
        yield Hit(name, "", "")

"""The palette over every page: names, pages and acts by a few letters, none in an address."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from litestar import Controller, Request, post
from litestar.di import NamedDependency
from litestar.response import Template
from sqlalchemy import Connection, select

from crm.accompaniment.pages.names import ICONS, PAGES_OF, Names, names_of
from crm.accompaniment.pages.noting import untitled
from crm.accompaniment.projections.bearing import Hit, bearing, rank_of
from crm.accompaniment.projections.files import accompaniments
from crm.event_store import EventStore
from crm.person.projections import held_as
from crm.site.consultations import Consultations
from crm.site.folding import fold
from crm.site.forms import Form
from crm.site.languages import N_, _
from crm.site.menu import Menu
from crm.site.reader import Reader
from crm.site.rights import EVERYONE
from crm.site.roles import READING_POLE

AnyRequest = Request[Any, Any, Any]
SHOWN, LATELY, LONGEST = 10, 6, 200
KINDS = ("enterprise", "organisation", "person")
CONFIDED = ("promoter", "accompaniment")
"""Kinds that only those who read files are shown."""
WORDS = {
    "enterprise": N_("Entreprise"),
    "organisation": N_("Organisme"),
    "promoter": N_("Projet"),
    "accompaniment": N_("Dossier"),
    "person": N_("Personne"),
}
SURE = (0, 1)
"""Ranks at which a page or an act is offered: its words begin so."""
ACTS = (
    ("/accompagnements/nouveau", N_("Ouvrir un accompagnement"), "plus"),
    ("/entreprises/nouvelle", N_("Inscrire une entreprise"), "plus"),
    ("/projets/nouveau", N_("Accueillir un projet"), "plus"),
    ("/compte", N_("Mon compte"), "user"),
)
"""What may be done from here, besides noting, and the page that each begins on."""


class Choice(NamedTuple):
    """One line of the palette; `act` is what a script does instead of going to `url`."""

    name: str
    under: str
    icon: str
    url: str = ""
    act: str = ""


class PalettePages(Controller):
    path = "/palette"
    opt = EVERYONE

    @post(sync_to_thread=True, status_code=200)
    def choose(
        self,
        request: AnyRequest,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        form: NamedDependency[Form],
        consultations: NamedDependency[Consultations],
    ) -> Template:
        """What these letters may mean; what was opened lately when there are none."""
        typed, menu = form.value("q")[:LONGEST].strip(), request.app.state.menu
        choices: list[Choice] = []
        if reader.held & READING_POLE:
            hits = _hits(store, reader, typed) if fold(typed) else _lately(consultations, reader)
            with store.engine.connect() as db:
                choices = list(_things(store, db, reader, hits))
        choices += _places(menu, reader, typed)
        if fold(typed) and menu.has("/recherche", reader.held):
            seek = _("Chercher « %(words)s » dans tout le pôle", words=typed)
            choices.append(Choice(seek, "", "search", act="chercher"))
        return Template("accompaniment/palette.html", context={"choices": choices})


def _hits(store: EventStore, reader: Reader, typed: str) -> list[Hit]:
    kinds = KINDS + CONFIDED if reader.reads_files else KINDS
    return bearing(store, reader.pole_id, typed, kinds, SHOWN, reader.now)


def _lately(consultations: Consultations, reader: Reader) -> list[Hit]:
    """What this reader opened last, each thing once."""
    shown = ("enterprise", *CONFIDED) if reader.reads_files else ("enterprise",)
    opened = consultations.of_account(reader.pole_id, reader.account_id)
    hits = [Hit(one.kind, one.subject_id) for one in opened if one.kind in shown]
    return list(dict.fromkeys(hits))[:LATELY]


def _things(store: EventStore, db: Connection, reader: Reader, hits: list[Hit]) -> Iterator[Choice]:
    """The hits as they are shown, in their order; what is no more is left out."""
    pole = reader.pole_id
    held = {one.role_id: (one, name) for one, name in _people(store, pole, hits)}
    files = _files(store, db, pole, [hit.id for hit in hits if hit.kind == "accompaniment"])
    bodies = [hit.id for hit in hits if hit.kind in ICONS]
    bodies += [file.party_id for file, _title in files.values()]
    bodies += [one.holder_id for one, _name in held.values()]
    names = names_of(store, db, pole, bodies) if bodies else Names()
    for kind, id in hits:
        word, icon = _(WORDS[kind]), ICONS.get(kind, "route")
        if kind == "person" and id in held:
            one, name = held[id]
            yield Choice(name, names[one.holder_id], "user", f"/entreprises/{one.holder_id}")
        elif kind == "accompaniment" and id in files:
            file, title = files[id]
            yield Choice(title, names[file.party_id], icon, f"/accompagnements/{id}")
        elif kind not in PAGES_OF:
            if reader.may_write:
                yield Choice(names[id], word, icon, f"/noter?organisation=organisation:{id}")
        elif id in names:
            yield Choice(names[id], word, icon, PAGES_OF[kind] + id)


def _people(store: EventStore, pole: str, hits: list[Hit]) -> list[Any]:
    return held_as(store, pole, [hit.id for hit in hits if hit.kind == "person"])


def _files(
    store: EventStore, db: Connection, pole: str, ids: list[str]
) -> dict[str, tuple[Any, str]]:
    """By id, a file and its title."""
    c = accompaniments.c
    asked = select(c.accompaniment_id, c.title, c.opened_as, c.party_id).where(
        c.accompaniment_id.in_(ids), accompaniments.of(pole), accompaniments.known()
    )
    rows = db.execute(asked).all() if ids else []
    titles = store.open_many((row.accompaniment_id, "note", row.title) for row in rows)
    return {
        row.accompaniment_id: (row, title or untitled(row.opened_as))
        for row, title in zip(rows, titles, strict=True)
    }


def _places(menu: Menu, reader: Reader, typed: str) -> list[Choice]:
    """Acts and pages of the menu whose name bears the words; the acts alone when there are none."""
    acts = [Choice(_(name), _("Geste"), icon, url) for url, name, icon in ACTS]
    acts = [act for act in acts if menu.has(act.url, reader.held)]
    if reader.may_write:
        acts.insert(0, Choice(_("Noter un échange"), _("Geste"), "note", "/noter", "noter"))
    if not (words := fold(typed).split()):
        return acts
    groups = menu.groups_of(reader.held)
    pages = [
        Choice(_(place.name), _("Page"), place.icon, place.path)
        for _name, places in groups
        for place in places
    ]
    return [one for one in (*pages, *acts) if rank_of(words, fold(one.name)) in SURE]

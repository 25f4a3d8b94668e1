"""While a name is typed in a form that registers: what is known already and may be the same.

The names typed are sent in the body of a POST, and stand in no address. Each record shown opens
beside the form, so that nothing typed is lost; a person may be chosen instead of written again.
"""

from typing import NamedTuple

from litestar import Controller, post
from litestar.di import NamedDependency
from litestar.response import Template

from crm.accompaniment.pages.names import PAGES_OF, names_of
from crm.accompaniment.projections.alike import Alike, Kind, alike
from crm.event_store import EventStore
from crm.person.projections import Place, named, places_of
from crm.promoter.projections import carried_by
from crm.site.folding import fold
from crm.site.forms import Form
from crm.site.languages import N_, _
from crm.site.reader import Reader
from crm.site.rights import WRITERS

WHY = {
    "number": N_("même NEQ"),
    "same": N_("même nom"),
    "sound": N_("se prononce pareil"),
    "near": N_("nom voisin"),
}
LINES, LONGEST = 20, 200


class Shown(NamedTuple):
    """One record that may be the same. `line` is that of the name typed, for a list of people."""

    kind: str
    id: str
    name: str
    where: str
    url: str
    why: str
    line: int


class AlikePages(Controller):
    path = "/semblables"
    opt = WRITERS

    @post("/entreprise", sync_to_thread=True, status_code=200)
    def enterprises(
        self,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        form: NamedDependency[Form],
    ) -> Template:
        typed, neq = form.value("nom")[:LONGEST], fold(form.value("neq")).replace(" ", "")
        found = alike(store, reader.pole_id, typed, "enterprise", neq=neq, now=reader.now)
        return _page(store, reader, [(0, one) for one in found], "")

    @post("/personne", sync_to_thread=True, status_code=200)
    def person(
        self,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        form: NamedDependency[Form],
    ) -> Template:
        typed = f"{form.value('prenom')[:100]} {form.value('nom')[:100]}"
        found = alike(store, reader.pole_id, typed, "person", now=reader.now)
        return _page(store, reader, [(0, one) for one in found], "connue")

    @post("/projet", sync_to_thread=True, status_code=200)
    def project(
        self,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        form: NamedDependency[Form],
    ) -> Template:
        """The people who carry it, a name a line, and its title."""
        lines = form.value("personnes")[: LINES * LONGEST].splitlines()[:LINES]
        asked: list[tuple[int, str, Kind]] = [(n, name, "person") for n, name in enumerate(lines)]
        asked.append((0, form.value("titre")[:LONGEST], "promoter"))
        found = [
            (line, one)
            for line, typed, kind in asked
            for one in alike(store, reader.pole_id, typed, kind, now=reader.now)
        ]
        return _page(store, reader, found[:LINES], "connues")


def _page(
    store: EventStore, reader: Reader, found: list[tuple[int, Alike]], choose: str
) -> Template:
    context = {"shown": _shown(store, reader, found), "choose": choose}
    return Template("accompaniment/alike.html", context=context)


def _shown(store: EventStore, reader: Reader, found: list[tuple[int, Alike]]) -> list[Shown]:
    pole, met = reader.pole_id, [one.id for _line, one in found if one.kind == "person"]
    with store.engine.connect() as db:
        places = {p.person_id: p for p in reversed(places_of(db, pole, met))}
        for id in met:
            if id not in places and (carried := carried_by(db, pole, id)):
                places[id] = Place(id, "promoter", carried[0])
        ids = [one.id for _line, one in found if one.kind != "person"]
        names = names_of(store, db, pole, [*ids, *(p.holder_id for p in places.values())])
        people = named(store, db, pole, met)
    shown = []
    for line, one in found:
        place = places.get(one.id, Place(one.id, one.kind, one.id))
        known = place.holder_kind in ("enterprise", "promoter")
        page = PAGES_OF[place.holder_kind] + place.holder_id if known else ""
        where = names[place.holder_id] if one.kind == "person" and known else ""
        name = people.get(one.id) or names[one.id]
        shown.append(Shown(one.kind, one.id, name, where, page, _(WHY[one.why]), line))
    return shown

"""The whole history of an enterprise, a project, a file or somebody: what one looks for in it."""

from typing import NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery
from litestar.response import Template
from msgspec import Struct

from crm.event_store import EventStore
from crm.event_store.as_of import FIRST, LAST, AsOf
from crm.event_store.commands import day_of
from crm.event_store.ids import is_id
from crm.history.projections.reading import FILTERS
from crm.history.projections.sought import Sought, history_sought
from crm.refusal import Unknown
from crm.site.consultations import shows
from crm.site.forms import Form
from crm.site.labels import LISTS, choices
from crm.site.languages import _
from crm.site.reader import Reader
from crm.site.rights import TEAM

PLACES = {
    "entreprise": ("enterprise", "/entreprises/"),
    "projet": ("promoter", "/projets/"),
    "dossier": ("accompaniment", "/accompagnements/"),
    "personne": ("person", ""),
}
"""By the word of the address, what it is about, and where that is read."""


class Asked(Struct, frozen=True):
    """The words of the address, as they came; `mots` and the place of its pages are never in it."""

    fil: str = ""
    qui: str = ""
    lieu: str = ""
    seulement: str = ""
    du: str = ""
    au: str = ""

    @property
    def filters(self) -> dict[str, str]:
        """Those that say something."""
        said = {name: getattr(self, name) for name in self.__struct_fields__}
        return {name: word for name, word in said.items() if word}


class WholePages(Controller):
    path = "/chronologie/{place:str}/{id:uuid}"
    opt = TEAM | shows("whole_history", "id")

    @get(sync_to_thread=True)
    def read(
        self,
        place: FromPath[str],
        id: FromPath[UUID],
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        fil: FromQuery[str] = "",
        qui: FromQuery[str] = "",
        lieu: FromQuery[str] = "",
        seulement: FromQuery[str] = "",
        du: FromQuery[str] = "",
        au: FromQuery[str] = "",
        avant: FromQuery[str] = "",
    ) -> Template:
        """What fits the filters of the address. Raises Unknown."""
        asked = Asked(fil, qui, lieu, seulement, du, au)
        form = Form.of(day_of(store.clock()), **asked.filters, avant=avant)
        return _page(store, reader, _subject(place, id), asked, form)

    @post(sync_to_thread=True, status_code=200)
    def search(
        self,
        place: FromPath[str],
        id: FromPath[UUID],
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        form: NamedDependency[Form],
    ) -> Template:
        """The same, with words: they may name somebody, and stay out of addresses. Raises
        Unknown."""
        form.today = day_of(store.clock())
        asked = Asked(*(form.value(name)[:200] for name in Asked.__struct_fields__))
        return _page(store, reader, _subject(place, id), asked, form)


class Subject(NamedTuple):
    """What the history is of: its kind, its id, this page, and the page where it is read."""

    kind: str
    id: str
    path: str
    home: str


def _subject(place: str, id: UUID) -> Subject:
    if place not in PLACES:
        raise NotFoundException
    kind, home = PLACES[place]
    return Subject(kind, str(id), f"/chronologie/{place}/{id}", f"{home}{id}" if home else "")


def _page(
    store: EventStore, reader: Reader, subject: Subject, asked: Asked, form: Form
) -> Template:
    words = form.text("mots", 200)
    sought = _sought(subject, asked, form, words)
    with store.engine.connect() as db:
        found = history_sought(store, db, reader.pole_id, sought, form.value("avant"))
    if not found.authors:
        raise Unknown
    context = {
        "found": found,
        "form": form,
        "asked": asked,
        "subject": subject,
        "words": words,
        "rooms": [one for one in choices("rooms") if one[0] in found.rooms],
        "facets": [(word, _(name)) for word, (name, _facet) in FILTERS.items() if word],
        "query": urlencode(asked.filters),
        "begun": bool(form.value("avant")),
    }
    status = 422 if form.failed else 200
    return Template("history/whole.html", context=context, status_code=status)


def _sought(subject: Subject, asked: Asked, form: Form, words: str) -> Sought:
    since, until = form.date_read("du"), form.date_read("au")
    return Sought(
        subject_kind=subject.kind,
        subject_id=subject.id,
        facet=FILTERS[asked.fil][1] if asked.fil in FILTERS else None,
        author=asked.qui if is_id(asked.qui) else "",
        room=asked.lieu if asked.lieu in LISTS["rooms"] else "",
        late=asked.seulement == "tard",
        restated=asked.seulement == "retouches",
        words=words,
        as_of=AsOf(since=since.day if since else FIRST, until=until.last if until else LAST),
    )

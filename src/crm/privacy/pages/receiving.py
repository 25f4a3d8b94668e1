"""A request comes in: whoever receives it writes it down, and the clock starts that day."""

from typing import Any, NamedTuple, get_args
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from crm.event_store import EventStore
from crm.event_store.commands import day_of
from crm.history.projections.names import named
from crm.person.domain import Person
from crm.privacy.commands import ReceiveRequest
from crm.privacy.domain.requests import (
    RequestChannel,
    Requester,
    RequesterUnnamed,
    RequestKind,
    RequestSubject,
)
from crm.privacy.pages.guarding import AnyRequest, handled
from crm.privacy.projections.office import delay_on
from crm.promoter.domain.promoter import Promoter
from crm.refusal import N_, Unknown
from crm.site.answers import see_other
from crm.site.consultations import shows
from crm.site.forms import Form
from crm.site.labels import choices
from crm.site.reader import Reader
from crm.site.rights import RECEIVERS

ABOUT: dict[str, RequestSubject] = {"personne": "person", "projet": "promoter"}
KIND = N_("Choisissez ce que la personne demande.")
CHANNEL = N_("Dites comment la demande est arrivée.")
RECEIVED = N_("Demande consignée. Le délai de réponse court depuis sa réception.")
NEW = "/vie-privee/demandes/nouvelle"


class Matter(NamedTuple):
    """What a request is about, as the address says it; nothing when it is not matched yet."""

    about: str = ""
    id: str = ""

    @property
    def kind(self) -> RequestSubject:
        """Raises Unknown."""
        if self.about and self.about not in ABOUT:
            raise Unknown
        return ABOUT[self.about] if self.about else "unmatched"

    @property
    def path(self) -> str:
        return f"{NEW}/{self.about}/{self.id}" if self.about else NEW


class ReceivingPages(Controller):
    path = NEW
    opt = RECEIVERS

    @get(sync_to_thread=True)
    def blank(
        self, reader: NamedDependency[Reader], store: NamedDependency[EventStore]
    ) -> Template:
        return _blank(store, reader, Matter())

    @post(sync_to_thread=True, status_code=200)
    def receive(
        self,
        request: AnyRequest,
        form: NamedDependency[Form],
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
    ) -> Response[Any]:
        return _received(request, store, reader, form, Matter())

    @get("/{about:str}/{id:uuid}", sync_to_thread=True, opt=shows("request", "id"))
    def blank_about(
        self,
        about: FromPath[str],
        id: FromPath[UUID],  # the name in the address
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
    ) -> Template:
        """Raises Unknown."""
        return _blank(store, reader, Matter(about, str(id)))

    @post(
        "/{about:str}/{id:uuid}", sync_to_thread=True, status_code=200, opt=shows("request", "id")
    )
    def receive_about(
        self,
        about: FromPath[str],
        id: FromPath[UUID],  # the name in the address
        request: AnyRequest,
        form: NamedDependency[Form],
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
    ) -> Response[Any]:
        """Raises Unknown."""
        return _received(request, store, reader, form, Matter(about, str(id)))


def _blank(store: EventStore, reader: Reader, matter: Matter) -> Template:
    today = day_of(store.clock())
    name = _name(store, reader, matter)
    person = name if matter.about == "personne" else ""
    form = Form.of(today, nom=person, date=today.isoformat(), demandeur="concerned")
    return _page(store, reader, form, name, matter)


def _received(
    request: AnyRequest, store: EventStore, reader: Reader, form: Form, matter: Matter
) -> Response[Any]:
    name = _name(store, reader, matter)
    command = _command(form, matter)
    if not handled(store, reader, form, command):
        return _page(store, reader, form, name, matter)
    seen = f"/vie-privee/demandes/{command.request_id}"
    return see_other(request, seen if reader.guards_privacy else "/", RECEIVED)


def _command(form: Form, matter: Matter) -> ReceiveRequest:
    kind: Any = form.choice("demande", get_args(RequestKind), required=KIND)
    channel: Any = form.choice("voie", get_args(RequestChannel), required=CHANNEL)
    asked_by: Any = form.choice("demandeur", get_args(Requester)) or "concerned"
    return ReceiveRequest(
        kind=kind,
        channel=channel,
        asked_by=asked_by,
        requester=form.text("nom", required=RequesterUnnamed.sentence),
        about=matter.kind,
        subject_id=matter.id,
        details=form.note("precisions"),
        occurred_on=form.date("date"),
        request_id=form.command_id,
    )


def _name(store: EventStore, reader: Reader, matter: Matter) -> str:
    """What the request is about, by name; empty when it is not matched. Raises Unknown."""
    if (kind := matter.kind) == "unmatched":
        return ""
    store.load(Person if kind == "person" else Promoter, matter.id)
    with store.engine.connect() as db:
        return named(store, db, {kind: {matter.id}}, reader.pole_id)(kind, matter.id)


def _page(store: EventStore, reader: Reader, form: Form, name: str, matter: Matter) -> Template:
    with store.engine.connect() as db:
        delay = delay_on(db, reader.pole_id, day_of(store.clock()))
    context = {
        "form": form,
        "about": name,
        "path": matter.path,
        "delay": delay,
        "kinds": choices("request_kinds"),
        "channels": choices("request_channels"),
        "requesters": choices("requesters"),
        "back": "/vie-privee/demandes" if reader.guards_privacy else "/",
    }
    status = 422 if form.failed else 200
    return Template("privacy/receive.html", context=context, status_code=status)

"""« Qui fait quoi »: the body that leads a file, and the other hands."""

from datetime import date
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from crm.accompaniment.commands import DesignateLead, JoinCoIntervener, LeaveCoIntervener
from crm.accompaniment.pages.names import names_and_lists
from crm.accompaniment.pages.noting import author_of
from crm.accompaniment.projections.files import file
from crm.accompaniment.projections.hands import Hands, hands_in
from crm.event_store import Command, EventStore
from crm.event_store.events import new_id
from crm.event_store.ids import is_id
from crm.refusal import Refusal, Unknown
from crm.site.answers import see_other
from crm.site.consultations import shows
from crm.site.forms import Form
from crm.site.languages import N_
from crm.site.reader import Reader
from crm.site.rights import WRITERS

AnyRequest = Request[Any, Any, Any]
LED, JOINED, LEFT = N_("Chef de file désigné."), N_("Intervenant joint."), N_("Départ consigné.")
WHO = N_("Choisissez l’organisme ou la personne qui intervient.")
THE_POLE = "pole"


class HandPages(Controller):
    path = "/accompagnements/{id:str}/intervenants"
    opt = WRITERS | shows("accompaniment", "id")

    @get(sync_to_thread=True)
    def ask(
        self,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        today: NamedDependency[date],
        id: FromPath[str],
    ) -> Template:
        """Raises Unknown."""
        return _page(store, reader, id, Form.of(today, date=today.isoformat()))

    @post(sync_to_thread=True)
    def told(
        self,
        request: AnyRequest,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        today: NamedDependency[date],
        form: NamedDependency[Form],
        id: FromPath[str],
    ) -> Response[Any]:
        """The lead, or another hand: two forms of one page. Raises Unknown."""
        form.today = today
        _known(store, reader, id)
        leads = form.value("quoi") == "chef"
        command = (_lead if leads else _hand)(store, reader, form, id)
        return _done(request, store, reader, form, command, LED if leads else JOINED)

    @post("/{hand_id:str}/depart", sync_to_thread=True)
    def left(
        self,
        request: AnyRequest,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        today: NamedDependency[date],
        form: NamedDependency[Form],
        id: FromPath[str],
        hand_id: FromPath[str],
    ) -> Response[Any]:
        """From today. Raises Unknown."""
        form.today = today
        _known(store, reader, id)
        command = LeaveCoIntervener(accompaniment_id=id, hand_id=hand_id)
        return _done(request, store, reader, form, command, LEFT)


def _known(store: EventStore, reader: Reader, id: str) -> Hands:
    """Raises Unknown."""
    with store.engine.connect() as db:
        if not is_id(id) or not file(db, reader.pole_id, id):
            raise Unknown
        return hands_in(db, reader.pole_id, id)


def _choices(store: EventStore, reader: Reader, ids: list[str | None]) -> tuple[Any, Any]:
    with store.engine.connect() as db:
        return names_and_lists(store, db, reader.pole_id, ids, ("account", "organisation"))


def _lead(store: EventStore, reader: Reader, form: Form, id: str) -> Command:
    offered = _choices(store, reader, [])[1]["organisation"]
    chosen = form.choice("chef", [THE_POLE, *(one for one, _n in offered)], required=True)
    led = None if chosen == THE_POLE else chosen
    return DesignateLead(accompaniment_id=id, organisation_id=led, **_when(form))


def _hand(store: EventStore, reader: Reader, form: Form, id: str) -> Command:
    offered = _choices(store, reader, [])[1]
    values = [f"{kind}:{one}" for kind, some in offered.items() for one, _name in some]
    kind, _colon, who = (form.choice("qui", values, required=WHO) or ":").partition(":")
    return JoinCoIntervener(
        accompaniment_id=id,
        organisation_id=who if kind == "organisation" else None,
        advisor_id=who if kind == "account" else None,
        part=form.text("part", 120),
        hand_id=form.command_id,
        **_when(form),
    )


def _when(form: Form) -> dict[str, Any]:
    said = form.date_read("date")
    return {"occurred_on": said.day, "occurred_precision": said.precision} if said else {}


def _done(
    request: AnyRequest,
    store: EventStore,
    reader: Reader,
    form: Form,
    command: Any,
    said: str,
) -> Response[Any]:
    id = command.accompaniment_id
    if not form.failed:
        try:
            store.handle(command, author_of(reader, form))
        except Unknown:
            raise
        except Refusal as refusal:
            form.refuse(refusal)
    if form.failed:
        return _page(store, reader, id, form)
    return see_other(request, f"/accompagnements/{id}/intervenants", said)


def _page(store: EventStore, reader: Reader, id: str, form: Form) -> Template:
    known = _known(store, reader, id)
    names, lists = _choices(store, reader, known.ids)
    parts = store.open_many((hand.hand_id, "note", hand.part) for hand in known.others)
    context = {
        "form": form,
        "base": f"/accompagnements/{id}",
        "lead": known.lead,
        "others": list(zip(known.others, parts, strict=True)),
        "names": names,
        "pole_name": reader.pole_name,
        "organisations": lists["organisation"],
        "offered": [
            *((f"organisation:{one}", name) for one, name in lists["organisation"]),
            *((f"account:{one}", name) for one, name in lists["account"]),
        ],
        "other_id": new_id(),
    }
    status = 422 if form.failed else 200
    return Template("accompaniment/hands.html", context=context, status_code=status)

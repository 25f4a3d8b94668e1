"""Departures foreseen, and succession plans."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from crm.enterprise.commands import (
    AdoptSuccessionPlan,
    DeclareDeparture,
    LapseSuccessionPlan,
    OnEnterprise,
)
from crm.enterprise.pages.acting import (
    AnyRequest,
    Scene,
    answered,
    form_page,
    name_of,
    when_said,
)
from crm.event_store import EventStore
from crm.event_store.commands import day_of
from crm.refusal import N_
from crm.site.consultations import shows
from crm.site.forms import Form
from crm.site.labels import choices
from crm.site.languages import _
from crm.site.reader import Reader
from crm.site.rights import WRITERS
from crm.vocabulary import ANSWERS, HORIZONS, ROLE_KINDS

DEPARTING = N_("Départ envisagé consigné.")
PLANNED = N_("Plan de relève consigné.")
LAPSED = N_("Fin du plan de relève consignée.")
POSTS = ("direction", "board_chair", "board_officer", "key_staff", "manager", "founder", "other")
TELLERS = {
    "self": N_("la personne elle-même"),
    "board": N_("le conseil d’administration"),
    "colleague": N_("une ou un collègue"),
    "advisor": N_("le pôle, à son avis"),
}


class SuccessionPages(Controller):
    path = "/entreprises/{enterprise_id:uuid}"
    opt = WRITERS | shows("enterprise", "enterprise_id")

    @get("/depart", sync_to_thread=True)
    def departure(
        self,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        enterprise_id: FromPath[UUID],
    ) -> Template:
        """Raises Unknown."""
        form = _new(store, poste="direction", source="self")
        id = str(enterprise_id)
        return _departure_page(form, id, name_of(store, reader, id))

    @post("/depart", sync_to_thread=True)
    def declare_departure(
        self,
        request: AnyRequest,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        form: NamedDependency[Form],
        enterprise_id: FromPath[UUID],
    ) -> Response[Any]:
        id = str(enterprise_id)
        name = name_of(store, reader, id)
        return answered(
            Scene(request, store, reader, form),
            _departure_said(form, when_said(form, store, id)),
            lambda: _departure_page(form, id, name),
            f"/entreprises/{id}",
            DEPARTING,
        )

    @get("/plan", sync_to_thread=True)
    def plan(
        self,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        enterprise_id: FromPath[UUID],
    ) -> Template:
        """Raises Unknown."""
        form = _new(store, quoi="adopte", conseil="unknown")
        id = str(enterprise_id)
        return _plan_page(form, id, name_of(store, reader, id))

    @post("/plan", sync_to_thread=True)
    def tell_plan(
        self,
        request: AnyRequest,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        form: NamedDependency[Form],
        enterprise_id: FromPath[UUID],
    ) -> Response[Any]:
        """A plan adopted, or over."""
        id = str(enterprise_id)
        name = name_of(store, reader, id)
        command = _plan_said(form, when_said(form, store, id))
        return answered(
            Scene(request, store, reader, form),
            command,
            lambda: _plan_page(form, id, name),
            f"/entreprises/{id}",
            LAPSED if isinstance(command, LapseSuccessionPlan) else PLANNED,
            {"": "quoi"},
        )


def _new(store: EventStore, **filled: str) -> Form:
    today = day_of(store.clock())
    return Form.of(today, date=today.isoformat(), **filled)


def _departure_said(form: Form, when: dict[str, Any]) -> DeclareDeparture:
    said: dict[str, Any] = {
        "horizon": form.choice("horizon", HORIZONS, required=True) or "unknown",
        "post": form.choice("poste", ROLE_KINDS, required=True) or "direction",
        "told_by": form.choice("source", TELLERS) or "advisor",
    }
    return DeclareDeparture(**said, **when)


def _plan_said(form: Form, when: dict[str, Any]) -> OnEnterprise:
    if form.value("quoi") == "echu":
        return LapseSuccessionPlan(**when)
    said: dict[str, Any] = {"by_board": form.choice("conseil", ANSWERS) or "unknown"}
    until = form.date("valide_jusque", not_future=False)
    return AdoptSuccessionPlan(valid_until=until, **said, **when)


def _departure_page(form: Form, id: str, name: str) -> Template:
    words = dict(choices("role_kinds"))
    return form_page(
        "departure",
        form,
        id,
        name,
        horizons=choices("horizons"),
        posts=[(post, words[post]) for post in POSTS],
        tellers=[(code, _(said)) for code, said in TELLERS.items()],
    )


def _plan_page(form: Form, id: str, name: str) -> Template:
    return form_page("plan", form, id, name, answers=choices("answers", but=("not_asked",)))

"""Telling one value of the record: what it is, and from which day."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Template

from crm.enterprise.commands import (
    ClassifyEnterprise,
    ConstituteEnterprise,
    DeclareWorkChannel,
    FollowEnterprise,
    IdentifyEnterprise,
    LocateEnterprise,
    OnEnterprise,
    ReleaseEnterprise,
    RenameEnterprise,
    StateMission,
)
from crm.enterprise.commands.places import mrc_choices
from crm.enterprise.pages.acting import (
    AnyRequest,
    Scene,
    answered,
    form_page,
    name_of,
    refused,
    when_said,
)
from crm.enterprise.pages.listing import address_of, ask_for_mrc
from crm.enterprise.projections.values import Value, values_of
from crm.event_store import EventStore
from crm.event_store.commands import day_of
from crm.refusal import N_
from crm.site.forms import MISSING, Form
from crm.site.labels import choices
from crm.site.reader import Reader
from crm.site.rights import WRITERS
from crm.vocabulary import COOP_TYPES, LEGAL_FORMS, Address

FOLLOWED = N_("Suivi commencé.")
RELEASED = N_("Suivi terminé.")
TITLES = {
    "name": N_("Nom"),
    "neq": N_("NEQ"),
    "form": N_("Forme juridique"),
    "address": N_("Adresse"),
    "sector": N_("Secteur d’activité"),
    "mission": N_("Mission"),
    "website": N_("Site web"),
    "email": N_("Courriel"),
    "phone": N_("Téléphone"),
}
INPUTS = {
    "name": "nom", "neq": "neq", "sector": "secteur", "mission": "mission", "website": "site",
    "email": "courriel", "phone": "telephone",
}  # fmt: skip
"""For values of one field, the name of that field."""


class DescribingPages(Controller):
    path = "/entreprises/{enterprise_id:uuid}"
    opt = WRITERS

    @get("/renseignements", sync_to_thread=True)
    def ask(
        self,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        enterprise_id: FromPath[UUID],
        champ: FromQuery[str] = "name",
    ) -> Template:
        """Raises Unknown."""
        name = name_of(store, reader, str(enterprise_id))
        with store.engine.connect() as db:
            values = values_of(db, reader.pole_id, str(enterprise_id))
        today = day_of(store.clock())
        field = champ if champ in TITLES else "name"
        filled = _filled(field, values.get(field))
        form = Form.of(today, champ=field, date=today.isoformat(), **filled)
        return _page(form, str(enterprise_id), name, field)

    @post("/renseignements", sync_to_thread=True)
    def tell(
        self,
        request: AnyRequest,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        form: NamedDependency[Form],
        enterprise_id: FromPath[UUID],
    ) -> Response[Any]:
        id = str(enterprise_id)
        name = name_of(store, reader, id)
        when = when_said(form, store, id)
        field = form.value("champ") if form.value("champ") in TITLES else "name"
        command = _told(form, field, when)
        if isinstance(command, LocateEnterprise):
            ask_for_mrc(form, store, reader.pole_id, command.address)
        scene = Scene(request, store, reader, form)
        return answered(scene, command, lambda: _page(form, id, name, field), f"/entreprises/{id}")

    @post("/suivi", sync_to_thread=True)
    def follow(
        self,
        request: AnyRequest,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        form: NamedDependency[Form],
        enterprise_id: FromPath[UUID],
    ) -> Response[Any]:
        """Begins or ends the following, today; what is refused is said on the record."""
        back, scene = f"/entreprises/{enterprise_id}", Scene(request, store, reader, form)
        ending = form.value("suivi") == "non"
        command = ReleaseEnterprise if ending else FollowEnterprise
        return answered(
            scene,
            command(enterprise_id=str(enterprise_id)),
            lambda: refused(scene, back),
            back,
            RELEASED if ending else FOLLOWED,
        )


def _told(form: Form, field: str, when: dict[str, Any]) -> OnEnterprise:
    if field == "form":
        return _constituted(form, when)
    if field == "address":
        return LocateEnterprise(address=address_of(form) or _missing(form, "adresse"), **when)
    if field == "mission":
        return StateMission(text=form.note("mission", required=True), **when)
    if field == "sector":
        return ClassifyEnterprise(sector=form.text("secteur", required=True), **when)
    if field == "neq":
        return IdentifyEnterprise(neq=form.text("neq", 30), **when)
    if field == "name":
        return RenameEnterprise(name=form.text("nom"), **when)
    return _channel(form, field, when)


def _constituted(form: Form, when: dict[str, Any]) -> ConstituteEnterprise:
    legal_form = form.choice("forme", LEGAL_FORMS, required=True) or "unknown"
    coop_type = form.choice("type_coop", COOP_TYPES)
    return ConstituteEnterprise(
        legal_form=legal_form,  # type: ignore[arg-type]  # `choice` answers one of these codes
        coop_type=coop_type if legal_form == "cooperative" else None,  # type: ignore[arg-type]  # the same
        **when,
    )


def _channel(form: Form, field: str, when: dict[str, Any]) -> DeclareWorkChannel:
    name = INPUTS[field]
    value = form.email(name, required=True) if field == "email" else form.text(name, required=True)
    return DeclareWorkChannel(kind=field, value=value, **when)  # type: ignore[arg-type]  # website, email or phone


def _missing(form: Form, name: str) -> Address:
    form.fail(name, MISSING)
    return Address()


def _filled(field: str, value: Value | None) -> dict[str, str]:
    """What the form shows at first: the value in force."""
    if value is None:
        return {}
    if field == "form":
        return {"forme": value.value["legal_form"], "type_coop": value.value["coop_type"] or ""}
    if field == "address":
        parts = value.value
        return {
            "adresse": parts.get("lines", ""),
            "municipalite": parts.get("municipality", ""),
            "code_postal": parts.get("postal_code", ""),
            "mrc": parts.get("mrc") or "",
        }
    return {INPUTS[field]: str(value.value)}


def _page(form: Form, id: str, name: str, field: str) -> Template:
    return form_page(
        "describe",
        form,
        id,
        name,
        field_name=field,
        input=INPUTS.get(field, ""),
        title=TITLES[field],
        titles=TITLES,
        forms=choices("legal_forms"),
        coop_types=choices("coop_types"),
        mrcs=mrc_choices() if field == "address" else [],
    )

"""Each value of a record as a form: how it is filled, read into its command, and said in words."""

from typing import Any

from crm.enterprise.commands import (
    ClassifyEnterprise,
    ConstituteEnterprise,
    DeclareWorkChannel,
    IdentifyEnterprise,
    LocateEnterprise,
    RenameEnterprise,
    StateMission,
    TellValue,
)
from crm.enterprise.pages.listing import address_of
from crm.enterprise.pages.words import value_words
from crm.refusal import N_
from crm.site.forms import MISSING, Form
from crm.vocabulary import COOP_TYPES, LEGAL_FORMS, Address

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


def command_told(form: Form, field: str, when: dict[str, Any]) -> TellValue:
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


def filled(field: str, value: Any) -> dict[str, str]:
    """What the form shows of a value."""
    if value is None:
        return {}
    if field == "form":
        return {"forme": value["legal_form"], "type_coop": value["coop_type"] or ""}
    if field == "address":
        parts = value
        return {
            "adresse": parts.get("lines", ""),
            "municipalite": parts.get("municipality", ""),
            "code_postal": parts.get("postal_code", ""),
            "mrc": parts.get("mrc") or "",
        }
    return {INPUTS[field]: str(value)}


def typed_words(form: Form, field: str) -> str:
    """What was typed, as the record would say it."""
    if field == "form":
        typed = {"legal_form": form.value("forme"), "coop_type": form.value("type_coop")}
        return value_words(field, typed)
    if field == "address":
        parts = {"lines": "adresse", "municipality": "municipalite", "postal_code": "code_postal"}
        return value_words(field, {part: form.value(name) for part, name in parts.items()})
    return value_words(field, " ".join(form.value(INPUTS[field]).split()))

"""What the pages of enterprises say of their values."""

from typing import Any

from crm.enterprise.commands.places import mrc_name
from crm.site.french import NBSP
from crm.site.labels import label
from crm.site.languages import _

FIELDS = ("name", "neq", "form", "address", "sector", "mission", "website", "email", "phone")
"""Values told one by one, in the order of the record."""


def form_words(legal_form: str | None, coop_type: str | None = None) -> str:
    """« coopérative de solidarité », « OBNL, loi fédérale »; empty when nothing is known."""
    if not legal_form or legal_form == "unknown":
        return ""
    if legal_form == "cooperative" and coop_type and coop_type != "unknown":
        return _("coopérative de {kind}", kind=label(coop_type, "coop_types"))
    return label(legal_form, "legal_forms")


def capital(text: str) -> str:
    """The first letter in upper case."""
    return text[:1].upper() + text[1:]


def postal(code: str) -> str:
    """« G9N 0A0 », held by a no-break space."""
    bare = code.replace(" ", "").upper()
    return f"{bare[:3]}{NBSP}{bare[3:]}" if len(bare) == 6 else code


def value_words(field: str, value: Any) -> str:
    """A value as a sentence of the record, on one line."""
    if field == "form":
        return capital(form_words(value.get("legal_form"), value.get("coop_type")))
    if field == "address":
        place = (value.get("municipality", ""), postal(value.get("postal_code", "")))
        town = NBSP.join(part for part in place if part)
        return ", ".join(part for part in (value.get("lines", ""), town) if part)
    return str(value)


def place_words(municipality: str | None, mrc: str | None) -> str:
    """« Shawinigan », « Yamachiche (Maskinongé) »; the MRC alone when the town is unknown."""
    region = mrc_name(mrc)
    if municipality and region and region != municipality:
        return f"{municipality} ({region})"
    return municipality or region

"""The answer to a request of access on paper."""

from datetime import date
from pathlib import Path
from typing import Any

from crm.privacy.projections.access_file import AccessFile, HeldText
from crm.site.french import date_medium, number, plural
from crm.site.labels import label
from crm.site.languages import reading_in
from crm.site.paper import printed

SHEET = Path(__file__).with_name("access.typ")
"""Its layout, and the sentences that are the same for everybody."""


def pdf_of(file: AccessFile) -> bytes:
    """The document, whatever the language of whoever prepares it."""
    with reading_in("fr"):
        return printed(SHEET, _told(file), file.prepared_on)


def _told(file: AccessFile) -> dict[str, Any]:
    return {
        "pole": file.pole,
        "day": _day(file.prepared_on),
        "own": [_text(one) for one in file.own],
        "acts": [[_day(act.day), act.sentence] for act in file.acts],
        "elsewhere": [_text(one) for one in file.elsewhere],
        "withheld": file.withheld and _withheld(file.withheld),
        "may_read": [
            [label(one.role, "access_roles"), number(one.accounts)] for one in file.may_read
        ],
        "consulted": [
            [label(one.role, "access_roles"), number(one.times), _day(one.last)]
            for one in file.consulted
        ],
        "officer": file.officer,
    }


def _text(one: HeldText) -> list[str]:
    return [_day(one.day), one.entry, label(one.seal_class, "seal_classes"), one.text]


def _withheld(count: int) -> str:
    return plural(
        count,
        "Une note d’un autre dossier n’est pas remise : elle renseigne sur quelqu’un d’autre.",
        "%(n)s notes d’autres dossiers ne sont pas remises : elles renseignent sur quelqu’un "
        "d’autre.",
    )


def _day(day: date) -> str:
    return date_medium(day).striptags()

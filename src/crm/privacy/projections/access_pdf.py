"""The answer to a request of access on paper: French, tagged, with fonts of its own (PDF/UA-1).

Texts enter the document as data: nothing that somebody wrote is read as its markup.
"""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec
import typst

from crm.privacy.projections.access_file import AccessFile, HeldText
from crm.site.french import date_medium, number, plural
from crm.site.labels import label
from crm.site.languages import reading_in

SHEET = Path(__file__).with_name("access.typ")
"""Its layout, and the sentences that are the same for everybody."""


def pdf_of(file: AccessFile) -> bytes:
    """The document, whatever the language of whoever prepares it."""
    with reading_in("fr"):
        told = msgspec.json.encode(_told(file)).decode()
    made = typst.compile(
        SHEET.read_bytes(),
        ignore_system_fonts=True,
        sys_inputs={"told": told},
        pdf_standards=["ua-1"],
        format="pdf",
        timestamp=_midnight(file.prepared_on),
    )
    if not isinstance(made, bytes):
        raise TypeError(type(made).__name__)
    return made


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


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)

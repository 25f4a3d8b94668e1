"""What did a person provide, that she may take elsewhere (P-39.1, s. 27, third paragraph)?

Only what the data map calls provided, as it stands after corrections: nothing that the team
observed or that a computation inferred, and no note of anybody else. It leaves as one archive: JSON
with its schema for a machine, and a table for a spreadsheet.
"""

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from io import BytesIO, StringIO
from typing import Literal
from zipfile import ZIP_DEFLATED, ZipFile

import msgspec
from msgspec import Struct

from crm.event_store import EventStore
from crm.event_store.events import NAMES, Event, restatement
from crm.history.projections.telling import term_of
from crm.privacy.domain.data_map import DATA_MAP
from crm.privacy.domain.erasure import Erased
from crm.privacy.projections.access_file import pole_name
from crm.privacy.projections.held import Held, held_about
from crm.site.languages import N_, _, reading_in

HEADINGS = (N_("Date"), N_("Renseignement"), N_("Champ"), N_("Texte"))
FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""First signs that a spreadsheet may take for a formula."""
Entry = tuple[str, int]
"""A stream, and the version of an entry in it."""


class Provided(Struct, frozen=True):
    """One thing that the person said, the day it tells of."""

    day: date
    entry: str
    """The kind of entry, in French."""
    field: str
    """The stored name of the event without its version, then the field: `person.renamed name`."""
    text: str


class PortableFile(Struct, frozen=True, kw_only=True):
    """All that a person provided, or that was provided about a project."""

    format: Literal["trame-portability-1"] = "trame-portability-1"
    pole: str
    prepared_on: date
    kind: Erased
    id: str
    provided: list[Provided]

    def json(self) -> bytes:
        """Its structured form: readable, one member a line."""
        return msgspec.json.format(msgspec.json.encode(self), indent=2)

    def table(self) -> bytes:
        """The same in UTF-8 with its mark, columns apart by semicolons: what a spreadsheet of
        Québec opens. A text that it would take for a formula begins with an apostrophe."""
        kept = StringIO()
        with reading_in("fr"):
            sheet = csv.writer(kept, delimiter=";", lineterminator="\r\n")
            sheet.writerow([_(heading) for heading in HEADINGS])
        for one in self.provided:
            line = (one.day.isoformat(), one.entry, one.field, one.text)
            sheet.writerow([_plain(text) for text in line])
        return kept.getvalue().encode("utf-8-sig")

    def archive(self) -> bytes:
        """Both forms, and the schema of the first."""
        kept = BytesIO()
        with ZipFile(kept, "w", ZIP_DEFLATED) as box:
            box.writestr("portabilite.json", self.json())
            box.writestr("portabilite.csv", self.table())
            box.writestr("schema.json", schema())
        return kept.getvalue()


def schema() -> bytes:
    """The JSON Schema of the structured form."""
    return msgspec.json.format(msgspec.json.encode(msgspec.json.schema(PortableFile)), indent=2)


def portable_file(
    store: EventStore, pole_id: str, kind: Erased, id: str, today: date
) -> PortableFile:
    """Gathers it; kinds of entries are named in French."""
    own = [one for one in held_about(store, pole_id, kind, id) if one.tie == "own"]
    with reading_in("fr"):
        provided = list(_provided(own))
    return PortableFile(
        pole=pole_name(store, pole_id), prepared_on=today, kind=kind, id=id, provided=provided
    )


def _provided(own: Iterable[Held]) -> Iterator[Provided]:
    last: dict[Entry, Event] = {}
    fields: dict[Entry, dict[str, None]] = {}
    for one in own:
        event = one.holding.event
        said = restatement(event)
        key = (event.originator_id, said.entry_version if said else event.originator_version)
        last[key] = event
        fields.setdefault(key, {})[one.holding.field] = None
    for key, event in last.items():
        said = restatement(event)
        if entry := said.restated if said else event:
            yield from _of_entry(entry, fields[key])


def _of_entry(entry: Event, fields: Iterable[str]) -> Iterator[Provided]:
    topic = NAMES[type(entry)].rpartition(".v")[0]
    for field in fields:
        known = DATA_MAP.get(f"{topic} {field}")
        if known and known.origin == "provided" and (text := getattr(entry, field, "")):
            term = term_of(type(entry))
            yield Provided(entry.occurred_on, term, f"{topic} {field}", str(text))


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULAS) else text

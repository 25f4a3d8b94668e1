"""The record of an enterprise: what is known of it, today or as of a date."""

from typing import Any
from uuid import UUID

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Template
from msgspec import Struct
from sqlalchemy import Connection

from crm.accompaniment.projections.files import File, files_of
from crm.enterprise.commands.places import mrc_name
from crm.enterprise.pages.past import Moment, moment_of
from crm.enterprise.pages.qualifying import opened
from crm.enterprise.pages.words import (
    FIELDS,
    place_words,
    postal,
    value_words,
)
from crm.enterprise.projections.qualification import Assessment
from crm.enterprise.projections.succession_known import Succession, succession_then_and_now
from crm.enterprise.projections.tools import Used, tools_used
from crm.enterprise.projections.values import Value, values_then_and_now
from crm.event_store import AsOf, EventStore
from crm.event_store.commands import day_of
from crm.history.projections.reading import History, timeline_of
from crm.person.projections import Holder, people_of
from crm.refusal import Unknown
from crm.site.consultations import shows
from crm.site.labels import label
from crm.site.languages import _
from crm.site.reader import Reader
from crm.site.rights import POLE


class Known(Struct):
    """All that a record shows, read in one visit to the database; sealed values not yet opened."""

    values: dict[str, Value]
    today: dict[str, Value]
    succession: Succession
    jobs_today: int | None
    people: list[Holder]
    files: list[File] | None
    tools: list[Used]
    history: History


class RecordPages(Controller):
    path = "/entreprises/{enterprise_id:uuid}"
    opt = POLE | shows("enterprise", "enterprise_id")

    @get(sync_to_thread=True)
    def record(
        self,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        enterprise_id: FromPath[UUID],
        au: FromQuery[str] = "",
        connu: FromQuery[str] = "",
        fil: FromQuery[str] = "",
        avant: FromQuery[str] = "",
    ) -> Template:
        """Raises Unknown, DateNotRead."""
        moment = moment_of(day_of(store.clock()), au, connu)
        with store.engine.connect() as db:
            known = _known(store, db, reader, str(enterprise_id), moment, fil, avant)
        context = _shown(store, reader, str(enterprise_id), known, moment)
        return Template("enterprise/record.html", context=context)


def _known(
    store: EventStore,
    db: Connection,
    reader: Reader,
    id: str,
    moment: Moment,
    facet: str,
    cursor: str,
) -> Known:
    pole_id, as_of, on = reader.pole_id, moment.as_of, moment.that_day
    values, today = values_then_and_now(db, pole_id, id, as_of)
    if "name" not in today:
        raise Unknown
    guarded = not reader.reads_files
    now = AsOf(until=moment.today)
    succession, portrait_now = succession_then_and_now(db, pole_id, id, on, now)
    return Known(
        values=values,
        today=today,
        succession=succession,
        jobs_today=(portrait_now or {}).get("headcount"),
        people=people_of(db, pole_id, id, on),
        files=files_of(db, pole_id, id, on) if reader.reads_files else None,
        tools=tools_used(db, pole_id, id, on),
        history=timeline_of(store, db, id, pole_id, facet, cursor, as_of, guarded=guarded),
    )


def _shown(
    store: EventStore, reader: Reader, id: str, known: Known, moment: Moment
) -> dict[str, Any]:
    values = known.values
    return {
        "id": id,
        "path": f"/entreprises/{id}",
        "moment": moment,
        "writable": reader.may_write and not moment.past,
        "eraser": reader.guards_privacy,
        "name": known.today["name"].value if "name" not in values else values["name"].value,
        "absent": "name" not in values,
        "place": _place(values),
        "sector": values["sector"].value if "sector" in values else "",
        "followed": values.get("followed"),
        "facts": _facts(known),
        "headcount": (known.succession.portrait or {}).get("headcount"),
        "portrait": known.succession.portrait,
        "jobs_changed": (known.succession.portrait or {}).get("headcount") != known.jobs_today,
        "people": _people(store, known.people),
        "files": None if known.files is None else _files(store, known.files, moment),
        "tools": known.tools,
        "tool_results": _results(store, id, known.tools) if reader.reads_files else {},
        "qualification": _qualification(store, reader, known.succession.assessment),
        "succession": _succession(store, id, known.succession) if reader.reads_files else None,
        "history": known.history,
        "keep": {"au": moment.asked_until, "connu": moment.asked_known},
    }


def _place(values: dict[str, Value]) -> str:
    address = values["address"].value if "address" in values else {}
    return place_words(address.get("municipality"), address.get("mrc"))


def _facts(known: Known) -> list[dict[str, Any]]:
    """The lines of the card: value, since when, and whether it has changed since that day."""
    facts = []
    for field in FIELDS[1:]:
        value, now = known.values.get(field), known.today.get(field)
        place = value.value if value and field == "address" else {}
        mrc = mrc_name(place.get("mrc"))
        facts.append(
            {
                "field": field,
                "value": value.value if value else None,
                "words": value_words(field, value.value) if value else "",
                "since": value,
                "changed": (value and value.value) != (now and now.value),
                "mrc": "" if mrc == place.get("municipality") else mrc,
                "postal": postal(place.get("postal_code", "")),
            }
        )
    return facts


def _people(store: EventStore, holders: list[Holder]) -> list[dict[str, Any]]:
    parts = [(h.given_name, h.family_name, h.as_written) for h in holders]
    opened = store.open_many(
        (h.person_id, "identity", part)
        for h, three in zip(holders, parts, strict=True)
        for part in three
    )
    shown = []
    for n, holder in enumerate(holders):
        given, family, written = opened[3 * n : 3 * n + 3]
        name = f"{given} {family}".strip() or written
        shown.append(
            {
                "name": name,
                "duty": holder.title or label(holder.kind, "role_kinds"),
                "holder": holder,
            }
        )
    return shown


def _files(store: EventStore, files: list[File], moment: Moment) -> list[dict[str, Any]]:
    then = [f for f in files if f.opened_on <= moment.on]
    titles = store.open_many((f.accompaniment_id, "note", f.title) for f in then)
    return [
        {
            "file": f,
            "title": title or _title(f),
            "open": f.closed_on is None or f.closed_on > moment.on,
        }
        for f, title in zip(then, titles, strict=True)
    ]


def _title(file: File) -> str:
    return _("Contacts ponctuels") if file.opened_as == "occasional" else _("Accompagnement")


def _qualification(store: EventStore, reader: Reader, last: Assessment | None) -> dict[str, Any]:
    """What holds, to all; what it rests on, to who reads what is written freely."""
    full = opened(store, [last]) if last and reader.reads_files else [None]
    return {"last": last, "full": full[0]}


def _results(store: EventStore, id: str, tools: list[Used]) -> dict[str, str]:
    """By tool, what came of it, opened."""
    told = [tool for tool in tools if tool.result]
    opened = store.open_many((id, "note", tool.result) for tool in told)
    return {tool.tool_id: text for tool, text in zip(told, opened, strict=True)}


def _succession(store: EventStore, id: str, known: Succession) -> dict[str, Any]:
    portrait, board = known.portrait or {}, known.board or {}
    sealed = [
        portrait.get("aged_55_plus"),
        portrait.get("retirements_5_years"),
        board.get("aged_35_or_less"),
        board.get("women"),
        *(departure.horizon for departure in known.departures),
    ]
    opened = store.open_many((id, "succession", text) for text in sealed)
    horizons = [label(horizon, "horizons") for horizon in opened[4:]]
    return {
        "portrait": portrait,
        "board": board,
        "counts": {
            name: int(text) if text.isdigit() else None
            for name, text in zip(("aged", "retiring", "young", "women"), opened, strict=False)
        },
        "departures": list(zip(known.departures, horizons, strict=True)),
        "plan": known.plan,
    }

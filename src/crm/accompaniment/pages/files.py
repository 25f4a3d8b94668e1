"""The list of files and the page of one."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from litestar import Controller, Request, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template
from sqlalchemy import Connection

from crm.accompaniment.pages.file_view import before_of, file_page
from crm.accompaniment.pages.names import Party, names_and_lists
from crm.accompaniment.pages.noting import titles_of
from crm.accompaniment.pages.words import OUTCOMES, said
from crm.accompaniment.projections.interventions import effort_of
from crm.accompaniment.projections.listing import Cursor, Filters, file_list
from crm.account.commands.saved_views import SavedViews
from crm.account.domain.views import kept
from crm.event_store import EventStore
from crm.event_store.commands import day_of
from crm.event_store.ids import is_id
from crm.site.consultations import shows
from crm.site.forms import Form
from crm.site.labels import action_name
from crm.site.languages import N_, _
from crm.site.reader import Reader
from crm.site.rights import TEAM
from crm.vocabulary import ACTIONS

AnyRequest = Request[Any, Any, Any]
LISTED = "accompagnements"
STATES = {"ouverts": "open", "fermes": "closed", "tous": "all"}
STATE_NAMES = (
    ("ouverts", N_("Ouverts")),
    ("fermes", N_("Fermés")),
    ("tous", N_("Tous")),
)
SILENCES = {"60": 60, "120": 120}


class FilePages(Controller):
    path = "/accompagnements"
    opt = TEAM

    @get(sync_to_thread=True)
    def listed(
        self,
        request: AnyRequest,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        saved_views: NamedDependency[SavedViews],
        etat: FromQuery[str] = "ouverts",
        conseil: FromQuery[str] = "",
        action: FromQuery[str] = "",
        silence: FromQuery[str] = "",
        suite: FromQuery[str] = "",
        participe: FromQuery[str] = "",
        apres: FromQuery[str] = "",
        vue: FromQuery[str] = "",
    ) -> Template | Redirect:
        """The view that this list opens with, when nothing is asked of it."""
        bar = saved_views.bar(reader, LISTED, vue)
        if bar.first and not request.url.query:
            return Redirect(bar.first.url, status_code=303)
        today = day_of(store.clock())
        days = SILENCES.get(silence)
        filters = Filters(
            advisor_id=conseil if is_id(conseil) else None,
            state="open" if days or suite == "aucune" else STATES.get(etat, "open"),
            action=action if action in ACTIONS else None,
            quiet_since=today - timedelta(days=days) if days else None,
            nothing_planned=suite == "aucune",
            with_hand=participe if is_id(participe) else None,
        )
        asked = {"etat": etat, "conseil": conseil, "action": action, "silence": silence}
        asked |= {"suite": suite if suite == "aucune" else ""}
        asked |= {"participe": participe if is_id(participe) else ""}
        with store.engine.connect() as db:
            context = _list(store, db, reader.pole_id, filters, read_cursor(apres), asked)
        views = {"bar": bar, "here": kept(LISTED, request.url.query)}
        return Template("accompaniment/files.html", context=context | views | {"today_is": today})

    @get("/{id:str}", sync_to_thread=True, opt=shows("accompaniment", "id"))
    def shown(
        self,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        id: FromPath[str],
        tout: FromQuery[str] = "",
        avant: FromQuery[str] = "",
        fixer: FromQuery[str] = "",
    ) -> Template:
        form = Form(today=day_of(store.clock()))
        older = before_of(avant)
        opened = "suites" if fixer else ""
        return file_page(
            store, reader, id, form, opened=opened, everything=bool(tout), before=older
        )


def _list(
    store: EventStore,
    db: Connection,
    pole: str,
    filters: Filters,
    after: Cursor | None,
    asked: dict[str, str],
) -> dict[str, Any]:
    found, following = file_list(db, pole, filters, after=after)
    effort = effort_of(db, pole, [one.accompaniment_id for one in found])
    ids = [id for one in found for id in (one.party_id, one.advisor_id)]
    names, lists = names_and_lists(store, db, pole, ids, ("account",))
    said_so = {name: value for name, value in asked.items() if value}
    return {
        "files": [(one, Party(one.party_kind, one.party_id, names[one.party_id])) for one in found],
        "titles": titles_of(store, found),
        "names": names,
        "effort": effort,
        "asked": asked,
        "form": Form.of(None, **asked),
        "first_page": after is None,
        "next_page": _next(said_so, following),
        "advisors": lists["account"],
        "states": [(code, _(name)) for code, name in STATE_NAMES],
        "actions": [(code, f"{code} · {action_name(code, short=True)}") for code in ACTIONS],
        "outcome": lambda code: said(OUTCOMES, code),
    }


def _next(asked: dict[str, str], following: Cursor | None) -> str:
    if not following:
        return ""
    return "/accompagnements?" + urlencode({**asked, "apres": written(following)})


def written(cursor: Cursor) -> str:
    """A cursor as an address bears it."""
    return f"{cursor[0].isoformat()}_{cursor[1]}"


def read_cursor(text: str) -> Cursor | None:
    """The cursor an address bears; None when it makes no sense."""
    day, _mark, id = text.partition("_")
    try:
        return (date.fromisoformat(day), id) if is_id(id) else None
    except ValueError:
        return None

"""Recording a meeting from anywhere: in one line, or in a form."""

from datetime import timedelta
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Template
from sqlalchemy import Connection

from crm.accompaniment.pages.names import find_parties, names_and_lists, refuse_strangers
from crm.accompaniment.pages.people import people_there
from crm.accompaniment.pages.record_form import (
    DUE_DATES,
    DURATIONS,
    Subject,
    intervention_of,
    subject_of,
)
from crm.accompaniment.pages.sent import record_once
from crm.accompaniment.pages.undo import undo_address
from crm.accompaniment.pages.words import MODE_ICONS
from crm.accompaniment.projections.files import File, files_of
from crm.accompaniment.projections.interventions import Intervention, contacts_since
from crm.accompaniment.projections.steps import steps_in
from crm.event_store import Author, EventStore
from crm.event_store.commands import day_of
from crm.refusal import Refusal
from crm.site.answers import local_path, see_other
from crm.site.captured import day_written
from crm.site.forms import UNCHOSEN, Form
from crm.site.labels import action_name, choices
from crm.site.languages import N_, _
from crm.site.reader import Reader
from crm.site.rights import WRITERS
from crm.vocabulary import ACTIONS

AnyRequest = Request[Any, Any, Any]
RECORDED = N_("Rencontre consignée.")
LAST_TIME = timedelta(days=5 * 366)


class NotingPages(Controller):
    path = "/noter"
    opt = WRITERS

    @get(sync_to_thread=True)
    def form_page(
        self,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        organisation: FromQuery[str] = "",
        dossier: FromQuery[str] = "",
        retour: FromQuery[str] = "",
    ) -> Template:
        today = day_of(store.clock())
        form = Form.of(
            today,
            organisation=organisation,
            dossier=dossier,
            retour=local_path(retour) if retour else "",
            date=today.isoformat(),
        )
        return record_page(store, reader, form)

    @post(sync_to_thread=True)
    def record(
        self,
        request: AnyRequest,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        form: NamedDependency[Form],
    ) -> Response[Any]:
        form.today = day_written(form, reader, store.clock())
        with store.engine.connect() as db:
            subject = subject_of(store, db, reader, form)
            refuse_strangers(form, store, db, reader.pole_id)
            _refuse_unmet(form, store, db, reader.pole_id, subject)
        command = intervention_of(form, subject)
        if form.failed:
            return record_page(store, reader, form)
        try:
            receipt = record_once(store, reader, form, command)
        except Refusal as refusal:
            form.refuse(refusal)
            return record_page(store, reader, form, refusal.status)
        if form.ticked("brouillon"):
            request.scope["auth"].keep("")
        where, undo = undo_address(store, receipt)
        back = local_path(form.value("retour")) if form.value("retour") else where
        return see_other(request, back, RECORDED, undo=undo)

    @post("/organisations", sync_to_thread=True, status_code=200)
    def parties(
        self,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        form: NamedDependency[Form],
    ) -> Template:
        """The parties whose name holds what is being typed."""
        with store.engine.connect() as db:
            found = find_parties(store, db, reader.pole_id, form.text("organisation_nom"))
        context = {"possible": found, "form": form, "typed": form.text("organisation_nom")}
        return Template("accompaniment/parties.html", context=context)


def author_of(reader: Reader, form: Form) -> Author:
    """Who records, with the id drawn when the page was shown. Raises ConsultsOnly."""
    return reader.author(form.command_id)


def record_page(store: EventStore, reader: Reader, form: Form, refused: int = 422) -> Template:
    """The form of a meeting, with what is known of the party beside it."""
    with store.engine.connect() as db:
        subject = subject_of(store, db, reader, form, required=False)
        lists = names_and_lists(store, db, reader.pole_id, (), ("tool", "organisation"))[1]
        context = _beside(store, db, reader, subject) | {
            "tools": lists["tool"],
            "organisations": lists["organisation"],
        }
    return Template(
        "accompaniment/record.html",
        context=context
        | {
            "form": form,
            "subject": subject,
            "modes": [(c, w.capitalize()) for c, w in choices("modes", but=("unknown",))],
            "mode_icons": MODE_ICONS,
            "themes": choices("themes", but=("unknown",)),
            "actions": [(code, f"{code} · {action_name(code, short=True)}") for code in ACTIONS],
            "durations": [(text, text) for text in DURATIONS],
            "owed_by": choices("owed_by"),
            "due_dates": [(code, _(words)) for code, words in DUE_DATES],
        },
        status_code=refused if form.failed else 200,
    )


def _beside(store: EventStore, db: Connection, reader: Reader, subject: Subject) -> dict[str, Any]:
    if not subject.party:
        empty: dict[str, Any] = {"last": None, "last_summary": "", "promises": [], "people": []}
        return empty | {"files": [], "titles": {}}
    pole, party = reader.pole_id, subject.party
    since = day_of(store.clock()) - LAST_TIME
    latest = contacts_since(db, pole, since, party_id=party.id, limit=1)
    files = [known for known in files_of(db, pole, party.id) if known.closed_on is None]
    current = subject.file or (files[0] if files else None)
    steps = steps_in(db, pole, current.accompaniment_id) if current else []
    waiting = [step for step in steps if step.state == "open"]
    texts = store.open_many((step.step_id, "note", step.text) for step in waiting)
    return {
        "files": files,
        "titles": titles_of(store, files),
        "last": latest[0] if latest else None,
        "last_summary": _summary(store, latest),
        "promises": list(zip(waiting, texts, strict=True)),
        "people": people_there(store, db, pole, party.id),
    }


def titles_of(store: EventStore, files: list[File]) -> dict[str, str]:
    """By file, its title; a light file and one without title have a name of their own."""
    opened = store.open_many((known.accompaniment_id, "note", known.title) for known in files)
    return {
        known.accompaniment_id: title or untitled(known.opened_as)
        for known, title in zip(files, opened, strict=True)
    }


def untitled(opened_as: str) -> str:
    """How a file without title is called."""
    return _("Contact ponctuel") if opened_as == "occasional" else _("Accompagnement")


def _refuse_unmet(
    form: Form, store: EventStore, db: Connection, pole: str, subject: Subject
) -> None:
    """Who was there is somebody of the party."""
    met = form.values("personne")
    present = people_there(store, db, pole, subject.party.id) if subject.party and met else []
    if met and not {id for id, _name in present}.issuperset(met):
        form.fail("personne", UNCHOSEN)


def _summary(store: EventStore, latest: list[Intervention]) -> str:
    return store.open(latest[0].act_id, "note", latest[0].summary) if latest else ""

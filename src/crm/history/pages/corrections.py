"""Correcting, taking back and restoring, from the line of the timeline that shows it."""

from typing import Any, NamedTuple

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from crm.event_store import EventStore
from crm.event_store.commands import day_of
from crm.event_store.events import Aggregate, Entry, Event, restatement
from crm.history.commands import (
    CorrectEntry,
    TakeBackEntry,
    kind_of,
    last_said,
    restate,
    standing_entry,
)
from crm.history.domain import CorrectedMeanwhile
from crm.history.pages.entry_form import controls, filled, read_entry, side_by_side
from crm.history.projections.fields import differences
from crm.history.projections.names import names_for
from crm.history.projections.subjects import home_of
from crm.history.projections.telling import TELLINGS, Said, term_of
from crm.refusal import N_, Refusal, Unknown
from crm.site.answers import local_path, see_other
from crm.site.consultations import shows
from crm.site.forms import Form
from crm.site.languages import _
from crm.site.reader import Reader
from crm.site.rights import WRITERS

AnyRequest = Request[Any, Any, Any]
CORRECTED = N_("Saisie corrigée.")
TAKEN_BACK = N_("Saisie annulée.")
RESTORED = N_("Saisie rétablie.")


class Told(NamedTuple):
    """An event as these pages show it."""

    event: Event
    term: str
    said: Said
    author: str


class CorrectionPages(Controller):
    path = "/historique/{originator_id:str}/{version:int}"
    opt = WRITERS | shows("history", "originator_id")

    @get("/corriger", sync_to_thread=True)
    def correct_form(
        self,
        originator_id: FromPath[str],
        version: FromPath[int],
        request: AnyRequest,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
    ) -> Template:
        stream = _stream(store, reader, originator_id)
        entry = standing_entry(stream, version)
        form = filled(
            entry,
            day_of(store.clock()),
            vu=last_said(stream, version),
            retour=local_path(request.query_params.get("retour", ""), _home(entry)),
        )
        return _correct_page(store, reader, stream, entry, form)

    @post("/corriger", sync_to_thread=True, status_code=200)
    def correct(
        self,
        originator_id: FromPath[str],
        version: FromPath[int],
        request: AnyRequest,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        form: NamedDependency[Form],
    ) -> Response[Any]:
        stream = _stream(store, reader, originator_id)
        entry = standing_entry(stream, version)
        form.today = day_of(store.clock())
        told = read_entry(form, entry)
        reason = form.note("motif")
        if form.failed:
            return _correct_page(store, reader, stream, entry, form)
        command = CorrectEntry(
            originator_id=originator_id,
            entry_version=version,
            restated=told,
            reason=reason,
            seen=form.seen,
        )
        try:
            receipt = store.handle(command, reader.author(form.command_id))
        except CorrectedMeanwhile as conflict:
            return _conflict_page(store, reader, stream, entry, form, told, conflict)
        except Refusal as refusal:
            form.refuse(refusal)
            return _correct_page(store, reader, stream, entry, form, refusal.status)
        return see_other(request, _back(form, entry), CORRECTED, undo=_undo(store, receipt.first))

    @get("/annuler", sync_to_thread=True)
    def take_back_form(
        self,
        originator_id: FromPath[str],
        version: FromPath[int],
        request: AnyRequest,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
    ) -> Template:
        stream = _stream(store, reader, originator_id)
        event = _spoken(stream, version)
        back = local_path(request.query_params.get("retour", ""), _home(_entry_of(event)))
        form = Form.of(day_of(store.clock()), vu=last_said(stream, version), retour=back)
        return _take_back_page(store, reader, event, form)

    @post("/annuler", sync_to_thread=True, status_code=200)
    def take_back(
        self,
        originator_id: FromPath[str],
        version: FromPath[int],
        request: AnyRequest,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        form: NamedDependency[Form],
    ) -> Response[Any]:
        stream = _stream(store, reader, originator_id)
        event = stream.event(version)
        if event is None:
            raise Unknown
        command = TakeBackEntry(
            originator_id=originator_id,
            entry_version=version,
            reason=form.note("motif"),
            seen=form.seen,
        )
        if form.failed:
            return _take_back_page(store, reader, event, form)
        try:
            receipt = store.handle(command, reader.author(form.command_id))
        except Refusal as refusal:
            form.refuse(refusal)
            return _take_back_page(store, reader, event, form, refusal.status)
        undone = restatement(event)
        said = RESTORED if undone else TAKEN_BACK
        back = _back(form, _entry_of(event))
        return see_other(request, back, said, undo=_undo(store, receipt.first))


def _stream(store: EventStore, reader: Reader, originator_id: str) -> Aggregate:
    """The stream of this pôle. Raises Unknown."""
    with store.engine.connect() as db:
        kind = kind_of(db, originator_id, reader.pole_id)
    return store.load(kind, originator_id)


def _spoken(stream: Aggregate, version: int) -> Event:
    """What may be taken back at this version: an entry as it stands, or what restates one."""
    event = stream.event(version)
    return event if event and restatement(event) else standing_entry(stream, version)


def _entry_of(event: Event) -> Event:
    said = restatement(event)
    return (said.restated or said.former or event) if said else event


def _told(store: EventStore, reader: Reader, event: Event) -> Told:
    with store.engine.connect() as db:
        names = names_for(store, db, [event], reader.pole_id)
    said = TELLINGS[type(event)].sentence(event, names)
    return Told(event, term_of(type(event)), said, names("account", event.actor_id))


def _correct_page(
    store: EventStore,
    reader: Reader,
    stream: Aggregate,
    entry: Entry,
    form: Form,
    status: int = 422,
    **more: object,
) -> Template:
    drawn = controls(entry)
    context = {
        "form": form,
        "controls": side_by_side(drawn),
        "labels": {control.name: control.label for control in drawn} | {"motif": _("Motif")},
        "told": _told(store, reader, entry),
        "record_path": f"/historique/{stream.id}/{entry.originator_version}",
        "meanwhile": (),
        **more,
    }
    return Template(
        "history/correct.html", context=context, status_code=status if form.failed else 200
    )


def _conflict_page(
    store: EventStore,
    reader: Reader,
    stream: Aggregate,
    entry: Entry,
    form: Form,
    told: dict[str, Any],
    conflict: CorrectedMeanwhile,
) -> Template:
    """What now stands beside what was typed; sending again replaces the one by the other."""
    now = last_said(stream, entry.originator_version)
    form.refuse(conflict)
    form.see(now)
    last = stream.event(now)
    return _correct_page(
        store,
        reader,
        stream,
        entry,
        form,
        conflict.status,
        meanwhile=tuple(differences(entry, restate(entry, told))),
        corrected_by=_told(store, reader, last) if last else None,
    )


def _take_back_page(
    store: EventStore, reader: Reader, event: Event, form: Form, status: int = 422
) -> Template:
    undone = restatement(event)
    context = {
        "form": form,
        "told": _told(store, reader, _entry_of(event)),
        "restoring": bool(undone and not undone.restated),
        "undoing": bool(undone and undone.restated),
        "differences": _changes(event),
        "record_path": f"/historique/{event.originator_id}/{event.originator_version}",
    }
    return Template(
        "history/take_back.html", context=context, status_code=status if form.failed else 200
    )


def _changes(event: Event) -> tuple[tuple[str, str, str], ...]:
    """What undoing a correction would change: from what stands to what stood."""
    undone = restatement(event)
    if undone and undone.restated and undone.former:
        return tuple(differences(undone.restated, undone.former))
    return ()


def _back(form: Form, entry: Event) -> str:
    return local_path(form.value("retour"), _home(entry)) if form.value("retour") else _home(entry)


def _home(entry: Event) -> str:
    """The page where this is read."""
    return home_of(entry) or "/"


def _undo(store: EventStore, position: int) -> str:
    """Where one POST takes back what was just said."""
    said = store.events([position])[0].event
    return f"/historique/{said.originator_id}/{said.originator_version}/annuler"

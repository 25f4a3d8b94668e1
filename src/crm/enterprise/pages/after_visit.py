"""« Consigner une visite »: the meeting and the portraits in one go, then what they show."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from crm.accompaniment.commands import RecordIntervention
from crm.accompaniment.domain.refusals import DueBeforeToday
from crm.enterprise.commands import DeclareDeparture, RecordVisit, TakeUpRedFlag
from crm.enterprise.pages.acting import AnyRequest, Scene, form_page, handled, name_of, when_said
from crm.enterprise.pages.counting import BOARD, WORKFORCE, board_said, workforce_said
from crm.enterprise.pages.seen import flags_shown
from crm.enterprise.pages.succession import TELLERS
from crm.event_store import EventStore
from crm.event_store.commands import day_of
from crm.refusal import N_
from crm.site.answers import see_other
from crm.site.consultations import shows
from crm.site.durations import read_minutes
from crm.site.forms import Form
from crm.site.labels import choices
from crm.site.languages import _
from crm.site.reader import Reader
from crm.site.rights import WRITERS
from crm.vocabulary import HORIZONS, PartyRef

VISITED = N_("Visite consignée.")
PLANNED = N_("Étape planifiée au dossier.")
GONE = N_("Ce signal est déjà pris en main, ou n’est plus.")
TASK_MISSING = N_("Écrivez en quelques mots ce qui reste à faire.")
FILE_MISSING = N_("Choisissez un des dossiers ouverts de l’entreprise.")
DURATIONS = ("30 min", "1 h", "1 h 30", "2 h")
VISIT_MODES = ("visit", "meeting", "video", "call")
POSTS = ("direction", "board_chair", "key_staff")
UNBOUND = 10_000_000
"""The domain says how long a note may be; the form keeps whatever was typed."""


class VisitPages(Controller):
    path = "/entreprises/{enterprise_id:uuid}/apres-visite"
    opt = WRITERS | shows("enterprise", "enterprise_id")

    @get(sync_to_thread=True)
    def ask(
        self,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        enterprise_id: FromPath[UUID],
    ) -> Template:
        """Raises Unknown."""
        today, id = day_of(store.clock()), str(enterprise_id)
        form = Form.of(today, date=today.isoformat(), mode="visit", poste="direction")
        return _page(form, id, name_of(store, reader, id))

    @post(sync_to_thread=True)
    def record(
        self,
        request: AnyRequest,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        form: NamedDependency[Form],
        enterprise_id: FromPath[UUID],
    ) -> Response[Any] | Template:
        """All of it, or nothing and the form again. Raises Unknown."""
        id = str(enterprise_id)
        name, command = name_of(store, reader, id), _visit(form, when_said(form, store, id))
        scene = Scene(request, store, reader, form)
        if form.failed or handled(scene, command, WORKFORCE | BOARD | {"summary": "note"}) is None:
            return _page(form, id, name)
        return see_other(request, f"/entreprises/{id}/signaux", VISITED)


class FlagPages(Controller):
    path = "/entreprises/{enterprise_id:uuid}/signaux"
    opt = WRITERS | shows("enterprise", "enterprise_id")

    @get(sync_to_thread=True)
    def list(
        self,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        enterprise_id: FromPath[UUID],
    ) -> Template:
        """Raises Unknown."""
        id = str(enterprise_id)
        name_of(store, reader, id)
        return _flags(store, reader, id, Form.of(day_of(store.clock())))

    @post(sync_to_thread=True)
    def take_up(
        self,
        request: AnyRequest,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        form: NamedDependency[Form],
        enterprise_id: FromPath[UUID],
    ) -> Response[Any] | Template:
        """One flag becomes a dated step of an open file. Raises Unknown."""
        id, form.today = str(enterprise_id), day_of(store.clock())
        name_of(store, reader, id)
        with store.engine.connect() as db:
            shown, files = flags_shown(store, db, reader, id)
        page = f"/entreprises/{id}/signaux"
        code = form.value("signal")
        if all(one.flag.code != code or one.taken for one in shown):
            return see_other(request, page, GONE)
        command = _taken_up(form, id, [file.accompaniment_id for file in files])
        fields = {"suite": "texte"}
        if form.failed or handled(Scene(request, store, reader, form), command, fields) is None:
            return _flags(store, reader, id, form)
        return see_other(request, page, PLANNED)


def _visit(form: Form, when: dict[str, Any]) -> RecordVisit:
    day = {name: value for name, value in when.items() if name != "enterprise_id"}
    mode: Any = form.choice("mode", VISIT_MODES) or "visit"
    meeting = RecordIntervention(
        party=PartyRef(kind="enterprise", id=when["enterprise_id"]),
        mode=mode,
        minutes=read_minutes(form.value("duree_choix")) or None,
        summary=form.note("note", UNBOUND),
        **day,
    )
    asked = [*WORKFORCE.values(), "plan", "embauche"]
    return RecordVisit(
        meeting=meeting,
        workforce=workforce_said(form, when) if _any(form, asked) else None,
        board=board_said(form, when) if _any(form, [*BOARD.values()]) else None,
        departure=_departure(form, when),
        **when,
    )


def _any(form: Form, names: list[str]) -> bool:
    return any(form.value(name).strip() for name in names)


def _departure(form: Form, when: dict[str, Any]) -> DeclareDeparture | None:
    horizon: Any = form.choice("horizon", HORIZONS)
    post: Any = form.choice("poste", POSTS) or "direction"
    teller: Any = form.choice("source", TELLERS) or "advisor"
    if not horizon:
        return None
    return DeclareDeparture(horizon=horizon, post=post, told_by=teller, **when)


def _taken_up(form: Form, id: str, files: list[str]) -> TakeUpRedFlag:
    due = form.date("echeance", not_future=False, required=True)
    if due and due < form.today:
        form.fail("echeance", DueBeforeToday.sentence)
    file = form.choice("dossier", files, required=FILE_MISSING)
    return TakeUpRedFlag(
        enterprise_id=id,
        flag=form.value("signal"),
        accompaniment_id=file or "",
        text=form.note("texte", UNBOUND, required=TASK_MISSING),
        due_on=due or date.max,
        step_id=form.command_id,
    )


def _page(form: Form, id: str, name: str) -> Template:
    words, modes = dict(choices("role_kinds")), dict(choices("modes"))
    answers = [pair for pair in choices("answers") if pair[0] in ("yes", "no", "unknown")]
    return form_page(
        "visit",
        form,
        id,
        name,
        durations=[(text, text) for text in DURATIONS],
        modes=[(mode, modes[mode].capitalize()) for mode in VISIT_MODES],
        answers=answers,
        horizons=choices("horizons"),
        posts=[(post, words[post]) for post in POSTS],
        tellers=[(code, _(said)) for code, said in TELLERS.items()],
    )


def _flags(store: EventStore, reader: Reader, id: str, form: Form) -> Template:
    with store.engine.connect() as db:
        shown, files = flags_shown(store, db, reader, id)
    titles = store.open_many((f.accompaniment_id, "note", f.title) for f in files)
    return form_page(
        "flags",
        form,
        id,
        name_of(store, reader, id),
        waiting=[one for one in shown if not one.taken],
        taken=[one for one in shown if one.taken],
        files=[
            (file.accompaniment_id, title or _("Accompagnement"))
            for file, title in zip(files, titles, strict=True)
        ],
    )

"""« Explorer le modèle »: an interview that weighs what a project may become, and keeps why."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Template

from crm.account.projections import account_names
from crm.event_store import EventStore
from crm.event_store.as_of import LAST, AsOf
from crm.event_store.commands import day_of
from crm.promoter.commands import ExploreModel
from crm.promoter.domain.interview import CURRENT
from crm.promoter.domain.models import FORMS
from crm.promoter.pages.reading import project_of, titles
from crm.promoter.pages.weighing import (
    OPEN,
    beside,
    forms_of_models,
    opened,
    reasons_of,
    weighed,
)
from crm.promoter.pages.words import DEEDS
from crm.promoter.projections import Project
from crm.promoter.projections.explorations import explorations_of
from crm.refusal import Refusal, Unknown
from crm.site.answers import see_other
from crm.site.consultations import shows
from crm.site.forms import Form
from crm.site.languages import _
from crm.site.reader import Reader
from crm.site.rights import TEAM, WRITERS


class ExploringPages(Controller):
    path = "/projets/{promoter_id:uuid}/modele"
    opt = WRITERS | shows("promoter", "promoter_id")

    @get(sync_to_thread=True)
    def ask(
        self,
        promoter_id: FromPath[UUID],
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
    ) -> Template:
        """What was answered last is there to be answered again. Raises Unknown."""
        found, today = _found(store, reader, promoter_id), day_of(store.clock())
        with store.engine.connect() as db:
            made = explorations_of(db, reader.pole_id, found.promoter_id)
        last = opened(store, found.promoter_id, made[:1])
        answers = last[0]["answers"] if last else {}
        return _page(store, found, Form.of(today, date=today.isoformat(), **answers))

    @post("/peser", sync_to_thread=True, status_code=200)
    def weigh(
        self,
        promoter_id: FromPath[UUID],
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        form: NamedDependency[Form],
    ) -> Template:
        """The page again, with what these answers favour: nothing is recorded. Raises Unknown."""
        return _page(store, _found(store, reader, promoter_id), form)

    @post(sync_to_thread=True, status_code=200)
    def record(
        self,
        request: Request[Any, Any, Any],
        promoter_id: FromPath[UUID],
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        form: NamedDependency[Form],
    ) -> Response[Any] | Template:
        found = _found(store, reader, promoter_id)
        form.today = day_of(store.clock())
        command = _said(form, found.promoter_id)
        if form.failed:
            return _page(store, found, form)
        try:
            store.handle(command, reader.author(form.command_id))
        except Unknown:
            raise
        except Refusal as refusal:
            form.refuse(refusal)
            return _page(store, found, form)
        return see_other(request, f"/projets/{found.promoter_id}", DEEDS["explored"])


class ExplorationPages(Controller):
    path = "/projets/{promoter_id:uuid}/explorations"
    opt = TEAM | shows("promoter", "promoter_id")

    @get(sync_to_thread=True)
    def compare(
        self,
        promoter_id: FromPath[UUID],
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        au: FromQuery[str] = "",
        premiere: FromQuery[str] = "",
        seconde: FromQuery[str] = "",
    ) -> Template:
        """Those made by a day; two of them side by side, the last two unless others are asked."""
        found, form = _found(store, reader, promoter_id), Form.of(day_of(store.clock()), au=au[:60])
        until = form.date("au") or LAST
        with store.engine.connect() as db:
            made = explorations_of(db, reader.pole_id, found.promoter_id, AsOf(until=until))
        shown = opened(store, found.promoter_id, made)
        by_version = {str(one["one"].version): one for one in shown}
        second = by_version.get(seconde) or next(iter(shown), None)
        others = [one for one in shown if one is not second]
        first = by_version.get(premiere) or next(iter(others), None)
        context = {
            "form": form,
            "made": shown,
            "names": account_names(store, reader.pole_id, {one.explorer_id for one in made}),
            "pair": (first, second) if first else None,
            "lines": beside(first, second) if first and second else [],
            "title": titles(store, [found])[found.promoter_id],
            "project_path": f"/projets/{found.promoter_id}",
            "writable": reader.may_write,
        }
        return Template("promoter/explorations.html", context=context)


def _found(store: EventStore, reader: Reader, promoter_id: UUID) -> Project:
    with store.engine.connect() as db:
        return project_of(db, reader, promoter_id)


def _answers(form: Form) -> dict[str, str]:
    """What is answered; a question left open is absent."""
    said = {
        question.code: form.choice(question.code, [a.code for a in question.answers])
        for question in CURRENT.questions
    }
    return {code: answer for code, answer in said.items() if answer}


def _said(form: Form, promoter_id: str) -> ExploreModel:
    day = form.date_read("date")
    chosen: Any = form.choice("forme", FORMS)
    when = {"occurred_on": day.day, "occurred_precision": day.precision} if day else {}
    return ExploreModel(
        promoter_id=promoter_id,
        answers=_answers(form),
        chosen=chosen,
        reasoning=form.note("raisonnement"),
        **when,  # type: ignore[arg-type]  # a day and how precise it is
    )


def _page(store: EventStore, found: Project, form: Form) -> Template:
    answers = _answers(Form(form.data))
    context = {
        "form": form,
        "questions": [
            (q.code, _(q.asks), [*((a.code, _(a.words)) for a in q.answers), ("", _(OPEN))])
            for q in CURRENT.questions
        ],
        "version": CURRENT.version,
        "reasons": reasons_of(answers),
        "weighed": weighed(answers) if answers else [],
        "answered": len(answers),
        "forms": forms_of_models(),
        "title": titles(store, [found])[found.promoter_id],
        "project_path": f"/projets/{found.promoter_id}",
    }
    return Template(
        "promoter/explore.html", context=context, status_code=422 if form.failed else 200
    )

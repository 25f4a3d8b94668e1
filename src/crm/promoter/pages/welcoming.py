"""Welcoming a project: the notice first, then six fields."""

from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.response import Template

from crm.enterprise.commands.places import mrc_choices
from crm.event_store import EventStore
from crm.event_store.commands import day_of
from crm.event_store.ids import is_id
from crm.privacy.projections.notices import Shown, notice_shown
from crm.promoter.commands import WelcomePromoter
from crm.promoter.pages.words import DEEDS, NOTICES, forms
from crm.refusal import N_, Refusal
from crm.site.answers import see_other
from crm.site.forms import Form
from crm.site.languages import _
from crm.site.reader import Reader
from crm.site.rights import WRITERS

MOST_PEOPLE = 20
CROWD = N_("Écrivez vingt noms au plus, un par ligne.")


class WelcomePages(Controller):
    path = "/projets/nouveau"
    opt = WRITERS

    @get(sync_to_thread=True)
    def form(self, reader: NamedDependency[Reader], store: NamedDependency[EventStore]) -> Template:
        today = day_of(store.clock())
        return _page(store, reader, Form.of(today, date=today.isoformat()))

    @post(sync_to_thread=True, status_code=200)
    def welcome(
        self,
        request: Request[Any, Any, Any],
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        form: NamedDependency[Form],
    ) -> Response[Any] | Template:
        form.today = day_of(store.clock())
        command = _command(form, notice_shown(store, reader.pole_id, form.today))
        if form.failed:
            return _page(store, reader, form)
        try:
            store.handle(command, reader.author(form.command_id))
        except Refusal as refusal:
            form.refuse(refusal)
            return _page(store, reader, form)
        return see_other(request, f"/projets/{command.promoter_id}", DEEDS["recorded"])


def _command(form: Form, shown: Shown) -> WelcomePromoter:
    said = form.date_read("date")
    names = [" ".join(name.split()) for name in form.note("personnes", 2_000).splitlines()]
    known = _known(form)
    names = [name for n, name in enumerate(names) if n not in known]
    if len(names) > MOST_PEOPLE:
        form.fail("personnes", CROWD)
    notice: Any = form.choice("avis", [code for code, _words in NOTICES])
    envisioned: Any = form.choice("forme", [code for code, _words in forms()]) or "unknown"
    return WelcomePromoter(
        names=tuple(name for name in names if name),
        person_ids=tuple(dict.fromkeys(known.values())),
        notice=notice,
        notice_language=shown.language,
        notice_version=shown.version,
        promoter_id=form.command_id,
        working_title=form.text("titre"),
        idea=form.note("idee"),
        mrc=form.choice("mrc", [code for code, _name in mrc_choices()]),
        envisioned_form=envisioned,
        occurred_on=said.day if said else None,
        occurred_precision=said.precision if said else "day",
    )


def _known(form: Form) -> dict[int, str]:
    """By line of the names, the person known already whom it names."""
    said = (one.partition(".") for one in form.values("connues")[:MOST_PEOPLE])
    return {
        int(line): id
        for line, _dot, id in said
        if line in map(str, range(MOST_PEOPLE)) and is_id(id)
    }


def _page(store: EventStore, reader: Reader, form: Form) -> Template:
    context = {
        "form": form,
        "notice": notice_shown(store, reader.pole_id, day_of(store.clock())),
        "notices": [(code, _(words)) for code, words in NOTICES],
        "mrcs": mrc_choices(),
        "forms": forms(),
    }
    return Template(
        "promoter/welcome.html", context=context, status_code=422 if form.failed else 200
    )

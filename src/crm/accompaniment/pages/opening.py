"""Opening a file for an enterprise, a project or an organisation."""

from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Template

from crm.accompaniment.commands import OpenAccompaniment
from crm.accompaniment.pages.names import names_and_lists, party_of, refuse_strangers
from crm.accompaniment.pages.noting import author_of
from crm.accompaniment.pages.record_form import UNBOUND, Subject, subject_of
from crm.event_store import EventStore
from crm.event_store.commands import day_of
from crm.refusal import Refusal
from crm.site.answers import local_path, see_other
from crm.site.forms import Form
from crm.site.labels import action_name, choices
from crm.site.languages import N_
from crm.site.reader import Reader
from crm.site.rights import WRITERS
from crm.vocabulary import ACTIONS, THEMES

AnyRequest = Request[Any, Any, Any]
OPENED = N_("Dossier ouvert.")
TITLE_MISSING = N_("Écrivez en quelques mots ce que vise ce dossier.")


class OpeningPages(Controller):
    path = "/accompagnements/nouveau"
    opt = WRITERS

    @get(sync_to_thread=True)
    def blank(
        self,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        organisation: FromQuery[str] = "",
        retour: FromQuery[str] = "",
    ) -> Template:
        today = day_of(store.clock())
        form = Form.of(
            today,
            organisation=organisation,
            retour=local_path(retour) if retour else "",
            date=today.isoformat(),
            conseil=reader.account_id,
        )
        return _page(store, reader, form)

    @post(sync_to_thread=True)
    def opened(
        self,
        request: AnyRequest,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        form: NamedDependency[Form],
    ) -> Response[Any]:
        form.today = day_of(store.clock())
        with store.engine.connect() as db:
            subject = subject_of(store, db, reader, form)
            refuse_strangers(form, store, db, reader.pole_id)
        command = _command(form, subject)
        if form.failed:
            return _page(store, reader, form)
        try:
            receipt = store.handle(command, author_of(reader, form))
        except Refusal as refusal:
            form.refuse(refusal)
            return _page(store, reader, form)
        first = store.events([receipt.first])[0].event
        file = f"/accompagnements/{first.originator_id}"
        back = local_path(form.value("retour")) if form.value("retour") else file
        return see_other(request, back, OPENED)


def _command(form: Form, subject: Subject) -> OpenAccompaniment:
    day = form.date("date")
    party = party_of(subject.party.value) if subject.party else None
    return OpenAccompaniment(
        parties=(party,) if party else (),
        occurred_on=day,
        title=form.note("titre", UNBOUND, required=TITLE_MISSING),
        themes=tuple(form.choices("besoin", THEMES)),  # type: ignore[arg-type]  # some of THEMES
        action=form.choice("action", ACTIONS),  # type: ignore[arg-type]  # one of ACTIONS
        advisor_id=form.value("conseil") or None,
    )


def _page(store: EventStore, reader: Reader, form: Form) -> Template:
    with store.engine.connect() as db:
        subject = subject_of(store, db, reader, form, required=False)
        lists = names_and_lists(store, db, reader.pole_id, (), ("account",))[1]
    context = {
        "form": form,
        "subject": subject,
        "advisors": lists["account"],
        "themes": choices("themes", but=("unknown",)),
        "actions": [(code, f"{code} · {action_name(code, short=True)}") for code in ACTIONS],
    }
    status = 422 if form.failed else 200
    return Template("accompaniment/opening.html", context=context, status_code=status)

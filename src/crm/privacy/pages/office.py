"""« Personne responsable »: who answers, in how many days, and what was decided before."""

from typing import Any, get_args

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.response import Template

from crm.account.projections import account_names
from crm.event_store import Command, EventStore
from crm.event_store.commands import day_of
from crm.privacy.commands import AdoptAnswerDelay, DesignateOfficer
from crm.privacy.domain.office import LONGEST_DELAY, Capacity, PrivacyAct
from crm.privacy.pages.guarding import AnyRequest, handled
from crm.privacy.projections.office import Delay, delay_on, delays_of, officers_of
from crm.refusal import N_
from crm.site.answers import see_other
from crm.site.forms import Form
from crm.site.labels import choices
from crm.site.reader import Reader
from crm.site.rights import WATCHERS

DESIGNATED = N_("La personne responsable est désignée.")
ADOPTED = N_("Le délai de réponse est adopté. Les demandes déjà reçues gardent le leur.")
CAPACITY = N_("Dites si c’est la plus haute autorité ou une personne déléguée par écrit.")
ACT = N_("Choisissez la loi qui s’applique à votre pôle.")


class OfficePages(Controller):
    path = "/vie-privee/responsable"
    opt = WATCHERS

    @get(sync_to_thread=True)
    def show(self, reader: NamedDependency[Reader], store: NamedDependency[EventStore]) -> Template:
        return _page(store, reader, Form(), Form())

    @post("/designer", sync_to_thread=True, status_code=200)
    def designate(
        self,
        request: AnyRequest,
        form: NamedDependency[Form],
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
    ) -> Response[Any]:
        if handled(store, reader, form, _designation(form)):
            return see_other(request, self.path, DESIGNATED)
        return _page(store, reader, form, Form())

    @post("/delai", sync_to_thread=True, status_code=200)
    def adopt(
        self,
        request: AnyRequest,
        form: NamedDependency[Form],
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
    ) -> Response[Any]:
        if handled(store, reader, form, _delay(form)):
            return see_other(request, self.path, ADOPTED)
        return _page(store, reader, Form(), form)


def _designation(form: Form) -> Command:
    capacity: Any = form.choice("qualite", get_args(Capacity), required=CAPACITY)
    return DesignateOfficer(
        title=form.text("titre"),
        capacity=capacity,
        email=form.email("courriel"),
        phone=form.text("telephone", 40),
        occurred_on=form.date("date"),
    )


def _delay(form: Form) -> Command | None:
    act: Any = form.choice("loi", get_args(PrivacyAct), required=ACT)
    days = [
        form.number(name, 1, LONGEST_DELAY, required=True)
        for name in ("delai", "premier", "second")
    ]
    answer, first, second = days
    if answer is None or first is None or second is None:
        return None
    return AdoptAnswerDelay(
        act=act,
        answer_days=answer,
        first_warning_days=first,
        second_warning_days=second,
        occurred_on=form.date("date_delai"),
    )


def _page(store: EventStore, reader: Reader, office: Form, delay: Form) -> Template:
    today = day_of(store.clock())
    with store.engine.connect() as db:
        officers = officers_of(db, reader.pole_id, today)
        adopted = delays_of(db, reader.pole_id, today)
        current = delay_on(db, reader.pole_id, today)
    ids = {one.said_by for one in officers} | {one.said_by for one in adopted}
    context = {
        "office": office,
        "delay": delay if delay.data else _filled(current),
        "officers": officers,
        "adopted": adopted,
        "current": current,
        "names": account_names(store, reader.pole_id, ids),
        "capacities": choices("officer_capacities"),
        "acts": choices("privacy_acts"),
    }
    status = 422 if office.failed or delay.failed else 200
    return Template("privacy/office.html", context=context, status_code=status)


def _filled(current: Delay) -> Form:
    """The form of the delay as it stands."""
    return Form.of(
        loi=current.act,
        delai=current.answer_days,
        premier=current.first_warning_days,
        second=current.second_warning_days,
    )

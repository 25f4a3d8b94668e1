"""« Consentements » of the pôle: those that run out, and how long each purpose lasts."""

from datetime import date, timedelta
from typing import Any, get_args

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Template

from crm.event_store import EventStore
from crm.history.projections.names import named
from crm.privacy.commands.consenting import AdoptConsentTerm
from crm.privacy.domain.consents import LONGEST_TERM, ConsentPurpose
from crm.privacy.pages.consents import PLACE, address
from crm.privacy.pages.guarding import AnyRequest, cursor, handled
from crm.privacy.projections.consents import Agreed, running_out, terms_of
from crm.refusal import N_, Unknown
from crm.site.answers import see_other
from crm.site.forms import Form
from crm.site.labels import choices
from crm.site.reader import Reader
from crm.site.rights import OFFICERS

AHEAD, A_PAGE = 60, 50
"""Days, and lines of a page."""
MONTHS = N_("Écrivez un nombre de mois, par exemple 24; 0 veut dire sans échéance.")
ADOPTED = N_("Cette durée vaut pour les consentements donnés dès aujourd’hui.")


class PurposePages(Controller):
    path = PLACE
    opt = OFFICERS

    @get(sync_to_thread=True)
    def listed(
        self,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        today: NamedDependency[date],
        apres: FromQuery[str] = "",
    ) -> Template:
        return _page(store, reader, today, Form(), after=cursor(apres))

    @post("/duree/{purpose:str}", sync_to_thread=True, status_code=200)
    def adopt(
        self,
        purpose: FromPath[str],
        request: AnyRequest,
        form: NamedDependency[Form],
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        today: NamedDependency[date],
    ) -> Response[Any] | Template:
        """Raises Unknown."""
        known: Any = purpose
        if known not in get_args(ConsentPurpose):
            raise Unknown
        months = form.number("mois", 0, LONGEST_TERM, required=MONTHS)
        command = AdoptConsentTerm(purpose=known, months=months or 0)
        if not handled(store, reader, form, command):
            return _page(store, reader, today, form, at=purpose)
        return see_other(request, PLACE, ADOPTED)


def _page(
    store: EventStore,
    reader: Reader,
    today: date,
    form: Form,
    *,
    after: tuple[date, str] | None = None,
    at: str = "",
) -> Template:
    """`at`: the form that was sent, and has something to mend."""
    with store.engine.connect() as db:
        found = running_out(db, reader.pole_id, today + timedelta(days=AHEAD), after, A_PAGE)
        terms = terms_of(db, reader.pole_id)
        names = named(store, db, _wanted(found.lines), reader.pole_id)
    last = found.last
    context = {
        "lines": [(one, names(one.about, one.subject_id), _address(one)) for one in found.lines],
        "day": today,
        "terms": terms,
        "purposes": choices("consent_purposes"),
        "form": form,
        "at": at,
        "next": f"{PLACE}?apres={last.expires_on}.{last.consent_id}" if last else "",
        "first": PLACE if after else "",
    }
    status = 422 if form.failed else 200
    return Template("privacy/purposes.html", context=context, status_code=status)


def _wanted(found: list[Agreed]) -> dict[str, set[str]]:
    wanted: dict[str, set[str]] = {}
    for one in found:
        wanted.setdefault(one.about, set()).add(one.subject_id)
    return wanted


def _address(one: Agreed) -> str:
    about: Any = one.about
    return f"{address(about, one.subject_id)}?finalite={one.purpose}#donner"

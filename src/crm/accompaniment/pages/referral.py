"""The page of a referral: its life, what the organisation said, and the link that is sent to it."""

from datetime import date, timedelta
from typing import Any, get_args
from urllib.parse import urlencode

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from crm.accompaniment.commands import SendReferralLink
from crm.accompaniment.commands.partner_links import LIFE_DAYS, Bearer, ReferralLinks
from crm.accompaniment.pages.file_view import loop_of
from crm.accompaniment.pages.letters import letter
from crm.accompaniment.pages.names import names_of
from crm.accompaniment.pages.noting import author_of
from crm.accompaniment.pages.received import states
from crm.accompaniment.pages.words import REFERRAL_OUTCOMES, SHARING, said
from crm.accompaniment.projections.referrals import Referral, referrals_in, still_shared
from crm.account.commands.inviting import Letters
from crm.event_store import EventStore
from crm.event_store.commands import day_of
from crm.event_store.ids import is_id
from crm.refusal import N_, Refusal, Unknown
from crm.site.answers import see_other
from crm.site.consultations import shows
from crm.site.forms import Form
from crm.site.languages import Language
from crm.site.reader import Reader
from crm.site.rights import TEAM, WRITERS

SENT = N_("Lien envoyé. Il montre ce qui est partagé, rien d’autre, pendant 30 jours.")
WHERE = N_("Écrivez le courriel de la personne qui répond pour cet organisme.")
PAGE = "/orientation"


class ReferralPages(Controller):
    path = "/accompagnements/{id:str}/orientation/{item:str}"
    opt = TEAM | shows("accompaniment", "id")

    @get(sync_to_thread=True)
    def show(
        self,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        today: NamedDependency[date],
        id: FromPath[str],
        item: FromPath[str],
    ) -> Template:
        """Raises Unknown."""
        return _page(store, reader, _known(store, reader, id, item), Form.of(langue="fr"), today)

    @post("/lien", sync_to_thread=True, status_code=200, opt=WRITERS | shows("accompaniment", "id"))
    def send(
        self,
        request: Request[Any, Any, Any],
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        letters: NamedDependency[Letters],
        links: NamedDependency[ReferralLinks],
        form: NamedDependency[Form],
        today: NamedDependency[date],
        id: FromPath[str],
        item: FromPath[str],
    ) -> Response[Any] | Template:
        """Raises Unknown."""
        one, to = _known(store, reader, id, item), form.email("courriel", required=WHERE)
        tongue: Any = form.choice("langue", get_args(Language), required=True)
        if not form.failed:
            _send(store, reader, links, letters, form, one, (str(to), tongue))
        if form.failed:
            return _page(store, reader, one, form, today)
        return see_other(request, f"/accompagnements/{id}/orientation/{item}", SENT)


def _known(store: EventStore, reader: Reader, id: str, item: str) -> Referral:
    """Raises Unknown."""
    if is_id(id):
        with store.engine.connect() as db:
            for one in referrals_in(db, reader.pole_id, id):
                if one.referral_id == item:
                    return one
    raise Unknown


def _send(
    store: EventStore,
    reader: Reader,
    links: ReferralLinks,
    letters: Letters,
    form: Form,
    one: Referral,
    whom: tuple[str, Language],
) -> None:
    """The event first: a link that nobody recorded never leaves."""
    to, tongue = whom
    until = day_of(store.clock()) + timedelta(days=LIFE_DAYS)
    command = SendReferralLink(
        accompaniment_id=one.accompaniment_id, referral_id=one.referral_id, until=until
    )
    try:
        store.handle(command, author_of(reader, form))
        bearer = Bearer(reader.pole_id, one.referral_id, reader.account_id, tongue)
        token = links.draw(bearer)
        link = f"{letters.address}{PAGE}?{urlencode({'jeton': token, 'langue': tongue})}"
        letters.mail.send(to, *letter(tongue, reader.pole_name, link))
    except Refusal as refusal:
        form.refuse(refusal, "courriel")


def _page(store: EventStore, reader: Reader, one: Referral, form: Form, today: date) -> Template:
    with store.engine.connect() as db:
        shown = still_shared(db, reader.pole_id, one.referral_id, today)
        names = names_of(store, db, reader.pole_id, {one.party_id, one.organisation_id})
    texts = (one.message, one.question, one.refusal)
    message, question, refusal = store.open_many((one.referral_id, "note", t) for t in texts)
    context = {
        "one": one,
        "names": names,
        "life": loop_of(one),
        "state": states()[one.state],
        "message": message,
        "question": question,
        "refusal": refusal,
        "shared": shown is not None,
        "consent": said(SHARING, one.consent) if one.consent else "",
        "outcome": said(REFERRAL_OUTCOMES, one.outcome),
        "form": form,
    }
    status = 422 if form.failed else 200
    return Template("accompaniment/referral.html", context=context, status_code=status)

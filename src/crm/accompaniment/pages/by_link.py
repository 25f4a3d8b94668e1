"""Answering a referral from a link, without an account: what is shared and stands, nothing else.

A page shown by a GET tells nothing: programs that read mail open links. What is shared is read by a
form that is sent, and so the token leaves the address at once.
"""

from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Template

from crm.accompaniment.commands import SeeReferral
from crm.accompaniment.commands.partner_links import Bearer, Links, ReferralLinks
from crm.accompaniment.pages.answers import answer_of, offered, outcomes
from crm.accompaniment.pages.names import names_of
from crm.accompaniment.projections.referrals import Referral, still_shared
from crm.account.commands.inviting import TRIED, Letters
from crm.account.commands.throttle import Throttle, TooManyTries
from crm.event_store import Author, Command, EventStore
from crm.event_store.commands import day_of
from crm.event_store.events import new_id
from crm.event_store.reach import only
from crm.privacy.projections.office import who_answers_on
from crm.refusal import Refusal
from crm.settings import Settings
from crm.site import languages
from crm.site.forms import Form
from crm.site.languages import LANGUAGES
from crm.site.rights import NOBODY_YET

AnyRequest = Request[Any, Any, Any]
PRIVATE = {"Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}
OVER = ("refused", "completed")


class LinkPages(Controller):
    path = "/orientation"
    opt = NOBODY_YET

    @get(sync_to_thread=False)
    def threshold(
        self,
        settings: NamedDependency[Settings],
        jeton: FromQuery[str] = "",
        langue: FromQuery[str] = "",
    ) -> Template:
        """Nothing but a button: whether the link serves is said once it is pressed. The language
        of the letter is that of what follows."""
        page = _template("by_link_door.html", {"token": jeton[:200]})
        if langue in LANGUAGES:
            secure = settings.secure
            page.set_cookie(languages.COOKIE, langue, 3600, samesite="lax", secure=secure)
        return page

    @post(sync_to_thread=True, status_code=200)
    def read(
        self,
        request: AnyRequest,
        form: NamedDependency[Form],
        store: NamedDependency[EventStore],
        letters: NamedDependency[Letters],
        links: NamedDependency[ReferralLinks],
    ) -> Response[Any] | Template:
        """What is shared, or the page again after an answer; 410 when it shows nothing."""
        token = form.value("jeton")[:200]
        bearer = bearer_of(request, links, letters, token, "referral link")
        if isinstance(bearer, int):
            too_many = {"too_many": bearer == TooManyTries.status}
            return _template("by_link_over.html", too_many, bearer)
        with only(bearer.pole_id):
            return _answered(store, bearer, form, token)


def bearer_of(
    request: AnyRequest, links: Links, letters: Letters, token: str, door: str
) -> Bearer | int:
    """What the token leads to, or the status that says it leads nowhere."""
    place = request.client.host if request.client else ""
    if found := links.bearer(token):
        return found
    tries = Throttle(links.engine, letters.credentials.secret, door, TRIED)
    try:
        tries.check(token, place)
    except TooManyTries as refusal:
        return refusal.status
    tries.note(token, place)
    return 410


def _answered(store: EventStore, bearer: Bearer, form: Form, token: str) -> Template:
    one = _shared(store, bearer)
    if not one or one.state in OVER:
        return _template("by_link_over.html", {"too_many": False}, 410)
    if not one.seen_on:
        _record(store, bearer, SeeReferral(**_at(one)), new_id())
    sent = bool(form.value("reponse")) or form.ticked("repondre")
    done = sent and _answer(store, bearer, one, form)
    one = _shared(store, bearer) or one
    return _page(store, bearer, one, form if sent and not done else Form(), token, done=done)


def _answer(store: EventStore, bearer: Bearer, one: Referral, form: Form) -> bool:
    """Whether it was recorded; if not, the form says why."""
    command = answer_of(form, one)
    if command:
        try:
            _record(store, bearer, command, form.command_id)
        except Refusal as refusal:
            form.refuse(refusal)
    return not form.failed


def _shared(store: EventStore, bearer: Bearer) -> Referral | None:
    with store.engine.connect() as db:
        return still_shared(db, bearer.pole_id, bearer.thing_id, day_of(store.clock()))


def _at(one: Referral) -> dict[str, Any]:
    return {"accompaniment_id": one.accompaniment_id, "referral_id": one.referral_id}


def _record(store: EventStore, bearer: Bearer, command: Command, id: str) -> None:
    author = Author(
        pole_id=bearer.pole_id, actor_id=bearer.sent_by, command_id=id, source="partner"
    )
    store.handle(command, author)


def _page(
    store: EventStore, bearer: Bearer, one: Referral, form: Form, token: str, *, done: bool
) -> Template:
    pole = bearer.pole_id
    with store.engine.connect() as db:
        names = names_of(store, db, pole, {one.party_id, one.organisation_id})
        officer = who_answers_on(db, pole, day_of(store.clock()))
    context = {
        "one": one,
        "who": names[one.party_id],
        "organisation": names[one.organisation_id],
        "message": store.open(one.referral_id, "note", one.message),
        "officer": officer,
        "form": form,
        "offered": offered(one),
        "outcomes": outcomes(),
        "token": token,
        "done": done,
    }
    return _template("by_link.html", context, 422 if form.failed else 200)


def _template(name: str, context: dict[str, Any], status: int = 200) -> Template:
    return Template(f"accompaniment/{name}", context=context, status_code=status, headers=PRIVATE)

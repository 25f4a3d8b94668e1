"""Confirming one thing from a link, without an account: what is asked, and nothing else.

A page shown by a GET tells nothing: programs that read mail open links. What is asked is read by a
form that is sent, and so the token leaves the address at once.
"""

from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Template

from crm.accompaniment.commands import ConfirmOutcome, ContestOutcome
from crm.accompaniment.commands.partner_links import Bearer, ConfirmationLinks
from crm.accompaniment.pages.by_link import PRIVATE, bearer_of
from crm.accompaniment.projections.confirmations import Confirmation, still_asked, thing_of
from crm.account.commands.inviting import Letters
from crm.account.commands.throttle import TooManyTries
from crm.event_store import Author, Command, EventStore
from crm.event_store.commands import day_of
from crm.event_store.reach import only
from crm.privacy.projections.access_file import pole_name
from crm.privacy.projections.office import who_answers_on
from crm.refusal import Refusal
from crm.settings import Settings
from crm.site import languages
from crm.site.forms import Form
from crm.site.languages import LANGUAGES, N_
from crm.site.rights import NOBODY_YET

UNCHOSEN = N_("Choisissez votre réponse.")
ANSWERS = ("confirmed", "contested")


class ConfirmationPages(Controller):
    path = "/confirmation"
    opt = NOBODY_YET

    @get(sync_to_thread=False)
    def threshold(
        self,
        settings: NamedDependency[Settings],
        jeton: FromQuery[str] = "",
        langue: FromQuery[str] = "",
    ) -> Template:
        """Nothing but a button, in the language of the letter."""
        page = _template("confirm_door.html", {"token": jeton[:200]})
        if langue in LANGUAGES:
            secure = settings.secure
            page.set_cookie(languages.COOKIE, langue, 3600, samesite="lax", secure=secure)
        return page

    @post(sync_to_thread=True, status_code=200)
    def read(
        self,
        request: Request[Any, Any, Any],
        form: NamedDependency[Form],
        store: NamedDependency[EventStore],
        letters: NamedDependency[Letters],
        confirming: NamedDependency[ConfirmationLinks],
    ) -> Response[Any] | Template:
        """What is asked, or thanks after an answer; 410 when the link shows nothing."""
        token = form.value("jeton")[:200]
        bearer = bearer_of(request, confirming, letters, token, "confirmation link")
        if isinstance(bearer, int):
            return _over(bearer)
        with only(bearer.pole_id):
            return _answered(store, confirming, bearer, form, token)


def _answered(
    store: EventStore, links: ConfirmationLinks, bearer: Bearer, form: Form, token: str
) -> Template:
    with store.engine.connect() as db:
        asked = still_asked(db, bearer.pole_id, bearer.thing_id, day_of(store.clock()))
        at = asked and (asked.accompaniment_id, asked.about, asked.thing_id)
        thing = thing_of(db, bearer.pole_id, *at) if at else None
    if not asked or not thing:
        return _over(410)
    sent = form.ticked("repondre")
    if sent and _recorded(store, bearer, asked, form):
        links.void(asked.confirmation_id)
        return _template("confirm_thanks.html", {})
    with store.engine.connect() as db:
        context = {
            "asked": asked,
            "thing": thing,
            "pole": pole_name(store, bearer.pole_id),
            "words": store.open(asked.confirmation_id, "note", asked.words),
            "officer": who_answers_on(db, bearer.pole_id, day_of(store.clock())),
            "form": form if sent else Form(),
            "token": token,
        }
    return _template("confirm.html", context, 422 if sent else 200)


def _recorded(store: EventStore, bearer: Bearer, asked: Confirmation, form: Form) -> bool:
    """Whether the answer stands; if not, the form says why."""
    at: dict[str, Any] = {
        "accompaniment_id": asked.accompaniment_id,
        "confirmation_id": asked.confirmation_id,
    }
    said = form.choice("reponse", ANSWERS, required=UNCHOSEN)
    words = form.note("texte")
    command: Command = ConfirmOutcome(**at)
    if said == "contested":
        command = ContestOutcome(words=words, **at)
    author = Author(
        pole_id=bearer.pole_id,
        actor_id=bearer.sent_by,
        command_id=form.command_id,
        source="client",
    )
    if not form.failed:
        try:
            store.handle(command, author)
        except Refusal as refusal:
            form.refuse(refusal)
    return not form.failed


def _over(status: int) -> Template:
    too_many = {"too_many": status == TooManyTries.status}
    return _template("confirm_over.html", too_many, status)


def _template(name: str, context: dict[str, Any], status: int = 200) -> Template:
    return Template(f"accompaniment/{name}", context=context, status_code=status, headers=PRIVATE)

"""Opening and closing a session, and choosing a language."""

from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Redirect, Template

from crm.account.commands.letting_in import Doorkeeper, PasskeyExpected
from crm.account.commands.opening import is_empty
from crm.account.commands.passwords import Credentials, WrongNameOrPassword
from crm.account.commands.throttle import WINDOW, TooManyTries
from crm.account.pages.coming_in import come_in
from crm.account.pages.opening import OPENING
from crm.account.pages.sessions import COOKIE, place_of
from crm.account.projections import accounts_that_sign_in
from crm.event_store import EventStore
from crm.event_store.reach import whole_house
from crm.settings import Settings
from crm.site import languages
from crm.site.answers import local_path
from crm.site.forms import Form
from crm.site.languages import N_
from crm.site.security_log import fingerprint, note

AnyRequest = Request[Any, Any, Any]
NAME_MISSING = N_("Écrivez le courriel de votre compte.")
PASSWORD_MISSING = N_("Écrivez votre mot de passe.")
INVENTED = ".example"
"""No real address ends so: only invented accounts are shown at the door."""
OPEN = {"public": True}
A_YEAR = 365 * 24 * 3600


class DoorPages(Controller):
    """Open to all: nobody is signed in yet."""

    @get("/connexion", opt=OPEN, sync_to_thread=True)
    def door(
        self,
        store: NamedDependency[EventStore],
        settings: NamedDependency[Settings],
        credentials: NamedDependency[Credentials],
        keeper: NamedDependency[Doorkeeper],
        suite: FromQuery[str] = "/",
        choisi: FromQuery[str] = "",
    ) -> Response[Any]:
        if is_empty(store, credentials):
            return Redirect(OPENING, status_code=303)
        form = Form.of(suite=local_path(suite))
        return door_page(form, settings, keeper, chosen=choisi == "oui")

    @post("/connexion", opt=OPEN, sync_to_thread=True, status_code=200)
    def sign_in(
        self,
        request: AnyRequest,
        form: NamedDependency[Form],
        settings: NamedDependency[Settings],
        credentials: NamedDependency[Credentials],
        keeper: NamedDependency[Doorkeeper],
    ) -> Response[Any]:
        try:
            account_id = _recognised(form, credentials, place_of(request))
        except TooManyTries as refusal:
            note(request, "too_many_tries", name=fingerprint(request, form.value("courriel")))
            form.refuse(refusal, "courriel")
            return door_page(form, settings, keeper, refusal.status)
        if account_id is None:
            note(request, "sign_in_refused", name=fingerprint(request, form.value("courriel")))
            return door_page(form, settings, keeper, 422)
        onward = local_path(form.value("suite"))
        try:
            return come_in(request, settings, keeper, account_id, onward)
        except PasskeyExpected as refusal:
            form.refuse(refusal)
            return door_page(form, settings, keeper, refusal.status)

    @post("/deconnexion", opt=OPEN, sync_to_thread=True)
    def sign_out(self, request: AnyRequest) -> Redirect:
        if token := request.cookies.get(COOKIE):
            request.app.state.drafts.keep(token, "")
            request.app.state.sessions.close(token)
            note(request, "signed_out")
        away = Redirect("/connexion", status_code=303)
        away.delete_cookie(COOKIE)
        away.headers["Clear-Site-Data"] = '"cache"'
        return away

    @post("/langue", opt=OPEN, sync_to_thread=False)
    def speak(self, form: NamedDependency[Form], settings: NamedDependency[Settings]) -> Redirect:
        chosen = form.value("langue")
        back = Redirect(local_path(form.value("retour")), status_code=303)
        back.set_cookie(
            languages.COOKIE,
            chosen if chosen in languages.LANGUAGES else "fr",
            max_age=A_YEAR,
            secure=settings.secure,
            samesite="lax",
        )
        return back


def door_page(
    form: Form,
    settings: Settings,
    keeper: Doorkeeper,
    status: int = 200,
    *,
    chosen: bool = False,
) -> Template:
    """The door, with what was refused there."""
    with whole_house():  # nobody is signed in: the invented accounts of every pôle are offered
        shown = accounts_that_sign_in(keeper.store) if settings.demo else []
    shown = [account for account in shown if account[2].endswith(INVENTED)]
    context = {
        "form": form,
        "demo": shown,
        "demo_password": settings.demo_password,
        "chosen": chosen,
        "site": keeper.ceremonies.site,
        "providers": settings.providers,
    }
    waiting = {"Retry-After": str(WINDOW)} if status == TooManyTries.status else {}
    return Template("account/door.html", context=context, status_code=status, headers=waiting)


def _recognised(form: Form, credentials: Credentials, place: str) -> str | None:
    name = form.text("courriel", 254, required=NAME_MISSING)
    password = form.value("mot_de_passe")
    if not password:
        form.fail("mot_de_passe", PASSWORD_MISSING)
    if form.failed:
        return None
    try:
        return credentials.check(name, password[:1000], place)
    except WrongNameOrPassword as refusal:
        form.refuse(refusal)
        return None

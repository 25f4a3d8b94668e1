"""Coming in by a letter: an invitation accepted, a forgotten password."""

from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.background_tasks import BackgroundTask
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Redirect, Template

from crm.account.commands.federating import Federation
from crm.account.commands.inviting import PAGES, Letters
from crm.account.commands.links import LinkOver, Purpose
from crm.account.commands.throttle import WINDOW, TooManyTries
from crm.account.pages.opening import AFTERWARDS, try_password
from crm.account.pages.sessions import place_of
from crm.site.forms import Form
from crm.site.languages import N_
from crm.site.rights import NOBODY_YET
from crm.site.security_log import fingerprint, note

AnyRequest = Request[Any, Any, Any]
ADDRESS_MISSING = N_("Écrivez le courriel de votre compte.")


class LetterPages(Controller):
    """Open to all: who comes by here has no session yet. A link shown is not a link used: programs
    that read mail open it before people do."""

    opt = NOBODY_YET

    @get("/mot-de-passe-oublie", sync_to_thread=False)
    def forgotten(self) -> Template:
        return _forgotten(Form())

    @post("/mot-de-passe-oublie", sync_to_thread=True, status_code=200)
    def ask(
        self,
        request: AnyRequest,
        form: NamedDependency[Form],
        letters: NamedDependency[Letters],
    ) -> Template:
        """The same answer whoever the address belongs to; the letter is written afterwards."""
        email = form.email("courriel", required=ADDRESS_MISSING)
        if form.failed:
            return _forgotten(form, 422)
        try:
            letters.ask_reset(email, place_of(request))
        except TooManyTries as refusal:
            form.refuse(refusal, "courriel")
            return _forgotten(form, refusal.status)
        note(request, "reset_asked", name=fingerprint(request, email))
        return Template(
            "account/sent.html",
            context={"form": form},
            background=BackgroundTask(letters.send_reset, email),
        )

    @get("/invitation", sync_to_thread=True)
    def invited(
        self,
        request: AnyRequest,
        letters: NamedDependency[Letters],
        jeton: FromQuery[str] = "",
    ) -> Template:
        return _shown(request, letters, "invitation", jeton)

    @get("/nouveau-mot-de-passe", sync_to_thread=True)
    def renewing(
        self,
        request: AnyRequest,
        letters: NamedDependency[Letters],
        jeton: FromQuery[str] = "",
    ) -> Template:
        return _shown(request, letters, "reset", jeton)

    @post("/invitation", sync_to_thread=True, status_code=200)
    def accept(
        self, request: AnyRequest, form: NamedDependency[Form], letters: NamedDependency[Letters]
    ) -> Response[Any]:
        return _chosen(request, form, letters, "invitation")

    @post("/nouveau-mot-de-passe", sync_to_thread=True, status_code=200)
    def renew(
        self, request: AnyRequest, form: NamedDependency[Form], letters: NamedDependency[Letters]
    ) -> Response[Any]:
        return _chosen(request, form, letters, "reset")


def _shown(request: AnyRequest, letters: Letters, purpose: Purpose, token: str) -> Template:
    try:
        found = letters.bearer(purpose, token, place_of(request))
    except (LinkOver, TooManyTries) as refusal:
        return over(purpose, refusal.status)
    return _choosing(request, Form.of(jeton=token), purpose, found.name)


def _chosen(request: AnyRequest, form: Form, letters: Letters, purpose: Purpose) -> Response[Any]:
    token, password, place = form.value("jeton"), form.value("mot_de_passe"), place_of(request)
    try:
        found = letters.bearer(purpose, token, place)
        try_password(form, password, found.name, found.email)
        if form.failed:
            return _choosing(request, form, purpose, found.name, 422)
        letters.choose(purpose, token, password, place)
    except (LinkOver, TooManyTries) as refusal:
        note(request, "link_refused", purpose=purpose)
        return over(purpose, refusal.status)
    note(request, "password_changed", account=found.account_id, purpose=purpose)
    return Redirect(AFTERWARDS, status_code=303)


def _choosing(
    request: AnyRequest, form: Form, purpose: Purpose, name: str, status: int = 200
) -> Template:
    federation: Federation = request.app.state.federation
    context = {
        "form": form,
        "purpose": purpose,
        "name": name,
        "action": PAGES[purpose],
        "providers": federation.offered if purpose == "invitation" else (),
    }
    return Template("account/choosing.html", context=context, status_code=status)


def over(purpose: Purpose, status: int) -> Template:
    """Says that a link serves no more, or that too many were tried."""
    context = {"purpose": purpose, "too_many": status == TooManyTries.status}
    waiting = {"Retry-After": str(WINDOW)} if status == TooManyTries.status else {}
    return Template("account/over.html", context=context, status_code=status, headers=waiting)


def _forgotten(form: Form, status: int = 200) -> Template:
    waiting = {"Retry-After": str(WINDOW)} if status == TooManyTries.status else {}
    context = {"form": form}
    return Template("account/forgotten.html", context=context, status_code=status, headers=waiting)

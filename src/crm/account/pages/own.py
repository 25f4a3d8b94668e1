"""« Mon compte »: what the pôle knows of the reader, the password, the sessions open."""

from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from crm.account.commands.federating import Federation
from crm.account.commands.inviting import Letters
from crm.account.commands.letting_in import Doorkeeper
from crm.account.commands.passwords import Credentials, WrongNameOrPassword
from crm.account.commands.sessions import LIFE, LONGEST, Sessions
from crm.account.commands.throttle import WINDOW, TooManyTries
from crm.account.pages.devices import device_words
from crm.account.pages.opening import TWO_WORDS
from crm.account.pages.sessions import COOKIE, place_of
from crm.account.projections.team import member
from crm.event_store import EventStore
from crm.refusal import Refusal
from crm.site.answers import see_other
from crm.site.forms import Form
from crm.site.languages import N_
from crm.site.reader import Reader
from crm.site.rights import EVERYONE
from crm.site.security_log import note

AnyRequest = Request[Any, Any, Any]
NOT_YOURS = N_("Ce n’est pas votre mot de passe actuel. Écrivez-le de nouveau.")
FORMER_MISSING = N_("Écrivez le mot de passe que vous utilisez aujourd’hui.")


class OwnAccountPages(Controller):
    path = "/compte"
    opt = EVERYONE

    @get(sync_to_thread=True)
    def show(
        self,
        request: AnyRequest,
        form: NamedDependency[Form],
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
    ) -> Template:
        return _page(request, form, reader, store)

    @post("/mot-de-passe", sync_to_thread=True, status_code=200)
    def change_password(
        self,
        request: AnyRequest,
        form: NamedDependency[Form],
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        credentials: NamedDependency[Credentials],
        letters: NamedDependency[Letters],
    ) -> Response[Any]:
        former, new = form.value("actuel"), form.value("mot_de_passe")
        if not former:
            form.fail("actuel", FORMER_MISSING)
        if new != form.value("encore"):
            form.fail("encore", TWO_WORDS)
        status = 422
        if not form.failed:
            mine = member(store, reader.account_id)
            known = reader.name, mine.email if mine else ""
            try:
                credentials.change(
                    reader.account_id, former[:1000], new, *known, place=place_of(request)
                )
            except Refusal as refusal:
                status = _say(form, refusal)
        if form.failed:
            note(request, "password_refused", account=reader.account_id)
            return _page(request, form, reader, store, status)
        note(request, "password_changed", account=reader.account_id)
        letters.links.void(reader.account_id)
        _sessions(request).close_all(reader.account_id, but=request.cookies.get(COOKIE))
        return see_other(
            request, "/compte", N_("Mot de passe changé. Vos autres sessions sont fermées.")
        )

    @post("/sessions", sync_to_thread=True, status_code=200)
    def close_others(self, request: AnyRequest, reader: NamedDependency[Reader]) -> Response[Any]:
        _sessions(request).close_all(reader.account_id, but=request.cookies.get(COOKIE))
        return see_other(request, "/compte", N_("Vos autres sessions sont fermées."))

    @post("/sessions/{number:str}/fermer", sync_to_thread=True, status_code=200)
    def close_one(
        self, request: AnyRequest, reader: NamedDependency[Reader], number: FromPath[str]
    ) -> Response[Any]:
        _sessions(request).close_one(reader.account_id, number)
        return see_other(request, "/compte", N_("Session fermée."))

    @post("/sessions/toutes", sync_to_thread=True, status_code=200)
    def leave_everywhere(
        self, request: AnyRequest, reader: NamedDependency[Reader]
    ) -> Response[Any]:
        _sessions(request).close_all(reader.account_id)
        away = Redirect("/connexion", status_code=303)
        away.delete_cookie(COOKIE)
        away.headers["Clear-Site-Data"] = '"cache"'
        return away


def _say(form: Form, refusal: Refusal) -> int:
    """Puts a refusal beside its field; answers the status of the page."""
    if isinstance(refusal, WrongNameOrPassword):
        form.fail("actuel", NOT_YOURS)
    else:
        form.refuse(refusal, "actuel")
    return refusal.status


def _page(
    request: AnyRequest, form: Form, reader: Reader, store: EventStore, status: int = 200
) -> Template:
    mine = member(store, reader.account_id)
    open_now = _sessions(request).of(reader.account_id, request.cookies.get(COOKIE, ""))
    keeper: Doorkeeper = request.app.state.keeper
    federation: Federation = request.app.state.federation
    context = {
        "form": form,
        "passkeys": len(keeper.passkeys.of(reader.account_id)),
        "providers": federation.offered,
        "linked": federation.identities.of(reader.account_id) if federation.offered else {},
        "email": mine.email if mine else "",
        "roles": mine.roles if mine else (reader.role,),
        "second_factor": bool(mine and mine.second_factor),
        "sessions": [(held, device_words(held.device)) for held in open_now],
        "idle_hours": LIFE // 3600,
        "longest_days": LONGEST // 86400,
    }
    waiting = {"Retry-After": str(WINDOW)} if status == TooManyTries.status else {}
    return Template("account/own.html", context=context, status_code=status, headers=waiting)


def _sessions(request: AnyRequest) -> Sessions:
    held: Sessions = request.app.state.sessions
    return held

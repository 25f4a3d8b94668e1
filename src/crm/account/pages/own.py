"""« Mon compte »: what the pôle knows of the reader, and the password."""

from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.response import Template

from crm.account.commands.passwords import Credentials, PasswordTooShort, WrongNameOrPassword
from crm.account.pages.sessions import COOKIE, Sessions
from crm.site.answers import see_other
from crm.site.forms import Form
from crm.site.languages import N_
from crm.site.reader import Reader

AnyRequest = Request[Any, Any, Any]
FORMER_MISSING = N_("Écrivez le mot de passe que vous utilisez aujourd’hui.")
TWO_WORDS = N_("Les deux nouveaux mots de passe diffèrent. Écrivez deux fois le même.")


class OwnAccountPages(Controller):
    path = "/compte"

    @get(sync_to_thread=True)
    def show(self, form: NamedDependency[Form]) -> Template:
        return Template("account/own.html", context={"form": form})

    @post("/mot-de-passe", sync_to_thread=True, status_code=200)
    def change_password(
        self,
        request: AnyRequest,
        form: NamedDependency[Form],
        reader: NamedDependency[Reader],
        credentials: NamedDependency[Credentials],
    ) -> Response[Any]:
        former, new = form.value("actuel"), form.value("mot_de_passe")
        if not former:
            form.fail("actuel", FORMER_MISSING)
        if new != form.value("encore"):
            form.fail("encore", TWO_WORDS)
        if not form.failed:
            _try(form, credentials, reader.account_id, former, new)
        if form.failed:
            return Template("account/own.html", context={"form": form}, status_code=422)
        _close_others(request, reader.account_id)
        return see_other(
            request, "/compte", N_("Mot de passe changé. Vos autres sessions sont fermées.")
        )

    @post("/sessions", sync_to_thread=True, status_code=200)
    def close_others(self, request: AnyRequest, reader: NamedDependency[Reader]) -> Response[Any]:
        _close_others(request, reader.account_id)
        return see_other(request, "/compte", N_("Vos autres sessions sont fermées."))


def _try(form: Form, credentials: Credentials, account_id: str, former: str, new: str) -> None:
    try:
        credentials.change(account_id, former, new)
    except WrongNameOrPassword:
        form.fail("actuel", N_("Ce n’est pas votre mot de passe actuel. Écrivez-le de nouveau."))
    except PasswordTooShort as refusal:
        form.refuse(refusal)


def _close_others(request: AnyRequest, account_id: str) -> None:
    sessions: Sessions = request.app.state.sessions
    sessions.close_all(account_id, but=request.cookies.get(COOKIE))

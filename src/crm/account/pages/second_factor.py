"""« Second facteur »: one's own device, and what the pôle asks of those who may do most."""

from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from crm.account.commands.letting_in import Doorkeeper
from crm.account.commands.passwords import Credentials, WrongNameOrPassword
from crm.account.commands.people import RequireSecondFactor
from crm.account.commands.second_factor import WrongCode
from crm.account.commands.throttle import TooManyTries
from crm.account.pages.coming_in import CODE_MISSING, offered, try_enrolling, waiting
from crm.account.pages.own import NOT_YOURS
from crm.account.pages.sessions import COOKIE, place_of
from crm.account.pages.team import within
from crm.account.projections.team import Member, member, team
from crm.event_store import EventStore
from crm.refusal import N_, Refusal, Unknown
from crm.site.answers import see_other
from crm.site.forms import Form
from crm.site.reader import Reader
from crm.site.rights import ADMINISTRATORS, OVERSEERS, OWN_ACCOUNT
from crm.site.security_log import note

AnyRequest = Request[Any, Any, Any]
OWN = "/compte/second-facteur"
PASSWORD_MISSING = N_("Écrivez votre mot de passe.")
STILL_ASKED = N_("Votre pôle demande un second facteur pour votre rôle : il ne peut être retiré.")
OWN_FIRST = N_(
    "Activez d’abord votre propre second facteur, ou ajoutez-vous une clé d’accès, dans « Mon "
    "compte »."
)


class OwnSecondFactorPages(Controller):
    path = OWN
    opt = OWN_ACCOUNT

    @get(sync_to_thread=True)
    def show(
        self, reader: NamedDependency[Reader], keeper: NamedDependency[Doorkeeper]
    ) -> Template:
        return _page(Form(), keeper, own_account(keeper, reader))

    @post(sync_to_thread=True, status_code=200)
    def enrol(
        self,
        request: AnyRequest,
        form: NamedDependency[Form],
        reader: NamedDependency[Reader],
        keeper: NamedDependency[Doorkeeper],
        credentials: NamedDependency[Credentials],
    ) -> Template:
        found = own_account(keeper, reader)
        if found.second_factor:
            return _page(Form(), keeper, found)
        status = know_again(form, credentials, found.account_id, place_of(request))
        codes: list[str] = []
        if not form.failed:
            codes, status = try_enrolling(form, keeper, found, place_of(request))
        if not codes:
            note(request, "code_refused", account=found.account_id)
            return _page(form, keeper, found, status)
        session = request.cookies.get(COOKIE, "")
        keeper.sessions.close_all(found.account_id, but=session)
        keeper.sessions.strengthen(session, "code")
        note(request, "second_factor_on", account=found.account_id)
        return Template("account/recovery.html", context={"codes": codes})

    @post("/codes", sync_to_thread=True, status_code=200)
    def renew_codes(
        self,
        request: AnyRequest,
        form: NamedDependency[Form],
        reader: NamedDependency[Reader],
        keeper: NamedDependency[Doorkeeper],
    ) -> Template:
        found = own_account(keeper, reader)
        status = _prove(form, keeper, found, place_of(request))
        if form.failed:
            return _page(form, keeper, found, status)
        codes = keeper.factors.renew_recovery_codes(found.account_id)
        note(request, "recovery_codes_renewed", account=found.account_id)
        return Template("account/recovery.html", context={"codes": codes})

    @post("/retirer", sync_to_thread=True, status_code=200)
    def remove(
        self,
        request: AnyRequest,
        form: NamedDependency[Form],
        reader: NamedDependency[Reader],
        keeper: NamedDependency[Doorkeeper],
    ) -> Response[Any]:
        found = own_account(keeper, reader)
        if keeper.is_asked(found.account_id):
            form.fail("", STILL_ASKED)
            return _page(form, keeper, found, 422)
        status = _prove(form, keeper, found, place_of(request))
        if form.failed:
            return _page(form, keeper, found, status)
        keeper.remove(found.author(), found.account_id)
        keeper.sessions.close_all(found.account_id, but=request.cookies.get(COOKIE))
        note(request, "second_factor_off", account=found.account_id)
        return see_other(request, "/compte", N_("Second facteur retiré."))


class TeamSecondFactorPages(Controller):
    """For those who oversee the pôle; only who administers it sets the rule."""

    path = "/equipe"
    opt = OVERSEERS

    @post("/second-facteur", sync_to_thread=True, status_code=200, opt=ADMINISTRATORS)
    def require(
        self,
        request: AnyRequest,
        form: NamedDependency[Form],
        reader: NamedDependency[Reader],
        keeper: NamedDependency[Doorkeeper],
    ) -> Response[Any]:
        required = form.ticked("exiger")
        if required and not keeper.has_more_than_password(reader.account_id):
            return see_other(request, "/equipe", OWN_FIRST)
        command = RequireSecondFactor(required=required)
        keeper.store.handle(command, reader.author(form.command_id))
        if not required:
            return see_other(request, "/equipe", N_("Le second facteur est laissé à chacun."))
        for one in team(keeper.store, reader.pole_id):
            keeper.end_sessions_without_factor(one)
        said = N_("Second facteur exigé. Les sessions ouvertes sans lui sont terminées.")
        return see_other(request, "/equipe", said)

    @post("/{account_id:str}/second-facteur/retirer", sync_to_thread=True, status_code=200)
    def remove(
        self,
        request: AnyRequest,
        form: NamedDependency[Form],
        store: NamedDependency[EventStore],
        reader: NamedDependency[Reader],
        keeper: NamedDependency[Doorkeeper],
        account_id: FromPath[str],
    ) -> Response[Any]:
        found = within(store, reader, account_id)
        if account_id == reader.account_id:
            return see_other(request, OWN)
        reason = form.note("motif_facteur", 300)
        keeper.forget_devices(reader.author(form.command_id), account_id, reason)
        said = N_("Appareils de {name} retirés. Ses sessions sont terminées.")
        return see_other(request, f"/equipe/{account_id}", said, name=found.name)


def know_again(form: Form, credentials: Credentials, account_id: str, place: str) -> int:
    """The password again: whoever holds an open session alone takes the account for good no more.
    Answers the status of the page."""
    password = form.value("mot_de_passe")
    if not password:
        form.fail("mot_de_passe", PASSWORD_MISSING)
        return 422
    try:
        credentials.prove(account_id, password[:1000], place)
    except TooManyTries as refusal:
        form.refuse(refusal, "mot_de_passe")
        return refusal.status
    except WrongNameOrPassword:
        form.fail("mot_de_passe", NOT_YOURS)
        return 422
    return 200


def _prove(form: Form, keeper: Doorkeeper, found: Member, place: str) -> int:
    """A code, before anything is changed; answers the status of the page."""
    code = form.text("code", 40, required=CODE_MISSING)
    if form.failed:
        return 422
    try:
        keeper.factors.check(found.account_id, code, place)
    except (WrongCode, TooManyTries) as refusal:
        return _say(form, refusal)
    return 200


def _say(form: Form, refusal: Refusal) -> int:
    form.refuse(refusal, "code")
    return refusal.status


def own_account(keeper: Doorkeeper, reader: Reader) -> Member:
    """The reader, as one of the team. Raises Unknown."""
    found = member(keeper.store, reader.account_id)
    if not found:
        raise Unknown
    return found


def _page(form: Form, keeper: Doorkeeper, found: Member, status: int = 200) -> Template:
    is_on = keeper.factors.is_on(found.account_id)
    shown = {} if is_on else offered(keeper, found)
    context = {
        "form": form,
        "is_on": is_on,
        "is_asked": keeper.is_asked(found.account_id),
        "left": keeper.factors.codes_left(found.account_id),
        "action": OWN,
        **shown,
    }
    headers = waiting(status)
    return Template(
        "account/second_factor.html", context=context, status_code=status, headers=headers
    )

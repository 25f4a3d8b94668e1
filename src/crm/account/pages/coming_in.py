"""From a password that was right to a session: at once, or by a code of the holder's device."""

from typing import Any
from urllib.parse import urlencode

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.middleware.csrf import generate_csrf_token
from litestar.params import FromQuery
from litestar.response import Redirect, Template

from crm.account.commands.letting_in import Doorkeeper
from crm.account.commands.links import LIFE, LinkOver
from crm.account.commands.second_factor import WrongCode, drawing
from crm.account.commands.sessions import LONGEST, Way
from crm.account.commands.throttle import WINDOW, TooManyTries
from crm.account.pages.devices import device_of
from crm.account.pages.sessions import COOKIE, place_of
from crm.account.projections.team import Member
from crm.settings import Settings
from crm.site.answers import local_path
from crm.site.forms import Form
from crm.site.languages import N_
from crm.site.rights import NOBODY_YET
from crm.site.security_log import note

AnyRequest = Request[Any, Any, Any]
STEP_COOKIE = "etape"
"""What a right password gives: the way to the code, and nothing else."""
CODE, ENROLMENT = "/connexion/code", "/connexion/second-facteur"
CODE_MISSING = N_("Écrivez le code que montre votre appareil.")


def come_in(
    request: AnyRequest,
    settings: Settings,
    keeper: Doorkeeper,
    account_id: str,
    onward: str,
    way: Way = "password",
) -> Response[Any]:
    """A session, or the step that this account asks for before. Raises PasskeyExpected."""
    if keeper.factors.is_on(account_id):
        note(request, "half_way", account=account_id)
        return _step(keeper, settings, account_id, CODE, onward)
    if keeper.must_enrol(account_id):
        note(request, "half_way", account=account_id)
        return _step(keeper, settings, account_id, ENROLMENT, onward)
    return let_in(request, settings, account_id, Redirect(onward, status_code=303), way)


def let_in(
    request: AnyRequest,
    settings: Settings,
    account_id: str,
    answer: Response[Any],
    way: Way = "password",
) -> Response[Any]:
    """The answer, with a new session; the former one of this browser ends."""
    device = device_of(request.headers.get("user-agent", ""))
    sessions = request.app.state.sessions
    token = sessions.open(account_id, request.cookies.get(COOKIE), device, way)
    secure = settings.secure
    answer.set_cookie(COOKIE, token, max_age=LONGEST, httponly=True, secure=secure, samesite="lax")
    fresh = generate_csrf_token(secret=settings.secret)
    answer.set_cookie("csrftoken", fresh, secure=secure, samesite="lax")
    answer.delete_cookie(STEP_COOKIE)
    note(request, "signed_in", account=account_id, way=way)
    return answer


class StepPages(Controller):
    """For whoever just gave the right password: no session yet."""

    opt = NOBODY_YET

    @get(CODE, sync_to_thread=True)
    def ask(
        self, request: AnyRequest, keeper: NamedDependency[Doorkeeper], suite: FromQuery[str] = "/"
    ) -> Response[Any]:
        if not _who(request, keeper):
            return Redirect("/connexion", status_code=303)
        return _asking(Form.of(suite=local_path(suite)))

    @post(CODE, sync_to_thread=True, status_code=200)
    def check(
        self,
        request: AnyRequest,
        form: NamedDependency[Form],
        settings: NamedDependency[Settings],
        keeper: NamedDependency[Doorkeeper],
    ) -> Response[Any]:
        found = _who(request, keeper)
        if not found or not found.second_factor:
            return Redirect("/connexion", status_code=303)
        code = form.text("code", 40, required=CODE_MISSING)
        try:
            if not form.failed:
                keeper.factors.check(found.account_id, code, place_of(request))
        except (WrongCode, TooManyTries) as refusal:
            form.refuse(refusal, "code")
            note(request, "code_refused", account=found.account_id)
            return _asking(form, refusal.status)
        if form.failed:
            return _asking(form, 422)
        keeper.links.void(found.account_id)
        onward = Redirect(local_path(form.value("suite")), status_code=303)
        return let_in(request, settings, found.account_id, onward, "code")

    @get(ENROLMENT, sync_to_thread=True)
    def offer(
        self, request: AnyRequest, keeper: NamedDependency[Doorkeeper], suite: FromQuery[str] = "/"
    ) -> Response[Any]:
        found = _who(request, keeper)
        if not found or found.second_factor:
            return Redirect("/connexion", status_code=303)
        return _enrolling(Form.of(suite=local_path(suite)), keeper, found)

    @post(ENROLMENT, sync_to_thread=True, status_code=200)
    def enrol(
        self,
        request: AnyRequest,
        form: NamedDependency[Form],
        settings: NamedDependency[Settings],
        keeper: NamedDependency[Doorkeeper],
    ) -> Response[Any]:
        found = _who(request, keeper)
        if not found or found.second_factor:
            return Redirect("/connexion", status_code=303)
        codes, status = try_enrolling(form, keeper, found, place_of(request))
        if not codes:
            return _enrolling(form, keeper, found, status)
        keeper.links.void(found.account_id)
        context = {"codes": codes, "onward": local_path(form.value("suite"))}
        shown = Template("account/recovery_at_the_door.html", context=context)
        return let_in(request, settings, found.account_id, shown, "code")


def try_enrolling(
    form: Form, keeper: Doorkeeper, found: Member, place: str
) -> tuple[list[str], int]:
    """The recovery codes, once the device showed the right code; else none and the status of what
    refuses it."""
    code = form.text("code", 40, required=CODE_MISSING)
    if form.failed:
        return [], 422
    try:
        return keeper.enrol(found, code, place), 200
    except (WrongCode, TooManyTries) as refusal:
        form.refuse(refusal, "code")
        return [], refusal.status


def offered(keeper: Doorkeeper, found: Member) -> dict[str, str]:
    """What a device is shown to hold the secret: a drawing, and the same in letters."""
    secret = keeper.factors.offered(found.account_id)
    spaced = " ".join(secret[n : n + 4] for n in range(0, len(secret), 4))
    return {"drawing": drawing(secret, found.email, ""), "secret": spaced}


def waiting(status: int) -> dict[str, str]:
    """The header that says how long to wait, when that is the answer."""
    return {"Retry-After": str(WINDOW)} if status == TooManyTries.status else {}


def _step(
    keeper: Doorkeeper, settings: Settings, account_id: str, path: str, onward: str
) -> Response[Any]:
    answer = Redirect(f"{path}?{urlencode({'suite': onward})}", status_code=303)
    answer.set_cookie(
        STEP_COOKIE,
        keeper.links.draw("second_step", account_id),
        max_age=LIFE["second_step"],
        httponly=True,
        secure=settings.secure,
        samesite="lax",
    )
    return answer


def _who(request: AnyRequest, keeper: Doorkeeper) -> Member | None:
    try:
        return keeper.half_way(request.cookies.get(STEP_COOKIE, ""))
    except LinkOver:
        return None


def _asking(form: Form, status: int = 200) -> Template:
    return Template(
        "account/code.html", context={"form": form}, status_code=status, headers=waiting(status)
    )


def _enrolling(form: Form, keeper: Doorkeeper, found: Member, status: int = 200) -> Template:
    context = {"form": form, "action": ENROLMENT, **offered(keeper, found)}
    return Template(
        "account/enrolling_at_the_door.html",
        context=context,
        status_code=status,
        headers=waiting(status),
    )

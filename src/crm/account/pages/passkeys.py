"""« Clés d’accès »: one's own, and coming in by one of them.

A browser first asks for a challenge (JSON, by `static/js/cles.js`), then sends the form of the page
with what the device answered: pages stay pages, and what is refused is read there.
"""

from secrets import token_urlsafe
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from crm.account.commands.challenges import LIFE
from crm.account.commands.letting_in import Doorkeeper
from crm.account.commands.passkeys import Passkey
from crm.account.commands.passwords import Credentials
from crm.account.pages.coming_in import let_in, waiting
from crm.account.pages.door import door_page
from crm.account.pages.second_factor import know_again, own_account
from crm.account.pages.sessions import COOKIE, place_of
from crm.refusal import N_, Refusal, Unknown
from crm.settings import Settings
from crm.site.answers import local_path, see_other
from crm.site.forms import Form
from crm.site.languages import _
from crm.site.reader import Reader
from crm.site.rights import NOBODY_YET, OWN_ACCOUNT
from crm.site.security_log import note

AnyRequest = Request[Any, Any, Any]
OWN, DOOR = "/compte/cles", "/connexion/cle"
BROWSER_COOKIE = "cle"
"""Whose challenge was drawn at the door: this browser's, and no other's."""
NAMELESS = N_("Donnez un nom à cette clé, pour la reconnaître dans la liste.")
NO_ANSWER = N_(
    "Aucune clé d’accès n’a été montrée. Votre navigateur doit exécuter les scripts de cette page; "
    "sinon, servez-vous de votre mot de passe."
)
LONGEST_NAME = 60


class OwnPasskeyPages(Controller):
    path = OWN
    opt = OWN_ACCOUNT

    @get(sync_to_thread=True)
    def show(
        self, reader: NamedDependency[Reader], keeper: NamedDependency[Doorkeeper]
    ) -> Template:
        return _page(Form(), keeper, reader)

    @post("/defi", sync_to_thread=True, status_code=200)
    def challenge(
        self,
        request: AnyRequest,
        form: NamedDependency[Form],
        reader: NamedDependency[Reader],
        keeper: NamedDependency[Doorkeeper],
        credentials: NamedDependency[Credentials],
    ) -> Response[Any]:
        """What the browser needs to make a key, for who shows her password again."""
        form.text("nom_cle", LONGEST_NAME, required=NAMELESS)
        status = know_again(form, credentials, reader.account_id, place_of(request))
        if not form.failed:
            mine, session = own_account(keeper, reader), request.cookies.get(COOKIE, "")
            try:
                return Response(
                    keeper.ceremonies.propose(mine.account_id, mine.email, mine.name, session)
                )
            except Refusal as refusal:
                status = _say(form, refusal)
        return Response({"refus": form.errors}, status_code=status, headers=waiting(status))

    @post(sync_to_thread=True, status_code=200)
    def add(
        self,
        request: AnyRequest,
        form: NamedDependency[Form],
        reader: NamedDependency[Reader],
        keeper: NamedDependency[Doorkeeper],
    ) -> Response[Any]:
        name, answer = form.text("nom_cle", LONGEST_NAME, required=NAMELESS), form.value("reponse")
        status, session = 422, request.cookies.get(COOKIE, "")
        if not answer:
            form.fail("", NO_ANSWER)
        if not form.failed:
            try:
                keeper.add_passkey(own_account(keeper, reader), name, answer, session)
            except Refusal as refusal:
                status = _say(form, refusal)
        if form.failed:
            return _page(form, keeper, reader, status)
        keeper.sessions.close_all(reader.account_id, but=session)
        keeper.sessions.strengthen(session, "passkey")
        note(request, "passkey_added", account=reader.account_id)
        return see_other(request, OWN, N_("Clé d’accès ajoutée : {name}."), name=name)

    @get("/{number:str}/retirer", sync_to_thread=True)
    def removal(
        self,
        reader: NamedDependency[Reader],
        keeper: NamedDependency[Doorkeeper],
        number: FromPath[str],
    ) -> Template:
        return _removing(Form(), _key(keeper, reader, number))

    @post("/{number:str}/retirer", sync_to_thread=True, status_code=200)
    def remove(
        self,
        request: AnyRequest,
        form: NamedDependency[Form],
        reader: NamedDependency[Reader],
        keeper: NamedDependency[Doorkeeper],
        credentials: NamedDependency[Credentials],
        number: FromPath[str],
    ) -> Response[Any]:
        key = _key(keeper, reader, number)
        status = know_again(form, credentials, reader.account_id, place_of(request))
        if form.failed:
            return _removing(form, key, status)
        author = own_account(keeper, reader).author()
        keeper.remove_passkey(author, reader.account_id, key.passkey_id)
        keeper.sessions.close_all(reader.account_id, but=request.cookies.get(COOKIE))
        note(request, "passkey_removed", account=reader.account_id)
        said = N_("Clé d’accès retirée : {name}. Elle n’ouvre plus rien.")
        return see_other(request, OWN, said, name=key.name)


class PasskeyDoorPages(Controller):
    """For nobody yet: who comes in is known by the key alone."""

    path = DOOR
    opt = NOBODY_YET

    @post("/defi", sync_to_thread=True, status_code=200)
    def challenge(
        self,
        request: AnyRequest,
        settings: NamedDependency[Settings],
        keeper: NamedDependency[Doorkeeper],
    ) -> Response[Any]:
        """The same for everybody: which accounts hold keys is not said."""
        browser = token_urlsafe(32)
        try:
            asked = keeper.ceremonies.ask(browser, place_of(request))
        except Refusal as refusal:
            said = {"": _(refusal.sentence, **refusal.values)}
            headers = waiting(refusal.status)
            return Response({"refus": said}, status_code=refusal.status, headers=headers)
        answer = Response(asked)
        answer.set_cookie(
            BROWSER_COOKIE,
            browser,
            max_age=LIFE,
            httponly=True,
            secure=settings.secure,
            samesite="strict",
        )
        return answer

    @post(sync_to_thread=True, status_code=200)
    def come_in(
        self,
        request: AnyRequest,
        form: NamedDependency[Form],
        settings: NamedDependency[Settings],
        keeper: NamedDependency[Doorkeeper],
    ) -> Response[Any]:
        answer, browser = form.value("reponse"), request.cookies.get(BROWSER_COOKIE, "")
        if not answer:
            form.fail("", NO_ANSWER)
            return door_page(form, settings, keeper, 422)
        try:
            found = keeper.shown(answer, browser, place_of(request))
        except Refusal as refusal:
            note(request, "passkey_refused", why=type(refusal).__name__)
            form.refuse(refusal)
            return door_page(form, settings, keeper, refusal.status)
        keeper.links.void(found.account_id)
        onward = Redirect(local_path(form.value("suite")), status_code=303)
        onward.delete_cookie(BROWSER_COOKIE)
        return let_in(request, settings, found.account_id, onward, "passkey")


def _say(form: Form, refusal: Refusal) -> int:
    form.refuse(refusal)
    return refusal.status


def _key(keeper: Doorkeeper, reader: Reader, number: str) -> Passkey:
    """One of the reader's. Raises Unknown."""
    mine = keeper.passkeys.of(reader.account_id)
    found = next((key for key in mine if key.passkey_id == number), None)
    if not found:
        raise Unknown
    return found


def _removing(form: Form, key: Passkey, status: int = 200) -> Template:
    context = {"form": form, "key": key, "action": f"{OWN}/{key.passkey_id}/retirer"}
    return Template(
        "account/passkey_removal.html",
        context=context,
        status_code=status,
        headers=waiting(status),
    )


def _page(form: Form, keeper: Doorkeeper, reader: Reader, status: int = 200) -> Template:
    context = {
        "form": form,
        "keys": keeper.passkeys.of(reader.account_id),
        "site": keeper.ceremonies.site,
        "action": OWN,
    }
    headers = waiting(status)
    return Template("account/passkeys.html", context=context, status_code=status, headers=headers)

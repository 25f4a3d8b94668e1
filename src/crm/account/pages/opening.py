"""« Première ouverture »: the first pôle and who administers it; closed for good afterwards."""

from typing import Any

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.response import Redirect, Template

from crm.account.commands.choosing import judge
from crm.account.commands.opening import has_pole, is_empty, open_house
from crm.account.commands.passwords import Credentials
from crm.event_store import EventStore
from crm.event_store.reach import whole_house
from crm.refusal import Refusal
from crm.site.forms import Form
from crm.site.languages import N_

OPENING = "/premiere-ouverture"
OPEN = {"public": True}
NAMELESS_POLE = N_("Écrivez le nom de votre pôle.")
NAMELESS = N_("Écrivez votre nom.")
NO_ADDRESS = N_("Écrivez le courriel qui ouvrira vos sessions.")
TWO_WORDS = N_("Les deux mots de passe diffèrent. Écrivez deux fois le même.")
AFTERWARDS = "/connexion?choisi=oui"


class OpeningPages(Controller):
    """Open to all, as long as nobody was ever let in; then there is no such page."""

    path = OPENING
    opt = OPEN

    @get(sync_to_thread=True)
    def show(
        self, store: NamedDependency[EventStore], credentials: NamedDependency[Credentials]
    ) -> Template:
        _only_when_empty(store, credentials)
        return _page(Form(), store)

    @post(sync_to_thread=True, status_code=200)
    def begin(
        self,
        form: NamedDependency[Form],
        store: NamedDependency[EventStore],
        credentials: NamedDependency[Credentials],
    ) -> Response[Any]:
        _only_when_empty(store, credentials)
        with whole_house():
            pole = "" if has_pole(store) else form.text("pole", 120, required=NAMELESS_POLE)
        name, email = (
            form.text("nom", 120, required=NAMELESS),
            form.email("courriel", required=NO_ADDRESS),
        )
        password = form.value("mot_de_passe")
        try_password(form, password, name, email)
        if form.failed:
            return _page(form, store, 422)
        with whole_house():
            won = open_house(
                store, credentials, pole=pole, name=name, email=email, password=password
            )
        if not won:
            raise NotFoundException
        return Redirect(AFTERWARDS, status_code=303)


def try_password(form: Form, password: str, *known: str) -> None:
    """Puts beside its field what is wrong with a password written twice."""
    try:
        judge(password, *known)
    except Refusal as refusal:
        form.refuse(refusal)
    if password != form.value("encore"):
        form.fail("encore", TWO_WORDS)


def _only_when_empty(store: EventStore, credentials: Credentials) -> None:
    if not is_empty(store, credentials):
        raise NotFoundException


def _page(form: Form, store: EventStore, status: int = 200) -> Template:
    with whole_house():
        context = {"form": form, "has_pole": has_pole(store)}
    return Template("account/opening.html", context=context, status_code=status)

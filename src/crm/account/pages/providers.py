"""« Continuer avec Microsoft »: to a provider and back, at the door, from an invitation, and to
link one's own account to it."""

from typing import Any, NamedTuple

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from crm.account.commands.federating import Federation, TripOver
from crm.account.commands.inviting import Letters
from crm.account.commands.letting_in import Doorkeeper
from crm.account.commands.openid import Told
from crm.account.commands.passwords import Credentials
from crm.account.commands.trips import LIFE, Trip
from crm.account.pages.coming_in import come_in, waiting
from crm.account.pages.door import door_page
from crm.account.pages.letters import over
from crm.account.pages.second_factor import know_again, own_account
from crm.account.pages.sessions import COOKIE, place_of, reader_behind
from crm.refusal import N_, Refusal
from crm.settings import Provider, Settings
from crm.site.answers import local_path, see_other
from crm.site.forms import Form
from crm.site.languages import _
from crm.site.reader import Reader
from crm.site.rights import NOBODY_YET, OWN_ACCOUNT
from crm.site.security_log import note

AnyRequest = Request[Any, Any, Any]
OWN, BACK = "/compte/fournisseurs", "/connexion/retour"
TRIP_COOKIE = "passage"
LINKED = N_("Compte {provider} lié : il ouvre désormais vos sessions.")


class Arrival(NamedTuple):
    """Somebody who comes back from a provider."""

    request: AnyRequest
    settings: Settings
    keeper: Doorkeeper
    federation: Federation
    provider: Provider
    trip: Trip

    def told(self) -> Told:
        """Raises ProviderDeclined, ProviderSilent, ProviderUnproven."""
        proof = self.request.query_params.get("code", "")
        return self.federation.who(self.provider.code, self.trip, proof)


class ProviderDoorPages(Controller):
    """For nobody yet: who comes back is known by the provider's word alone."""

    opt = NOBODY_YET

    @post("/connexion/avec/{provider:str}", sync_to_thread=True, status_code=200)
    def leave(
        self,
        form: NamedDependency[Form],
        settings: NamedDependency[Settings],
        keeper: NamedDependency[Doorkeeper],
        federation: NamedDependency[Federation],
        provider: FromPath[str],
    ) -> Response[Any]:
        one = federation.named(provider).provider
        try:
            away = federation.leave(provider, "sign_in", onward=local_path(form.value("suite")))
        except Refusal as refusal:
            form.refuse(refusal)
            return door_page(form, settings, keeper, refusal.status)
        return _away(one, settings, *away)

    @post("/invitation/avec/{provider:str}", sync_to_thread=True, status_code=200)
    def accept(
        self,
        request: AnyRequest,
        form: NamedDependency[Form],
        settings: NamedDependency[Settings],
        letters: NamedDependency[Letters],
        federation: NamedDependency[Federation],
        provider: FromPath[str],
    ) -> Response[Any]:
        one = federation.named(provider).provider
        try:
            found = letters.bearer("invitation", form.value("jeton"), place_of(request))
        except Refusal as refusal:
            return over("invitation", refusal.status)
        return _away(one, settings, *federation.leave(provider, "invitation", found.account_id))

    @get(f"{BACK}/{{provider:str}}", sync_to_thread=True)
    def come_back(
        self,
        request: AnyRequest,
        settings: NamedDependency[Settings],
        keeper: NamedDependency[Doorkeeper],
        federation: NamedDependency[Federation],
        provider: FromPath[str],
    ) -> Response[Any]:
        one = federation.named(provider).provider
        state = request.query_params.get("state", "")
        try:
            trip = federation.come_back(provider, state, request.cookies.get(TRIP_COOKIE, ""))
            arrival = Arrival(request, settings, keeper, federation, one, trip)
            answer = {"sign_in": _enter, "link": _link, "invitation": _accept}[trip.errand](arrival)
        except Refusal as refusal:
            note(request, "provider_refused", provider=one.code, why=type(refusal).__name__)
            form = Form()
            form.refuse(refusal)
            answer = door_page(form, settings, keeper, refusal.status)
        answer.delete_cookie(TRIP_COOKIE)
        return answer


class OwnProviderPages(Controller):
    path = OWN + "/{provider:str}"
    opt = OWN_ACCOUNT

    @get(sync_to_thread=True)
    def show(
        self,
        reader: NamedDependency[Reader],
        federation: NamedDependency[Federation],
        provider: FromPath[str],
    ) -> Template:
        return _page(Form(), federation, reader, provider)

    @post("/lier", sync_to_thread=True, status_code=200)
    def leave(
        self,
        request: AnyRequest,
        form: NamedDependency[Form],
        settings: NamedDependency[Settings],
        reader: NamedDependency[Reader],
        federation: NamedDependency[Federation],
        credentials: NamedDependency[Credentials],
        provider: FromPath[str],
    ) -> Response[Any]:
        one = federation.named(provider).provider
        status = know_again(form, credentials, reader.account_id, place_of(request))
        if not form.failed:
            try:
                return _away(one, settings, *federation.leave(provider, "link", reader.account_id))
            except Refusal as refusal:
                form.refuse(refusal)
                status = refusal.status
        return _page(form, federation, reader, provider, status)

    @post("/delier", sync_to_thread=True, status_code=200)
    def unlink(
        self,
        request: AnyRequest,
        form: NamedDependency[Form],
        reader: NamedDependency[Reader],
        keeper: NamedDependency[Doorkeeper],
        federation: NamedDependency[Federation],
        credentials: NamedDependency[Credentials],
        provider: FromPath[str],
    ) -> Response[Any]:
        """Whoever shows her password has another way in: this one is never the last."""
        one = federation.named(provider).provider
        status = know_again(form, credentials, reader.account_id, place_of(request))
        if form.failed:
            return _page(form, federation, reader, provider, status)
        federation.unlink(own_account(keeper, reader), provider)
        keeper.sessions.close_all(reader.account_id, but=request.cookies.get(COOKIE))
        note(request, "provider_unlinked", account=reader.account_id, provider=provider)
        said = N_("Compte {provider} délié : il n’ouvre plus vos sessions.")
        return see_other(request, f"{OWN}/{provider}", said, provider=one.name)


def _enter(arrival: Arrival) -> Response[Any]:
    """A session, or what the account and the pôle ask for besides: a provider's word is one factor,
    as far as we know."""
    found = arrival.federation.holder(arrival.provider.code, arrival.told())
    onward = local_path(arrival.trip.onward)
    return _come_in(arrival, found.account_id, onward)


def _accept(arrival: Arrival) -> Response[Any]:
    """The invitation is accepted without a password; its link serves no more."""
    account_id, told = arrival.trip.account_id, arrival.told()
    arrival.federation.link(arrival.provider.code, account_id, told, accepts=True)
    arrival.keeper.links.void(account_id)
    return _come_in(arrival, account_id, "/")


def _link(arrival: Arrival) -> Response[Any]:
    """Linked to the account that asked for it, if its session is still the one of this browser."""
    request, account_id = arrival.request, arrival.trip.account_id
    reader, session = reader_behind(request), request.cookies.get(COOKIE, "")
    if not reader or reader.account_id != account_id:
        raise TripOver(provider=arrival.provider.name)
    sessions, said = arrival.keeper.sessions, _(LINKED, provider=arrival.provider.name)
    try:
        arrival.federation.link(arrival.provider.code, account_id, arrival.told())
        sessions.close_all(account_id, but=session)
        note(request, "provider_linked", account=account_id, provider=arrival.provider.code)
    except Refusal as refusal:
        note(request, "provider_refused", account=account_id, why=type(refusal).__name__)
        said = _(refusal.sentence, **refusal.values)
    sessions.say(session, said, "")
    return Redirect(f"{OWN}/{arrival.provider.code}", status_code=303)


def _come_in(arrival: Arrival, account_id: str, onward: str) -> Response[Any]:
    request, settings, keeper = arrival.request, arrival.settings, arrival.keeper
    return come_in(request, settings, keeper, account_id, onward, "provider")


def _away(one: Provider, settings: Settings, trip: Trip, address: str) -> Response[Any]:
    """To the provider: by a page that goes on by itself, because a form of ours leads nowhere else
    (form-action), and must not."""
    context = {"provider": one.name, "address": address}
    headers = {"Refresh": f"0; url={address}"}
    answer = Template("account/away.html", context=context, headers=headers)
    answer.set_cookie(
        TRIP_COOKIE,
        trip.browser,
        max_age=LIFE,
        httponly=True,
        secure=settings.secure,
        samesite="lax",
    )
    return answer


def _page(
    form: Form, federation: Federation, reader: Reader, provider: str, status: int = 200
) -> Template:
    one = federation.named(provider).provider
    context = {
        "form": form,
        "provider": one,
        "linked": federation.identities.of(reader.account_id).get(provider),
        "action": f"{OWN}/{provider}",
    }
    headers = waiting(status)
    return Template("account/provider.html", context=context, status_code=status, headers=headers)

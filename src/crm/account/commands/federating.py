"""Signing in with an account of one's organisation: which one opens which account here.

What a provider says of an e-mail opens nothing. Only a subject of its own, linked by somebody who
was already in, or who was invited, does.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from crm.account.commands.identities import Identities
from crm.account.commands.openid import OpenId, Told
from crm.account.commands.people import LinkProvider, UnlinkProvider
from crm.account.commands.trips import Errand, Trip, Trips
from crm.account.projections.team import Member, member
from crm.event_store import EventStore
from crm.event_store.events import new_id
from crm.event_store.reach import whole_house
from crm.refusal import N_, Refusal, Unknown
from crm.settings import Provider


class TripOver(Refusal):
    sentence = N_(
        "Ce passage chez {provider} est terminé, ou n’a pas commencé dans ce navigateur : rien n’a "
        "été ouvert. Recommencez."
    )
    status = 410


class ProviderDeclined(Refusal):
    sentence = N_(
        "{provider} n’a pas confirmé que c’est vous : vous avez annulé, ou votre organisation ne "
        "le permet pas."
    )


class IdentityUnknown(Refusal):
    sentence = N_(
        "Ce compte {provider} n’est lié à aucun compte de Trame. Ouvrez votre session autrement, "
        "puis liez-le dans « Mon compte »."
    )


@dataclass(frozen=True)
class Federation:
    """The providers of the house, and who comes from them."""

    providers: Mapping[str, OpenId]
    trips: Trips
    identities: Identities
    store: EventStore

    @property
    def offered(self) -> list[Provider]:
        """Those that a button may name."""
        return [one.provider for one in self.providers.values()]

    def named(self, code: str) -> OpenId:
        """Raises Unknown."""
        if not (found := self.providers.get(code)):
            raise Unknown
        return found

    def leave(
        self, code: str, errand: Errand, account_id: str = "", onward: str = ""
    ) -> tuple[Trip, str]:
        """A trip, and the address where it goes. Raises Unknown, ProviderSilent,
        ProviderUnproven."""
        provider = self.named(code)
        trip = self.trips.leave(code, errand, account_id, onward)
        return trip, provider.way_there(trip)

    def come_back(self, code: str, state: str, browser: str) -> Trip:
        """The trip that ends here. Raises Unknown, TripOver."""
        provider = self.named(code).provider
        if not (trip := self.trips.come_back(code, state, browser)):
            raise TripOver(provider=provider.name)
        return trip

    def who(self, code: str, trip: Trip, proof: str) -> Told:
        """Raises ProviderDeclined without a proof, ProviderSilent, ProviderUnproven."""
        if not proof:
            raise ProviderDeclined(provider=self.named(code).provider.name)
        return self.named(code).who(trip, proof)

    def holder(self, code: str, told: Told) -> Member:
        """Whose account this opens. Raises IdentityUnknown, be the account closed or absent."""
        provider = self.named(code).provider
        account_id = self.identities.holder(provider.issuer, told.subject)
        found = self._member(account_id) if account_id else None
        if not found or found.standing != "active":
            raise IdentityUnknown(provider=provider.name)
        return found

    def link(self, code: str, account_id: str, told: Told, *, accepts: bool = False) -> Member:
        """From here on this account elsewhere opens sessions; answers whose.

        Raises Unknown, IdentityTaken, ProviderAlreadyLinked, InvitationNotExpected.
        """
        found, identity_id = self._member(account_id), new_id()
        if not found:
            raise Unknown
        self.identities.link(identity_id, account_id, self.named(code).provider, told)
        command = LinkProvider(
            account_id=account_id, provider=code, identity_id=identity_id, accepts=accepts
        )
        try:
            with whole_house():
                self.store.handle(command, found.author())
        except Refusal:
            self.identities.unlink(account_id, code)
            raise
        return found

    def unlink(self, found: Member, code: str) -> None:
        """That account elsewhere opens nothing more; nothing when none is linked."""
        command = UnlinkProvider(account_id=found.account_id, provider=code)
        self.store.handle(command, found.author())
        self.identities.unlink(found.account_id, code)

    def _member(self, account_id: str) -> Member | None:
        with whole_house():
            return member(self.store, account_id)

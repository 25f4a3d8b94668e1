"""Compte: who signs in, with which rights, by which ways."""

from datetime import date
from typing import Self

from crm.account.domain.events import (
    AccessGranted,
    AccessRevoked,
    AccountClosed,
    AccountOpened,
    AccountReopened,
    InvitationAccepted,
    InvitationSent,
    PasskeyRegistered,
    PasskeyRemoved,
    ProviderLinked,
    ProviderUnlinked,
    SecondFactorEnabled,
    SecondFactorRemoved,
    Standing,
)
from crm.account.domain.refusals import (
    AccountAlreadyClosed,
    AccountNotClosed,
    AccountUnnamed,
    InvitationNotExpected,
    LastRole,
    OwnAccount,
    ProviderAlreadyLinked,
    TooManyPasskeys,
)
from crm.event_store.events import Aggregate, Event, Occurrence, new_id
from crm.vocabulary import AccessRole

MOST_PASSKEYS = 10
"""More than the devices of anybody; what is beyond was not added by her."""


class Account(Aggregate, noun="account"):
    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.closed = False
        self.may_sign_in = False
        self.is_invited = False
        self.has_second_factor = False
        self.roles: set[str] = set()
        self.passkeys: set[str] = set()
        self.identities: dict[str, str] = {}
        """By provider, the account that its holder has there, under an id of ours."""

    @classmethod
    def open(
        cls,
        by: Occurrence,
        *,
        name: str,
        email: str = "",
        may_sign_in: bool = True,
        id: str | None = None,
    ) -> Self:
        """An account for this person. Raises AccountUnnamed."""
        if not name.strip():
            raise AccountUnnamed
        return cls(id or new_id()).trigger(
            AccountOpened, by, name=name.strip(), email=email.strip(), may_sign_in=may_sign_in
        )

    @property
    def standing_open(self) -> Standing:
        """How it stands, or will once it is open again."""
        if not self.may_sign_in:
            return "absent"
        return "invited" if self.is_invited else "active"

    @property
    def administers(self) -> bool:
        """Whether this account can be counted on to administer the pôle."""
        is_active = not self.closed and self.standing_open == "active"
        return is_active and "administrator" in self.roles

    def close(self, by: Occurrence, reason: str = "") -> Self:
        """Raises AccountAlreadyClosed, OwnAccount."""
        if self.closed:
            raise AccountAlreadyClosed
        if by.actor_id == self.id:
            raise OwnAccount
        return self.trigger(AccountClosed, by, reason=reason)

    def reopen(self, by: Occurrence, reason: str = "") -> Self:
        """Raises AccountNotClosed."""
        if not self.closed:
            raise AccountNotClosed
        return self.trigger(AccountReopened, by, standing=self.standing_open, reason=reason)

    def invite(self, by: Occurrence, valid_until: date) -> Self:
        """Raises InvitationNotExpected, unless the account is new or still invited."""
        if self.closed or not self.may_sign_in or (self.version > 1 and not self.is_invited):
            raise InvitationNotExpected
        return self.trigger(InvitationSent, by, valid_until=valid_until)

    def accept(self, by: Occurrence) -> Self:
        """Raises InvitationNotExpected."""
        if self.closed or not self.is_invited:
            raise InvitationNotExpected
        return self.trigger(InvitationAccepted, by)

    def grant(self, by: Occurrence, role: AccessRole, reason: str = "") -> Self:
        """A right the account holds from that day; granting it twice changes nothing."""
        if role in self.roles:
            return self
        return self.trigger(AccessGranted, by, role=role, reason=reason)

    def revoke(self, by: Occurrence, role: AccessRole, reason: str = "") -> Self:
        """Raises LastRole; revoking what is not held changes nothing."""
        if role not in self.roles:
            return self
        if len(self.roles) == 1:
            raise LastRole
        return self.trigger(AccessRevoked, by, role=role, reason=reason)

    def enable_second_factor(self, by: Occurrence) -> Self:
        """Enabling it twice changes nothing."""
        return self if self.has_second_factor else self.trigger(SecondFactorEnabled, by)

    def remove_second_factor(self, by: Occurrence, reason: str = "") -> Self:
        """Removing what is not there changes nothing."""
        if not self.has_second_factor:
            return self
        return self.trigger(SecondFactorRemoved, by, reason=reason)

    def register_passkey(self, by: Occurrence, passkey_id: str) -> Self:
        """Raises TooManyPasskeys."""
        if len(self.passkeys) >= MOST_PASSKEYS:
            raise TooManyPasskeys
        return self.trigger(PasskeyRegistered, by, passkey_id=passkey_id)

    def remove_passkey(self, by: Occurrence, passkey_id: str, reason: str = "") -> Self:
        """Removing what is not there changes nothing."""
        if passkey_id not in self.passkeys:
            return self
        return self.trigger(PasskeyRemoved, by, passkey_id=passkey_id, reason=reason)

    def link(self, by: Occurrence, provider: str, identity_id: str) -> Self:
        """Raises ProviderAlreadyLinked."""
        if provider in self.identities:
            raise ProviderAlreadyLinked
        return self.trigger(ProviderLinked, by, identity_id=identity_id, provider=provider)

    def unlink(self, by: Occurrence, provider: str) -> Self:
        """Unlinking what is not linked changes nothing."""
        if not (identity_id := self.identities.get(provider)):
            return self
        return self.trigger(ProviderUnlinked, by, identity_id=identity_id, provider=provider)

    def evolve(self, event: Event) -> None:
        self._learn_ways_in(event)
        match event:
            case AccountOpened():
                self.may_sign_in = event.may_sign_in
            case AccountClosed():
                self.closed = True
            case AccountReopened():
                self.closed = False
            case InvitationSent():
                self.is_invited = True
            case InvitationAccepted():
                self.is_invited = False
            case AccessGranted():
                self.roles.add(event.role)
            case AccessRevoked():
                self.roles.discard(event.role)

    def _learn_ways_in(self, event: Event) -> None:
        match event:
            case SecondFactorEnabled():
                self.has_second_factor = True
            case SecondFactorRemoved():
                self.has_second_factor = False
            case PasskeyRegistered():
                self.passkeys.add(event.passkey_id)
            case PasskeyRemoved():
                self.passkeys.discard(event.passkey_id)
            case ProviderLinked():
                self.identities[event.provider] = event.identity_id
            case ProviderUnlinked():
                self.identities.pop(event.provider, None)

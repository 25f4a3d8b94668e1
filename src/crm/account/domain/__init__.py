"""Compte et pôle: who says things, for which pôle, with which rights.

People of the pôle are not contacts: other law, other life. An account may stand for a former
colleague who never signed in, so that an imported act still says who did the work.
"""

from collections.abc import Collection
from datetime import date
from typing import Annotated, Any, Literal, Self

from crm.account.domain.refusals import (
    AccountAlreadyClosed,
    AccountNotClosed,
    AccountUnnamed,
    InvitationNotExpected,
    LastAdministrator,
    LastRole,
    OwnAccount,
    PoleUnnamed,
)
from crm.event_store.events import Aggregate, Event, Occurrence, new_id, stored
from crm.event_store.sealing import Sealed
from crm.vocabulary import AccessRole, Territory

Standing = Literal["active", "invited", "absent"]
"""How an open account stands. `absent`: it stands behind old acts, and signs nobody in."""


@stored("pole.registered.v1")
class PoleRegistered(Event, frozen=True, kw_only=True):
    """The pôle begins to use Trame: a tenant of its own."""

    name: str
    number: int | None = None
    """Number of the pôle in the network's list (1 to 22), when it has one."""


@stored("territory.entrusted.v1")
class TerritoryEntrusted(Event, frozen=True, kw_only=True):
    """The MRC and regions this pôle serves."""

    territories: tuple[Territory, ...]


@stored("account.opened.v1")
class AccountOpened(Event, frozen=True, kw_only=True):
    """Somebody of the team is known, who may sign in or only stands behind old acts."""

    name: Annotated[str, Sealed("identity")]
    email: Annotated[str, Sealed("contact")] = ""
    may_sign_in: bool = True


def _said_in_clear(old: dict[str, Any]) -> dict[str, Any]:
    """Reasons were not sealed; what has a colon would be taken for a sealed text."""
    return old | {"reason": old.get("reason", "").replace(":", ",")}


@stored("account.closed.v2", _said_in_clear)
class AccountClosed(Event, frozen=True, kw_only=True):
    """This person signs in no more; what they did stays theirs."""

    reason: Annotated[str, Sealed("note")] = ""


@stored("account.reopened.v1")
class AccountReopened(Event, frozen=True, kw_only=True):
    """An account that was closed is open again, as it was, with the rights it had."""

    standing: Standing
    reason: Annotated[str, Sealed("note")] = ""


@stored("invitation.sent.v1")
class InvitationSent(Event, frozen=True, kw_only=True):
    """A link that serves once was sent to this person, to choose a password by that day."""

    valid_until: date


@stored("invitation.accepted.v1")
class InvitationAccepted(Event, frozen=True, kw_only=True):
    """This person chose a password and signs in from now on."""


@stored("access.granted.v1")
class AccessGranted(Event, frozen=True, kw_only=True):
    """A right that the account holds from that day."""

    role: AccessRole
    reason: Annotated[str, Sealed("note")] = ""


@stored("access.revoked.v1")
class AccessRevoked(Event, frozen=True, kw_only=True):
    """A right that the account holds no more."""

    role: AccessRole
    reason: Annotated[str, Sealed("note")] = ""


@stored("administration.relinquished.v1")
class AdministrationRelinquished(Event, frozen=True, kw_only=True):
    """An account administers the pôle no more; those named still do.

    Said in the stream of the pôle, so that of two who leave together one is decided again.
    """

    account_id: str
    kept_by: tuple[str, ...]


@stored("second_factor.enabled.v1")
class SecondFactorEnabled(Event, frozen=True, kw_only=True):
    """This account opens a session with its password and a code of its holder's device."""


@stored("second_factor.removed.v1")
class SecondFactorRemoved(Event, frozen=True, kw_only=True):
    """A password alone opens a session of this account again: the device is lost, or given up."""

    reason: Annotated[str, Sealed("note")] = ""


@stored("second_factor.required.v1")
class SecondFactorRequired(Event, frozen=True, kw_only=True):
    """Those who administer the pôle, or answer for personal information, need a second factor."""


@stored("second_factor.waived.v1")
class SecondFactorWaived(Event, frozen=True, kw_only=True):
    """A second factor is left to everybody's choice again."""


class Pole(Aggregate, noun="pole"):
    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.asks_second_factor = False

    @classmethod
    def register(cls, by: Occurrence, name: str, number: int | None = None) -> Self:
        """A tenant of its own; its stream has the id by which all its events know it."""
        if not name.strip():
            raise PoleUnnamed
        return cls(by.pole_id).trigger(PoleRegistered, by, name=name.strip(), number=number)

    def entrust(self, by: Occurrence, territories: tuple[Territory, ...]) -> Self:
        return self.trigger(TerritoryEntrusted, by, territories=territories)

    def require_second_factor(self, by: Occurrence) -> Self:
        """Of those whose role opens most; requiring it twice changes nothing."""
        return self if self.asks_second_factor else self.trigger(SecondFactorRequired, by)

    def waive_second_factor(self, by: Occurrence) -> Self:
        """Leaves it to choice; waiving it twice changes nothing."""
        return self.trigger(SecondFactorWaived, by) if self.asks_second_factor else self

    def evolve(self, event: Event) -> None:
        match event:
            case SecondFactorRequired():
                self.asks_second_factor = True
            case SecondFactorWaived():
                self.asks_second_factor = False

    def let_go(self, by: Occurrence, account_id: str, others: Collection[str]) -> Self:
        """Somebody administers no more; `others` still do. Raises LastAdministrator."""
        if not others:
            raise LastAdministrator
        kept = tuple(sorted(others))
        return self.trigger(AdministrationRelinquished, by, account_id=account_id, kept_by=kept)


class Account(Aggregate, noun="account"):
    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.closed = False
        self.may_sign_in = False
        self.is_invited = False
        self.has_second_factor = False
        self.roles: set[str] = set()

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

    def evolve(self, event: Event) -> None:
        match event:
            case SecondFactorEnabled():
                self.has_second_factor = True
            case SecondFactorRemoved():
                self.has_second_factor = False
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

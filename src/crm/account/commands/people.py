"""Commands about accounts and pôles."""

from datetime import date

from crm.account.domain import Account, Pole
from crm.account.projections.team import other_administrators
from crm.event_store.commands import Command, Desk
from crm.event_store.events import new_id
from crm.vocabulary import AccessRole, Territory


class RegisterPole(Command, frozen=True, kw_only=True):
    """A tenant of its own, with the places it serves; the author's pole_id becomes its id."""

    name: str
    number: int | None = None
    territories: tuple[Territory, ...] = ()

    def decide(self, desk: Desk) -> None:
        by = desk.occurrence(self)
        pole = desk.add(Pole.register(by, self.name, self.number))
        if self.territories:
            pole.entrust(by, self.territories)


class OpenAccount(Command, frozen=True, kw_only=True):
    """An account with its first role. `account_id` when the caller has drawn it; `invited_until`
    when the person has yet to choose a password, by that day."""

    name: str
    email: str = ""
    role: AccessRole = "advisor"
    may_sign_in: bool = True
    account_id: str | None = None
    invited_until: date | None = None

    def decide(self, desk: Desk) -> None:
        """Raises AccountUnnamed."""
        by = desk.occurrence(self)
        account = Account.open(
            by,
            name=self.name,
            email=self.email,
            may_sign_in=self.may_sign_in,
            id=self.account_id or new_id(),
        )
        desk.add(account)
        if self.invited_until:
            account.invite(by, self.invited_until)
        account.grant(by, self.role)


class OpenHouse(Command, frozen=True, kw_only=True):
    """The first pôle, when there is none, and its first account: both or neither. It administers
    the house, coordinates the work, and answers for personal information, as the highest authority
    does until it delegates (P-39.1 s. 3.1)."""

    pole: str | None
    name: str
    email: str
    account_id: str

    def decide(self, desk: Desk) -> None:
        """Raises PoleUnnamed, AccountUnnamed."""
        by = desk.occurrence(self)
        if self.pole is not None:
            desk.add(Pole.register(by, self.pole))
        account = Account.open(by, name=self.name, email=self.email, id=self.account_id)
        desk.add(account).grant(by, "administrator").grant(by, "coordination").grant(
            by, "privacy_officer"
        )


class SendInvitation(Command, frozen=True, kw_only=True):
    """Another link, for somebody whose first one is over."""

    account_id: str
    valid_until: date

    def decide(self, desk: Desk) -> None:
        """Raises InvitationNotExpected."""
        desk.load(Account, self.account_id).invite(desk.occurrence(self), self.valid_until)


class AcceptInvitation(Command, frozen=True, kw_only=True):
    account_id: str

    def decide(self, desk: Desk) -> None:
        """Raises InvitationNotExpected."""
        desk.load(Account, self.account_id).accept(desk.occurrence(self))


class GrantAccess(Command, frozen=True, kw_only=True):
    account_id: str
    role: AccessRole
    reason: str = ""

    def decide(self, desk: Desk) -> None:
        by = desk.occurrence(self)
        desk.load(Account, self.account_id).grant(by, self.role, self.reason)


class RevokeAccess(Command, frozen=True, kw_only=True):
    account_id: str
    role: AccessRole
    reason: str = ""

    def decide(self, desk: Desk) -> None:
        """Raises LastRole, LastAdministrator."""
        by = desk.occurrence(self)
        account = desk.load(Account, self.account_id)
        leaves = self.role == "administrator" and account.administers
        account.revoke(by, self.role, self.reason)
        if leaves:
            _let_go(self, desk, account)


class CloseAccount(Command, frozen=True, kw_only=True):
    account_id: str
    reason: str = ""

    def decide(self, desk: Desk) -> None:
        """Raises AccountAlreadyClosed, OwnAccount, LastAdministrator."""
        account = desk.load(Account, self.account_id)
        leaves = account.administers
        account.close(desk.occurrence(self), self.reason)
        if leaves:
            _let_go(self, desk, account)


class ReopenAccount(Command, frozen=True, kw_only=True):
    account_id: str
    reason: str = ""

    def decide(self, desk: Desk) -> None:
        """Raises AccountNotClosed."""
        desk.load(Account, self.account_id).reopen(desk.occurrence(self), self.reason)


class EnableSecondFactor(Command, frozen=True, kw_only=True):
    account_id: str

    def decide(self, desk: Desk) -> None:
        desk.load(Account, self.account_id).enable_second_factor(desk.occurrence(self))


class RemoveSecondFactor(Command, frozen=True, kw_only=True):
    account_id: str

    def decide(self, desk: Desk) -> None:
        desk.load(Account, self.account_id).remove_second_factor(desk.occurrence(self))


class RegisterPasskey(Command, frozen=True, kw_only=True):
    account_id: str
    passkey_id: str

    def decide(self, desk: Desk) -> None:
        """Raises TooManyPasskeys."""
        by = desk.occurrence(self)
        desk.load(Account, self.account_id).register_passkey(by, self.passkey_id)


class RemovePasskey(Command, frozen=True, kw_only=True):
    account_id: str
    passkey_id: str

    def decide(self, desk: Desk) -> None:
        by = desk.occurrence(self)
        desk.load(Account, self.account_id).remove_passkey(by, self.passkey_id)


class LinkProvider(Command, frozen=True, kw_only=True):
    """An account elsewhere opens this one; `accepts` when it answers an invitation, with no
    password chosen."""

    account_id: str
    provider: str
    identity_id: str
    accepts: bool = False

    def decide(self, desk: Desk) -> None:
        """Raises ProviderAlreadyLinked, InvitationNotExpected."""
        account, by = desk.load(Account, self.account_id), desk.occurrence(self)
        if self.accepts:
            account.accept(by)
        account.link(by, self.provider, self.identity_id)


class UnlinkProvider(Command, frozen=True, kw_only=True):
    account_id: str
    provider: str

    def decide(self, desk: Desk) -> None:
        desk.load(Account, self.account_id).unlink(desk.occurrence(self), self.provider)


class ForgetDevices(Command, frozen=True, kw_only=True):
    """The second factor and every passkey of somebody who lost them."""

    account_id: str
    reason: str = ""

    def decide(self, desk: Desk) -> None:
        account, by = desk.load(Account, self.account_id), desk.occurrence(self)
        account.remove_second_factor(by, self.reason)
        for passkey_id in sorted(account.passkeys):
            account.remove_passkey(by, passkey_id, self.reason)


class RequireSecondFactor(Command, frozen=True, kw_only=True):
    """Of those who administer the pôle or answer for personal information; or of nobody."""

    required: bool

    def decide(self, desk: Desk) -> None:
        pole, by = desk.load(Pole, desk.author.pole_id), desk.occurrence(self)
        if self.required:
            pole.require_second_factor(by)
        else:
            pole.waive_second_factor(by)


def _let_go(command: Command, desk: Desk, account: Account) -> None:
    """The pôle keeps an administrator: its stream says who, so that two who leave together are
    decided one after the other."""
    pole = desk.load(Pole, desk.author.pole_id)
    others = other_administrators(desk.db, pole.id, account.id)
    pole.let_go(desk.occurrence(command), account.id, others)

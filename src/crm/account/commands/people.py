"""Commands about accounts and pôles."""

from crm.account.domain import Account, Pole
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
    """An account with its first role. `account_id` when the caller has drawn it."""

    name: str
    email: str = ""
    role: AccessRole = "advisor"
    may_sign_in: bool = True
    account_id: str | None = None

    def decide(self, desk: Desk) -> None:
        by = desk.occurrence(self)
        account = Account.open(
            by,
            name=self.name,
            email=self.email,
            may_sign_in=self.may_sign_in,
            id=self.account_id or new_id(),
        )
        desk.add(account).grant(by, self.role)


class GrantAccess(Command, frozen=True, kw_only=True):
    account_id: str
    role: AccessRole

    def decide(self, desk: Desk) -> None:
        desk.load(Account, self.account_id).grant(desk.occurrence(self), self.role)


class CloseAccount(Command, frozen=True, kw_only=True):
    account_id: str
    reason: str = ""

    def decide(self, desk: Desk) -> None:
        desk.load(Account, self.account_id).close(desk.occurrence(self), self.reason)

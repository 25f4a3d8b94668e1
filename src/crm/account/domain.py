"""Compte et pôle: who says things, for which pôle, with which rights.

People of the pôle are not contacts: other law, other life. An account may stand for a former
colleague who never signed in, so that an imported act still says who did the work.
"""

from typing import Annotated, Self

from crm.event_store.events import Aggregate, Event, Occurrence, new_id, stored
from crm.event_store.sealing import Sealed
from crm.refusal import N_, Refusal
from crm.vocabulary import AccessRole, Territory


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


@stored("account.closed.v1")
class AccountClosed(Event, frozen=True, kw_only=True):
    """This person signs in no more; what they did stays theirs."""

    reason: str = ""


@stored("access.granted.v1")
class AccessGranted(Event, frozen=True, kw_only=True):
    """A right that the account holds from that day."""

    role: AccessRole


@stored("access.revoked.v1")
class AccessRevoked(Event, frozen=True, kw_only=True):
    """A right that the account holds no more."""

    role: AccessRole


class PoleUnnamed(Refusal):
    sentence = N_("Le nom du pôle est obligatoire.")
    field = "pole"


class AccountUnnamed(Refusal):
    sentence = N_("Le nom de la personne est obligatoire.")
    field = "nom"


class AccountAlreadyClosed(Refusal):
    sentence = N_("Ce compte est déjà fermé.")


class Pole(Aggregate, noun="pole"):
    @classmethod
    def register(cls, by: Occurrence, name: str, number: int | None = None) -> Self:
        """A tenant of its own; its stream has the id by which all its events know it."""
        if not name.strip():
            raise PoleUnnamed
        return cls(by.pole_id).trigger(PoleRegistered, by, name=name.strip(), number=number)

    def entrust(self, by: Occurrence, territories: tuple[Territory, ...]) -> Self:
        return self.trigger(TerritoryEntrusted, by, territories=territories)


class Account(Aggregate, noun="account"):
    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.closed = False
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

    def close(self, by: Occurrence, reason: str = "") -> Self:
        if self.closed:
            raise AccountAlreadyClosed
        return self.trigger(AccountClosed, by, reason=reason)

    def grant(self, by: Occurrence, role: AccessRole) -> Self:
        """A right the account holds from that day; granting it twice changes nothing."""
        return self if role in self.roles else self.trigger(AccessGranted, by, role=role)

    def revoke(self, by: Occurrence, role: AccessRole) -> Self:
        return self.trigger(AccessRevoked, by, role=role) if role in self.roles else self

    def evolve(self, event: Event) -> None:
        match event:
            case AccountClosed():
                self.closed = True
            case AccessGranted():
                self.roles.add(event.role)
            case AccessRevoked():
                self.roles.discard(event.role)

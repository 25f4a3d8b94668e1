"""What is said of accounts and pôles."""

from datetime import date
from typing import Annotated, Any, Literal

from crm.event_store.events import Event, stored
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


@stored("passkey.registered.v1")
class PasskeyRegistered(Event, frozen=True, kw_only=True):
    """A passkey of this account's holder opens its sessions from now on, without the password."""

    passkey_id: str
    """Ours: nothing that a device says of itself, nor the name its holder gave it."""


@stored("passkey.removed.v1")
class PasskeyRemoved(Event, frozen=True, kw_only=True):
    """This passkey opens nothing more: it is lost, or given up."""

    passkey_id: str
    reason: Annotated[str, Sealed("note")] = ""


@stored("provider.linked.v1")
class ProviderLinked(Event, frozen=True, kw_only=True):
    """An account that its holder has elsewhere, at this provider, opens sessions of this one."""

    identity_id: str
    """Ours: nothing of what the provider calls her."""
    provider: str
    """Its code in the configuration of the house: `microsoft`."""


@stored("provider.unlinked.v1")
class ProviderUnlinked(Event, frozen=True, kw_only=True):
    """That account elsewhere opens nothing more here."""

    identity_id: str
    provider: str

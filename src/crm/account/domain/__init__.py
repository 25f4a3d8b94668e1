"""Compte et pôle: who says things, for which pôle, with which rights.

People of the pôle are not contacts: other law, other life. An account may stand for a former
colleague who never signed in, so that an imported act still says who did the work.
"""

from crm.account.domain.account import MOST_PASSKEYS, Account
from crm.account.domain.events import (
    AccessGranted,
    AccessRevoked,
    AccountClosed,
    AccountOpened,
    AccountReopened,
    AdministrationRelinquished,
    InvitationAccepted,
    InvitationSent,
    PasskeyRegistered,
    PasskeyRemoved,
    PoleRegistered,
    ProviderLinked,
    ProviderUnlinked,
    SecondFactorEnabled,
    SecondFactorRemoved,
    SecondFactorRequired,
    SecondFactorWaived,
    Standing,
    TerritoryEntrusted,
)
from crm.account.domain.pole import Pole

__all__ = [
    "MOST_PASSKEYS",
    "AccessGranted",
    "AccessRevoked",
    "Account",
    "AccountClosed",
    "AccountOpened",
    "AccountReopened",
    "AdministrationRelinquished",
    "InvitationAccepted",
    "InvitationSent",
    "PasskeyRegistered",
    "PasskeyRemoved",
    "Pole",
    "PoleRegistered",
    "ProviderLinked",
    "ProviderUnlinked",
    "SecondFactorEnabled",
    "SecondFactorRemoved",
    "SecondFactorRequired",
    "SecondFactorWaived",
    "Standing",
    "TerritoryEntrusted",
]

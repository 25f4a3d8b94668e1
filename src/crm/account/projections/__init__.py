"""What the house knows of its accounts and pôles."""

from crm.account.projections.access import (
    account_names,
    accounts,
    accounts_that_sign_in,
    grants,
    poles,
    poles_of_the_network,
    reader_of,
    strongest,
    who_may_sign_in,
)
from crm.account.projections.team import the_team

PROJECTIONS = [who_may_sign_in, the_team, poles_of_the_network]

__all__ = [
    "PROJECTIONS",
    "account_names",
    "accounts",
    "accounts_that_sign_in",
    "grants",
    "poles",
    "reader_of",
    "strongest",
]

"""Opening accounts and pôles: what the command line and the demonstration ask for."""

from crm.account.commands.people import (
    CloseAccount,
    GrantAccess,
    OpenAccount,
    RegisterPole,
    ReopenAccount,
    RevokeAccess,
)
from crm.account.commands.users import create_user, pole_at_work

__all__ = [
    "CloseAccount",
    "GrantAccess",
    "OpenAccount",
    "RegisterPole",
    "ReopenAccount",
    "RevokeAccess",
    "create_user",
    "pole_at_work",
]

"""Opening accounts and pôles: what the command line and the demonstration ask for."""

from crm.account.commands.people import CloseAccount, GrantAccess, OpenAccount, RegisterPole
from crm.account.commands.users import create_user, pole_at_work

__all__ = [
    "CloseAccount",
    "GrantAccess",
    "OpenAccount",
    "RegisterPole",
    "create_user",
    "pole_at_work",
]

"""An account with its way in: what the command line and the demonstration both need."""

from crm.account.commands.passwords import SHORTEST, Credentials, PasswordTooShort, owasp_hasher
from crm.account.commands.people import OpenAccount, RegisterPole
from crm.event_store import EventStore
from crm.event_store.commands import Author
from crm.event_store.events import new_id
from crm.vocabulary import AccessRole


def create_user(
    store: EventStore,
    secret: str,
    *,
    name: str,
    email: str,
    password: str,
    role: AccessRole = "advisor",
    pole_id: str | None = None,
    new_pole: str = "",
) -> tuple[str, str]:
    """Opens an account that signs in with this e-mail; answers its id and its pôle's.

    A pôle is registered first when `new_pole` names it. Raises PasswordTooShort, AccountUnnamed.
    """
    if len(password) < SHORTEST:
        raise PasswordTooShort
    credentials = Credentials(store.engine, secret, owasp_hasher())
    credentials.prepare()
    account_id, pole = new_id(), pole_id or new_id()
    if new_pole:
        store.handle(RegisterPole(name=new_pole), _author(pole, account_id))
    opening = OpenAccount(name=name, email=email, role=role, account_id=account_id)
    store.handle(opening, _author(pole, account_id))
    credentials.give(account_id, email, password)
    return account_id, pole


def _author(pole_id: str, account_id: str) -> Author:
    return Author(pole_id=pole_id, actor_id=account_id, command_id=new_id(), source="system")

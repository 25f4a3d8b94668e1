"""The first account of an empty house, once, whoever else asks at the same moment."""

from sqlalchemy import select

from crm.account.commands.passwords import Credentials
from crm.account.commands.people import OpenHouse
from crm.account.domain import Account
from crm.account.projections import accounts, poles
from crm.event_store import EventStore
from crm.event_store.commands import Author
from crm.event_store.events import new_id
from crm.event_store.reach import whole_house
from crm.refusal import Unknown

ONCE = "00000000-0000-7000-8000-000000000001"
"""The id of this command in every house: an event store answers a command once, and gives whoever
asks again the receipt of the first."""


def is_empty(store: EventStore, credentials: Credentials) -> bool:
    """Whether nobody was ever given a way in, in any pôle."""
    if credentials.are_given():
        return False
    with whole_house():
        return not somebody_may_sign_in(store) and not store.receipts([ONCE])


def somebody_may_sign_in(store: EventStore) -> bool:
    """Whether there is such an account, even one that has yet to choose a password."""
    may = select(accounts.c.account_id).where(accounts.c.may_sign_in, accounts.known()).limit(1)
    with store.engine.connect() as db:
        return db.scalar(may) is not None


def has_pole(store: EventStore) -> bool:
    """Whether a pôle is there already: an import may come before anybody."""
    return _first_pole(store) is not None


def open_house(
    store: EventStore,
    credentials: Credentials,
    *,
    pole: str,
    name: str,
    email: str,
    password: str,
) -> bool:
    """The pôle, when there is none, and who administers it. False when somebody else was first.

    Raises PoleUnnamed, AccountUnnamed, NameTaken, and what `judge` raises.
    """
    account_id, known = new_id(), _first_pole(store)
    pole_id = known or new_id()
    opening = OpenHouse(pole=None if known else pole, name=name, email=email, account_id=account_id)
    author = Author(pole_id=pole_id, actor_id=account_id, command_id=ONCE, source="system")
    store.handle(opening, author)
    try:
        store.load(Account, account_id)
    except Unknown:  # the receipt is that of somebody else's opening
        return False
    credentials.give(account_id, email, password)
    return True


def _first_pole(store: EventStore) -> str | None:
    oldest = select(poles.c.id).where(poles.known()).order_by(poles.c.position).limit(1)
    with store.engine.connect() as db:
        return db.scalar(oldest)

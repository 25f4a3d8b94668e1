"""An account with its way in: what the command line and the demonstration both need."""

from sqlalchemy import select

from crm.account.commands.choosing import judge
from crm.account.commands.passwords import Credentials, NameTaken, owasp_hasher
from crm.account.commands.people import OpenAccount, RegisterPole
from crm.account.projections import accounts, poles
from crm.event_store import EventStore
from crm.event_store.commands import Author
from crm.event_store.events import new_id
from crm.refusal import N_, Refusal, Unknown
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

    A pôle is registered first when `new_pole` names it. Raises AccountUnnamed, NameTaken, and
    what `judge` raises of the password.
    """
    judge(password, name, email)
    credentials = Credentials(store.engine, secret, owasp_hasher())
    credentials.prepare()
    if credentials.holder(email):
        raise NameTaken
    account_id, pole = new_id(), pole_id or new_id()
    if new_pole:
        store.handle(RegisterPole(name=new_pole), _author(pole, account_id))
    opening = OpenAccount(name=name, email=email, role=role, account_id=account_id)
    store.handle(opening, _author(pole, account_id))
    credentials.give(account_id, email, password)
    return account_id, pole


class SeveralPoles(Refusal):
    sentence = N_("Plusieurs pôles sont inscrits ici : dites lequel avec --pole.")
    field = "pole"


def pole_at_work(
    store: EventStore, pole_id: str | None = None, *, recording: bool = True
) -> tuple[str, str]:
    """The pôle an import works for, and the account that says what it says: one of the pôle's.

    An empty house gets its pôle and an account that signs nobody in; not when nothing is to be
    recorded: then both ids are nobody's. Raises SeveralPoles, Unknown.
    """
    with store.engine.connect() as db:
        found = [id for (id,) in db.execute(select(poles.c.id).where(poles.known()))]
        if pole_id and pole_id not in found:
            raise Unknown
        if not found:
            return _first_pole(store) if recording else (new_id(), new_id())
        if not pole_id and len(found) > 1:
            raise SeveralPoles
        chosen = pole_id or found[0]
        mine = (accounts.c.pole_id == chosen, accounts.known())
        oldest = select(accounts.c.account_id).where(*mine).order_by(accounts.c.position)
        return chosen, db.scalars(oldest.limit(1)).one()


def _first_pole(store: EventStore) -> tuple[str, str]:
    pole_id, account_id = new_id(), new_id()
    author = _author(pole_id, account_id)
    store.handle(RegisterPole(name="Mon pôle"), author)
    opening = OpenAccount(name="Importation", may_sign_in=False, account_id=account_id)
    store.handle(opening, _author(pole_id, account_id))
    return pole_id, account_id


def _author(pole_id: str, account_id: str) -> Author:
    return Author(pole_id=pole_id, actor_id=account_id, command_id=new_id(), source="system")

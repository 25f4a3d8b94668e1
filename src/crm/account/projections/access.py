"""Who may sign in, for which pôle, with which rights? And which pôles are there?"""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Boolean, Column, Integer, Select, String, Text, bindparam, select

from crm.account.domain import (
    AccessGranted,
    AccessRevoked,
    AccountClosed,
    AccountOpened,
    AccountReopened,
    PoleRegistered,
)
from crm.event_store import EventStore
from crm.event_store.memory import Moment, moment_columns
from crm.event_store.projections import Projection
from crm.event_store.rows import Id, Operations, Rows
from crm.site.reader import Reader

STRONGEST_FIRST = (
    "administrator", "coordination", "privacy_officer", "advisor", "partner", "network", "reader",
)  # fmt: skip

accounts = Rows(
    "accounts",
    Column("account_id", Id),
    Column("name", Text),
    Column("email", Text),
    Column("may_sign_in", Boolean),
    key="account_id",
    undated="who may sign in is asked of now alone",
    indexes=["pole_id"],
)
grants = Rows(
    "grants",
    Column("account_id", Id),
    Column("role", String(20)),
    key="account_id role",
    undated="who may sign in is asked of now alone",
)
who_may_sign_in = Projection("who_may_sign_in", accounts, grants)

poles = Rows(
    "poles",
    Column("id", Id),
    Column("name", Text),
    Column("number", Integer),
    key="id",
    undated="the network as it is",
)
poles_of_the_network = Projection("poles_of_the_network", poles)


@who_may_sign_in.on(AccountOpened)
def _(event: AccountOpened) -> Operations:
    yield accounts.insert(
        account_id=event.originator_id,
        name=event.name,
        email=event.email,
        may_sign_in=event.may_sign_in,
    )


@who_may_sign_in.on(AccountClosed)
def _(event: AccountClosed) -> Operations:
    yield accounts.change(event.originator_id, may_sign_in=False)


@who_may_sign_in.on(AccountReopened)
def _(event: AccountReopened) -> Operations:
    yield accounts.change(event.originator_id, may_sign_in=event.standing != "absent")


@who_may_sign_in.on(AccessGranted)
def _(event: AccessGranted) -> Operations:
    yield grants.put(account_id=event.originator_id, role=event.role)


@who_may_sign_in.on(AccessRevoked)
def _(event: AccessRevoked) -> Operations:
    yield grants.end((event.originator_id, event.role))


@poles_of_the_network.on(PoleRegistered)
def _(event: PoleRegistered) -> Operations:
    yield poles.insert(id=event.originator_id, name=event.name, number=event.number)


def reader_of(store: EventStore, account_id: str) -> Reader | None:
    """The account that may sign in under this id, with the strongest of its roles."""
    with store.engine.connect() as db:
        found = db.execute(_READER, {"account_id": account_id}).all()
    if not found:
        return None
    one = found[0]
    return Reader(
        account_id=account_id,
        pole_id=one.pole_id,
        name=store.open(account_id, "identity", one.name),
        role=strongest([row.role for row in found]),
        roles=tuple(sorted(row.role for row in found if row.role)),
        pole_name=one.pole_name or "",
        now=Moment(one.position, int(one.tables)),
    )


def _reader() -> Select[Any]:
    """A row for each role of an account that may sign in, and where its pôle stands; made once,
    because every page asks."""
    position, tables = moment_columns(accounts.c.pole_id)
    a, p, g = accounts.c, poles.c, grants.c
    pole = (p.id == a.pole_id) & poles.known()
    grant = (g.account_id == a.account_id) & grants.known()
    return (
        select(
            a.name,
            a.pole_id,
            p.name.label("pole_name"),
            g.role,
            position.label("position"),
            tables.label("tables"),
        )
        .outerjoin(p.id.table, pole)
        .outerjoin(g.role.table, grant)
        .where(a.account_id == bindparam("account_id"), a.may_sign_in, accounts.known())
    )


_READER = _reader()


def strongest(roles: Sequence[str]) -> str:
    """The role that opens most; `reader` when there is none."""
    return next((role for role in STRONGEST_FIRST if role in roles), "reader")


def account_names(store: EventStore, pole_id: str, ids: Collection[str]) -> dict[str, str]:
    """By id, the names of these accounts of a pôle."""
    c = accounts.c
    query = select(c.account_id, c.name).where(
        c.account_id.in_(list(ids)), accounts.of(pole_id), accounts.known()
    )
    with store.engine.connect() as db:
        rows = db.execute(query).all()
    clear = store.open_many((row.account_id, "identity", row.name) for row in rows)
    return {row.account_id: name for row, name in zip(rows, clear, strict=True)}


def accounts_that_sign_in(store: EventStore) -> list[tuple[str, str, str]]:
    """(name, role, e-mail) of every account that may sign in, by name: for a demonstration."""
    a, g = accounts.c, grants.c
    with store.engine.connect() as db:
        rows = db.execute(
            select(a.account_id, a.name, a.email).where(a.may_sign_in, accounts.known())
        ).all()
        held: dict[str, list[str]] = {}
        for account_id, role in db.execute(select(g.account_id, g.role).where(grants.known())):
            held.setdefault(account_id, []).append(role)
    return sorted(
        (
            store.open(row.account_id, "identity", row.name),
            strongest(held.get(row.account_id, [])),
            store.open(row.account_id, "contact", row.email),
        )
        for row in rows
    )

"""Who is of the team, present or past, with which roles?"""

from collections.abc import Collection
from datetime import date
from typing import Literal

from msgspec import Struct
from sqlalchemy import Boolean, Column, Connection, Date, String, Text, select

from crm.account.domain import (
    AccountClosed,
    AccountOpened,
    AccountReopened,
    InvitationAccepted,
    InvitationSent,
    SecondFactorEnabled,
    SecondFactorRemoved,
    SecondFactorRequired,
    SecondFactorWaived,
)
from crm.account.projections.access import STRONGEST_FIRST, grants
from crm.event_store import EventStore
from crm.event_store.commands import Author
from crm.event_store.ids import is_id, new_id
from crm.event_store.projections import Projection
from crm.event_store.rows import Id, Operations, Rows
from crm.site.folding import fold

MemberStanding = Literal["active", "invited", "closed", "absent"]
"""`absent`: stands behind old acts, and never signed in."""
members = Rows(
    "team_members",
    Column("account_id", Id),
    Column("name", Text),
    Column("email", Text),
    Column("standing", String(10)),
    Column("invited_until", Date),
    Column("second_factor", Boolean),
    key="account_id",
    undated="the team as it is now",
    indexes=["pole_id"],
)
rules = Rows(
    "pole_rules",
    Column("id", Id),
    Column("second_factor", Boolean),
    key="id",
    undated="the rules as they are now",
)
"""What a pôle asks of its team."""
the_team = Projection("the_team", members, rules)
GUARDED = ("administrator", "privacy_officer")
"""Roles of which a pôle may ask a second factor."""


@the_team.on(AccountOpened)
def _(event: AccountOpened) -> Operations:
    yield members.insert(
        account_id=event.originator_id,
        name=event.name,
        email=event.email,
        standing="active" if event.may_sign_in else "absent",
        invited_until=None,
        second_factor=False,
    )


@the_team.on(SecondFactorEnabled)
def _(event: SecondFactorEnabled) -> Operations:
    yield members.change(event.originator_id, second_factor=True)


@the_team.on(SecondFactorRemoved)
def _(event: SecondFactorRemoved) -> Operations:
    yield members.change(event.originator_id, second_factor=False)


@the_team.on(SecondFactorRequired)
def _(event: SecondFactorRequired) -> Operations:
    yield rules.put(id=event.originator_id, second_factor=True)


@the_team.on(SecondFactorWaived)
def _(event: SecondFactorWaived) -> Operations:
    yield rules.put(id=event.originator_id, second_factor=False)


@the_team.on(InvitationSent)
def _(event: InvitationSent) -> Operations:
    yield members.change(event.originator_id, standing="invited", invited_until=event.valid_until)


@the_team.on(InvitationAccepted)
def _(event: InvitationAccepted) -> Operations:
    yield members.change(event.originator_id, standing="active", invited_until=None)


@the_team.on(AccountClosed)
def _(event: AccountClosed) -> Operations:
    yield members.change(event.originator_id, standing="closed")


@the_team.on(AccountReopened)
def _(event: AccountReopened) -> Operations:
    yield members.change(event.originator_id, standing=event.standing)


class Member(Struct, frozen=True, kw_only=True):
    """Somebody of the team, as the pôle knows them."""

    account_id: str
    pole_id: str
    name: str
    email: str
    standing: MemberStanding
    invited_until: date | None
    second_factor: bool
    roles: tuple[str, ...]

    def author(self) -> Author:
        """Who says what this person decides for their own account, even if they only consult."""
        return Author(pole_id=self.pole_id, actor_id=self.account_id, command_id=new_id())

    @property
    def is_guarded(self) -> bool:
        """Whether one of its roles is among those of which a pôle may ask a second factor."""
        return any(role in GUARDED for role in self.roles)


def team(store: EventStore, pole_id: str) -> list[Member]:
    """Everybody of the pôle's team, present or past, by name."""
    with store.engine.connect() as db:
        mine = members.c.pole_id == pole_id
        rows = db.execute(select(*_OF_A_MEMBER).where(mine, members.known())).all()
        held = _roles(db, [row.account_id for row in rows])
    names = store.open_many([(row.account_id, "identity", row.name) for row in rows])
    emails = store.open_many([(row.account_id, "contact", row.email) for row in rows])
    found = [
        Member(
            account_id=row.account_id,
            pole_id=pole_id,
            name=name,
            email=email,
            standing=row.standing,
            invited_until=row.invited_until,
            second_factor=row.second_factor,
            roles=held.get(row.account_id, ()),
        )
        for row, name, email in zip(rows, names, emails, strict=True)
    ]
    return sorted(found, key=lambda member: fold(member.name))


def member(store: EventStore, account_id: str) -> Member | None:
    """One of the team within reach."""
    if not is_id(account_id):
        return None
    with store.engine.connect() as db:
        found = db.scalar(
            select(members.c.pole_id).where(members.c.account_id == account_id, members.known())
        )
    everybody = team(store, found) if found else []
    return next((one for one in everybody if one.account_id == account_id), None)


def asks_second_factor(store: EventStore, pole_id: str) -> bool:
    """Whether the pôle asks a second factor of its guarded roles."""
    mine = select(rules.c.second_factor).where(rules.c.id == pole_id, rules.known())
    with store.engine.connect() as db:
        return bool(db.scalar(mine))


def must_have_second_factor(store: EventStore, account_id: str) -> bool:
    """Whether this account is one of those the pôle asks a second factor of."""
    m, r, g = members.c, rules.c, grants.c
    asked = (
        select(g.role)
        .join(m.account_id.table, (m.account_id == g.account_id) & members.known())
        .join(r.id.table, (r.id == m.pole_id) & rules.known())
        .where(g.account_id == account_id, g.role.in_(GUARDED), r.second_factor, grants.known())
    )
    with store.engine.connect() as db:
        return db.scalar(asked.limit(1)) is not None


def other_administrators(db: Connection, pole_id: str, but: str) -> list[str]:
    """Accounts that administer the pôle and sign in already, save one."""
    m, g = members.c, grants.c
    asked = select(m.account_id).where(
        m.pole_id == pole_id, m.account_id != but, m.standing == "active", members.known()
    )
    active = list(db.scalars(asked))
    administering = select(g.account_id).where(
        g.account_id.in_(active), g.role == "administrator", grants.known()
    )
    return sorted(db.scalars(administering))


_OF_A_MEMBER = tuple(
    members.c[name]
    for name in ("account_id", "name", "email", "standing", "invited_until", "second_factor")
)


def _roles(db: Connection, account_ids: Collection[str]) -> dict[str, tuple[str, ...]]:
    """By account, the roles it holds, the one that opens most first."""
    g = grants.c
    held: dict[str, set[str]] = {}
    asked = select(g.account_id, g.role).where(g.account_id.in_(account_ids), grants.known())
    for account_id, role in db.execute(asked):
        held.setdefault(account_id, set()).add(role)
    return {
        account_id: tuple(role for role in STRONGEST_FIRST if role in roles)
        for account_id, roles in held.items()
    }

"""Who does what in each file: which body leads it, and who else works there?"""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Date,
    Integer,
    Select,
    String,
    Text,
    cast,
    literal,
    null,
    select,
)

from crm.accompaniment.domain.hands import CoIntervenerJoined, CoIntervenerLeft, LeadDesignated
from crm.accompaniment.projections.files import accompaniments
from crm.event_store.as_of import NOW, AsOf
from crm.event_store.prepared import POLE, THIS, prepared
from crm.event_store.projections import Projection
from crm.event_store.rows import Id, Operations, Rows

hands = Rows(
    "hands",
    Column("accompaniment_id", Id),
    Column("hand_id", String(36)),
    Column("version", Integer),
    Column("kind", String(12)),
    Column("who_id", Id),
    Column("part", Text),
    Column("since_on", Date),
    Column("until_on", Date),
    key="accompaniment_id hand_id",
    happened="since_on",
    indexes=["accompaniment_id", "pole_id who_id"],
)
"""A row for each hand, and one for each body named as the lead (`who_id` empty for the pôle): the
last named leads."""
who_does_what = Projection("who_does_what", hands)


class Hand(NamedTuple):
    """Somebody at work in a file; `part` is sealed under `hand_id`."""

    hand_id: str
    kind: str
    who_id: str | None
    part: str
    since_on: date
    until_on: date | None
    version: int


class Hands(NamedTuple):
    """Who leads a file, None when nobody but the pôle was ever named; and the others."""

    lead: Hand | None
    others: list[Hand]

    @property
    def ids(self) -> list[str | None]:
        """Those to name."""
        return [hand.who_id for hand in (self.lead, *self.others) if hand]


@who_does_what.on(LeadDesignated)
def _(event: LeadDesignated) -> Operations:
    yield hands.insert(
        accompaniment_id=event.originator_id,
        hand_id=f"lead {event.originator_version}",
        version=event.originator_version,
        kind="lead",
        who_id=event.organisation_id,
        part="",
        since_on=event.occurred_on,
    )


@who_does_what.on(CoIntervenerJoined)
def _(event: CoIntervenerJoined) -> Operations:
    yield hands.insert(
        accompaniment_id=event.originator_id,
        hand_id=event.hand_id,
        version=event.originator_version,
        kind="organisation" if event.organisation_id else "account",
        who_id=event.organisation_id or event.advisor_id,
        part=event.part,
        since_on=event.occurred_on,
    )


@who_does_what.on(CoIntervenerLeft)
def _(event: CoIntervenerLeft) -> Operations:
    yield hands.change((event.originator_id, event.hand_id), until_on=event.occurred_on)


def hands_in(db: Connection, pole_id: str, id: str, as_of: AsOf = NOW) -> Hands:
    """The hands of a file on the last day asked about: those at work first, then by arrival."""
    return hands_told(db.execute(_in_file(as_of), {"id": id, "pole_id": pole_id}).all())


def hands_told(rows: Iterable[Any]) -> Hands:
    """The same, from rows of this arm among others."""
    found = [
        Hand(row[1], row[5], row[3], row[4], row[8], _day(row[7]), row[2])
        for row in rows
        if row[0] == "hand"
    ]
    found.sort(key=lambda hand: (hand.since_on, hand.version))
    leads = [hand for hand in found if hand.kind == "lead"]
    others = [hand for hand in found if hand.kind != "lead"]
    return Hands(leads[-1] if leads else None, sorted(others, key=lambda h: h.until_on is not None))


@prepared
def _in_file(as_of: AsOf) -> Select[Any]:
    return hand_arm(as_of).limit(200)


def hand_arm(as_of: AsOf) -> Select[Any]:
    """An arm of what the page of a file shows beside its talks: the columns are theirs."""
    c = hands.c
    mine = (c.accompaniment_id == THIS, hands.of(POLE), hands.at(as_of))
    return select(
        literal("hand"), cast(c.hand_id, Text), c.version, c.who_id, c.part, cast(c.kind, Text),
        cast(null(), Integer), cast(c.until_on, Text), c.since_on,
    ).where(*mine)  # fmt: skip


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def has_hand(pole_id: str, account_id: str) -> ColumnElement[bool]:
    """What makes a file one where somebody of the team works beside whoever answers for it."""
    c = hands.c
    mine = (c.pole_id == pole_id, c.who_id == account_id, c.until_on.is_(None), hands.known())
    return accompaniments.c.accompaniment_id.in_(select(c.accompaniment_id).where(*mine))

"""Which needs did we hear, and what became of each?"""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, Date, Select, String, Text, select

from crm.accompaniment.domain.events import (
    NeedClarified,
    NeedExpressed,
    NeedLeftUnanswered,
    NeedMet,
    NeedReopened,
    ReferralMade,
)
from crm.event_store.as_of import NOW, AsOf
from crm.event_store.prepared import POLE, THIS, prepared
from crm.event_store.projections import Projection
from crm.event_store.rows import Id, Operations, Rows

needs = Rows(
    "needs",
    Column("need_id", Id),
    Column("accompaniment_id", Id),
    Column("party_kind", String(12)),
    Column("party_id", Id),
    Column("themes", Text),
    Column("verbatim", Text),
    Column("urgency", String(12)),
    Column("state", String(16)),
    Column("expressed_on", Date),
    Column("settled_on", Date),
    Column("action", String(12)),
    key="need_id",
    happened="expressed_on",
    indexes=["accompaniment_id", "pole_id expressed_on"],
)
needs_heard = Projection("needs_heard", needs)


class Need(NamedTuple):
    """One need; `themes` are codes, `verbatim` is sealed under `need_id`."""

    need_id: str
    accompaniment_id: str
    party_kind: str
    party_id: str
    themes: str
    """Codes separated by commas."""
    verbatim: str
    urgency: str
    state: str
    expressed_on: date
    settled_on: date | None


@needs_heard.on(NeedExpressed)
def _(event: NeedExpressed) -> Operations:
    party = event.parties[0]
    yield needs.insert(
        need_id=event.need_id,
        accompaniment_id=event.originator_id,
        party_kind=party.kind,
        party_id=party.id,
        themes=",".join(event.themes),
        verbatim=event.verbatim,
        urgency=event.urgency,
        state="open",
        expressed_on=event.occurred_on,
        action=event.action,
    )


@needs_heard.on(NeedClarified)
def _(event: NeedClarified) -> Operations:
    yield needs.change(event.need_id, themes=",".join(event.themes), urgency=event.urgency)


@needs_heard.on(ReferralMade)
def _(event: ReferralMade) -> Operations:
    for need_id in event.need_ids:
        yield needs.change(need_id, state="redirected", settled_on=event.occurred_on)


@needs_heard.on(NeedMet)
def _(event: NeedMet) -> Operations:
    yield needs.change(event.need_id, state="met", settled_on=event.occurred_on)


@needs_heard.on(NeedLeftUnanswered)
def _(event: NeedLeftUnanswered) -> Operations:
    yield needs.change(event.need_id, state="left_unanswered", settled_on=event.occurred_on)


@needs_heard.on(NeedReopened)
def _(event: NeedReopened) -> Operations:
    yield needs.change(event.need_id, state="open", settled_on=None)


def needs_in(db: Connection, pole_id: str, id: str, as_of: AsOf = NOW) -> list[Need]:
    """The needs of a file: open ones first, then in the order they were heard."""
    found = [Need(*row) for row in db.execute(_in_file(as_of), {"id": id, "pole_id": pole_id})]
    return sorted(found, key=lambda need: need.state != "open")


@prepared
def _in_file(as_of: AsOf) -> Select[Any]:
    c = needs.c
    mine = (c.accompaniment_id == THIS, needs.of(POLE), needs.at(as_of))
    query = select(*(c[name] for name in Need._fields)).where(*mine)
    return query.order_by(c.expressed_on, c.need_id).limit(200)

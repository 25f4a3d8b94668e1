"""Which files were handed together, from whom to whom, and what is left to do in each?"""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    Column,
    CompoundSelect,
    Connection,
    Date,
    Integer,
    Select,
    Text,
    bindparam,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)  # fmt: skip

from crm.accompaniment.domain.events import AccompanimentEntrusted
from crm.accompaniment.projections.files import File, accompaniments
from crm.accompaniment.projections.needs import needs
from crm.accompaniment.projections.referrals import referrals
from crm.accompaniment.projections.steps import next_steps
from crm.event_store.as_of import NOW, AsOf
from crm.event_store.prepared import POLE, THIS, prepared
from crm.event_store.projections import Projection
from crm.event_store.rows import Id, Operations, Rows

transfers = Rows(
    "transfers",
    Column("accompaniment_id", Id),
    Column("version", Integer),
    Column("transfer_id", Id),
    Column("former_id", Id),
    Column("advisor_id", Id),
    Column("note", Text),
    Column("entrusted_on", Date),
    key="accompaniment_id version",
    happened="entrusted_on",
    indexes=["transfer_id", "pole_id advisor_id entrusted_on"],
)
portfolios = Projection("portfolios", transfers)
MOST = 200
"""Files handed at once."""


class Transfer(NamedTuple):
    """One file handed with others; `note` is sealed under the file's own key."""

    transfer_id: str
    former_id: str
    advisor_id: str
    note: str
    entrusted_on: date
    file: File


class Received(NamedTuple):
    """Files an advisor received at once, and still answers for."""

    transfer_id: str
    former_id: str
    entrusted_on: date
    files: int


class Left(NamedTuple):
    """What a file still has to settle: a need, a next step, or a referral that waits.

    `text` is sealed under `id`; a need has its themes beside, a referral its organisation.
    """

    kind: str
    accompaniment_id: str
    id: str
    text: str
    due_on: date | None
    beside: str


@portfolios.on(AccompanimentEntrusted)
def _(event: AccompanimentEntrusted) -> Operations:
    if event.transfer_id and event.former_id:
        yield transfers.insert(
            accompaniment_id=event.originator_id,
            version=event.originator_version,
            transfer_id=event.transfer_id,
            former_id=event.former_id,
            advisor_id=event.advisor_id,
            note=event.note,
            entrusted_on=event.occurred_on,
        )


def transferred(db: Connection, pole_id: str, transfer_id: str) -> list[Transfer]:
    """The files handed together, as they are today."""
    rows = db.execute(_transferred(), {"id": transfer_id, "pole_id": pole_id})
    return [Transfer._make([*row[:5], File(*row[5:])]) for row in rows]


def received_since(db: Connection, pole_id: str, advisor_id: str, day: date) -> list[Received]:
    """The transfers an advisor received from that day on, latest first."""
    asked = {"pole_id": pole_id, "id": advisor_id, "day": day}
    return [Received(*row) for row in db.execute(_received(), asked)]


@prepared
def _received() -> Select[Any]:
    t, a = transfers.c, accompaniments.c
    mine = (t.pole_id == POLE, t.advisor_id == THIS, t.entrusted_on >= bindparam("day", type_=Date))
    still = (a.accompaniment_id == t.accompaniment_id, a.advisor_id == t.advisor_id)
    query = select(t.transfer_id, t.former_id, t.entrusted_on, func.count())
    query = query.where(*mine, transfers.known(), *still, accompaniments.known())
    query = query.group_by(t.transfer_id, t.former_id, t.entrusted_on)
    return query.order_by(t.entrusted_on.desc()).limit(5)


@prepared
def _transferred() -> Select[Any]:
    t, c = transfers.c, accompaniments.c
    mine = (t.transfer_id == THIS, transfers.of(POLE), transfers.known())
    same = (c.accompaniment_id == t.accompaniment_id, accompaniments.known())
    said = (t.transfer_id, t.former_id, t.advisor_id, t.note, t.entrusted_on)
    query = select(*said, *(c[name] for name in File._fields)).where(*mine, *same)
    return query.order_by(c.opened_on.desc(), c.accompaniment_id).limit(MOST)


def left_in(db: Connection, pole_id: str, ids: Sequence[str], as_of: AsOf = NOW) -> list[Left]:
    """What these files still have to settle, by due date, then what has none; one statement."""
    rows = db.execute(_left(as_of), {"ids": list(ids), "pole_id": pole_id}) if ids else ()
    return sorted((Left(*row) for row in rows), key=lambda one: (one.due_on or date.max, one.id))


@prepared
def _left(as_of: AsOf) -> CompoundSelect[Any]:
    n, s, r = needs.c, next_steps.c, referrals.c
    some = bindparam("ids", expanding=True, type_=Id)
    waiting = (
        select(
            literal("step").label("kind"), s.accompaniment_id, s.step_id, s.text, s.due_on,
            cast(null(), Text).label("beside"),
        ).where(s.accompaniment_id.in_(some), s.state == "open", *_known(next_steps, as_of)),
        select(
            literal("need"), n.accompaniment_id, n.need_id, n.verbatim, cast(null(), Date), n.themes
        ).where(n.accompaniment_id.in_(some), n.state == "open", *_known(needs, as_of)),
        select(
            literal("referral"), r.accompaniment_id, r.referral_id, r.message, cast(null(), Date),
            cast(r.organisation_id, Text),
        ).where(r.accompaniment_id.in_(some), r.state == "sent", *_known(referrals, as_of)),
    )  # fmt: skip
    return union_all(*waiting)


def _known(rows: Rows, as_of: AsOf) -> tuple[Any, Any]:
    return rows.of(POLE), rows.at(as_of)

"""What was erased, when, on whose word; and which erasures were decided and are not done yet?"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from sqlalchemy import Column, Connection, Date, Integer, String, select

from crm.event_store.projections import Projection
from crm.event_store.rows import Id, Operations, Rows
from crm.privacy.domain.erasure import ErasureCompleted, ErasureDecided

erasures = Rows(
    "erasures_decided",
    Column("erasure_id", Id),
    Column("kind", String(10)),
    Column("subject_id", Id),
    Column("ground", String(15)),
    Column("decided_on", Date),
    Column("decided_by", Id),
    Column("completed_on", Date),
    Column("keys", Integer),
    key="erasure_id",
    happened="decided_on",
    indexes=["pole_id decided_on", "subject_id"],
)
what_was_erased = Projection("what_was_erased", erasures)


@what_was_erased.on(ErasureDecided)
def _(event: ErasureDecided) -> Operations:
    yield erasures.insert(
        erasure_id=event.originator_id,
        kind=event.kind,
        subject_id=event.subject_id,
        ground=event.ground,
        decided_on=event.occurred_on,
        decided_by=event.actor_id,
    )


@what_was_erased.on(ErasureCompleted)
def _(event: ErasureCompleted) -> Operations:
    yield erasures.change(event.originator_id, completed_on=event.occurred_on, keys=len(event.keys))


class ErasureSaid(NamedTuple):
    """One line of the register of erasures; `completed_on` is absent while it is under way."""

    erasure_id: str
    kind: str
    subject_id: str
    ground: str
    decided_on: date
    decided_by: str
    completed_on: date | None
    keys: int | None


def erasures_of(db: Connection, pole_id: str, limit: int = 200) -> list[ErasureSaid]:
    """The latest first."""
    c = erasures.c
    query = select(*(c[name] for name in ErasureSaid._fields)).where(
        c.pole_id == pole_id, erasures.known()
    )
    latest = query.order_by(c.decided_on.desc(), c.erasure_id.desc()).limit(limit)
    return [ErasureSaid(*row) for row in db.execute(latest)]


def done(db: Connection) -> list[str]:
    """Every erasure that was completed, whatever its pôle."""
    c = erasures.c
    query = select(c.erasure_id).where(c.completed_on.is_not(None), erasures.known())
    return list(db.scalars(query))


def undone(db: Connection) -> Iterator[tuple[str, str, str]]:
    """(pôle, erasure, who decided) of those that a failure interrupted."""
    c = erasures.c
    query = select(c.pole_id, c.erasure_id, c.decided_by)
    for row in db.execute(query.where(c.completed_on.is_(None), erasures.known()).limit(100)):
        yield row.pole_id, row.erasure_id, row.decided_by

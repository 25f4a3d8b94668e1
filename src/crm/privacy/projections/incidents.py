"""What does the register of confidentiality incidents say?"""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    Column,
    Connection,
    Date,
    Integer,
    Select,
    String,
    Text,
    bindparam,
    select,
    tuple_,
)

from crm.event_store.prepared import POLE, THIS, prepared
from crm.event_store.projections import Projection
from crm.event_store.rows import Id, Operations, Rows
from crm.privacy.domain.incidents import IncidentRecorded, IncidentRestated

incidents = Rows(
    "incidents",
    Column("incident_id", Id),
    Column("version", Integer),
    Column("information", Text),
    Column("circumstances", Text),
    Column("occurred_on", Date),
    Column("occurred_precision", String(5)),
    Column("known_on", Date),
    Column("person_count", Integer),
    Column("serious_risk", String(8)),
    Column("risk_reasoning", Text),
    Column("commission_told_on", Date),
    Column("persons_told_on", Date),
    Column("measures", Text),
    key="incident_id",
    happened="occurred_on",
    indexes=["pole_id known_on incident_id"],
)
what_leaked = Projection("what_leaked", incidents)
MOST = 1_000


class IncidentKnown(NamedTuple):
    """One line of the register, as last said."""

    incident_id: str
    version: int
    information: str
    circumstances: str
    occurred_on: date
    occurred_precision: str
    known_on: date
    person_count: int | None
    serious_risk: str
    risk_reasoning: str
    commission_told_on: date | None
    persons_told_on: date | None
    measures: str


@what_leaked.on(IncidentRecorded, IncidentRestated)
def _(event: IncidentRecorded | IncidentRestated) -> Operations:
    yield incidents.put(
        incident_id=event.originator_id,
        version=event.originator_version,
        information=event.information,
        circumstances=event.circumstances,
        occurred_on=event.occurred_on,
        occurred_precision=event.occurred_precision,
        known_on=event.known_on,
        person_count=event.person_count,
        serious_risk=event.serious_risk,
        risk_reasoning=event.risk_reasoning,
        commission_told_on=event.commission_told_on,
        persons_told_on=event.persons_told_on,
        measures=event.measures,
    )


def incidents_of(
    db: Connection, pole_id: str, before: tuple[date, str] | None = None, limit: int = MOST
) -> list[IncidentKnown]:
    """The register, the last known first, before a (day, id)."""
    asked: dict[str, Any] = {"pole_id": pole_id, "limit": limit}
    asked |= {"day": before[0], "id": before[1]} if before else {}
    rows = db.execute(_register(further=before is not None), asked)
    return [IncidentKnown(*row) for row in rows]


def whole_register(db: Connection, pole_id: str) -> list[IncidentKnown]:
    """Every incident, the last known first: what the Commission is handed."""
    found = incidents_of(db, pole_id)
    while len(found) % MOST == 0 and found:
        last = found[-1]
        more = incidents_of(db, pole_id, (last.known_on, last.incident_id))
        if not more:
            break
        found += more
    return found


def incident_of(db: Connection, pole_id: str, incident_id: str) -> IncidentKnown | None:
    """One incident of this pôle, or None."""
    row = db.execute(_one(), {"pole_id": pole_id, "id": incident_id}).first()
    return IncidentKnown(*row) if row else None


@prepared
def _register(*, further: bool) -> Select[Any]:
    c = incidents.c
    mine = select(*_columns()).where(c.pole_id == POLE, incidents.known())
    if further:
        day = bindparam("day", type_=Date)
        mine = mine.where(tuple_(c.known_on, c.incident_id) < tuple_(day, THIS))
    return mine.order_by(c.known_on.desc(), c.incident_id.desc()).limit(bindparam("limit"))


@prepared
def _one() -> Select[Any]:
    c = incidents.c
    return select(*_columns()).where(c.incident_id == THIS, incidents.of(POLE), incidents.known())


def _columns() -> list[Any]:
    return [incidents.c[name] for name in IncidentKnown._fields]

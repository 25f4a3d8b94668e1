"""What was said of this enterprise, and from which day is it true?

Each stated value is a row of its own with its effective date, so that the record can be read as
of any day: of each field, the last one that had occurred by then.
"""

from datetime import date
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Column, Connection, Date, Integer, Select, String, Text, or_, select

from crm.enterprise.domain.events import WorkChannelDeclared
from crm.enterprise.domain.values import TELLING
from crm.event_store.as_of import NOW, AsOf
from crm.event_store.events import Event
from crm.event_store.prepared import POLE, THIS, prepared
from crm.event_store.projections import Projection
from crm.event_store.rows import Id, Operations, Rows

enterprise_values = Rows(
    "enterprise_values",
    Column("enterprise_id", Id),
    Column("version", Integer),
    Column("field", String(12)),
    Column("value", Text),
    Column("occurred_on", Date),
    Column("occurred_precision", String(5)),
    key="enterprise_id version field",
    happened="occurred_on",
    indexes=["enterprise_id field occurred_on"],
)
work_channels = Rows(
    "work_channels",
    Column("enterprise_id", Id),
    Column("version", Integer),
    Column("kind", String(10)),
    Column("value", Text),
    Column("occurred_on", Date),
    key="enterprise_id version",
    happened="occurred_on",
)
what_was_said = Projection("what_was_said", enterprise_values, work_channels)


class Value(NamedTuple):
    """One stated value: `value` is text, a boolean, or the parts of an address or a form."""

    field: str
    value: Any
    occurred_on: date
    occurred_precision: str
    version: int


@what_was_said.on(*TELLING)
def _(event: Event) -> Operations:
    field, value = TELLING[type(event)](event)
    yield enterprise_values.insert(
        enterprise_id=event.originator_id,
        version=event.originator_version,
        field=field,
        value=msgspec.json.encode(value).decode(),
        occurred_on=event.occurred_on,
        occurred_precision=event.occurred_precision,
    )
    if isinstance(event, WorkChannelDeclared):
        yield work_channels.insert(
            enterprise_id=event.originator_id,
            version=event.originator_version,
            kind=event.kind,
            value=event.value,
            occurred_on=event.occurred_on,
        )


def values_of(
    db: Connection, pole_id: str, enterprise_id: str, as_of: AsOf = NOW
) -> dict[str, Value]:
    """By field, the value in force on the last day asked about."""
    return values_then_and_now(db, pole_id, enterprise_id, as_of)[0]


def values_then_and_now(
    db: Connection, pole_id: str, enterprise_id: str, as_of: AsOf
) -> tuple[dict[str, Value], dict[str, Value]]:
    """By field, the value in force on the last day asked about, and the last one known now."""
    of_then: dict[str, Value] = {}
    of_now: dict[str, Value] = {}
    for row in db.execute(_said(as_of), {"id": enterprise_id, "pole_id": pole_id}):
        value = Value(row.field, msgspec.json.decode(row.value), *row[2:5])
        if row.of_then:
            of_then[row.field] = value
        if row.of_now:
            of_now[row.field] = value
    return of_then, of_now


@prepared
def _said(as_of: AsOf) -> Select[Any]:
    c = enterprise_values.c
    then, now = enterprise_values.at(as_of), enterprise_values.known()
    both = (then.label("of_then"), now.label("of_now"))
    query = select(*(c[name] for name in Value._fields), *both).where(
        c.enterprise_id == THIS, enterprise_values.of(POLE), or_(then, now)
    )
    return query.order_by(c.occurred_on, c.version)

"""What a page of history asks of the index: lines, a page at a time, and how many of each facet."""

from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    CompoundSelect,
    Date,
    Row,
    Select,
    Text,
    and_,
    bindparam,
    cast,
    func,
    literal,
    or_,
    select,
    union,
)

from crm.event_store.as_of import NOW, AsOf
from crm.event_store.events import NAMES, RESTATING
from crm.event_store.prepared import POLE, THIS, prepared
from crm.event_store.rows import Id
from crm.history.projections.telling import Facet
from crm.history.projections.timeline import timeline

AnyRow = Row[Any, Any, Any, Any]
COUNTED = 1_000
"""A history is counted up to here: beyond, « 1 000+ » says enough."""


SOUGHT: dict[str, ColumnElement[bool]] = {
    "facet": timeline.c.facet == bindparam("facet"),
    "author": timeline.c.author_id == bindparam("author", type_=Id),
    "room": timeline.c.room == bindparam("room"),
    "late": timeline.c.recorded_at >= timeline.c.day_over_at,
    "restated": timeline.c.name.in_([NAMES[kind] for kind in RESTATING]),
}
"""What a reader may look for; the period is that of the AsOf."""


def cursor_at(row: AnyRow) -> str:
    """Where the page that ends with this line ends, for an address."""
    return f"{row.occurred_on.isoformat()}.{row.position}.{row.version}"


def place_of(cursor: str) -> dict[str, Any]:
    """Where a page begins; nothing for the first, and when the cursor makes no sense."""
    try:
        day, position, version = cursor.split(".")
        on, at, of = date.fromisoformat(day), int(position), int(version)
    except ValueError:
        return {}
    return {"day": on, "position": at, "version": of}


@prepared
def page_of_lines(as_of: AsOf, facet: Facet | None, *, below: bool) -> Select[Any]:
    """The lines of a subject, newest first; those below a place, once it is known."""
    c = timeline.c
    page = select(c.originator_id, c.version, c.occurred_on, c.position).where(*_mine(as_of))
    if facet:
        page = page.where(c.facet == facet)
    if below:
        page = page.where(_older())
    newest = page.order_by(c.occurred_on.desc(), c.position.desc(), c.version.desc())
    return newest.limit(bindparam("limit"))


@prepared
def lines_since(as_of: AsOf) -> Select[Any]:
    """The lines of a subject that tell of a day on, or were recorded from an instant on."""
    c = timeline.c
    recent = c.occurred_on >= bindparam("day", type_=Date)
    said_since = c.recorded_at >= bindparam("at", type_=BigInteger)
    page = select(c.originator_id, c.version, c.occurred_on, c.position).where(*_mine(as_of))
    newest = page.where(or_(recent, said_since)).order_by(
        c.occurred_on.desc(), c.position.desc(), c.version.desc()
    )
    return newest.limit(bindparam("limit"))


@prepared
def lines_sought(as_of: AsOf, sought: frozenset[str], *, below: bool) -> Select[Any]:
    """The lines of a subject that fit all that is sought, among SOUGHT, newest first."""
    c = timeline.c
    page = select(c.originator_id, c.version, c.occurred_on, c.position).where(*_mine(as_of))
    page = page.where(*(SOUGHT[one] for one in sorted(sought)))
    if below:
        page = page.where(_older())
    newest = page.order_by(c.occurred_on.desc(), c.position.desc(), c.version.desc())
    return newest.limit(bindparam("limit"))


@prepared
def lines_and_what_is_sought() -> Select[Any]:
    """Every line of a subject as known now, newest first, with what is sought of it."""
    c = timeline.c
    told = (c.originator_id, c.version, c.occurred_on, c.position, c.facet, c.author_id, c.room)
    late, restated = SOUGHT["late"].label("late"), SOUGHT["restated"].label("restated")
    every = select(*told, late, restated).where(*_mine(NOW))
    return every.order_by(c.occurred_on.desc(), c.position.desc(), c.version.desc())


@prepared
def authors_and_rooms() -> CompoundSelect[Any]:
    """Who wrote the history of a subject, and in which rooms."""
    c = timeline.c
    who = select(literal("author"), cast(c.author_id, Text)).where(*_mine(NOW))
    where = select(literal("room"), cast(c.room, Text)).where(*_mine(NOW))
    return union(who, where)


@prepared
def lines_by_facet(as_of: AsOf) -> Select[Any]:
    """How many lines a subject has of each facet, up to COUNTED in all."""
    some = select(timeline.c.facet).where(*_mine(as_of)).limit(COUNTED).subquery()
    return select(some.c.facet, func.count()).group_by(some.c.facet)


def _mine(as_of: AsOf) -> tuple[ColumnElement[bool], ...]:
    c = timeline.c
    return c.subject_id == THIS, c.pole_id == POLE, timeline.at(as_of)


def _older() -> ColumnElement[bool]:
    c, day = timeline.c, bindparam("day", type_=Date)
    position, version = (bindparam(name, type_=BigInteger) for name in ("position", "version"))
    here = and_(c.occurred_on == day, c.position == position, c.version < version)
    return or_(c.occurred_on < day, and_(c.occurred_on == day, c.position < position), here)

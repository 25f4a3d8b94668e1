"""The list of files, as a reader asks for it: a page at a time, newest first."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, exists, or_, select

from crm.accompaniment.projections.files import File, accompaniments, file_columns
from crm.accompaniment.projections.hands import has_hand
from crm.accompaniment.projections.interventions import interventions
from crm.accompaniment.projections.steps import next_steps
from crm.event_store.as_of import NOW, AsOf


class Filters(NamedTuple):
    """What a reader asks of the list of files."""

    advisor_id: str | None = None
    state: str = "open"
    """open, closed, or all."""
    action: str | None = None
    quiet_since: date | None = None
    """Open files without any intervention from that day on."""
    stage: str | None = None
    """Mandates at this stage; one-off contacts go through none."""
    nothing_planned: bool = False
    """Open mandates without any open next step."""
    with_hand: str | None = None
    """Those where this account works beside whoever answers for them."""


OPEN_FILES = Filters()
Cursor = tuple[date, str]


def file_list(
    db: Connection,
    pole_id: str,
    filters: Filters = OPEN_FILES,
    *,
    after: Cursor | None = None,
    limit: int = 50,
    as_of: AsOf = NOW,
) -> tuple[list[File], Cursor | None]:
    """A page of files, newest first, and the cursor of the next page when there is one."""
    c = accompaniments.c
    wanted = [c.pole_id == pole_id, accompaniments.at(as_of)]
    wanted += _filtered(pole_id, filters, as_of.known_at)
    if after:
        day, id = after
        wanted.append(or_(c.opened_on < day, and_(c.opened_on == day, c.accompaniment_id < id)))
    query = select(*file_columns()).where(*wanted)
    query = query.order_by(c.opened_on.desc(), c.accompaniment_id.desc()).limit(limit + 1)
    found = [File(*row) for row in db.execute(query)]
    more = len(found) > limit
    last = found[limit - 1] if more else None
    return found[:limit], (last.opened_on, last.accompaniment_id) if last else None


def _filtered(pole_id: str, filters: Filters, known_at: int | None) -> list[ColumnElement[bool]]:
    c = accompaniments.c
    wanted: list[ColumnElement[bool]] = []
    if filters.advisor_id:
        wanted.append(c.advisor_id == filters.advisor_id)
    if filters.state != "all":
        still_open = c.closed_on.is_(None)
        wanted.append(still_open if filters.state == "open" else ~still_open)
    if filters.action:
        wanted.append(c.default_action == filters.action)
    if filters.stage:
        wanted += [c.stage == filters.stage, c.opened_as == "mandate"]
    if filters.quiet_since:
        wanted += quiet_since(filters.quiet_since, known_at)
    if filters.with_hand:
        wanted.append(has_hand(pole_id, filters.with_hand))
    if filters.nothing_planned:
        wanted += [c.opened_as == "mandate", nothing_planned()]
    return wanted


def quiet_since(day: date, known_at: int | None = None) -> list[ColumnElement[bool]]:
    """What makes a file quiet: open before that day, and no intervention from that day on."""
    c, i = accompaniments.c, interventions.c
    spoken = exists().where(
        i.accompaniment_id == c.accompaniment_id,
        interventions.at(AsOf(since=day, known_at=known_at)),
    )
    return [c.closed_on.is_(None), c.opened_on < day, ~spoken]


def nothing_planned() -> ColumnElement[bool]:
    """What makes a file without next step."""
    s = next_steps.c
    planned = exists().where(
        s.accompaniment_id == accompaniments.c.accompaniment_id,
        s.state == "open",
        next_steps.known(),
    )
    return ~planned

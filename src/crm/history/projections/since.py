"""What is there to learn of this for somebody who was last there on a day?"""

from datetime import date, datetime, time
from typing import NamedTuple

from sqlalchemy import Connection

from crm.event_store import EventStore
from crm.event_store.as_of import NOW, AsOf
from crm.history.projections.again import Latest
from crm.history.projections.asking import lines_since
from crm.history.projections.names import Directory, named, referred_by
from crm.history.projections.reading import Line, events_behind, lines_of
from crm.site.french import HERE

MOST = 60


class Since(NamedTuple):
    """Whose history, for whom, from which day on."""

    subject_id: str
    reader_id: str
    day: date


def told_since(
    store: EventStore,
    db: Connection,
    pole_id: str,
    since: Since,
    also: dict[str, set[str]],
    as_of: AsOf = NOW,
) -> tuple[list[Line], Directory]:
    """What that reader does not know, newest first; and the names it takes, with those of `also`,
    by kind. Three statements.

    All that happened from that day on, and what was recorded since of the days before; without
    what this reader recorded of that day and of those before.
    """
    begun = int(datetime.combine(since.day, time(), HERE).timestamp() * 1_000_000)
    asked = {"id": since.subject_id, "pole_id": pole_id, "day": since.day, "at": begun}
    rows = db.execute(lines_since(as_of), asked | {"limit": MOST}).all()
    recorded = [
        one
        for one in store.events(sorted({row.position for row in rows}))
        if one.event.occurred_on > since.day or one.event.actor_id != since.reader_id
    ]
    wanted = referred_by(events_behind(rows, recorded))
    wanted = {kind: wanted.get(kind, set()) | also.get(kind, set()) for kind in {*wanted, *also}}
    names = named(store, db, wanted, pole_id)
    return lines_of(rows, recorded, since.subject_id, names, Latest(older=True)), names

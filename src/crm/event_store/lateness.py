"""Which projections lack events, which events, and whether building them anew would help."""

from msgspec import Struct
from sqlalchemy import Engine, select

from crm.event_store import reach
from crm.event_store.databases import pen
from crm.event_store.events import read
from crm.event_store.projections import Page, Projection
from crm.event_store.tables import events, generations, parked


class Parked(Struct, frozen=True, kw_only=True):
    """An event that a projection lacks, because its handler raised or its rows were refused."""

    projection: str
    position: int
    name: str
    """The stored name of the event."""
    pole_id: str
    originator_id: str
    originator_version: int
    error: str
    """The kind of error; its message may quote what somebody wrote, and is not kept."""
    parked_at: int
    """Instant (microseconds, UTC)."""


_OF_SERVING = (
    (parked.c.projection == generations.c.projection)
    & (parked.c.generation == generations.c.generation)
    & (generations.c.state == "serving")
)
_LATE_SINCE = """
SELECT projection, NULL FROM projection_generations WHERE state = 'stale'
UNION ALL
SELECT p.projection, min(p.parked_at) FROM parked_events p
JOIN projection_generations g ON g.projection = p.projection AND g.generation = p.generation
WHERE g.state = 'serving' GROUP BY p.projection
"""


def late(engine: Engine) -> frozenset[str]:
    """The names of the projections that lack events: stale as a whole, or with events parked."""
    return frozenset(late_since(engine))


def late_since(engine: Engine) -> dict[str, int | None]:
    """By late projection, the instant (microseconds, UTC) of the first event that it lacks; None
    for one that never heard its events. One statement, by the driver itself."""
    with pen(engine) as p:
        return dict(p.run(_LATE_SINCE).fetchall())


def parked_events(
    engine: Engine, limit: int = 100, *, projection: str = "", pole_id: str = ""
) -> list[Parked]:
    """The events that serving projections lack, oldest first: those of one projection or of one
    pôle when it is named."""
    c = parked.c
    query = (
        select(
            c.projection,
            c.position,
            events.c.topic.label("name"),
            events.c.pole_id,
            events.c.originator_id,
            events.c.originator_version,
            c.error,
            c.parked_at,
        )
        .join(generations, _OF_SERVING)
        .join(events, events.c.position == c.position)
        .order_by(c.position, c.projection)
        .limit(limit)
    )
    if projection:
        query = query.where(c.projection == projection)
    if pole_id:
        query = query.where(events.c.pole_id == pole_id)
    with engine.connect() as db:
        return [Parked(**row) for row in db.execute(query).mappings()]


def mendable(engine: Engine, projection: Projection) -> bool:
    """Whether this code can hear the events that the projection lacks: then it is worth building
    anew. One that is stale as a whole always is."""
    query = select(events.c.topic, events.c.state).join(
        parked, (parked.c.position == events.c.position) & (parked.c.projection == projection.name)
    )
    with reach.whole_house(), engine.connect() as db:
        lacking = db.execute(query.join(generations, _OF_SERVING)).all()
    with pen(engine) as p:
        heard = [read(name, state) for name, state in lacking]
        return not Page([projection], heard, p.sealed_stream).poison

"""Who wrote about this since the page that shows it was read?"""

from sqlalchemy import Connection, select

from crm.event_store import EventStore
from crm.history.projections.timeline import timeline

MOST = 20


def wrote_since(
    store: EventStore, db: Connection, pole_id: str, subject_id: str, position: int
) -> list[str]:
    """Accounts that said something of it above this position, the latest first, each once."""
    c = timeline.c
    news = (
        select(c.position)
        .where(c.pole_id == pole_id, c.subject_id == subject_id, c.position > position)
        .where(timeline.known())
        .order_by(c.position.desc())
        .limit(MOST)
    )
    positions = sorted(set(db.scalars(news)))
    said = [recorded.event.actor_id for recorded in store.events(positions)]
    return list(dict.fromkeys(reversed(said)))

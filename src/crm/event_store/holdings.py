"""All that a pôle holds sealed, opened: what an erasure silences, what a person may be told."""

from collections.abc import Iterator
from typing import NamedTuple, Protocol

from sqlalchemy import Engine, select

from crm.event_store.events import Event, read
from crm.event_store.mapper import EventMapper
from crm.event_store.tables import events

TOGETHER = 2_000
"""Events opened at once."""


class Holding(NamedTuple):
    """One sealed text. `event` is the one that says it, opened."""

    position: int
    event: Event
    subject: str
    seal_class: str
    field: str
    clear: str


class Store(Protocol):
    engine: Engine
    mapper: EventMapper


def holdings(store: Store, pole_id: str) -> Iterator[Holding]:
    """Every sealed text of a pôle that can still be opened, in the order it was recorded; values
    that are not text as they read."""
    after = 0
    while page := _page(store, pole_id, after):
        opened = store.mapper.unseal_all([event for _, event in page])
        for (position, _), event in zip(page, opened, strict=True):
            for subject, seal_class, field, clear in store.mapper.texts(event):
                yield Holding(position, event, subject, seal_class, field, str(clear))
        after = page[-1][0]


def _page(store: Store, pole_id: str, after: int) -> list[tuple[int, Event]]:
    c = events.c
    query = select(c.position, c.topic, c.state).where(c.pole_id == pole_id, c.position > after)
    with store.engine.connect() as db:
        rows = db.execute(query.order_by(c.position).limit(TOGETHER))
        return [(position, read(name, state)) for position, name, state in rows]

"""Reading recorded events: with their envelope, opened."""

from collections.abc import Sequence

from msgspec import Struct
from sqlalchemy import Engine, Select, select

from crm.event_store import reach
from crm.event_store.events import Event, read
from crm.event_store.mapper import EventMapper
from crm.event_store.tables import events


class Recorded(Struct, frozen=True, kw_only=True):
    """An event and where it lies. Instants are microseconds, UTC."""

    position: int
    recorded_at: int
    name: str
    """Its stored name, with the version it was stored under."""
    source: str
    command_id: str
    import_id: str | None
    import_row: str | None
    captured_at: int | None
    event: Event


_ENVELOPE = (
    events.c.position,
    events.c.recorded_at,
    events.c.topic.label("name"),
    events.c.source,
    events.c.command_id,
    events.c.import_id,
    events.c.import_row,
    events.c.captured_at,
)


class Reader:
    """Every answer opens its sealed fields: one query for the events, one for the keys. Events of
    pôles out of reach are left out."""

    def __init__(self, engine: Engine, mapper: EventMapper) -> None:
        self.engine, self.mapper = engine, mapper

    def at(self, positions: Sequence[int]) -> list[Recorded]:
        """The events at these positions, in their order; a position without event is left out."""
        found: dict[int, Recorded] = {}
        for start in range(0, len(positions), 5_000):
            some = events.c.position.in_(positions[start : start + 5_000])
            found |= {r.position: r for r in self._read(_all().where(some))}
        return [found[position] for position in positions if position in found]

    def stream(self, originator_id: str, after: int = 0) -> list[Recorded]:
        """The events of one aggregate above a version, in order."""
        c = events.c
        mine = _all().where(c.originator_id == originator_id, c.originator_version > after)
        return self._read(mine.order_by(c.originator_version))

    def recorded_between(
        self, pole_id: str, start: int, end: int, limit: int = 10_000
    ) -> list[Recorded]:
        """What a pôle recorded from an instant to before another one, in order."""
        c = events.c
        mine = _all().where(c.pole_id == pole_id, c.recorded_at >= start, c.recorded_at < end)
        return self._read(mine.order_by(c.position).limit(limit))

    def _read(self, query: Select[tuple[object, ...]]) -> list[Recorded]:
        with self.engine.connect() as db:
            rows = db.execute(query).mappings().all()
        opened = self.mapper.unseal_all([read(row["name"], row["state"]) for row in rows])
        return [
            Recorded(**{c.name: row[c.name] for c in _ENVELOPE}, event=event)
            for row, event in zip(rows, opened, strict=True)
        ]


def _all() -> Select[tuple[object, ...]]:
    """Every event of the pôles within reach."""
    return select(*_ENVELOPE, events.c.state).where(*reach.within(events.c.pole_id))

"""Waiting until a deferred projection shows what one has just recorded."""

import time
from collections.abc import Iterable
from threading import Condition

from sqlalchemy import Engine, func, select

from crm.event_store.projections import Projection
from crm.event_store.tables import generations

GLANCE = 0.001
"""Seconds between two looks, when the worker is another process."""


class Waiting:
    """Where deferred projections are, and who waits for them."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self._advanced = engine, Condition()

    def advance(self) -> None:
        """A worker of this process moved a projection: whoever waits looks again at once."""
        with self._advanced:
            self._advanced.notify_all()

    def wait_for(self, projection: Projection, position: int, timeout: float = 1.0) -> bool:
        """Whether the projection tells of this position, at the latest after `timeout` seconds. A
        live one always does."""
        until = time.monotonic() + timeout
        while not projection.live and self._reached(projection) < position:
            if time.monotonic() > until:
                return False
            with self._advanced:
                self._advanced.wait(GLANCE)
        return True

    def least(self, projections: Iterable[Projection]) -> int | None:
        """The position of the one of these that is furthest behind, among those that serve."""
        c, asked = generations.c, [projection.name for projection in projections]
        query = select(func.min(c.position)).where(c.state == "serving", c.projection.in_(asked))
        with self.engine.connect() as db:
            found: int | None = db.scalar(query)
        return found

    def _reached(self, projection: Projection) -> int:
        c = generations.c
        mine = (c.projection == projection.name) & (c.state == "serving")
        with self.engine.connect() as db:
            return db.scalar(select(c.position).where(mine)) or 0

"""Whoever reads a projection that lacks events is told so, at no price while none does."""

import re
import time
from collections.abc import Sequence
from contextvars import ContextVar
from threading import Lock
from typing import Any

from msgspec import Struct
from sqlalchemy import Engine, event

from crm.event_store.lateness import late_since
from crm.event_store.projections import Projection

GLANCE = 1.0
"""Seconds for which what the database said holds, in one process."""
_read: ContextVar[set[str] | None] = ContextVar("late_projections_read", default=None)


class Late(Struct, frozen=True):
    """What was read lacks events."""

    since: int | None
    """Instant (microseconds, UTC) of the first one; None when it never heard any."""


class LateReads:
    """Knows which projections are late, and notes who reads them by the statements they send.

    One for each engine. A context (a request) begins, reads, and asks what it read.
    """

    def __init__(self, engine: Engine, projections: Sequence[Projection]) -> None:
        self.engine = engine
        self._tables = {projection.name: projection.table_names for projection in projections}
        self._since: dict[str, int | None] = {}
        self._reading: re.Pattern[str] | None = None
        self._asked, self._asking = -GLANCE, Lock()
        event.listen(engine, "before_cursor_execute", self._note)

    @property
    def is_known(self) -> bool:
        """Whether the last answer of the database still holds."""
        return time.monotonic() - self._asked < GLANCE

    @property
    def are_any(self) -> bool:
        """Whether some projection lacks events: what a process keeps in memory is then read anew,
        so that whoever reads it is told."""
        return self._reading is not None

    def forget(self) -> None:
        """Something was parked, or mended: the database is asked before the next read."""
        self._asked = -GLANCE

    def ask(self) -> None:
        """Asks the database, unless another thread is at it."""
        if self._asking.acquire(blocking=False):
            try:
                self._asked = time.monotonic()
                found = late_since(self.engine)
                self._since = {name: at for name, at in found.items() if name in self._tables}
                self._reading = self._pattern()
            finally:
                self._asking.release()

    def begin(self) -> None:
        """From here on, what this context reads is noted; nothing at all while none is late."""
        _read.set(set() if self._reading else None)

    def told(self) -> Late | None:
        """What to say to whoever read here: None when all that was read is whole."""
        names = _read.get() or set()
        found = [at for name, at in self._since.items() if names & self._tables[name]]
        return Late(min((at for at in found if at), default=None)) if found else None

    def _pattern(self) -> re.Pattern[str] | None:
        """Finds the tables that a SELECT of ours reads: a column may bear the name of one."""
        tables = sorted(table for name in self._since for table in self._tables[name])
        return re.compile(rf"(?:\bFROM|\bJOIN|,)\s+({'|'.join(tables)})\b") if tables else None

    def _note(self, _db: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if self._reading and (read := _read.get()) is not None:
            read.update(self._reading.findall(statement))

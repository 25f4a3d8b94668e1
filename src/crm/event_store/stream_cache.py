"""Streams loaded before: a command reads only the events that follow those already known.

What one reader loaded serves the next, so whoever asks for a stream checks that its pôle is within
reach. The database is asked within that reach too, so that a connection need not be told another:
of a stream out of reach nothing is read, and nothing forgotten. What is kept are events, never
aggregates: events are frozen and may be shared, and each command gets an aggregate of its own, told
anew. Only what was read from the database is kept, so a refused command leaves no trace, and a
process learns what the others recorded by the very query that brings nothing when they recorded
nothing.
"""

from collections import OrderedDict
from threading import Lock

from sqlalchemy import Engine

from crm.event_store import reach
from crm.event_store.databases import pen
from crm.event_store.events import Event, read
from crm.event_store.mapper import EventMapper

MOST = 20_000
"""Events kept by a process: some sixteen megabytes, four years of a pôle's work."""
_ABOVE = (
    "SELECT topic, state FROM events WHERE originator_id=? AND originator_version>? "
    "ORDER BY originator_version"
)
Stream = tuple[Event, ...]


class StreamCache:
    """The opened events of the streams loaded last, as many as `most`.

    An erasure, here or by another process, empties it: nothing it silenced stays in memory.
    """

    def __init__(self, engine: Engine, mapper: EventMapper, most: int = MOST) -> None:
        self.engine, self.mapper, self.most = engine, mapper, most
        self._kept: OrderedDict[str, Stream] = OrderedDict()
        self._held = self._erasures = 0
        self._turn = Lock()
        mapper.keyring.on_erasure(self.forget)

    def events(self, id: str) -> Stream:
        """All events of a stream, in order, opened; none when there is no such stream."""
        self.mapper.keyring.listen()
        with self._turn:
            known, erasures = self._kept.get(id, ()), self._erasures
        with pen(self.engine, reach.as_it_is) as p:
            sealed = [read(name, state) for name, state in p.run(_ABOVE, id, len(known))]
        stream = (*known, *self.mapper.unseal_all(sealed)) if sealed else known
        with self._turn:
            if erasures == self._erasures:
                self._keep(id, stream)
        return stream

    def forget(self) -> None:
        """Empties it; whoever is reading meanwhile keeps nothing."""
        with self._turn:
            self._erasures += 1
            self._kept.clear()
            self._held = 0

    def _keep(self, id: str, stream: Stream) -> None:
        """In the place of the last asked for; those asked for the longest ago make room."""
        self._held += len(stream) - len(self._kept.pop(id, ()))
        self._kept[id] = stream
        while self._held > self.most:
            self._held -= len(self._kept.popitem(last=False)[1])

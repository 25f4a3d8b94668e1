"""Events: what happened, in small frozen records whose stored names never change.

An event carries all a projection needs (who, where, when it happened), so a handler is a function
of the event alone. Position and instant of recording belong to the envelope: the recorder gives
them. An aggregate is what decides: it holds the events of one stream and the state they lead to.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import count
from typing import Annotated, Any, ClassVar, NamedTuple, Self

import msgspec
from msgspec import Raw, Struct
from msgspec.structs import replace

from crm.event_store.ids import new_id
from crm.event_store.sealing import Sealed
from crm.event_store.shapes import NAMES, SHAPES, Entry, Event, Upcast, read, stored
from crm.refusal import Refusal, StillNeeded, Superseded

__all__ = [
    "NAMES",
    "RESTATING",
    "SHAPES",
    "Aggregate",
    "Entry",
    "EntryCorrected",
    "EntryTakenBack",
    "Event",
    "Occurrence",
    "Restatement",
    "Upcast",
    "new_id",
    "read",
    "restatement",
    "standing",
    "stored",
]
_turns = count()
"""The order in which this process triggers events, whatever their aggregates."""


@stored("entry.corrected.v1")
class EntryCorrected(Event, frozen=True, kw_only=True):
    """An entry of the same stream is restated whole, and why."""

    entry_version: int
    name: str
    former: Raw
    restated: Raw
    reason: Annotated[str, Sealed("note")] = ""


@stored("entry.taken_back.v1")
class EntryTakenBack(Event, frozen=True, kw_only=True):
    """An entry of the same stream (or a correction, or a take-back) is withdrawn, and why."""

    entry_version: int
    name: str
    withdrawn: Raw
    reason: Annotated[str, Sealed("note")] = ""


RESTATING = (EntryCorrected, EntryTakenBack)


class Restatement(NamedTuple):
    """What a correction or a take-back does to one entry; None: it does not stand."""

    entry_version: int
    former: Event | None
    restated: Event | None


def restatement(event: Event) -> Restatement | None:
    """What this event says of an earlier entry; None when it speaks for itself.

    Taking back a correction or a take-back is the same change read backwards, at any depth.
    """
    if isinstance(event, EntryCorrected):
        former, restated = read(event.name, event.former), read(event.name, event.restated)
        return Restatement(event.entry_version, former, restated)
    if isinstance(event, EntryTakenBack):
        withdrawn = read(event.name, event.withdrawn)
        undone = restatement(withdrawn)
        if undone:
            return Restatement(undone.entry_version, undone.restated, undone.former)
        return Restatement(event.entry_version, withdrawn, None)
    return None


def standing(events: Iterable[Event]) -> dict[int, Event]:
    """By version, the events of one stream that stand, each as last restated."""
    stands: dict[int, Event] = {}
    for event in events:
        if not (said := restatement(event)):
            stands[event.originator_version] = event
        elif said.restated:
            stands[said.entry_version] = said.restated
        else:
            stands.pop(said.entry_version, None)
    return dict(sorted(stands.items()))


class Occurrence(Struct, frozen=True, kw_only=True):
    """Who says it, for which pôle, and when it happened."""

    pole_id: str
    actor_id: str
    occurred_on: date
    occurred_precision: str = "day"
    action: str | None = None
    cause: str | None = None

    def acting(self, action: str | None) -> "Occurrence":
        """The same with this action, unless one is set already."""
        return self if self.action or not action else replace(self, action=action)


class Aggregate:
    """What decides. It keeps the events of its stream, so that an entry can be restated."""

    noun: ClassVar[str]
    by_noun: ClassVar[dict[str, type["Aggregate"]]] = {}

    def __init_subclass__(cls, noun: str | None = None) -> None:
        """An aggregate has a noun; a class without one only holds a part of others."""
        if noun:
            cls.noun = noun
            Aggregate.by_noun[noun] = cls

    def __init__(self, id: str) -> None:
        self.id, self.version = id, 0
        self._events: list[Event] = []
        self._pending: list[int] = []

    def evolve(self, event: Event) -> None:
        """Takes an event in: pure, no rule, no clock, no chance.

        Never told of corrections and take-backs: the stream is told again as it now stands.
        """

    def trigger(self, kind: type[Event], by: Occurrence, /, **values: Any) -> Self:
        """Makes an event that this occurrence explains, evolves, and keeps it to be recorded."""
        said = {name: getattr(by, name) for name in by.__struct_fields__}
        event = kind(originator_id=self.id, originator_version=self.version + 1, **said | values)
        return self._say(event)

    def correct(self, by: Occurrence, entry: Event, restated: Event, reason: str = "") -> Self:
        """Restates an entry whole, as `restated`: `msgspec.structs.replace(entry, …)`.

        Raises Superseded when the entry no longer stands like this, StillNeeded when a later
        event of the stream makes no sense with the new one.
        """
        version = entry.originator_version
        if type(restated) is not type(entry) or not isinstance(entry, Entry):
            raise TypeError(f"{type(entry).__name__} cannot become {type(restated).__name__}")
        if self.standing.get(version) != entry or restated.originator_version != version:
            raise Superseded
        return self._resay(
            EntryCorrected,
            by,
            entry,
            former=Raw(msgspec.json.encode(entry)),
            restated=Raw(msgspec.json.encode(restated)),
            reason=reason,
        )

    def take_back(self, by: Occurrence, entry: Event, reason: str = "") -> Self:
        """Withdraws an entry as it stands, or the last correction or take-back of an entry.

        Raises Superseded when something was said of it since, StillNeeded when a later event of
        the stream makes no sense without it.
        """
        version, said = entry.originator_version, restatement(entry)
        if not said and not isinstance(entry, Entry):
            raise TypeError(f"{type(entry).__name__} is not an entry")
        if said and self._last_words().get(said.entry_version) != version:
            raise Superseded
        if not said and self.standing.get(version) != entry:
            raise Superseded
        withdrawn = Raw(msgspec.json.encode(entry))
        return self._resay(EntryTakenBack, by, entry, withdrawn=withdrawn, reason=reason)

    @property
    def standing(self) -> dict[int, Event]:
        """By version, the events that stand, each as last restated."""
        return standing(self._events)

    def event(self, version: int) -> Event | None:
        """The event said at this version, as it was said then; None when there is none."""
        return self._events[version - 1] if 0 < version <= self.version else None

    def take_in(self, events: Sequence[Event]) -> Self:
        """Events read from the store, in order. Raises ValueError when one is missing."""
        said_again, version = False, self.version
        keep, evolve = self._events.append, self.evolve
        for event in events:
            version += 1
            if event.originator_version != version:
                raise ValueError(f"{self.id}: {event.originator_version} after {version - 1}")
            keep(event)
            self.version = version
            if type(event) in RESTATING:
                said_again = True
            elif not said_again:
                evolve(event)
        if said_again:
            self._retell(self._events)
        return self

    def rewind(self, version: int) -> None:
        """Unsays pending events above a version: a command was refused half-way."""
        self._pending = self._pending[: len(self._pending) - (self.version - version)]
        self._retell(self._events[:version])

    def collect_turns(self) -> list[tuple[int, Event]]:
        """The events not yet recorded, each with its turn among those of all aggregates; they
        are considered recorded from now on."""
        turns, self._pending = self._pending, []
        return list(zip(turns, self._events[len(self._events) - len(turns) :], strict=True))

    def collect_events(self) -> Sequence[Event]:
        """The events not yet recorded, considered recorded from now on."""
        return [event for _, event in self.collect_turns()]

    @property
    def pending(self) -> int:
        """How many events are not yet recorded."""
        return len(self._pending)

    @property
    def pole_id(self) -> str | None:
        """The pôle whose stream this is; None before its first event."""
        return self._events[0].pole_id if self._events else None

    def _say(self, event: Event) -> Self:
        self._pending.append(next(_turns))
        return self.take_in([event])

    def _resay(self, kind: type[Event], by: Occurrence, entry: Event, **values: Any) -> Self:
        before = self.version
        said = {"entry_version": entry.originator_version, "name": NAMES[type(entry)], **values}
        try:
            return self.trigger(kind, by, **said)
        except (LookupError, AttributeError, ValueError, Refusal) as error:
            self.rewind(before)
            raise StillNeeded from error

    def _last_words(self) -> dict[int, int]:
        """By version of an entry, the version of what was last said of it."""
        return {
            said.entry_version: event.originator_version
            for event in self._events
            if (said := restatement(event))
        }

    def _retell(self, events: list[Event]) -> None:
        pending = self._pending
        id = self.id
        self.__dict__.clear()
        self.__init__(id)  # type: ignore[misc]  # a stream is always told from its beginning
        self._events, self._pending, self.version = events, pending, len(events)
        for event in self.standing.values():
            self.evolve(event)

"""The stored form of events: their envelope, their names for ever, and how old shapes are read."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import msgspec
from msgspec import Raw, Struct

from crm.event_store.sealing import sealed_fields

Upcast = Callable[[dict[str, Any]], dict[str, Any]]


class Event(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One sentence in the past; `occurred_on` is the day from which it is true in the world."""

    originator_id: str
    originator_version: int
    pole_id: str
    actor_id: str
    occurred_on: date
    occurred_precision: str = "day"
    """`day`, `month`, `year`, or `by`: true at the latest on that day."""
    action: str | None = None
    """One of the 26 codes, for acts only."""
    cause: str | None = None
    """`<originator_id>:<version>` of the event that led to this one."""


class Entry(Event, frozen=True, kw_only=True):
    """An event that adds something and may be corrected or taken back."""


AnyEvent = TypeVar("AnyEvent", bound=Event)
NAMES: dict[type[Event], str] = {}
_DECODERS: dict[str, Callable[[str | bytes | Raw], Event]] = {}
"""By name, what reads the events that are stored in today's shape."""
SHAPES: dict[str, tuple[type[Event], tuple[Upcast, ...]]] = {}


def stored(name: str, *upcasts: Upcast) -> Callable[[type[AnyEvent]], type[AnyEvent]]:
    """Names an event for ever, as `noun.participle.vN`; one upcast leads from each older version.

    Raises TypeError for a missing upcast, a name already taken, or a sealed field without text.
    """
    stem, _, version = name.rpartition(".v")
    if len(upcasts) != int(version) - 1:
        raise TypeError(f"{name} needs {int(version) - 1} upcasts")

    def register(kind: type[AnyEvent]) -> type[AnyEvent]:
        sealed_fields(kind)
        for older in range(1, int(version) + 1):
            taken = SHAPES.setdefault(f"{stem}.v{older}", (kind, upcasts[older - 1 :]))[0]
            if taken is not kind:
                raise TypeError(f"{name} is the name of {taken.__qualname__}")
        NAMES[kind] = name
        return kind

    return register


def read(name: str, state: str | bytes | Raw) -> Event:
    """A stored event in today's shape, its sealed fields as they were. Raises LookupError."""
    if decode := _DECODERS.get(name):
        return decode(state)
    kind, upcasts = SHAPES[name]
    if not upcasts:
        decode = _DECODERS[name] = msgspec.json.Decoder(kind).decode
        return decode(state)
    old = msgspec.json.decode(state)
    for upcast in upcasts:
        old = upcast(old)
    return msgspec.convert(old, kind)

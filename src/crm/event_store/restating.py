"""What a correction or a take-back does to rows, found by replaying handlers.

All that the stream says of a row is told twice: as it stood before, and as it now stands. What
differs is amended. Where nothing is left to tell of a column or of a row that another stream
began, the row takes back what it said before the event that is undone.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from msgspec import Struct

from crm.event_store.events import EntryTakenBack, Event, Restatement, standing
from crm.event_store.rows import AMEND, CHANGE, END, INSERT, PUT, UNDO, Key, Op, Operations, Rows

Handler = Callable[[Any], Operations]
Handlers = Mapping[type[Event], Handler]
Place = tuple[Rows, Key]


class Ref(NamedTuple):
    """An event by its stream and version: its position is found when the rows are written."""

    originator_id: str
    version: int


class Undone(NamedTuple):
    """What an event once said of a row, and what that row said before the event is to be found."""

    event: Ref
    word: int
    values: dict[str, Any]


class _Told(Struct):
    """What one stream says of one row."""

    begun: bool = False
    """Whether this stream began the row, or only changes one that another began."""
    ended: bool = False
    values: dict[str, Any] = {}


def restated(
    handlers: Handlers, before: Sequence[Event], event: Event, said: Restatement
) -> Iterator[Op]:
    """The operations of one projection for a correction or take-back; `before` are the events of
    its stream that came earlier."""
    spoken = [entry for entry in (said.former, said.restated) if entry]
    places = {_place(op) for entry in spoken for op in _operations(handlers, entry)}
    then = standing(before)
    if said.former and said.restated:  # as the correction tells it: what it left alone is equal
        then[said.entry_version] = said.former
    old = _told(handlers, then.values(), places)
    new = _told(handlers, standing([*before, event]).values(), places)
    for place in places:
        yield from _difference(place, old.get(place), new.get(place), event, said.entry_version)


def _operations(handlers: Handlers, event: Event) -> Operations:
    handler = handlers.get(type(event))
    return handler(event) if handler else ()


def _place(op: Op) -> Place:
    return op[1], op[1].key_of(op[3]) if op[0] in (INSERT, PUT) else op[2]


def _told(handlers: Handlers, events: Iterable[Event], places: set[Place]) -> dict[Place, _Told]:
    told: dict[Place, _Told] = {}
    for event in events:
        for op in _operations(handlers, event):
            if (place := _place(op)) in places:
                told[place] = _after(told.get(place) or _Told(), op)
    return told


def _after(before: _Told, op: Op) -> _Told:
    word, rows, _, values = op
    if word in (INSERT, PUT):
        return _Told(begun=True, values=dict(zip(rows.names, values, strict=True)))
    if word == END:
        return _Told(begun=before.begun, ended=True)
    if before.ended:
        return before
    return _Told(begun=before.begun, values=before.values | values)


def _difference(
    place: Place, old: _Told | None, new: _Told | None, event: Event, version: int
) -> Iterator[Op]:
    undone = Ref(event.originator_id, version)
    if old is None or old.ended:
        yield from _begun_again(place, old, new, event, undone)
    elif (new is None and old.begun) or (new and (new.ended or old.begun > new.begun)):
        yield END, *place, None
    elif new and new.begun > old.begun:
        yield PUT, place[0], None, _row(place[0], new)
    else:
        values = new.values if new else {}
        if said := {n: v for n, v in values.items() if n not in old.values or old.values[n] != v}:
            yield AMEND, *place, said
        if unsaid := {n: v for n, v in old.values.items() if n not in values}:
            yield UNDO, *place, Undone(undone, CHANGE, unsaid)


def _begun_again(
    place: Place, old: _Told | None, new: _Told | None, event: Event, undone: Ref
) -> Iterator[Op]:
    """Nothing was told of the row, or that it had ended."""
    if new is None or new.ended:
        if old and new is None and not old.begun:
            yield UNDO, *place, Undone(undone, END, {})
        elif new and old is None:
            yield END, *place, None
    elif new.begun and (old or not isinstance(event, EntryTakenBack)):
        yield PUT, place[0], None, _row(place[0], new)
    elif new.begun:  # a take-back is taken back: the row comes back as the first one found it
        first = Ref(event.originator_id, getattr(event, "entry_version", 0))
        yield UNDO, *place, Undone(first, END, new.values)
    elif old:
        yield UNDO, *place, Undone(undone, END, {})
    else:
        yield AMEND, *place, new.values


def _row(rows: Rows, told: _Told) -> list[Any]:
    return list(map(told.values.get, rows.names))

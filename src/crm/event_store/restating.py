"""What a correction or a take-back does to rows, found by replaying handlers.

The handler says what the entry did as it was (`former`) and as it now is (`restated`). What both
say of a row is amended where they differ; what only the former says is undone; what only the
restated says is said now. Rows that later events changed keep what those events said.
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from crm.event_store.events import EntryTakenBack, Event, Restatement
from crm.event_store.rows import AMEND, CHANGE, END, INSERT, PUT, UNDO, Key, Op, Operations, Rows

Handler = Callable[[Any], Operations]


class Ref(NamedTuple):
    """An event by its stream and version: its position is found when the rows are written."""

    originator_id: str
    version: int


class Undone(NamedTuple):
    """What an event once said of a row, and what that row said before the event is to be found."""

    event: Ref
    word: int
    values: dict[str, Any]


def restated(handler: Handler, said: Restatement, event: Event) -> Iterator[Op]:
    """The operations of one projection for one correction or take-back."""
    former = _by_row(handler(said.former)) if said.former else {}
    now = _by_row(handler(said.restated)) if said.restated else {}
    ref = Ref(event.originator_id, said.entry_version)
    for (rows, key), op in former.items():
        after = now.pop((rows, key), None)
        yield from _amended(rows, key, op, after) if after else _undone(rows, key, op, ref)
    for (rows, key), op in now.items():
        yield _put_back(rows, key, op, event) if not said.former else _said_now(op)


def _by_row(operations: Operations) -> dict[tuple[Rows, Key], Op]:
    return {(op[1], _key(op)): op for op in operations}


def _key(op: Op) -> Key:
    return op[1].key_of(op[3]) if op[0] in (INSERT, PUT) else op[2]


def _values(op: Op) -> dict[str, Any]:
    if op[0] in (INSERT, PUT):
        return dict(zip(op[1].names, op[3], strict=True))
    return op[3] or {}


def _amended(rows: Rows, key: Key, former: Op, now: Op) -> Iterator[Op]:
    if END in (former[0], now[0]):
        if former[0] != now[0]:
            yield now
        return
    before, after = _values(former), _values(now)
    if changed := {n: v for n, v in after.items() if n not in before or before[n] != v}:
        yield AMEND, rows, key, changed


def _undone(rows: Rows, key: Key, op: Op, ref: Ref) -> Iterator[Op]:
    if op[0] == INSERT:
        yield END, rows, key, None
    else:
        yield UNDO, rows, key, Undone(ref, op[0], _values(op))


def _said_now(op: Op) -> Op:
    word = {INSERT: PUT, CHANGE: AMEND}.get(op[0], op[0])
    return word, *op[1:]


def _put_back(rows: Rows, key: Key, op: Op, event: Event) -> Op:
    """When a take-back is itself taken back, a row it ended comes back as it was then."""
    if op[0] != INSERT or not isinstance(event, EntryTakenBack):
        return _said_now(op)
    ref = Ref(event.originator_id, event.entry_version)
    return UNDO, rows, key, Undone(ref, END, _values(op))

"""Leaves: the bytes of a stored event that are hashed, the same on SQLite and on PostgreSQL.

A line is the envelope as a JSON array, a line feed, and the state as it is stored: sealed fields
stay sealed, so forgetting a key changes no leaf. JSON writes a line feed as two signs, so nothing
can slide from one part to the other.
"""

import json
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

import msgspec

from crm.event_store.pens import Pen
from crm.event_store.sqlite_pen import SqlitePen

ENVELOPE = (
    "position",
    "pole_id",
    "originator_id",
    "originator_version",
    "topic",
    "recorded_at",
    "occurred_on",
    "occurred_precision",
    "actor_id",
    "source",
    "action",
    "command_id",
    "import_id",
    "import_row",
    "cause",
    "captured_at",
)
"""Of the events table, in this order for ever: a column added later would need a new form."""
LOWEST = -(2**63)
"""The lowest position a database admits: nothing may hide before the first event."""

_NAMES = ",".join(ENVELOPE)
# SQLite admits any type in any column: JSON refuses blobs, and a state that is no text has no line.
_SQLITE = (
    f"CAST(json_array({_NAMES})||char(10)||"
    "CASE typeof(state) WHEN 'text' THEN state ELSE '' END AS BLOB)"
)
_encode = msgspec.json.Encoder().encode


class Described(NamedTuple):
    """Which event a line speaks of."""

    position: int
    stream: str
    version: int


def line(row: Sequence[Any]) -> bytes:
    """The line of a row: its envelope, then its state."""
    return b"%b\n%b" % (_encode(row[:-1]), row[-1].encode())


def leaves(p: Pen, first: int, last: int) -> list[bytes]:
    """The leaves of the events from a position to another, both included."""
    if isinstance(p, SqlitePen):
        return [sha256(b"\0" + said).digest() for (said,) in _rows(p, _SQLITE, first, last)]
    found = _rows(p, f"{_NAMES},state", first, last)
    return [sha256(b"\0%b\n%b" % (_encode(row[:-1]), row[-1].encode())).digest() for row in found]


def lines(p: Pen, first: int, last: int) -> list[bytes]:
    """The lines of the same events."""
    if isinstance(p, SqlitePen):
        return [said for (said,) in _rows(p, _SQLITE, first, last)]
    return [line(row) for row in _rows(p, f"{_NAMES},state", first, last)]


def positions(p: Pen, first: int, last: int, most: int) -> Sequence[int]:
    """The first so many positions held by events, from one to another, both included."""
    some = "FROM events WHERE position BETWEEN ? AND ? ORDER BY position LIMIT ?"
    ends = f"SELECT count(*), min(position), max(position) FROM (SELECT position {some}) found"
    count, lowest, highest = p.run(ends, first, last, most).fetchone()
    if count and highest - lowest < count:  # without a hole, as nearly always
        return range(lowest, highest + 1)
    return [position for (position,) in p.run(f"SELECT position {some}", first, last, most)]


def describe(said: bytes) -> Described:
    """Reads a line that may have been tampered with: what is no text is shown as it can be."""
    envelope = json.loads(said.partition(b"\n")[0].decode(errors="replace"))
    position, _, stream, version = envelope[:4]
    return Described(position, stream, version)


def _rows(p: Pen, columns: str, first: int, last: int) -> Iterator[Any]:
    sql = f"SELECT {columns} FROM events WHERE position BETWEEN {first:d} AND {last:d}"
    return iter(p.stream(f"{sql} ORDER BY position"))

"""Checkpoints as they lie in the database: read with suspicion, because a hand may have been there.

What cannot be read at all is a fault to be named, not an error to end on.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
import psycopg

from crm.event_store.pens import Pen
from crm.event_store.proof.checkpoints import COLUMNS, Kept

_AWAY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_CANTOPEN}
_NAMES = ",".join(COLUMNS)
AT_ONCE = 16


def latest(p: Pen) -> Kept | None:
    """The last checkpoint, without its leaves. Raises msgspec.ValidationError when it does not
    read."""
    columns = ",".join(COLUMNS[:-1])
    found = p.run(f"SELECT {columns} FROM checkpoints ORDER BY number DESC LIMIT 1").fetchone()
    return keep((*found, b"")) if found else None


def stored(p: Pen, first: int, last: int) -> Iterator[tuple[int, Kept | None]]:
    """The checkpoints by number, a few at a time; None in place of one that does not read."""
    some = f"FROM checkpoints WHERE number BETWEEN ? AND ? ORDER BY number LIMIT {AT_ONCE}"
    while numbers := [number for (number,) in p.run(f"SELECT number {some}", first, last)]:
        try:
            found = [keep(row) for row in p.run(f"SELECT {_NAMES} {some}", first, last)]
        except Exception as error:
            if not unreadable(error):
                raise
            yield from ((number, one(p, number)) for number in numbers)
        else:
            yield from zip(numbers, found, strict=True)
        first = numbers[-1] + 1


def one(p: Pen, number: int) -> Kept | None:
    """One checkpoint; None when there is none, or when it does not read."""
    try:
        found = p.run(f"SELECT {_NAMES} FROM checkpoints WHERE number=?", number).fetchone()
        return keep(found) if found else None
    except Exception as error:
        if not unreadable(error):
            raise
        return None


def keep(row: Sequence[Any]) -> Kept:
    """A stored row, read. Raises msgspec.ValidationError when a value has not its type."""
    values = dict(zip(COLUMNS, row, strict=True))
    return msgspec.convert({"checkpoint": values, **values}, Kept)


def unreadable(error: Exception) -> bool:
    """Whether what is stored is to blame, and not the connection to it."""
    if isinstance(error, sqlite3.DatabaseError):
        return getattr(error, "sqlite_errorcode", None) not in _AWAY
    if isinstance(error, psycopg.DatabaseError):
        return not isinstance(error, psycopg.OperationalError)
    return isinstance(error, msgspec.ValidationError)

"""Checkpoints as they lie in the database: read with suspicion, because a hand may have been there.

What cannot be read at all is a fault to be named, not an error to end on.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

import msgspec
import psycopg

from crm.event_store.pens import Pen
from crm.event_store.proof.checkpoints import COLUMNS, Checkpoint, Kept
from crm.event_store.proof.leaves import LOWEST

_AWAY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_CANTOPEN}
SIGNED = Checkpoint.__struct_fields__
T = TypeVar("T")


def latest(p: Pen) -> Kept | None:
    """The last checkpoint, without its leaves. Raises msgspec.ValidationError when it does not
    read."""
    columns = ",".join(COLUMNS[:-1])
    found = p.run(f"SELECT {columns} FROM checkpoints ORDER BY number DESC LIMIT 1").fetchone()
    return keep((*found, b"")) if found else None


def stored(p: Pen, first: int, last: int) -> Iterator[tuple[int, Kept | None]]:
    """The checkpoints by number, a few at a time; None in place of one that does not read."""
    return _paged(p, COLUMNS, keep, (first, last, 16))


def headers(p: Pen, first: int, last: int) -> Iterator[tuple[int, Checkpoint | None]]:
    """The same, as far as they are signed: without the hashes that they keep."""
    return _paged(p, SIGNED, _header, (first, last, 500))


def forged(p: Pen) -> set[int]:
    """The numbers of the checkpoints that nobody signed as they are.

    Each one holds the hash of the one before: where they hold together, the signature of the last
    answers for all, and a hundred thousand others need not be computed.
    """
    found, before = set[int](), None
    for _, checkpoint in headers(p, LOWEST, 2**62):
        if before and not (checkpoint and checkpoint.follows(before)):
            found |= _forged_back_from(p, before)
        before = checkpoint
    return found | _forged_back_from(p, before)


def one(p: Pen, number: int) -> Kept | None:
    """One checkpoint; None when there is none, or when it does not read."""
    return _alone(p, ",".join(COLUMNS), keep, number)


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
    return isinstance(error, msgspec.ValidationError | UnicodeDecodeError)


def _paged(
    p: Pen, columns: Sequence[str], read: Callable[[Sequence[Any]], T], part: tuple[int, int, int]
) -> Iterator[tuple[int, T | None]]:
    names, (first, last, limit) = ",".join(columns), part
    some = f"FROM checkpoints WHERE number BETWEEN ? AND ? ORDER BY number LIMIT {limit}"
    while numbers := [number for (number,) in p.run(f"SELECT number {some}", first, last)]:
        try:
            found = [read(row) for row in p.run(f"SELECT {names} {some}", first, last)]
        except Exception as error:
            if not unreadable(error):
                raise
            yield from ((number, _alone(p, names, read, number)) for number in numbers)
        else:
            yield from zip(numbers, found, strict=True)
        first = numbers[-1] + 1


def _alone(p: Pen, names: str, read: Callable[[Sequence[Any]], T], number: int) -> T | None:
    try:
        found = p.run(f"SELECT {names} FROM checkpoints WHERE number=?", number).fetchone()
        return read(found) if found else None
    except Exception as error:
        if not unreadable(error):
            raise
        return None


def _header(row: Sequence[Any]) -> Checkpoint:
    return msgspec.convert(dict(zip(SIGNED, row, strict=True)), Checkpoint)


def _forged_back_from(p: Pen, last: Checkpoint | None) -> set[int]:
    """Where the last one is forged, the one before has to answer for itself."""
    found = set[int]()
    while last and not last.is_signed:
        found.add(last.number)
        last = next(headers(p, last.number - 1, last.number - 1), (0, None))[1]
    return found

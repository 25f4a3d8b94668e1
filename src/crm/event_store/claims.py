"""Who does which work: a claim is held once at a time, and falls with the process that holds it.

Claims spare double work; that nothing is applied twice is the business of positions.
"""

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from threading import Lock
from zlib import crc32

from sqlalchemy import Engine

from crm.event_store.databases import pen

WORK = 3
"""PostgreSQL: class of the advisory locks that say: somebody is at this work."""
_TRY = "SELECT pg_try_advisory_lock(?, hashtext(?))"
_LEAVE = "SELECT pg_advisory_unlock(?, hashtext(?))"
_mutex = Lock()
_files: dict[str, int] = {}
_held: set[tuple[str, int]] = set()


@contextmanager
def claimed(engine: Engine, *works: str) -> Iterator[bool]:
    """Whether all these works are ours for the length of the block; never waits. On SQLite, a
    byte of a file beside the database stands for each work."""
    if engine.dialect.name == "postgresql":
        with _claimed_in_postgres(engine, sorted(works)) as ours:
            yield ours
        return
    with ExitStack() as stack:
        beside, places = f"{engine.url.database}-work", {crc32(work.encode()) for work in works}
        yield all(stack.enter_context(_claimed_beside(beside, place)) for place in sorted(places))


def under_way(engine: Engine, work: str) -> bool:
    """Whether somebody is at this work now."""
    with claimed(engine, work) as ours:
        return not ours


@contextmanager
def _claimed_in_postgres(engine: Engine, works: Sequence[str]) -> Iterator[bool]:
    held: list[str] = []
    with pen(engine) as p:
        try:
            for work in works:
                if not p.run(_TRY, WORK, work).fetchone()[0]:
                    break
                held.append(work)
            yield len(held) == len(works)
        finally:
            for work in held:
                p.run(_LEAVE, WORK, work)


@contextmanager
def _claimed_beside(path: str, place: int) -> Iterator[bool]:
    """Such locks are a process's own: among its threads, a set says who holds what."""
    with _mutex:
        ours = (path, place) not in _held and _locked(path, place)
        if ours:
            _held.add((path, place))
    try:
        yield ours
    finally:
        if ours:
            with _mutex:
                fcntl.lockf(_files[path], fcntl.LOCK_UN, 1, place)
                _held.remove((path, place))


def _locked(path: str, place: int) -> bool:
    if path not in _files:
        _files[path] = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.lockf(_files[path], fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
    except BlockingIOError:
        return False
    return True

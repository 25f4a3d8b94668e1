"""Which pôles the work at hand may see and write: one value beside every query.

Outside requests (command line, worker, rebuilds) it is the whole house. A request begins with
nobody's and is given the reader's once the reader is known. Both databases heed it, so a query
that forgets its pôle shows the reader's and no other: see `row_security` and `sqlite_pen`.
"""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar

from sqlalchemy import Column, ColumnElement

EVERYWHERE, NOWHERE = "*", ""
_reach: ContextVar[str | None] = ContextVar("reach", default=EVERYWHERE)


def current() -> str | None:
    """What a connection is told: `*`, nothing, or ids separated by commas; None when the
    transaction to come says it itself."""
    return _reach.get()


def of(pole_ids: Iterable[str]) -> str:
    """The value that stands for these pôles."""
    return ",".join(sorted(pole_ids))


def whole_house() -> AbstractContextManager[None]:
    """Every pôle, for the length of a block. In a request: only to find out whose it is."""
    return _reaching(EVERYWHERE)


def nobody() -> AbstractContextManager[None]:
    """No pôle at all, for the length of a block."""
    return _reaching(NOWHERE)


def only(*pole_ids: str) -> AbstractContextManager[None]:
    """These pôles, for the length of a block."""
    return _reaching(of(pole_ids))


def as_it_is() -> AbstractContextManager[None]:
    """What whoever asks may see, for the length of a block."""
    return nullcontext()


def said_later() -> AbstractContextManager[None]:
    """For the writer's pen alone: `enter` says the pôles of its batch, for one transaction."""
    return _reaching(None)


def settle(pole_id: str) -> None:
    """This pôle, until the block around ends: the reader of a request is known."""
    _reach.set(pole_id)


def covers(pole_id: str) -> bool:
    """Whether a pôle is within reach."""
    return (reach := _reach.get()) == EVERYWHERE or pole_id in _listed(reach)


def within(pole_id: Column[str]) -> list[ColumnElement[bool]]:
    """The condition that a query of events adds; none for the whole house."""
    reach = _reach.get()
    return [] if reach == EVERYWHERE else [pole_id.in_(sorted(_listed(reach)))]


@contextmanager
def _reaching(reach: str | None) -> Iterator[None]:
    former = _reach.set(reach)
    try:
        yield
    finally:
        _reach.reset(former)


def _listed(reach: str | None) -> set[str]:
    return set(reach.split(",")) if reach else set()

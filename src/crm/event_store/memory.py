"""What a process keeps in memory of each pôle, so that a question asked again is answered at once.

Nothing here is a second truth: what is kept is true of one position of its pôle and of the tables
that served then, one statement tells whether that still holds, and an erasure empties it all.
"""

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Mapping
from threading import Lock
from typing import Any, Generic, NamedTuple, Protocol, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import ColumnElement, Engine, bindparam, func, select

from crm.event_store.keyring import Keyring
from crm.event_store.late_reads import LateReads
from crm.event_store.tables import events, generations

T = TypeVar("T")
MOST_POLES, MOST_ANSWERS = 32, 64
"""How much is kept in a process; what was used the longest ago goes first."""
MOST_CHANGED = 1_000
"""Streams that changed since: beyond, all is read again."""


class Store(Protocol):
    """What a memory asks of the event store."""

    engine: Engine
    keyring: Keyring
    late_reads: LateReads


S = TypeVar("S", bound=Store)


class Moment(NamedTuple):
    """Where a pôle stands: its last position, and a number that changes with the tables."""

    position: int
    tables: int


_TABLES = select(func.sum(generations.c.generation)).where(generations.c.state == "serving")
_CHANGED = (
    select(events.c.originator_id)
    .where(events.c.pole_id == bindparam("pole_id"), events.c.position > bindparam("after"))
    .distinct()
    .limit(MOST_CHANGED + 1)
)


def moment_columns(
    pole_id: ColumnElement[str],
) -> tuple[ColumnElement[int], ColumnElement[int]]:
    """The parts of a Moment, for a statement that asks something else besides."""
    last = select(func.max(events.c.position)).where(events.c.pole_id == pole_id)
    return func.coalesce(last.scalar_subquery(), 0), func.coalesce(_TABLES.scalar_subquery(), 0)


_MOMENT = select(*moment_columns(bindparam("pole_id", type_=events.c.pole_id.type)))


def moment_of(store: Store, pole_id: str) -> Moment:
    """Where a pôle stands now: one statement. Asked before what is to be kept is read, so that
    what is recorded meanwhile is noticed the next time."""
    with store.engine.connect() as db:
        position, tables = db.execute(_MOMENT, {"pole_id": pole_id}).one()
    return Moment(position, int(tables))


class _Held(OrderedDict[Hashable, tuple[Moment, Any]]):
    """What is kept of one store; what was used last stands last."""

    erasures = 0
    """Whoever read before the latest one keeps nothing of what was read."""

    def empty(self) -> None:
        self.erasures += 1
        self.clear()

    def keep(self, key: Hashable, moment: Moment, kept: object, most: int) -> None:
        self[key] = moment, kept
        self.move_to_end(key)
        while len(self) > most:
            self.popitem(last=False)


class _Memory:
    def __init__(self) -> None:
        self._turn = Lock()
        self._stores: WeakKeyDictionary[Store, _Held] = WeakKeyDictionary()

    def _held(self, store: Store) -> _Held:
        """What is kept of this store; nothing while some of its projections are late, so that all
        is read anew, and whoever reads it is told."""
        if store.late_reads.are_any:
            return _Held()
        store.keyring.listen()
        if (held := self._stores.get(store)) is None:
            held = self._stores[store] = _Held()
            store.keyring.on_erasure(held.empty)
        return held


class Kept(_Memory, Generic[S, T]):
    """Something known of each thing in a pôle, by id, kept up with the events that follow.

    `load(store, pole_id, ids)` reads it: for all things when `ids` is None, else for those that
    the streams of these ids speak of, with None for one that is no more.
    """

    def __init__(
        self, load: Callable[[S, str, Collection[str] | None], Mapping[str, T | None]]
    ) -> None:
        super().__init__()
        self._load = load

    def of(self, store: S, pole_id: str, now: Moment | None = None) -> Mapping[str, T]:
        """What is known now. `now` when the caller has just asked where the pôle stands."""
        now = now or moment_of(store, pole_id)
        with self._turn:
            held = self._held(store)
            while (before := held.get(pole_id)) is None or before[0] != now:
                erasures = held.erasures
                known = self._kept_up(store, pole_id, before, now)
                if erasures == held.erasures:
                    held.keep(pole_id, now, known, MOST_POLES)
                    return known
            held.move_to_end(pole_id)
        return before[1]  # type: ignore[no-any-return]  # by this very method

    def _kept_up(
        self, store: S, pole_id: str, before: tuple[Moment, Mapping[str, T]] | None, now: Moment
    ) -> Mapping[str, T]:
        changed = _changed(store, pole_id, before[0].position) if before else []
        kept: dict[str, T] = {}
        if before and before[0].tables == now.tables and len(changed) <= MOST_CHANGED:
            found, kept = self._load(store, pole_id, changed), dict(before[1])
        else:
            found = self._load(store, pole_id, None)
        for id, one in found.items():
            if one is None:
                kept.pop(id, None)
            else:
                kept[id] = one
        return kept


class Answers(_Memory):
    """Answers to whole questions, each as long as nothing was recorded in its pôle since."""

    def recall(
        self, store: Store, pole_id: str, now: Moment, question: Hashable, find: Callable[[], T]
    ) -> T:
        """The answer kept of this moment, else the one that `find` gives."""
        return self.keep_up(store, pole_id, now, question, lambda _before: find())

    def keep_up(
        self,
        store: Store,
        pole_id: str,
        now: Moment,
        question: Hashable,
        make: Callable[[T | None], T],
    ) -> T:
        """The same, where `make` is given the answer before this one, if it is still kept."""
        with self._turn:
            held = self._held(store)
            before, erasures = held.get((pole_id, question)), held.erasures
        if before and before[0] == now:
            return before[1]  # type: ignore[no-any-return]  # by the same question
        answer = make(before[1] if before else None)
        with self._turn:
            if erasures == held.erasures:
                held.keep((pole_id, question), now, answer, MOST_ANSWERS)
        return answer


def _changed(store: Store, pole_id: str, after: int) -> list[str]:
    """The streams of a pôle that have events above a position."""
    with store.engine.connect() as db:
        return list(db.scalars(_CHANGED, {"pole_id": pole_id, "after": after}))

"""Two databases behind one pen: the few statements where SQLite and PostgreSQL differ.

Everything else (tables, indexes, queries) is SQLAlchemy Core. A pen holds one connection of the
pool for one transaction and speaks to the driver, because the hot path is counted in microseconds.
"""

# Statements are made of the names of our own tables; values are always bound.

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, ClassVar, NamedTuple

from sqlalchemy import Engine, Index, Table
from sqlalchemy.schema import CreateIndex, CreateTable

from crm.event_store.rows import Key, Row
from crm.event_store.shapes import Event, read

BARRIER = 7_231_001
"""Shared by whoever appends; taken alone by whoever changes the tables that serve."""


class Receipt(NamedTuple):
    """Where the events of a command lie. No position at all when it recorded none."""

    first: int
    last: int
    recorded_at: int
    repeated: bool = False
    """Whether it had been done before, so that nothing was recorded this time."""


class Moment(NamedTuple):
    """What a writer learns on entering: its stamps, commands already done, tables that serve."""

    positions: Sequence[int]
    now: int
    last_at: int
    """The latest instant recorded before, in these pôles: time never goes backwards."""
    receipts: dict[str, Receipt]
    serving: dict[str, int]


class Pen(ABC):
    """One transaction at a time, by the driver's own calls."""

    mark: ClassVar[str]
    of_view: ClassVar[str]
    of_shapes: ClassVar[str]
    """By table, the names of its columns and of the indexes that somebody gave it."""

    def __init__(self, engine: Engine, driver: Any) -> None:
        self.engine, self.driver = engine, driver

    def run(self, sql: str, *values: Any) -> Any:
        return self.driver.execute(sql.replace("?", self.mark), values)

    def stream(self, sql: str) -> Iterable[Row]:
        """A long answer, never held whole in memory."""
        return self.driver.execute(sql)  # type: ignore[no-any-return]  # both drivers answer rows

    def create(self, table: Table) -> None:
        self.run(str(CreateTable(table, if_not_exists=True).compile(self.engine)))
        for index in table.indexes:
            self.index(index)

    def index(self, index: Index) -> None:
        self.run(str(CreateIndex(index, if_not_exists=True).compile(self.engine)))

    def shapes(self) -> dict[str, set[str]]:
        """By table, the names of its columns and indexes."""
        found: dict[str, set[str]] = {}
        for table, name in self.run(self.of_shapes).fetchall():
            found.setdefault(table, set()).add(name)
        return found

    def events(self, after: int, upto: int, names: Sequence[str], limit: int) -> list[Any]:
        """(position, recorded_at, topic, state) of events of these names, all when none."""
        listed = ",".join(["?"] * len(names))
        topics = f" AND topic IN ({listed})" if names else ""
        sql = (
            "SELECT position, recorded_at, topic, state FROM events "
            f"WHERE position>? AND position<=?{topics} ORDER BY position LIMIT ?"
        )
        return list(self.run(sql, after, upto, *names, limit))

    def past(
        self, table: Table, names: Sequence[str], key: Sequence[str], wanted: Key, by: int
    ) -> Row | None:
        """The row of this key that the event at position `by` ended."""
        match = " AND ".join(f"{name}=?" for name in key)
        sql = f"SELECT {','.join(names)} FROM {table.name} WHERE {match} AND superseded_by=?"
        found = self.run(sql, *parts(wanted), by).fetchone()
        return list(found) if found else None

    def position(self, originator_id: str, version: int) -> int | None:
        sql = "SELECT position FROM events WHERE originator_id=? AND originator_version=?"
        found = self.run(sql, originator_id, version).fetchone()
        return found[0] if found else None

    def sealed_stream(self, originator_id: str, version: int) -> list[Event]:
        """The events of one stream below a version, in order, sealed."""
        sql = (
            "SELECT topic, state FROM events WHERE originator_id=? AND originator_version<? "
            "ORDER BY originator_version"
        )
        return [read(name, state) for name, state in self.run(sql, originator_id, version)]

    @abstractmethod
    def begin(self, *, alone: bool = False, patience: float | None = None) -> None:
        """Begins; `alone` waits until no append is on its way, and keeps others out. `patience`
        (seconds): no lock is waited for longer, because others queue behind whoever waits."""

    @abstractmethod
    def head(self) -> int:
        """A position below which every event is visible: none is still on its way. Waits for
        nobody, and nobody waits for it."""

    @abstractmethod
    def enter(self, poles: Sequence[str], count: int, commands: Sequence[str]) -> Moment:
        """Begins, waits for its turn in these pôles, and learns where it stands."""

    def draw(self, count: int) -> list[int]:
        """More positions, above those given at entering, which others drew from too."""
        raise LookupError("nobody else drew positions")

    @contextmanager
    def writes(self, count: int, *, apart: bool = False) -> Iterator[None]:
        """Ends in a commit. What is written inside leaves together, unless each statement must be
        seen to work."""
        yield
        self.run("COMMIT")

    @abstractmethod
    def lock(self, table: str) -> None:
        """Until the transaction ends, nobody else writes there."""

    @abstractmethod
    def overwrite(self, table: Table) -> None:
        """Outside any transaction: what its rows said before is left in no page nor journal that
        this database still reads."""

    @abstractmethod
    def insert(self, table: Table, names: tuple[str, ...], rows: Sequence[Sequence[Any]]) -> None:
        """New rows, in few messages."""

    @abstractmethod
    def end(self, table: Table, key: Sequence[str], ended: Sequence[tuple[int, int, Key]]) -> None:
        """The rows known now under these keys end, each at an instant and a position."""

    @abstractmethod
    def find(
        self, table: Table, names: Sequence[str], key: Sequence[str], wanted: Sequence[Key]
    ) -> list[Row]:
        """The rows known now under these keys."""

    @staticmethod
    @abstractmethod
    def broken_index(error: Exception) -> str | None:
        """What a uniqueness error names: an index, or `table: columns`; None for other errors."""

    @staticmethod
    @abstractmethod
    def unavailable(error: Exception) -> bool:
        """Whether the database itself failed (busy, full, gone): no row is to blame."""


@cache
def insertion(table: Table, names: tuple[str, ...], marks: str) -> str:
    """The INSERT of one row."""
    return f"INSERT INTO {table.name} ({','.join(names)}) VALUES ({marks})"


def parts(key: Key) -> tuple[Any, ...]:
    """A key as values, one per column."""
    return key if isinstance(key, tuple) else (key,)

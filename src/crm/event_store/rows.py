"""Rows with two times, and the four words a handler says about them.

A row is never overwritten. It keeps the event behind it (`position`, `recorded_at`) and the event
that ended it (`superseded_by`, `superseded_at`); what happened, and when, are its own columns.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache
from hashlib import blake2b
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Index,
    MetaData,
    String,
    Table,
    and_,
    func,
    true,
)
from sqlalchemy.dialects.postgresql import UUID
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from crm.event_store.as_of import NOW, AsOf

Id = String(36).with_variant(UUID(as_uuid=False), "postgresql")
Key = Any
"""The bare value of a one-column key, else the tuple."""
Row = list[Any]
INSERT, CHANGE, END, PUT, AMEND, UNDO = range(6)
"""The last two are the engine's own: see `restating`."""
OWN_TIMES = ("pole_id", "position", "recorded_at", "superseded_at", "superseded_by")
RECORDED, SUPERSEDED, BY = -3, -2, -1

Op = tuple[int, "Rows", Key, Any]
"""(word, rows, key, values): a bare tuple, because a rebuild makes millions."""
Operations = Iterable[Op]
"""What a handler yields."""


class Checked(FunctionElement[str]):
    """A column that is compared on rows found by something else, never searched by.

    SQLite plans without statistics: any index is as good as another, and one that begins with the
    pôle would be read whole for the rows of one file.
    """

    type = Id
    inherit_cache = True


@compiles(Checked)
def _(element: Checked, compiler: SQLCompiler, **how: Any) -> str:
    return compiler.process(element.clauses, **how)


@compiles(Checked, "sqlite")
def _(element: Checked, compiler: SQLCompiler, **how: Any) -> str:
    return f"+{compiler.process(element.clauses, **how)}"


class Rows:
    """A table of a projection. Queries say `acts.c` and read a database view over one generation.

    `key`, `happened`, `indexes` and `unique` name columns, separated by spaces. `happened` is the
    day each row tells of (the first of them that is not empty); rows that no day dates say why in
    `undated`. Each of `unique` is a claim: among the rows known now where none of its columns is
    empty, it is held once. An event that would make a second one is refused with a Conflict.
    """

    def __init__(
        self,
        name: str,
        *columns: Column[Any],
        key: str,
        happened: str = "",
        undated: str = "",
        indexes: Sequence[str] = (),
        unique: Sequence[str] = (),
    ) -> None:
        self.name, self.key = name, key.split()
        self.happened, self.undated = happened.split(), undated
        self.indexes, self.unique = [i.split() for i in indexes], [u.split() for u in unique]
        self.names = tuple(c.name for c in columns)
        self._known = frozenset(self.names)
        self._columns, self._made = columns, dict[int, Table]()
        self.c = self._table(MetaData(), name).c
        self._whole: Callable[[dict[str, Any]], Any] = itemgetter(*self.names)
        self.key_of: Callable[[Sequence[Any]], Key] = itemgetter(*map(self.names.index, self.key))
        self.all_names = (*self.names, *OWN_TIMES)

    def insert(self, **values: Any) -> Op:
        """A row under a key never seen before."""
        return INSERT, self, None, self._row(values)

    def put(self, **values: Any) -> Op:
        """A whole row, in place of the one that may be known under its key."""
        return PUT, self, None, self._row(values)

    def change(self, key: Key, **values: Any) -> Op:
        """The row known under this key, with other values."""
        self._check(values)
        return CHANGE, self, key, values

    def end(self, key: Key) -> Op:
        """Nothing is known under this key any more."""
        return END, self, key, None

    def generation(self, number: int) -> Table:
        """One physical table; a rebuild adds indexes when it first needs them, or at the end."""
        if number not in self._made:
            self._made[number] = self._table(MetaData(), f"{self.name}_g{number}")
        return self._made[number]

    @cache  # noqa: B019  # a table of a room lives as long as the process
    def key_index(self, number: int) -> Index:
        """One row at most is known now under a key."""
        table = self._table(MetaData(), f"{self.name}_g{number}")
        return _where(table, "now", self.key, table.c.superseded_at.is_(None), unique=True)

    @cache  # noqa: B019  # the same
    def past_index(self, number: int) -> Index:
        """Which rows an event ended: read when the event is taken back."""
        table = self._table(MetaData(), f"{self.name}_g{number}")
        return _where(table, "past", ["superseded_by"], table.c.superseded_by.is_not(None))

    def all_indexes(self, number: int) -> Iterable[Index]:
        yield self.key_index(number)
        yield self.past_index(number)
        table = self._table(MetaData(), f"{self.name}_g{number}")
        for n, names in enumerate(self.indexes):
            yield Index(f"{table.name}_{n}", *(table.c[name] for name in names))
        for n, names in enumerate(self.unique):
            some = [table.c[n] for n in names if table.c[n].nullable]
            held = [table.c.superseded_at.is_(None), *(column.is_not(None) for column in some)]
            yield _where(table, f"claim{n}", names, and_(*held), unique=True)

    def shape(self, number: int) -> set[str]:
        """The names of its columns and of its indexes."""
        return {*self.all_names, *(str(index.name) for index in self.all_indexes(number))}

    def at(self, as_of: AsOf) -> ColumnElement[bool]:
        """The rows of a period, as they were known at an instant; of any day when none dates
        them."""
        during = as_of.during(self.day) if self.happened else true()
        return and_(during, as_of.known(self.c.recorded_at, self.c.superseded_at))

    def known(self) -> ColumnElement[bool]:
        """The rows known now, of any day."""
        return self.at(NOW)

    def of(self, pole_id: str) -> ColumnElement[bool]:
        """Of this pôle, where the question names what it looks for; one that reads the whole pôle
        says `c.pole_id == pole_id`."""
        return Checked(self.c.pole_id) == pole_id

    @property
    def day(self) -> ColumnElement[date]:
        """The day each row tells of. Raises ValueError when no day dates them."""
        first, *others = (self.c[name] for name in self.happened)
        return func.coalesce(first, *others) if others else first

    def _row(self, values: dict[str, Any]) -> Sequence[Any]:
        if len(values) != len(self.names) or len(values) == 1:
            self._check(values)
            return tuple(map(values.get, self.names))
        try:  # whole, as most handlers say it: names are checked by being found
            return self._whole(values)  # type: ignore[no-any-return]  # several values: a tuple
        except KeyError:
            self._check(values)
            raise

    def _check(self, values: dict[str, Any]) -> None:
        if not values.keys() <= self._known:
            raise TypeError(f"{self.name} has no {values.keys() - self._known}")

    def _table(self, metadata: MetaData, name: str) -> Table:
        copies = [c._copy() for c in self._columns]  # noqa: SLF001  # SQLAlchemy has no other copy
        times = [Column(n, BigInteger, nullable=n.startswith("superseded")) for n in OWN_TIMES[1:]]
        pole = Column(OWN_TIMES[0], Id, nullable=False)
        return Table(name, metadata, *copies, pole, *times)


def _where(
    table: Table, name: str, columns: Sequence[str], where: Any, *, unique: bool = False
) -> Index:
    return Index(
        f"{table.name}_{name}",
        *(table.c[column] for column in columns),
        unique=unique,
        sqlite_where=where,
        postgresql_where=where,
    )


def checksum(rows: Iterable[Sequence[Any]]) -> int:
    """One number for a set of rows, whatever their order."""
    digests = (blake2b(repr(tuple(row)).encode(), digest_size=8).digest() for row in rows)
    return sum(map(_number, digests)) & 0xFFFF_FFFF_FFFF_FFFF


def _number(digest: bytes) -> int:
    return int.from_bytes(digest)

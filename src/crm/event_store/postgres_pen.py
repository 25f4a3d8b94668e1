"""The pen on PostgreSQL: turns by advisory locks, statements in pipelines, COPY for many rows."""

# Statements are made of the names of our own tables; values are always bound.

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from psycopg.errors import OperationalError, UniqueViolation
from sqlalchemy import Table

from crm.event_store.pens import (
    BARRIER,
    Moment,
    Pen,
    Receipt,
    arrays,
    casts,
    insertion,
    parts,
)
from crm.event_store.rows import Key, Row

COPIED = 500
"""From this many rows on, COPY is faster than arrays."""

_TURN = """SELECT pg_advisory_xact_lock_shared(%s), pg_advisory_xact_lock(1, hashtext(pole))
FROM unnest(%s::text[]) pole"""
ANNOUNCED = 2
"""Class of the advisory locks that say: positions above this number are on their way."""
_ANNOUNCE = """SELECT pg_advisory_xact_lock_shared(%s, (last_value - 1)::int)
FROM events_position_seq"""
_COMING = """SELECT min(objid::bigint) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2
AND classid = %s AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"""
_MOMENT = """SELECT ARRAY(SELECT nextval('events_position_seq') FROM generate_series(1, %s)),
(extract(epoch FROM clock_timestamp()) * 1000000)::bigint,
(SELECT coalesce(max(latest.recorded_at), 0) FROM unnest(%s::uuid[]) pole, LATERAL (SELECT
recorded_at FROM events WHERE pole_id = pole ORDER BY position DESC LIMIT 1) latest),
EXISTS (SELECT FROM receipts WHERE command_id = ANY(%s::uuid[])),
(SELECT json_object_agg(projection, generation) FROM projection_generations
WHERE state='serving')"""
_KNOWN = """SELECT command_id, first_position, last_position, recorded_at
FROM receipts WHERE command_id = ANY(%s::uuid[])"""


class PostgresPen(Pen):
    """Inserts of one command or group leave as a single statement: one plan, one message."""

    _held: list[tuple[Table, tuple[str, ...], Sequence[Sequence[Any]]]] | None = None
    mark, of_view = "%s", "CREATE OR REPLACE VIEW {0} AS SELECT * FROM {1}"

    def stream(self, sql: str) -> Iterable[Row]:
        found: Iterable[Row] = self.driver.cursor().stream(sql, size=1000)
        return found

    def begin(self, *, alone: bool = False, patience: float | None = None) -> None:
        self.driver.execute("BEGIN")
        if patience is not None:
            self.driver.execute(f"SET LOCAL lock_timeout = {int(patience * 1000)}")
        if alone:
            self.driver.execute("SELECT pg_advisory_xact_lock(%s)", [BARRIER])

    def head(self) -> int:
        """In this order: what is seen here and committed before the second look is seen by any
        later question; what is still on its way then has announced itself."""
        last: int = self.driver.execute("SELECT coalesce(max(position), 0) FROM events").fetchone()[
            0
        ]
        announced = self.driver.execute(_COMING, [ANNOUNCED], prepare=True).fetchone()[0]
        return last if announced is None else min(last, announced)

    def enter(self, poles: Sequence[str], count: int, commands: Sequence[str]) -> Moment:
        run, turns, asked = self.driver.execute, sorted(poles), list(commands)
        with self.driver.pipeline():
            run("BEGIN")
            run(_TURN, [BARRIER, turns], prepare=True)
            run(_ANNOUNCE, [ANNOUNCED], prepare=True)
            here = run(_MOMENT, [count, turns, asked], prepare=True)
        positions, now, last_at, repeated, serving = here.fetchone()
        known = run(_KNOWN, [asked]) if repeated else ()
        receipts = {c: Receipt(*rest)._replace(repeated=True) for c, *rest in known}
        return Moment(positions, now, last_at, receipts, serving or {})

    @contextmanager
    def writes(self, count: int, *, apart: bool = False) -> Iterator[None]:
        if apart or count >= COPIED:
            with super().writes(count):
                yield
            return
        self._held = []
        with self.driver.pipeline():
            yield
            parted = [insertion(*held[:2], len(held[2]) == 1) for held in self._held]
            *firsts, last = parted
            named = ", ".join(f"w{n} AS ({sql})" for n, sql in enumerate(firsts))
            values = [v for *_, rows in self._held for v in _values(rows)]
            self.driver.execute(f"WITH {named} {last}" if named else last, values, prepare=True)
            self.driver.execute("COMMIT")

    def insert(self, table: Table, names: tuple[str, ...], rows: Sequence[Sequence[Any]]) -> None:
        if len(rows) >= COPIED:
            columns = ",".join(names)
            with self.driver.cursor().copy(f"COPY {table.name} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        elif self._held is None:
            sql = insertion(table, names, len(rows) == 1)
            self.driver.execute(sql, _values(rows), prepare=True)
        else:
            self._held.append((table, names, rows))

    def end(self, table: Table, key: Sequence[str], ended: Sequence[tuple[int, int, Key]]) -> None:
        at, by, keys = zip(*ended, strict=True)
        match = " AND ".join(f"t.{name}=u.{name}" for name in key)
        self.driver.execute(
            f"UPDATE {table.name} t SET superseded_at=u.at, superseded_by=u.by "
            f"FROM unnest(%s::bigint[], %s::bigint[], {casts(table, key)}) "
            f"u(at, by, {','.join(key)}) WHERE {match} AND t.superseded_at IS NULL",
            [list(at), list(by), *map(list, zip(*map(parts, keys), strict=True))],
        )

    def find(
        self, table: Table, names: Sequence[str], key: Sequence[str], wanted: Sequence[Key]
    ) -> list[Row]:
        columns = ",".join(f"t.{name}" for name in names)
        match = " AND ".join(f"t.{name}=u.{name}" for name in key)
        found = self.driver.execute(
            f"SELECT {columns} FROM {table.name} t JOIN {arrays(table, key)} u({','.join(key)}) "
            f"ON {match} WHERE t.superseded_at IS NULL",
            [list(column) for column in zip(*map(parts, wanted), strict=True)],
        )
        return [list(row) for row in found]

    def broken_index(self, error: Exception) -> str | None:
        return error.diag.constraint_name if isinstance(error, UniqueViolation) else None

    @staticmethod
    def unavailable(error: Exception) -> bool:
        return isinstance(error, OperationalError)


def _values(rows: Sequence[Sequence[Any]]) -> Sequence[Any]:
    return rows[0] if len(rows) == 1 else [list(column) for column in zip(*rows, strict=True)]

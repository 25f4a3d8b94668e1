"""The pen on SQLite: one writer at a time, statements straight to the file."""

# Statements are made of the names of our own tables; values are always bound.

import re
import sqlite3
from collections.abc import Sequence
from datetime import date
from functools import cache
from time import monotonic, sleep, time_ns
from typing import Any

from sqlalchemy import Table

from crm.event_store.pens import Moment, Pen, Receipt, insertion, parts
from crm.event_store.rows import Key, Row

sqlite3.register_adapter(date, date.isoformat)
WAIT = 30.0
"""Seconds after which a busy file is an error."""
GLANCE = 0.0005
_UNAVAILABLE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_NOMEM,
}
_BROKEN = re.compile(r"UNIQUE constraint failed: (?:index '(?P<index>\w+)'|(?P<columns>.*))")

_WITHIN = "SELECT * FROM {1} WHERE reach()='*' OR instr(reach(), pole_id)"
"""The rows within reach: a function of each connection, asked once for a statement."""
_SHAPES = """SELECT m.name, t.name FROM sqlite_master m, pragma_table_info(m.name) t
WHERE m.type = 'table' UNION ALL
SELECT tbl_name, name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"""


class SqlitePen(Pen):
    """`begin` takes the file's only pen at once, so that nobody loses a turn half-way."""

    mark, of_view = "?", f"DROP VIEW IF EXISTS {{0}};CREATE VIEW {{0}} AS {_WITHIN}"
    of_shapes = _SHAPES

    def begin(self, *, alone: bool = False, patience: float | None = None) -> None:
        self._take(WAIT if patience is None else patience)

    def _take(self, seconds: float) -> None:
        """Asks again and again: SQLite's own waiting sleeps up to a tenth of a second at a time,
        and so keeps missing the short gaps between the pages of a rebuild."""
        run, until = self.driver.execute, monotonic() + seconds
        run("PRAGMA busy_timeout=0")
        try:
            while True:
                try:
                    run("BEGIN IMMEDIATE")
                except sqlite3.OperationalError as busy:
                    if busy.sqlite_errorcode != sqlite3.SQLITE_BUSY or monotonic() > until:
                        raise
                    sleep(GLANCE)
                else:
                    return
        finally:
            run(f"PRAGMA busy_timeout={WAIT * 1000:.0f}")

    def head(self) -> int:
        last: int = self.run("SELECT coalesce(max(position), 0) FROM events").fetchone()[0]
        return last

    def enter(self, poles: Sequence[str], count: int, commands: Sequence[str]) -> Moment:
        self._take(WAIT)
        run = self.driver.execute
        last, last_at = run(
            "SELECT position, recorded_at FROM events ORDER BY position DESC LIMIT 1"
        ).fetchone() or (0, 0)
        known = "SELECT first_position, last_position, recorded_at FROM receipts WHERE command_id=?"
        done = {
            c: Receipt(*r)._replace(repeated=True)
            for c in commands
            if (r := run(known, (c,)).fetchone())
        }
        serving = run(
            "SELECT projection, generation FROM projection_generations WHERE state='serving'"
        )
        positions = range(last + 1, last + 1 + count)
        return Moment(positions, time_ns() // 1000, last_at, done, dict(serving))

    def lock(self, table: str) -> None:
        """`begin` took the whole file."""

    def overwrite(self, table: Table) -> None:  # the whole file at once
        """Into the file, where `secure_delete` writes zeroes; then the journal is emptied."""
        self.driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()

    def insert(self, table: Table, names: tuple[str, ...], rows: Sequence[Sequence[Any]]) -> None:
        self.driver.executemany(insertion(table, names, _marks(len(names))), rows)

    def end(self, table: Table, key: Sequence[str], ended: Sequence[tuple[int, int, Key]]) -> None:
        match = " AND ".join(f"{name}=?" for name in key)
        self.driver.executemany(
            f"UPDATE {table.name} SET superseded_at=?, superseded_by=? "
            f"WHERE {match} AND superseded_at IS NULL",
            [(at, by, *parts(k)) for at, by, k in ended],
        )

    def find(
        self, table: Table, names: Sequence[str], key: Sequence[str], wanted: Sequence[Key]
    ) -> list[Row]:
        match = " AND ".join(f"{name}=?" for name in key)
        sql = f"SELECT {','.join(names)} FROM {table.name} WHERE {match} AND superseded_at IS NULL"
        found = (self.driver.execute(sql, parts(k)).fetchone() for k in wanted)
        return [list(row) for row in found if row]

    @staticmethod
    def broken_index(error: Exception) -> str | None:
        if not isinstance(error, sqlite3.IntegrityError):
            return None
        if not (told := _BROKEN.search(str(error))):
            return None
        if told["index"]:
            return told["index"]
        columns = [column.strip().partition(".") for column in told["columns"].split(",")]
        return f"{columns[0][0]}: {' '.join(c for _, _, c in columns)}"

    @staticmethod
    def unavailable(error: Exception) -> bool:
        code = getattr(error, "sqlite_errorcode", None)
        return code is not None and code & 0xFF in _UNAVAILABLE


@cache
def _marks(count: int) -> str:
    return ",".join("?" * count)

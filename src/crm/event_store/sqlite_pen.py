"""The pen on SQLite: one writer at a time, statements straight to the file."""

# Statements are made of the names of our own tables; values are always bound.

import re
import sqlite3
from collections.abc import Sequence
from datetime import date
from time import time_ns
from typing import Any

from sqlalchemy import Table

from crm.event_store.pens import Moment, Pen, Receipt, insertion, parts
from crm.event_store.rows import Key, Row

sqlite3.register_adapter(date, date.isoformat)
_BROKEN = re.compile(r"UNIQUE constraint failed: (?:index '(?P<index>\w+)'|(?P<columns>.*))")


class SqlitePen(Pen):
    """`begin` takes the file's only pen at once, so that nobody loses a turn half-way."""

    mark, of_view = "?", "DROP VIEW IF EXISTS {0};CREATE VIEW {0} AS SELECT * FROM {1}"

    def begin(self, *, alone: bool = False) -> None:
        self.driver.execute("BEGIN IMMEDIATE")

    def enter(self, poles: Sequence[str], count: int, commands: Sequence[str]) -> Moment:
        run = self.driver.execute
        run("BEGIN IMMEDIATE")
        last, last_at = run(
            "SELECT position, recorded_at FROM events ORDER BY position DESC LIMIT 1"
        ).fetchone() or (0, 0)
        known = "SELECT first_position, last_position, recorded_at FROM receipts WHERE command_id=?"
        done = {c: Receipt(*r) for c in commands if (r := run(known, (c,)).fetchone())}
        serving = run(
            "SELECT projection, generation FROM projection_generations WHERE state='serving'"
        )
        positions = range(last + 1, last + 1 + count)
        return Moment(positions, time_ns() // 1000, last_at, done, dict(serving))

    def insert(self, table: Table, names: tuple[str, ...], rows: Sequence[Sequence[Any]]) -> None:
        self.driver.executemany(insertion(table, names, True, "?"), rows)

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

    def broken_index(self, error: Exception) -> str | None:
        if not isinstance(error, sqlite3.IntegrityError):
            return None
        if not (told := _BROKEN.search(str(error))):
            return None
        if told["index"]:
            return told["index"]
        columns = [column.strip().partition(".") for column in told["columns"].split(",")]
        return f"{columns[0][0]}: {' '.join(c for _, _, c in columns)}"

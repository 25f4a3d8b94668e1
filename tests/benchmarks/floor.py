"""The floor: the rows that the event store wrote, written again by the bare driver.

Same tables, same indexes, same rows, one transaction for each command: what is above the floor is
what deciding, sealing and projecting cost.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Engine

OWN = {"projection_generations"}


class Batch(NamedTuple):
    """What one command left behind: statements and their rows; and how to take them out."""

    writes: list[tuple[str, list[tuple[Any, ...]]]]
    removals: list[tuple[str, tuple[Any, ...]]]


def written(engine: Engine, commands: list[str], after: int) -> list[Batch]:
    """The rows of each command, in the order they were recorded after a position."""
    with engine.connect() as db:
        spans = {
            row.command_id: (row.first_position, row.last_position)
            for row in db.execute(sa.text("SELECT * FROM receipts"))
            if row.first_position > after
        }
        mark = "?" if engine.dialect.name == "sqlite" else "%s"
        tables = list(_tables(engine))
        rows = {name: _by_position(db, name) for name in tables}
    return [_batch(spans[str(id_)], str(id_), tables, rows, mark) for id_ in commands]


def write(engine: Engine, batches: list[Batch]) -> None:
    """One transaction for each batch, by the bare driver."""
    with closing(engine.raw_connection()) as pooled:
        driver: Any = pooled.driver_connection
        for batch in batches:
            driver.execute("BEGIN")
            cursor = driver.cursor()
            for statement, rows in batch.writes:
                cursor.executemany(statement, rows)
            driver.execute("COMMIT")


def forget(engine: Engine, batches: list[Batch]) -> None:
    """Takes the rows of these batches out, all at once."""
    with closing(engine.raw_connection()) as pooled:
        driver: Any = pooled.driver_connection
        driver.execute("BEGIN")
        for batch in batches:
            for statement, values in batch.removals:
                driver.execute(statement, values)
        driver.execute("COMMIT")


def _tables(engine: Engine) -> Iterator[str]:
    looked = sa.inspect(engine)
    for name in looked.get_table_names():
        if name not in OWN:
            yield name


def _by_position(db: sa.Connection, table: str) -> dict[Any, list[Any]]:
    """Rows of a table under the position, or the command, that wrote them."""
    found: dict[Any, list[Any]] = defaultdict(list)
    for row in db.execute(sa.text(f'SELECT * FROM "{table}"')):
        named = row._mapping
        found[named.get("position", str(named.get("command_id", "")))].append(row)
    return found


def _batch(
    span: tuple[int, int],
    command: str,
    tables: list[str],
    rows: dict[str, dict[Any, list[Any]]],
    mark: str,
) -> Batch:
    writes: list[tuple[str, list[tuple[Any, ...]]]] = []
    removals: list[tuple[str, tuple[Any, ...]]] = []
    for table in tables:
        keys = [command, *range(span[0], span[1] + 1)]
        of_table = [row for key in keys for row in rows[table].get(key, ())]
        if of_table:
            names = ", ".join(f'"{name}"' for name in of_table[0]._fields)
            marks = ", ".join([mark] * len(of_table[0]))
            statement = f'INSERT INTO "{table}" ({names}) VALUES ({marks})'
            writes.append((statement, [tuple(row) for row in of_table]))
            if "position" in of_table[0]._fields:
                between = f'DELETE FROM "{table}" WHERE position BETWEEN {mark} AND {mark}'
                removals.append((between, span))
            else:
                removals.append((f'DELETE FROM "{table}" WHERE command_id = {mark}', (command,)))
    return Batch(writes, removals)

"""The floor: the rows that the event store writes, ready beforehand, written by the bare driver.

Same tables, same indexes, same rows, in one transaction. What is above the floor is what deciding,
sealing, projecting, taking a turn and giving receipts cost.
"""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any, NamedTuple

from sqlalchemy import Engine, Table

from crm.event_store import EventStore
from crm.event_store.databases import open_engine, pen
from crm.event_store.events import new_id
from crm.event_store.feeding import PAGE
from crm.event_store.pens import Moment, Pen
from crm.event_store.places import Places
from crm.event_store.projections import Page
from crm.event_store.rows import Key, Row, Rows
from crm.event_store.tables import events, receipts
from crm.event_store.writer import COLUMNS, RECEIPT, Submission

MANY = 500
"""From this many rows on, PostgreSQL takes them by COPY."""
_LAST = "SELECT coalesce(max(position), 0), coalesce(max(recorded_at), 0) FROM events"
_SERVING = "SELECT projection, generation FROM projection_generations WHERE state='serving'"


class Inserted(NamedTuple):
    """Rows to add to one table."""

    table: str
    names: Sequence[str]
    rows: Sequence[Sequence[Any]]


class Ended(NamedTuple):
    """Rows of one table that are no longer known: (instant, position, *key)."""

    table: str
    key: Sequence[str]
    rows: Sequence[Sequence[Any]]


Writes = list[Inserted | Ended]
"""What one transaction writes."""


class _Told:
    """A pen that reads, and keeps what it is told to write."""

    def __init__(self, reading: Pen) -> None:
        self.reading, self.writes = reading, Writes()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.reading, name)

    def insert(self, table: Table, names: tuple[str, ...], rows: Sequence[Row]) -> None:
        self.writes.append(Inserted(table.name, names, [tuple(row) for row in rows]))

    def end(self, table: Table, key: Sequence[str], ended: Sequence[tuple[int, int, Key]]) -> None:
        rows = [(at, by, *(k if isinstance(k, tuple) else (k,))) for at, by, k in ended]
        self.writes.append(Ended(table.name, key, rows))


def ready(store: EventStore, transactions: Sequence[Sequence[Submission]]) -> list[Writes]:
    """What recording each of these, sealed, would write; their positions are taken for good."""
    return list(_ready(store, transactions))


def _ready(store: EventStore, transactions: Sequence[Sequence[Submission]]) -> Iterator[Writes]:
    writer = store.recorder.writer
    with pen(store.engine) as p:
        last, last_at = p.run(_LAST).fetchone()
        targets = dict(p.run(_SERVING).fetchall())
        for submissions in transactions:
            said = [event for submission in submissions for event in submission.events]
            page = Page(writer.live, said, writer._stream)
            positions = range(last + 1, last + 1 + len(said))
            now = Moment(positions, store.clock(), last_at, {}, targets)
            rows, given = writer._rows(submissions, now, Places(p, positions))
            told: Any = _Told(p)
            told.insert(events, COLUMNS, rows)
            told.insert(receipts, RECEIPT, [(id_, *r[:3]) for id_, r in given.items()])
            page.write(told, [(row[0], row[6]) for row in rows], targets)
            yield told.writes
            last += len(said)
    if store.engine.dialect.name == "postgresql":
        with drivers(store.engine, 1) as (driver,):
            driver.execute("SELECT setval('events_position_seq', %s)", [last])


def keys_in(keyring: Engine) -> int:
    """How many keys there are."""
    with pen(keyring) as p:
        found: int = p.run("SELECT count(*) FROM keys").fetchone()[0]
    return found


def new_keys(count: int) -> Writes:
    """Rows of as many new keys, of nobody."""
    rows = [(new_id(), "note", 1, os.urandom(60)) for _ in range(count)]
    return [Inserted("keys", ("subject", "seal_class", "generation", "wrapped"), rows)]


@contextmanager
def drivers(engine: Engine, count: int) -> Iterator[list[Any]]:
    """Connections as the driver gives them, beside those of this pool, and of the owner: neither
    roles nor pôles stand in their way."""
    beside = open_engine(engine.url.render_as_string(hide_password=False), owner=True)
    with ExitStack() as closing:
        closing.callback(beside.dispose)
        pooled = [beside.raw_connection() for _ in range(count)]
        for connection in pooled:
            closing.callback(connection.close)
        yield [connection.driver_connection for connection in pooled]


def write(driver: Any, transactions: Sequence[Writes]) -> None:
    """Each in its turn; PostgreSQL is told the whole of a small one before it is waited for."""
    for writes in transactions:
        if isinstance(driver, sqlite3.Connection):
            _to_sqlite(driver, writes)
        elif any(len(told.rows) >= MANY for told in writes):
            _to_postgres(driver, writes)
        else:
            with driver.pipeline():
                _to_postgres(driver, writes)


def _to_sqlite(driver: Any, transaction: Writes) -> None:
    driver.execute("BEGIN IMMEDIATE")
    for writes in transaction:
        driver.executemany(_statement(writes, "?"), writes.rows)
    driver.execute("COMMIT")


def _to_postgres(driver: Any, transaction: Writes) -> None:
    driver.execute("BEGIN")
    for writes in transaction:
        if isinstance(writes, Inserted) and len(writes.rows) >= MANY:
            columns = ",".join(writes.names)
            with driver.cursor().copy(f"COPY {writes.table} ({columns}) FROM STDIN") as copy:
                for row in writes.rows:
                    copy.write_row(row)
        elif len(writes.rows) == 1:
            driver.execute(_statement(writes, "%s"), writes.rows[0], prepare=True)
        else:
            driver.cursor().executemany(_statement(writes, "%s"), writes.rows)
    driver.execute("COMMIT")


def _statement(writes: Inserted | Ended, mark: str) -> str:
    if isinstance(writes, Inserted):
        marks = ",".join([mark] * len(writes.names))
        return f"INSERT INTO {writes.table} ({','.join(writes.names)}) VALUES ({marks})"
    match = " AND ".join(f"{name}={mark}" for name in writes.key)
    ended = f"UPDATE {writes.table} SET superseded_at={mark}, superseded_by={mark}"
    return f"{ended} WHERE {match} AND superseded_at IS NULL"


def load(engine: Engine, rows: Rows, generation: int, ready: Sequence[Sequence[Any]]) -> None:
    """A table filled by pages, in one transaction each, then indexed."""
    table = rows.generation(generation)
    with pen(engine) as p:
        p.create(table)
        for start in range(0, len(ready), PAGE):
            page = ready[start : start + PAGE]
            write(p.driver, [[Inserted(table.name, rows.all_names, page)]])
        for index in rows.all_indexes(generation):
            p.index(index)

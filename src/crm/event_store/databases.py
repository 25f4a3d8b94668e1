"""Opening databases, and a pen on one of them for one transaction."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from psycopg.types.string import TextLoader
from sqlalchemy import Engine, create_engine, event, make_url

from crm.event_store.pens import Pen
from crm.event_store.postgres_pen import PostgresPen
from crm.event_store.sqlite_pen import SqlitePen

POOL: dict[str, Any] = {"pool_use_lifo": True, "pool_size": 20, "max_overflow": 20}
"""The connection just given back is the one whose statements are prepared and whose pages are at
hand. Those beyond the size are opened and closed for one use: that costs more than a command."""
logging.getLogger("psycopg").setLevel(logging.ERROR)  # a conflict is an answer, not a warning


def open_engine(url: str, *, durable: bool = True, erasing: bool = False) -> Engine:
    """A pool on SQLite (`sqlite:///path`) or PostgreSQL (`postgresql+psycopg://…`).

    `durable=False` is for rebuilds alone: rows and position move together, so pages lost in a
    power failure are pages to redo. `erasing`: SQLite overwrites what is forgotten.
    """
    if url.startswith("postgresql"):
        return _open_postgres(url, durable)
    if (file := make_url(url).database) and file != ":memory:":
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    return _open_sqlite(url, durable, erasing)


@contextmanager
def pen(engine: Engine) -> Iterator[Pen]:
    """A pen for one transaction: kept if the block ends well, forgotten if it raises."""
    kind = kind_of_pen(engine)
    pooled = engine.raw_connection()
    driver: Any = pooled.driver_connection
    try:
        yield kind(engine, driver)
        if _in_transaction(driver):
            driver.execute("COMMIT")
    except BaseException:
        if _in_transaction(driver):
            driver.execute("ROLLBACK")
        raise
    finally:
        pooled.close()


def kind_of_pen(engine: Engine) -> type[Pen]:
    return PostgresPen if engine.dialect.name == "postgresql" else SqlitePen


def head(engine: Engine) -> int:
    """A position below which every event is visible: none is still on its way."""
    with pen(engine) as p:
        return p.head()


def _open_postgres(url: str, durable: bool) -> Engine:
    commit = "on" if durable else "off"
    options = {"options": f"-c synchronous_commit={commit} -c jit=off"}
    url = url.replace("postgresql://", "postgresql+psycopg://", 1)
    engine = create_engine(url, isolation_level="AUTOCOMMIT", connect_args=options, **POOL)

    @event.listens_for(engine, "connect")
    def _(driver: Any, _: object) -> None:
        driver.adapters.register_loader("uuid", TextLoader)

    return engine


def _open_sqlite(url: str, durable: bool, erasing: bool) -> Engine:
    engine = create_engine(url, connect_args={"check_same_thread": False}, **POOL)

    @event.listens_for(engine, "connect")
    def _(driver: sqlite3.Connection, _: object) -> None:
        driver.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            f"synchronous={'FULL' if durable else 'NORMAL'}",
            "busy_timeout=30000",
            "cache_size=-65536",
            f"secure_delete={'ON' if erasing else 'OFF'}",
            f"wal_autocheckpoint={1000 if durable else 16000}",
        ):
            driver.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN")  # readers wait for nobody; pens say IMMEDIATE

    return engine


def _in_transaction(driver: Any) -> bool:
    if isinstance(driver, sqlite3.Connection):
        return driver.in_transaction
    return bool(driver.info.transaction_status)

"""Opening databases, and a pen on one of them for one transaction."""

import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any

from psycopg import OperationalError
from psycopg.types.string import TextLoader
from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import NullPool

from crm.event_store import reach
from crm.event_store.pens import Pen
from crm.event_store.postgres_pen import PostgresPen
from crm.event_store.privileges import APP, may_act
from crm.event_store.row_security import SAYS
from crm.event_store.sqlite_pen import SqlitePen

log = logging.getLogger("crm.event_store")
POOL: dict[str, Any] = {"pool_use_lifo": True, "pool_size": 20, "max_overflow": 20}
"""The connection just given back is the one whose statements are prepared and whose pages are at
hand. Those beyond the size are opened and closed for one use: that costs more than a command."""
logging.getLogger("psycopg").setLevel(logging.ERROR)  # a conflict is an answer, not a warning


def open_engine(
    url: str, *, durable: bool = True, erasing: bool = False, owner: bool = False
) -> Engine:
    """A pool on SQLite (`sqlite:///path`) or PostgreSQL (`postgresql+psycopg://…`).

    `durable=False` is for rebuilds alone: rows and position move together, so pages lost in a
    power failure are pages to redo. `erasing`: SQLite overwrites what is forgotten. `owner`: on
    PostgreSQL with the rights of the login, for tables without pôle; others act as the role that
    only adds events, and see the pôles within reach.
    """
    if url.startswith("postgresql"):
        return _open_postgres(url, durable, owner)
    if (file := make_url(url).database) and file != ":memory:":
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    return _open_sqlite(url, durable, erasing)


@contextmanager
def pen(
    engine: Engine, sees: Callable[[], AbstractContextManager[None]] = reach.whole_house
) -> Iterator[Pen]:
    """A pen for one transaction: kept if the block ends well, forgotten if it raises.

    The work of the engine is the same whoever asks for it: a pen sees the whole house unless
    `sees` says otherwise.
    """
    kind = kind_of_pen(engine)
    with sees():
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


def _open_postgres(url: str, durable: bool, owner: bool) -> Engine:
    address = make_url(url.replace("postgresql://", "postgresql+psycopg://", 1))
    options = f"-c synchronous_commit={'on' if durable else 'off'} -c jit=off"
    if not owner and _may_act(address):
        options += f" -c role={APP}"
    engine = create_engine(
        address,
        isolation_level="AUTOCOMMIT",
        connect_args={"options": options},
        **POOL,
    )

    @event.listens_for(engine, "connect")
    def _(driver: Any, _: object) -> None:
        driver.adapters.register_loader("uuid", TextLoader)

    if not owner:
        event.listen(engine, "checkout", _say_reach)
    return engine


def _may_act(address: URL) -> bool:
    login = create_engine(address, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with closing(login.raw_connection()) as pooled:
        if found := may_act(pooled.driver_connection):
            return found
    log.warning("%s cannot act as %s: see crm doctor", address.username, APP)
    return False


def _say_reach(driver: Any, record: Any, _: object) -> None:
    """Tells a connection what is within reach, when it was told something else the last time."""
    wanted = reach.current()
    if wanted is None or record.info.get("reach") == wanted:
        return
    try:
        driver.execute(SAYS, [wanted])
    except OperationalError as lost:  # a server that restarted: all these connections are dead
        raise InvalidatePoolError from lost
    record.info["reach"] = wanted


def _open_sqlite(url: str, durable: bool, erasing: bool) -> Engine:
    engine = create_engine(url, connect_args={"check_same_thread": False}, **POOL)

    @event.listens_for(engine, "connect")
    def _(driver: sqlite3.Connection, _: object) -> None:
        driver.isolation_level = None
        driver.create_function("reach", 0, reach.current, deterministic=True)
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

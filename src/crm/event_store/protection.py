"""Whether the database itself guards the events: found out by trying, in transactions undone."""

# Statements are made of the names of our own tables; values are always bound.

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from typing import Any, NamedTuple

from psycopg.errors import InsufficientPrivilege, LockNotAvailable
from sqlalchemy import Engine, text

from crm.event_store import reach
from crm.event_store.ids import new_id
from crm.event_store.privileges import owns
from crm.event_store.projections import Projection
from crm.event_store.row_security import SETTING
from crm.event_store.tables import events, metadata

ORDERS = (
    "UPDATE {0} SET {1}={1} WHERE false",
    "DELETE FROM {0} WHERE false",
    "TRUNCATE {0}",
    "ALTER TABLE {0} ALTER {1} SET STATISTICS -1",
)
"""What PostgreSQL must refuse on a table that is only added to; the last asks for its owner."""
WAITING = "2s"
"""An order that waits for others was not refused."""


class Acting(NamedTuple):
    """As whom the engine works on PostgreSQL, and the login behind."""

    role: str
    login: str
    owning: bool
    """Whether the login has the rights of the owner, should it want them back."""


def acting(engine: Engine) -> Acting:
    """Asks PostgreSQL."""
    with _undone(engine) as driver:
        role, login = driver.execute("SELECT current_user, session_user").fetchone()
        driver.execute("SET LOCAL ROLE NONE")
        return Acting(role, login, bool(owns(driver, events.name)))


def orders_obeyed(engine: Engine) -> list[str]:
    """What PostgreSQL lets the engine do to tables that are only added to: nothing, it is hoped."""
    fixed = [table for table in metadata.sorted_tables if not table.info.get("mutable")]
    orders = [order.format(table.name, table.c[0].name) for table in fixed for order in ORDERS]
    return [order for order in orders if not _refused(engine, order)]


def tables_in_the_open(engine: Engine, projections: Iterable[Projection]) -> list[str]:
    """Tables whose rows are read or written from out of reach: none, it is hoped."""
    names = [rows.name for projection in projections for rows in projection.tables]
    if engine.dialect.name != "postgresql":
        return [name for name in names if _seen_by_nobody(engine, name)]
    return [name for name in [events.name, *names] if not _kept_apart(engine, name)]


def _refused(engine: Engine, order: str) -> bool:
    try:
        with _undone(engine) as driver:
            driver.execute(order)
    except InsufficientPrivilege:
        return True
    except LockNotAvailable:
        return False
    return False


def _seen_by_nobody(engine: Engine, name: str) -> bool:
    with reach.nobody(), engine.connect() as db:
        return db.execute(text(f"SELECT 1 FROM {name} LIMIT 1")).first() is not None


def _kept_apart(engine: Engine, name: str) -> bool:
    """Writes a row of each of two new pôles, then looks and writes from everywhere else."""
    one, other = new_id(), new_id()
    with _undone(engine) as driver:
        _say(driver, reach.EVERYWHERE)
        for n, pole_id in enumerate((one, other), 1):
            _add(driver, name, pole_id, -n)
        seen = {said: _seen(driver, name, said, (one, other)) for said in ("", one, other)}
        return seen == {"": set(), one: {one}, other: {other}} and not any(
            _takes(driver, name, said, other) for said in ("", one)
        )


def _seen(driver: Any, name: str, said: str, pole_ids: tuple[str, str]) -> set[str]:
    _say(driver, said)
    asked = f"SELECT DISTINCT pole_id FROM {name} WHERE pole_id = ANY (%s::uuid[])"
    return {row[0] for row in driver.execute(asked, [list(pole_ids)])}


def _takes(driver: Any, name: str, said: str, pole_id: str) -> bool:
    _say(driver, said)
    try:
        with driver.transaction(force_rollback=True):
            _add(driver, name, pole_id, -3)
    except InsufficientPrivilege:
        return False
    return True


def _say(driver: Any, said: str) -> None:
    driver.execute(f"SELECT set_config('{SETTING}', %s, true)", [said])


def _add(driver: Any, name: str, pole_id: str, position: int) -> None:
    row: Mapping[str, object] = {"pole_id": pole_id, "position": position, "recorded_at": 0}
    if name == events.name:
        row = {
            **dict.fromkeys(("originator_id", "actor_id", "command_id"), new_id()),
            **dict.fromkeys(("topic", "state", "source", "occurred_precision"), ""),
            "originator_version": 1,
            "occurred_on": "2000-01-01",
            **row,
        }
    marks = ",".join(["%s"] * len(row))
    driver.execute(f"INSERT INTO {name} ({','.join(row)}) VALUES ({marks})", list(row.values()))


@contextmanager
def _undone(engine: Engine) -> Iterator[Any]:
    """A connection whose work is forgotten at the end, whatever happens."""
    with closing(engine.raw_connection()) as pooled:
        driver: Any = pooled.driver_connection
        with driver.transaction(force_rollback=True):
            driver.execute(f"SET LOCAL lock_timeout = '{WAITING}'")
            yield driver

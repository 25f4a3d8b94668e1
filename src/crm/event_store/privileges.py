"""Who may do what on PostgreSQL: events are added by a role that cannot change or remove them.

The login of CRM_DATABASE_URL makes the tables of the event store and keeps them. All work is then
done as APP: it reads and adds events, and owns the projections, which are its own to rebuild.
"""

# Statements are made of names of our own; values are always bound.

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from psycopg.errors import (
    DuplicateObject,
    InsufficientPrivilege,
    InvalidParameterValue,
    UndefinedObject,
    UniqueViolation,
)
from sqlalchemy import Table

from crm.event_store.row_security import securing
from crm.refusal import N_, Refusal

APP = "trame_app"
"""One for all the databases of a server. It signs nobody in: a login takes its place."""
ADDS, CHANGES = "SELECT, INSERT", "SELECT, INSERT, UPDATE, DELETE"
_MAKING = (f"CREATE ROLE {APP}", f"GRANT {APP} TO CURRENT_USER")
_LEFT = """
SELECT c.oid::regclass::text, c.relkind = 'r' AND EXISTS (
  SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'pole_id')
FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'v')
AND c.relowner = current_user::regrole AND c.relname <> ALL (%s)
AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')"""


class RoleMayNotCreate(Refusal):
    sentence = N_(
        "Le rôle {role} ne peut pas créer de tables ici. Le propriétaire de la base exécute : "
        "{orders}"
    )


def may_act(driver: Any) -> bool:
    """Whether this login may act as APP; makes the role when it is missing and the login may.

    The role belongs to the whole server: processes of several databases may start together.
    """
    if _acts(driver):
        return True
    for order in _MAKING:
        with suppress(DuplicateObject, InsufficientPrivilege, UndefinedObject, UniqueViolation):
            driver.execute(order)
        if _acts(driver):
            return True
    return False


def owns(driver: Any, table: str) -> bool | None:
    """Whether this login may redefine a table; None when there is no such table."""
    owner = "SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = to_regclass(%s)"
    found = driver.execute(owner, [table]).fetchone()
    return bool(found[0]) if found else None


def secure(driver: Any, tables: Iterable[Table]) -> None:
    """Puts those with a pôle under row security, once."""
    for table in tables:
        under = "SELECT relforcerowsecurity FROM pg_class WHERE oid = to_regclass(%s)"
        if "pole_id" in table.c and not driver.execute(under, [table.name]).fetchone()[0]:
            _secure(driver, table.name)


def share(driver: Any, tables: Iterable[Table], kept: Iterable[str]) -> None:
    """Gives APP what it works with: to add to each of these tables, to change those marked
    `mutable`, and to own all else this login had made here, save what is `kept`.

    Raises RoleMayNotCreate.
    """
    _let_create(driver)
    for table in tables:
        may = CHANGES if table.info.get("mutable") else ADDS
        driver.execute(f"GRANT {may} ON {table.name} TO {APP}")
        _share_sequence(driver, table)
    for name, has_pole in driver.execute(_LEFT, [list(kept)]).fetchall():
        driver.execute(f"ALTER TABLE {name} OWNER TO {APP}")
        if has_pole:
            _secure(driver, name)


def _let_create(driver: Any) -> None:
    """Tables of projections, and one for a moment whenever many rows arrive at once."""
    for order in (orders := _creating(driver)):
        with suppress(InsufficientPrivilege):
            driver.execute(order)
    may = (
        "SELECT has_schema_privilege(%s, current_schema(), 'CREATE') "
        "AND has_database_privilege(%s, current_database(), 'TEMP')"
    )
    if not driver.execute(may, [APP, APP]).fetchone()[0]:
        raise RoleMayNotCreate(role=APP, orders=" ".join(f"{order};" for order in orders))


def _creating(driver: Any) -> list[str]:
    names = "SELECT quote_ident(current_schema()), quote_ident(current_database())"
    schema, database = driver.execute(names).fetchone()
    return [
        f"GRANT USAGE, CREATE ON SCHEMA {schema} TO {APP}",
        f"GRANT TEMP ON DATABASE {database} TO {APP}",
    ]


def _share_sequence(driver: Any, table: Table) -> None:
    for column in table.primary_key:
        asked = "SELECT pg_get_serial_sequence(%s, %s)"
        if sequence := driver.execute(asked, [table.name, column.name]).fetchone()[0]:
            driver.execute(f"GRANT USAGE, SELECT ON SEQUENCE {sequence} TO {APP}")


def _secure(driver: Any, table: str) -> None:
    with driver.transaction():
        for order in securing(table):
            driver.execute(order)


def _acts(driver: Any) -> bool:
    try:
        driver.execute(f"SET ROLE {APP}")
    except (InsufficientPrivilege, InvalidParameterValue):
        return False
    driver.execute("RESET ROLE")
    return True

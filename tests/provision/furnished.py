"""Databases that already hold the product's tables: made once, then lent to one test after another.

Making them anew is most of what a test on PostgreSQL costs. A lent database is emptied, and its
first rows put back, when it returns; one whose tables changed meanwhile is thrown away.
"""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, create_engine, text

from crm.app import PROJECTIONS, create_app
from crm.event_store import open_event_store
from crm.settings import Settings
from provision import postgresql

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
SHAPE = """
    SELECT string_agg(shape, chr(10) ORDER BY shape) FROM (
      SELECT 'column ' || table_name || ' ' || column_name || ' ' || data_type AS shape
        FROM information_schema.columns WHERE table_schema = 'public'
      UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
      UNION ALL SELECT 'policy ' || tablename || ' ' || policyname FROM pg_policies
      UNION ALL SELECT 'trigger ' || pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
      UNION ALL SELECT 'owner ' || relname || ' ' || relowner || ' ' || coalesce(relacl::text, '')
        FROM pg_class WHERE relnamespace = 'public'::regnamespace
    ) AS shapes"""
ALONE = """
    SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid()"""


def furnish(database: str, folder: Path) -> None:
    """Makes every table of the product in an empty database."""
    settings = Settings(
        database=database,
        keys=f"sqlite:///{folder / 'furnished.keys.db'}",
        secret="f" * 40,
        mail=str(folder / "mail"),
        secure=False,
    )
    store = open_event_store(settings, PROJECTIONS)
    create_app(settings, store)
    store.close()
    (folder / "furnished.keys.db").unlink()


class Files:
    """SQLite: a file is copied."""

    def __init__(self, folder: Path) -> None:
        self.model = folder / "furnished.db"
        furnish(f"sqlite:///{self.model}", folder)

    def lend(self, folder: Path) -> str:
        """The address of a copy, in a folder of the test's own."""
        shutil.copyfile(self.model, folder / "trame.db")
        return f"sqlite:///{folder / 'trame.db'}"


class Servers:
    """PostgreSQL: a database is lent, then emptied."""

    def __init__(self, server: URL, folder: Path) -> None:
        self.server, self.folder = server, folder
        self.kept = ExitStack()
        self.idle: list[tuple[URL, str]] = []

    @contextmanager
    def lend(self) -> Iterator[str]:
        """The address of a furnished database, for the length of the block."""
        address, shape = self.idle.pop() if self.idle else self._made()
        yield address.render_as_string(hide_password=False)
        if self._emptied(address, shape):
            self.idle.append((address, shape))

    def close(self) -> None:
        self.kept.close()

    def _made(self) -> tuple[URL, str]:
        address = self.kept.enter_context(postgresql.database(self.server))
        furnish(address.render_as_string(hide_password=False), self.folder)
        engine = create_engine(address)
        with engine.begin() as db:
            db.execute(text("CREATE SCHEMA furnished"))
            for table in db.scalars(text(TABLES)).all():
                db.execute(text(f'CREATE TABLE furnished."{table}" AS TABLE public."{table}"'))
            shape = str(db.scalar(text(SHAPE)))
        engine.dispose()
        return address, shape

    def _emptied(self, address: URL, shape: str) -> bool:
        """Whether it is again as it was made."""
        engine = create_engine(address)
        try:
            with engine.begin() as db:
                db.execute(text(ALONE))
                if db.scalar(text(SHAPE)) != shape:
                    return False
                _empty(db)
        finally:
            engine.dispose()
        return True


def _empty(db: Connection) -> None:
    tables = [f'"{name}"' for name in db.scalars(text(TABLES)).all()]
    orders = ["SET session_replication_role = replica"]
    orders += [f"DELETE FROM public.{name}" for name in tables]
    orders += [f"INSERT INTO public.{name} SELECT * FROM furnished.{name}" for name in tables]
    db.exec_driver_sql("; ".join(orders))
    for name in db.scalars(text("SELECT sequencename FROM pg_sequences")).all():
        db.execute(text(f'ALTER SEQUENCE public."{name}" RESTART'))

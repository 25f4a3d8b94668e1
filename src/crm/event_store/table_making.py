"""Making tables once, though several processes may start together on an empty database."""

from sqlalchemy import Engine, MetaData, inspect

from crm.event_store.databases import pen

MAKING = 7_231_002
"""Taken on PostgreSQL by whoever makes tables; SQLite's only pen says as much."""


def make_tables(engine: Engine, metadata: MetaData) -> None:
    """Those that are missing, with their indexes; those that exist are left as they are."""
    if metadata.tables.keys() <= set(inspect(engine).get_table_names()):
        return
    with pen(engine) as p:
        p.begin()
        if engine.dialect.name == "postgresql":
            p.run("SELECT pg_advisory_xact_lock(?)", MAKING)
        for table in metadata.sorted_tables:
            p.create(table)

"""The tables of the event store itself; those of projections belong to the rooms.

On PostgreSQL one may only add to them, unless their `info` says `mutable`.
"""

import sqlalchemy as sa

from crm.event_store.rows import Id

metadata = sa.MetaData()
position = sa.BigInteger().with_variant(sa.Integer, "sqlite")
events = sa.Table(
    "events",
    metadata,
    sa.Column("position", position, primary_key=True),
    sa.Column("pole_id", Id, nullable=False),
    sa.Column("originator_id", Id, nullable=False),
    sa.Column("originator_version", sa.Integer, nullable=False),
    sa.Column("topic", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("recorded_at", sa.BigInteger, nullable=False),
    sa.Column("occurred_on", sa.Date, nullable=False),
    sa.Column("occurred_precision", sa.String(5), nullable=False),
    sa.Column("actor_id", Id, nullable=False),
    sa.Column("source", sa.String(10), nullable=False),
    sa.Column("action", sa.String(15)),
    sa.Column("command_id", Id, nullable=False),
    sa.Column("import_id", Id),
    sa.Column("import_row", sa.Text),
    sa.Column("cause", sa.String(50)),
    sa.Column("captured_at", sa.BigInteger),
    sa.UniqueConstraint("originator_id", "originator_version", name="one_event_per_version"),
    sa.Index("events_by_pole", "pole_id", "position"),
)
receipts = sa.Table(
    "receipts",
    metadata,
    sa.Column("command_id", Id, primary_key=True),
    sa.Column("first_position", sa.BigInteger, nullable=False),
    sa.Column("last_position", sa.BigInteger, nullable=False),
    sa.Column("recorded_at", sa.BigInteger, nullable=False),
)
generations = sa.Table(
    "projection_generations",
    metadata,
    sa.Column("projection", sa.String(60), primary_key=True),
    sa.Column("generation", sa.Integer, primary_key=True),
    sa.Column("state", sa.String(10), nullable=False),  # building, serving, stale
    sa.Column("position", sa.BigInteger, nullable=False),
    info={"mutable": True},
)
parked = sa.Table(
    "parked_events",
    metadata,
    sa.Column("projection", sa.String(60), primary_key=True),
    sa.Column("generation", sa.Integer, primary_key=True),
    sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("error", sa.Text, nullable=False),  # its kind alone: a message may quote somebody
    sa.Column("parked_at", sa.BigInteger, nullable=False),
    info={"mutable": True},
)
"""Events that a generation lacks, because its handler raised or its rows were refused."""
checkpoints = sa.Table(
    "checkpoints",
    metadata,
    sa.Column("number", position, primary_key=True, autoincrement=False),
    sa.Column("size", sa.BigInteger, nullable=False, unique=True),
    sa.Column("last_position", sa.BigInteger, nullable=False, unique=True),
    sa.Column("positions", sa.Text, nullable=False),
    sa.Column("root", sa.LargeBinary, nullable=False),
    sa.Column("previous", sa.LargeBinary, nullable=False),
    sa.Column("signed_at", sa.BigInteger, nullable=False),
    sa.Column("public_key", sa.LargeBinary, nullable=False),
    sa.Column("signature", sa.LargeBinary, nullable=False),
    sa.Column("frontier", sa.LargeBinary, nullable=False),
    sa.Column("nodes", sa.LargeBinary, nullable=False),
    sa.Column("leaves", sa.LargeBinary, nullable=False),
)
"""Append-only, like events: what `proof` signed, and the hashes that let it name what changed."""

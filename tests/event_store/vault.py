"""A small event store under checkpoints, put back as it was after each hand that touches it."""

from typing import Any

import sqlalchemy as sa

from crm.event_store import (
    Author,
    Checkpoint,
    Checkpointer,
    Command,
    EventStore,
    Fault,
    public_bytes,
    signing_key,
    verify_events,
)
from crm.event_store.events import new_id
from crm.event_store.proof.checkpointer import MOST
from crm.event_store.tables import checkpoints, events, receipts
from event_store.garden import LendPlot, OpenGarden, TendPlot

TABLES = (events, receipts, checkpoints)
KEY, OTHER_KEY = signing_key("k" * 40), signing_key("o" * 40)
SIGNED, UNSIGNED = 30, 4
UNDER_ONE = 7
"""Events under one checkpoint."""
OF_EVENTS = {"altered", "missing", "inserted", "unreadable", "rewritten"}


def hand_on(engine: sa.Engine) -> sa.Engine:
    """A connection that nothing holds back: on PostgreSQL, not the role of the engine."""
    return sa.create_engine(engine.url, poolclass=sa.NullPool)


class Vault:
    """Thirty events under five checkpoints, positions two by two, and four events not signed."""

    def __init__(self, store: EventStore) -> None:
        self.store, self.engine = store, store.engine
        self.hand = hand_on(store.engine)
        self.author = (new_id(), new_id())
        self.garden = new_id()
        self.record(SIGNED)
        self._spread()
        self.checkpoint(UNDER_ONE)
        self.record(UNSIGNED)
        with self.hand.connect() as db:
            self.rows = {t.name: self._all(db, t) for t in TABLES}

    def record(self, count: int) -> None:
        """So many events: a garden is opened, plots are lent and tended."""
        said: list[Command] = []
        for n in range(count // 3):
            garden, plot = (new_id() if n else self.garden), new_id()
            said.append(OpenGarden(garden_id=garden))
            said.append(LendPlot(garden_id=garden, plot_id=plot, gardener_id=new_id()))
            said.append(TendPlot(garden_id=garden, plot_id=plot, state='s "é"\n'))
        said += [OpenGarden(garden_id=new_id()) for _ in range(count % 3)]
        self.garden = new_id()
        self.store.handle_all([(command, self._author()) for command in said])

    def checkpoint(self, most: int = MOST) -> Checkpoint | None:
        """Signs what is new."""
        return Checkpointer(self.engine, KEY, self.store.clock, most=most).checkpoint()

    def faults(self, *anchors: Checkpoint, **asked: Any) -> list[Fault]:
        """What verifying finds."""
        return verify_events(self.engine, {public_bytes(KEY)}, anchors=anchors, **asked).faults

    def run(self, sql: str, **values: Any) -> None:
        """A hand on the table."""
        with self.hand.begin() as db:
            db.execute(sa.text(sql), values)

    def signed(self) -> list[dict[str, Any]]:
        """The events that checkpoints cover."""
        return self.rows["events"][:SIGNED]

    def restore(self) -> None:
        """As it was when it was made."""
        with self.hand.begin() as db:
            for table in TABLES:
                db.execute(sa.delete(table))
                db.execute(sa.insert(table), self.rows[table.name])

    def _author(self) -> Author:
        pole_id, actor_id = self.author
        return Author(pole_id=pole_id, actor_id=actor_id, command_id=new_id())

    def _all(self, db: sa.Connection, table: sa.Table) -> list[dict[str, Any]]:
        return [
            dict(row)
            for row in db.execute(sa.select(table).order_by(*table.primary_key)).mappings()
        ]

    def _spread(self) -> None:
        """Every second position is free, as where a transaction was given up."""
        self.run("UPDATE events SET position=-position")
        self.run("UPDATE events SET position=-2*position")
        self.run(
            "UPDATE receipts SET first_position=2*first_position, last_position=2*last_position"
        )
        if self.engine.dialect.name == "postgresql":
            self.run("SELECT setval('events_position_seq', :last)", last=2 * SIGNED)

"""A store on each database with the files' projections, and an advisor who writes in it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection

from crm.accompaniment.projections import PROJECTIONS
from crm.event_store import Author, Command, EventStore, Receipt, open_event_store
from crm.event_store.commands import day_of
from crm.event_store.events import new_id
from crm.settings import Settings
from crm.vocabulary import PartyRef


class Desk:
    """An advisor at work: each thing she asks is a command of its own."""

    def __init__(self, store: EventStore) -> None:
        self.store, self.pole_id, self.actor_id = store, new_id(), new_id()
        self.reading: Connection | None = None
        """A connection that must see what was just asked."""
        self.enterprise = PartyRef(kind="enterprise", id=new_id())

    @property
    def today(self) -> date:
        return day_of(self.store.clock())

    def author(self, command_id: str | None = None) -> Author:
        id_ = command_id or new_id()
        return Author(pole_id=self.pole_id, actor_id=self.actor_id, command_id=id_)

    def ask(self, command: Command, command_id: str | None = None) -> Receipt:
        receipt = self.store.handle(command, self.author(command_id))
        if self.reading:
            self.reading.rollback()
        return receipt

    def names(self, receipt: Receipt) -> list[str]:
        positions = [*range(receipt.first, receipt.last + 1)]
        return [recorded.name for recorded in self.store.events(positions)]


@pytest.fixture
def store(furnished_url: str, tmp_path: Path) -> Iterator[EventStore]:
    keys = f"sqlite:///{tmp_path / 'keys.db'}"
    opened = open_event_store(
        Settings(database=furnished_url, keys=keys, secret="s" * 40, master_key="m" * 40),
        PROJECTIONS,
    )
    yield opened
    opened.close()


@pytest.fixture
def desk(store: EventStore) -> Desk:
    return Desk(store)


@pytest.fixture
def db(desk: Desk) -> Iterator[Connection]:
    with desk.store.engine.connect() as connection:
        desk.reading = connection
        yield connection

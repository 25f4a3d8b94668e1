"""A store with the rooms that speak of enterprises, and somebody who asks."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from crm.app import PROJECTIONS
from crm.enterprise.commands import RegisterEnterprise
from crm.event_store import Author, EventStore, Receipt, open_event_store
from crm.event_store.commands import Command
from crm.event_store.events import NAMES, new_id
from crm.refusal import Refusal
from crm.settings import Settings


class Bench:
    """Somebody of one pôle who asks, looks, and is refused."""

    def __init__(self, store: EventStore) -> None:
        self.store, self.actor, self.pole = store, new_id(), new_id()

    def ask(self, command: Command, pole_id: str = "") -> Receipt:
        pole = pole_id or self.pole
        author = Author(pole_id=pole, actor_id=self.actor, command_id=new_id())
        return self.store.handle(command, author)

    def refused(self, command: Command, refusal: type[Refusal], pole_id: str = "") -> Refusal:
        """The refusal, after checking that nothing was recorded."""
        before = self.store.head()
        with pytest.raises(refusal) as said:
            self.ask(command, pole_id)
        assert self.store.head() == before
        return said.value

    def known(self, name: str = "Coop du Quai", **told: object) -> str:
        """The id of an enterprise just registered."""
        command = RegisterEnterprise(name=name, **told)  # type: ignore[arg-type]  # fields by name
        self.ask(command)
        return command.enterprise_id

    def told(self, id: str) -> list[str]:
        return [NAMES[type(recorded.event)] for recorded in self.store.stream(id)]

    @property
    def db(self) -> Connection:
        return self.store.engine.connect()


@pytest.fixture
def bench(furnished_url: str, tmp_path: Path) -> Iterator[Bench]:
    settings = Settings(
        database=furnished_url, keys=f"sqlite:///{tmp_path / 'keys.db'}", secret="x" * 40
    )
    store = open_event_store(settings, PROJECTIONS)
    yield Bench(store)
    store.close()

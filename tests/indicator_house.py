"""A pôle to try figures on, and what its events say once corrections are taken in."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from tempfile import TemporaryDirectory
from typing import Any

from crm.app import PROJECTIONS
from crm.enterprise.commands import RegisterEnterprise
from crm.event_store import Author, Command, EventStore, open_event_store
from crm.event_store.events import Event, new_id, restatement
from crm.settings import Settings
from crm.vocabulary import Address

TODAY = date(2026, 11, 23)
NOON = int(datetime(2026, 11, 23, 17, tzinfo=UTC).timestamp()) * 1_000_000
FOR_EVER = NOON * 2


@contextmanager
def new_house(database: str = "") -> Iterator["House"]:
    """A pôle in databases of its own, on a clock that ticks a second at each look."""
    with TemporaryDirectory() as folder:
        settings = Settings(
            database=database or f"sqlite:///{folder}/trame.db",
            keys=f"sqlite:///{folder}/cles.db",
            secret="x" * 40,
        )
        ticks = iter(range(NOON, FOR_EVER, 1_000_000))
        store = open_event_store(settings, PROJECTIONS, clock=lambda: next(ticks))
        yield House(store)
        store.close()


class House:
    """One pôle of a store that several tests share."""

    def __init__(self, store: EventStore) -> None:
        self.store, self.pole_id, self.actor_id = store, new_id(), new_id()

    def ask(self, command: Command) -> int:
        """Records; answers the instant it was recorded."""
        author = Author(pole_id=self.pole_id, actor_id=self.actor_id, command_id=new_id())
        return self.store.handle(command, author).recorded_at

    def enterprise(self, name: str, day: date = date(2020, 1, 6), mrc: str = "350") -> str:
        """A followed enterprise; answers its id."""
        registering = RegisterEnterprise(
            occurred_on=day, name=name, address=Address(municipality="Ici", mrc=mrc), follow=True
        )
        self.ask(registering)
        return registering.enterprise_id

    def standing(self, known_at: int = FOR_EVER) -> list[tuple[int, Event]]:
        """Every event as it was last restated at an instant, with its order: read one by one."""
        stands: dict[tuple[str, int], tuple[int, Any]] = {}
        for recorded in self.store.recorded_between(self.pole_id, 0, known_at + 1):
            event = recorded.event
            if said := restatement(event):
                key = event.originator_id, said.entry_version
                stands[key] = (recorded.position, said.restated)
            else:
                stands[event.originator_id, event.originator_version] = (recorded.position, event)
        return [(position, event) for position, event in stands.values() if event is not None]

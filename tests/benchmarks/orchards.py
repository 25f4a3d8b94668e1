"""Who records the acts of the small trade."""

from itertools import cycle

from benchmarks.trade import PlantOrchard, VisitOrchard
from crm.event_store import Author, Command, EventStore
from crm.event_store.events import new_id

ORCHARDS = 400


class Growers:
    """One pôle that records, with orchards already planted."""

    def __init__(self, store: EventStore) -> None:
        self.store, self.pole_id, self.actor_id = store, new_id(), new_id()
        planted = [PlantOrchard(orchard_id=new_id()) for _ in range(ORCHARDS)]
        store.handle_all((command, self.author()) for command in planted)
        self.orchards = cycle([command.orchard_id for command in planted])
        self.growers = cycle([new_id() for _ in range(ORCHARDS)])

    def author(self) -> Author:
        return Author(pole_id=self.pole_id, actor_id=self.actor_id, command_id=new_id())

    def acts(self, count: int) -> list[tuple[Command, Author]]:
        """So many acts to be recorded, one orchard after another."""
        return [
            (
                VisitOrchard(
                    orchard_id=next(self.orchards),
                    visit_id=new_id(),
                    grower_id=next(self.growers),
                ),
                self.author(),
            )
            for _ in range(count)
        ]

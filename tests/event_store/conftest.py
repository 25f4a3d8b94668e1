"""A store on each database, and who writes in it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from crm.event_store import Author, Clock, EventStore, Projection, open_event_store
from crm.event_store.events import new_id
from crm.settings import Settings
from event_store.garden import LendPlot, OpenGarden, plots, what_happened, who_tends
from event_store.processes import Program
from event_store.roles import PROJECTIONS, share_a_garden

Opening = Callable[..., EventStore]


@pytest.fixture
def opening(database_url: str, tmp_path: Path) -> Iterator[Opening]:
    """Opens the same database as often as asked: as a later release, another process…"""
    opened: list[EventStore] = []
    keys = f"sqlite:///{tmp_path / 'keys.db'}"

    def _open(
        *projections: Projection, clock: Clock | None = None, secret: str = "s" * 40
    ) -> EventStore:
        settings = Settings(database=database_url, keys=keys, secret=secret)
        opened.append(open_event_store(settings, projections or (who_tends, what_happened), clock))
        return opened[-1]

    yield _open
    for store in opened:
        store.close()


@pytest.fixture
def store(opening: Opening) -> EventStore:
    return opening()


@pytest.fixture
def house(opening: Opening) -> EventStore:
    """A store that several processes share, with a garden in which all of one pôle write."""
    store = opening(*PROJECTIONS)
    share_a_garden(store)
    return store


@pytest.fixture
def starting(house: EventStore) -> Iterator[Callable[..., Program]]:
    """Starts a process on this store; whatever still runs in the end is killed."""
    started: list[Program] = []

    def _start(role: str, *said: object) -> Program:
        started.append(Program(role, house, *said))
        return started[-1]

    yield _start
    for program in started:
        program.kill()


class Someone:
    """An author of one pôle, who draws a new command id for each thing she says."""

    def __init__(self) -> None:
        self.pole_id, self.actor_id = new_id(), new_id()

    def __call__(self, command_id: str | None = None) -> Author:
        id_ = command_id or new_id()
        return Author(pole_id=self.pole_id, actor_id=self.actor_id, command_id=id_)


@pytest.fixture
def someone() -> Someone:
    return Someone()


@pytest.fixture
def garden(store: EventStore, someone: Someone) -> str:
    """A garden that is open."""
    id_ = new_id()
    store.handle(OpenGarden(garden_id=id_), someone())
    return id_


@pytest.fixture
def plot(store: EventStore, someone: Someone, garden: str) -> str:
    """A plot of this garden, lent in version 2, number 12."""
    id_ = new_id()
    lend = LendPlot(garden_id=garden, plot_id=id_, gardener_id=new_id(), visits=3, number="12")
    store.handle(lend, someone())
    return id_


def states(store: EventStore) -> dict[str, tuple[str | None, str | None]]:
    """By plot known now: its number and its state."""
    query = select(plots.c.plot_id, plots.c.number, plots.c.state).where(plots.known())
    with store.engine.connect() as db:
        return {str(plot_id): (number, state) for plot_id, number, state in db.execute(query)}


def state_of(store: EventStore, projection: str) -> list[str]:
    """The states of its generations."""
    return [p.state for p in store.health().projections if p.projection == projection]

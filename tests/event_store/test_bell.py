"""Other processes hear that something was recorded, whatever becomes of a connection."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import QueuePool, text

from crm.event_store import EventStore, open_event_store
from crm.event_store.databases import open_engine
from crm.event_store.events import new_id
from crm.settings import Settings
from event_store.conftest import Someone
from event_store.garden import OpenGarden, who_tends

Opening = Callable[[], EventStore]


@pytest.fixture
def opening(postgres_url: str, tmp_path: Path) -> Iterator[Opening]:
    """SQLite has no bell: looking is cheap there."""
    settings = Settings(
        database=postgres_url, keys=f"sqlite:///{tmp_path / 'keys.db'}", secret="s" * 40
    )
    opened: list[EventStore] = []

    def _open() -> EventStore:
        opened.append(open_event_store(settings, [who_tends]))
        return opened[-1]

    yield _open
    for store in opened:
        store.close()


def rung(here: EventStore, there: EventStore, someone: Someone) -> bool:
    """Whether what is recorded here is heard there within some seconds."""
    news, until = Event(), time.monotonic() + 10
    there.recorder.listen(news)
    while not news.is_set() and time.monotonic() < until:
        here.handle(OpenGarden(garden_id=new_id()), someone())
        news.wait(0.2)
    there.recorder.unlisten(news)
    return news.is_set()


def test_the_bell_rings_again_after_its_connection_was_lost(
    opening: Opening, someone: Someone, postgres_url: str
) -> None:
    here, there = opening(), opening()
    assert rung(here, there, someone)
    owner = open_engine(postgres_url, owner=True)
    with owner.connect() as db:
        others = "datname = current_database() AND pid <> pg_backend_pid()"
        db.execute(text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}"))
    owner.dispose()
    here.engine.dispose()
    there.engine.dispose()
    assert rung(here, there, someone)


def test_who_listens_shares_one_connection(opening: Opening) -> None:
    store = opening()
    for _ in range(20):
        store.recorder.subscribe().stop()
    time.sleep(0.2)
    assert isinstance(store.engine.pool, QueuePool)
    assert store.engine.pool.checkedout() == 1

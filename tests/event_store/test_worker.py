"""A worker sees what there is to do, whatever others do meanwhile."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic as time

import pytest
from psycopg import OperationalError
from sqlalchemy.exc import DBAPIError

from crm.event_store import EventStore, Projection, open_event_store
from crm.event_store.claims import claimed
from crm.event_store.databases import pen
from crm.event_store.events import new_id
from crm.event_store.worker import Worker
from crm.settings import Settings
from event_store.conftest import Opening, Someone
from event_store.garden import OpenGarden, which_gardens, who_tends


@pytest.fixture
def deferred() -> Projection:
    return which_gardens(lambda: False, live=False)


@pytest.fixture
def followed(opening: Opening, someone: Someone, deferred: Projection) -> EventStore:
    """A store with one event, which a deferred projection has yet to hear."""
    store = opening(deferred, who_tends)
    store.handle(OpenGarden(garden_id=new_id()), someone())
    return store


def lag(store: EventStore) -> int:
    return max(p.lag for p in store.health().projections)


def test_what_was_on_its_way_is_heard_once_it_has_landed(
    postgres_url: str, tmp_path: Path, someone: Someone, deferred: Projection
) -> None:
    keys = f"sqlite:///{tmp_path / 'keys.db'}"
    store = open_event_store(
        Settings(database=postgres_url, keys=keys, secret="s" * 40), [deferred]
    )
    worker = Worker(store)
    with pen(store.engine) as coming:
        coming.enter([new_id()], 1, [])  # a position of another pôle, not yet written
        store.handle(OpenGarden(garden_id=new_id()), someone())
        worker.round()
        assert store.waiting.least([deferred]) == 0
        coming.run("ROLLBACK")
    worker.round()
    assert store.waiting.least([deferred]) == store.recorder.reached() == 2
    store.close()


def test_what_another_left_undone_is_done(followed: EventStore, deferred: Projection) -> None:
    worker = Worker(followed)
    with claimed(followed.engine, deferred.name):
        worker.round()
        assert lag(followed) == 1
    worker.round()  # the other one died: nothing new was recorded since
    assert lag(followed) == 0


def test_nothing_is_asked_of_claims_when_there_is_nothing_to_do(
    followed: EventStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = Worker(followed)
    worker.round()
    asked: list[str] = []
    monkeypatch.setattr(worker, "_work", lambda name, work: asked.append(name))
    worker.round()
    assert asked == []


def test_what_another_has_just_mended_is_not_built_again(
    opening: Opening, someone: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening(who_tends).handle(OpenGarden(garden_id=new_id()), someone())
    new = which_gardens(lambda: False)
    first, second = (Worker(opening(who_tends, new)) for _ in range(2))

    @contextmanager
    def late_to_claim(*_: object) -> Iterator[bool]:
        monkeypatch.undo()
        first.mend()
        yield True

    monkeypatch.setattr("crm.event_store.worker.claimed", late_to_claim)
    second.mend()
    with pen(second.store.recorder.engine) as p:
        rows = p.run("SELECT projection, generation, state FROM projection_generations").fetchall()
    expected = [("which_gardens", 2, "serving"), ("who_tends", 1, "serving")]
    assert sorted(map(tuple, rows)) == expected


def test_a_deferred_projection_that_was_mended_is_followed_at_once(
    opening: Opening, someone: Someone, deferred: Projection
) -> None:
    opening(who_tends).handle(OpenGarden(garden_id=new_id()), someone())
    store = opening(who_tends, deferred)
    worker = Worker(store)
    worker.round()
    assert (store.late(), lag(store)) == (frozenset(), 0)
    store.handle(OpenGarden(garden_id=new_id()), someone())
    worker.round()
    assert lag(store) == 0


def test_a_database_that_comes_back_is_asked_again_soon(
    followed: EventStore, deferred: Projection, monkeypatch: pytest.MonkeyPatch
) -> None:
    catch_up = followed.builder.catch_up
    gone = OperationalError() if followed.engine.dialect.name == "postgresql" else _locked()
    for error in (DBAPIError("SELECT 1", {}, gone), gone):
        worker = Worker(followed)

        def away(_: Projection, error: Exception = error) -> int:
            raise error

        monkeypatch.setattr(followed.builder, "catch_up", away)
        worker.catch_up()
        assert worker.failed == {deferred.name: type(error).__name__}
        monkeypatch.setattr(followed.builder, "catch_up", catch_up)
        monkeypatch.setattr("crm.event_store.worker.time.monotonic", lambda: time() + 1.5)
        worker.catch_up()
        monkeypatch.undo()
        assert (worker.failed, lag(followed)) == ({}, 0)


def test_a_failure_long_ago_does_not_count(
    followed: EventStore, deferred: Projection, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker, now = Worker(followed), [0.0]
    monkeypatch.setattr("crm.event_store.worker.time.monotonic", lambda: now[0])
    outcomes = iter([ZeroDivisionError, None, ZeroDivisionError, None])

    def sometimes() -> None:
        if error := next(outcomes):
            raise error

    for _ in range(4):
        worker._work("chore", sometimes)
        now[0] += 61
    assert next(outcomes, "done") == "done"


def _locked() -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorcode = sqlite3.SQLITE_BUSY
    return error

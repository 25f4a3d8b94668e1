"""A projection that fails on an event costs no event; it lacks that one until it is mended."""

import logging
import time
from collections.abc import Callable
from threading import Event

import pytest
from sqlalchemy import select

from crm.event_store import EventStore, Operations, Projection
from crm.event_store.claims import claimed, under_way
from crm.event_store.events import new_id
from crm.event_store.feeding import Poisoned
from crm.event_store.lateness import mendable, parked_events
from crm.event_store.rebuild import Differs
from crm.event_store.worker import Worker
from event_store.conftest import Opening, Someone, state_of
from event_store.garden import GardenOpened, OpenGarden, names, which_gardens, who_tends


def known(store: EventStore) -> set[str]:
    with store.engine.connect() as db:
        return set(db.scalars(select(names.c.name).where(names.known())))


def opened(store: EventStore, someone: Someone, *said: str) -> list[str]:
    ids = [new_id() for _ in said]
    for id_, name in zip(ids, said, strict=True):
        store.handle(OpenGarden(garden_id=id_, name=name), someone())
    return ids


def refusing(someone: Someone) -> Projection:
    """Keeps all gardens under one key: the second one is refused by the database."""
    projection = Projection("which_gardens", names)

    @projection.on(GardenOpened)
    def _(event: GardenOpened) -> Operations:
        yield names.insert(garden_id=someone.pole_id, name=event.name)

    return projection


def test_the_event_is_recorded_and_parked_by_name(
    opening: Opening, someone: Someone, caplog: pytest.LogCaptureFixture
) -> None:
    broken = [False]
    store = opening(which_gardens(lambda: broken[0]), who_tends)
    opened(store, someone, "Avant")
    broken[0] = True
    with caplog.at_level(logging.ERROR, "crm.event_store"):
        (secret,) = opened(store, someone, "Secret")
    broken[0] = False
    opened(store, someone, "Ensuite")
    assert len(store.stream(secret)) == 1
    assert known(store) == {"Avant", "Ensuite"}
    assert "which_gardens lacks the event at position" in caplog.text
    assert "Secret" not in caplog.text
    (lacking,) = parked_events(store.engine)
    assert (lacking.projection, lacking.name, lacking.error, lacking.originator_id) == (
        "which_gardens",
        "garden.opened.v1",
        "ZeroDivisionError",
        secret,
    )
    assert store.late() == {"which_gardens"}
    assert [p.parked for p in store.health().projections] == [1, 0]


def test_rows_the_database_refuses_are_parked_alone(opening: Opening, someone: Someone) -> None:
    store = opening(refusing(someone), who_tends)
    _, second, _ = opened(store, someone, "Un", "Deux", "Trois")
    assert known(store) == {"Un"}
    assert parked_events(store.engine)[0].originator_id == second
    assert (state_of(store, "which_gardens"), len(store.stream(second))) == (["serving"], 1)


def test_in_a_group_the_others_are_kept(opening: Opening, someone: Someone) -> None:
    store = opening(refusing(someone), who_tends)
    pairs = [(OpenGarden(garden_id=new_id(), name=str(n)), someone()) for n in range(9)]
    assert len(store.handle_all(pairs)) == 9
    assert (known(store), len(parked_events(store.engine))) == ({"0"}, 8)


def test_the_fix_and_a_rebuild_restore_equality(opening: Opening, someone: Someone) -> None:
    broken = [True]
    failing = which_gardens(lambda: broken[0])
    store = opening(failing, who_tends)
    opened(store, someone, "Un")
    assert not mendable(store.engine, failing)
    broken[0] = False
    assert mendable(store.engine, failing)
    store.rebuild(failing)
    assert (known(store), store.late(), parked_events(store.engine)) == ({"Un"}, frozenset(), [])
    before = store.checksums()
    store.rebuild()
    assert store.checksums() == before


def test_a_rebuild_that_lacks_events_replaces_nothing_whole(
    opening: Opening, someone: Someone
) -> None:
    broken = [False]
    failing = which_gardens(lambda: broken[0])
    store = opening(failing)
    opened(store, someone, "Un", "Deux")
    broken[0] = True
    with pytest.raises(Differs):
        store.rebuild(failing)
    assert (known(store), store.late()) == ({"Un", "Deux"}, frozenset())
    broken[0] = False
    store.rebuild(failing)
    assert state_of(store, "which_gardens") == ["serving"]


def test_a_projection_that_refuses_everything_is_not_built(
    opening: Opening, someone: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm.event_store.feeding.MOST_PARKED", 2)
    failing = which_gardens(lambda: True)
    store = opening(failing)
    opened(store, someone, "Un", "Deux", "Trois")
    with pytest.raises(Poisoned):
        store.rebuild(failing)
    assert len(parked_events(store.engine)) == 3


def test_a_deferred_projection_goes_on_after_a_poisoned_event(
    opening: Opening, someone: Someone
) -> None:
    broken = [True]
    failing = which_gardens(lambda: broken[0], live=False)
    store = opening(failing)
    opened(store, someone, "Un")
    store.builder.catch_up(failing)
    broken[0] = False
    opened(store, someone, "Deux")
    store.builder.catch_up(failing)
    assert (known(store), store.late()) == ({"Deux"}, frozenset({"which_gardens"}))


def test_the_worker_mends_what_its_code_can_hear(opening: Opening, someone: Someone) -> None:
    broken = [True]
    store = opening(which_gardens(lambda: broken[0]), who_tends)
    opened(store, someone, "Un")
    worker = Worker(store)
    worker.mend()
    assert store.late() == {"which_gardens"}
    broken[0] = False
    worker.mend()
    assert (known(store), store.late()) == ({"Un"}, frozenset())


def test_the_worker_builds_a_projection_met_for_the_first_time(
    opening: Opening, someone: Someone
) -> None:
    opened(opening(who_tends), someone, "Un")
    store, done = opening(which_gardens(lambda: False), who_tends), Event()
    assert store.late() == {"which_gardens"}
    worker = Worker(store, chores=[done.set])
    worker.start()
    assert done.wait(10)
    worker.stop()
    assert (known(store), store.late()) == ({"Un"}, frozenset())


def test_a_chore_that_fails_costs_the_others_nothing(
    store: EventStore, caplog: pytest.LogCaptureFixture
) -> None:
    def failing() -> None:
        raise ZeroDivisionError("Secret")

    done: list[int] = []
    worker = Worker(store, chores=[failing, lambda: done.append(1)])
    worker.do_chores()
    worker.do_chores()
    assert done == [1, 1]
    assert caplog.text.count("ZeroDivisionError") == 1  # it waits before it is tried again
    assert "Secret" not in caplog.text


def test_a_worker_builds_anew_what_it_is_asked_to(opening: Opening, someone: Someone) -> None:
    broken = [True]
    failing = which_gardens(lambda: broken[0])
    store = opening(failing, who_tends)
    opened(store, someone, "Un")
    worker = Worker(store)
    broken[0] = False
    assert worker.mend_now(failing)
    until(lambda: store.late() == frozenset())
    assert known(store) == {"Un"}
    assert worker.mend_now(who_tends)
    until(lambda: state_of(store, "who_tends") == ["serving"])
    assert worker.failed == {}


def test_what_another_is_building_is_left_to_it(opening: Opening, someone: Someone) -> None:
    failing = which_gardens(lambda: False)
    store = opening(failing)
    with claimed(store.engine, failing.name) as ours:
        assert ours
        assert under_way(store.engine, failing.name)
        assert not Worker(store).mend_now(failing)
    assert not under_way(store.engine, failing.name)


def test_why_it_was_not_mended_is_remembered(opening: Opening, someone: Someone) -> None:
    broken = [False]
    failing = which_gardens(lambda: broken[0])
    store = opening(failing)
    opened(store, someone, "Un")
    broken[0] = True
    worker = Worker(store)
    assert worker.mend_now(failing)
    until(lambda: worker.failed == {"which_gardens": "Differs"})
    broken[0] = False
    assert worker.mend_now(failing)  # at once, although what failed waits longer each time
    until(lambda: worker.failed == {})


def until(reached: Callable[[], bool]) -> None:
    """Waits for what a thread does."""
    for _ in range(500):
        if reached():
            return
        time.sleep(0.02)
    raise TimeoutError

"""Whoever records or reads while a projection is made again waits for nothing long."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from crm.event_store import EventStore, open_event_store
from crm.event_store.databases import pen
from crm.event_store.events import new_id
from crm.event_store.feeding import Pace
from crm.event_store.rebuild import Builder
from crm.settings import Settings
from event_store.conftest import Opening, Someone, states
from event_store.garden import LendPlot, OpenGarden, TendPlot, what_happened, who_tends


def test_a_page_holds_what_may_be_written_in_its_time() -> None:
    pace = Pace(10_000, 0.02)
    assert pace.size == 200
    pace.took(200, 0.004)  # 50,000 a second: 1,000 would fit, but it grows by twice at most
    assert pace.size == 400
    pace.took(400, 0.2)
    assert pace.size == 40
    pace.took(40, 10)
    assert pace.size == 20
    for _ in range(20):
        pace.took(pace.size, 0.001)
    assert pace.size == 10_000
    slow = Pace(10_000, None)
    slow.took(10_000, 60)
    assert slow.size == 10_000


def test_the_head_waits_for_nobody_and_passes_nothing_on_its_way(
    postgres_url: str, tmp_path: Path, someone: Someone
) -> None:
    keys = f"sqlite:///{tmp_path / 'keys.db'}"
    settings = Settings(database=postgres_url, keys=keys, secret="s" * 40)
    store = open_event_store(settings, [who_tends])
    store.handle(OpenGarden(garden_id=new_id()), someone())
    with pen(store.engine) as coming:
        coming.enter([new_id()], 3, [])  # three positions of another pôle, not yet written
        store.handle(OpenGarden(garden_id=new_id()), someone())
        assert store.recorder.reached() == 5
        assert store.head() < 2
        assert len(store.library.notification_log.select(start=1, limit=10)) < 2
        coming.run("ROLLBACK")
    assert store.head() == 5
    store.close()


def test_a_flip_steps_back_before_a_long_question(
    postgres_url: str, tmp_path: Path, someone: Someone
) -> None:
    keys = f"sqlite:///{tmp_path / 'keys.db'}"
    settings = Settings(database=postgres_url, keys=keys, secret="s" * 40)
    store = open_event_store(settings, [who_tends])
    garden, plot = new_id(), new_id()
    store.handle(OpenGarden(garden_id=garden), someone())
    store.handle(LendPlot(garden_id=garden, plot_id=plot, gardener_id=new_id()), someone())
    rebuilding = threading.Thread(target=store.rebuild, args=(who_tends,))
    with store.engine.connect() as reading:
        reading.execute(text("BEGIN"))
        reading.execute(text("SELECT * FROM plots")).all()
        rebuilding.start()
        for n in range(20):
            store.handle(TendPlot(garden_id=garden, plot_id=plot, state=f"s{n}"), someone())
        rebuilding.join(timeout=0.5)
        assert rebuilding.is_alive()
        assert [p.generation for p in store.health().projections if p.state == "serving"] == [1]
        reading.execute(text("COMMIT"))
    rebuilding.join(timeout=30)
    assert [p.generation for p in store.health().projections if p.state == "serving"] == [2]
    assert states(store) == {plot: (None, "s19")}
    store.close()


def test_a_long_store_keeps_its_indexes_from_the_first_row(
    opening: Opening, someone: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm.event_store.rebuild.FEW", 10)
    store, garden, plot = opening(), new_id(), new_id()
    store.handle(OpenGarden(garden_id=garden), someone())
    store.handle(LendPlot(garden_id=garden, plot_id=plot, gardener_id=new_id()), someone())
    for n in range(15):
        store.handle(TendPlot(garden_id=garden, plot_id=plot, state=f"s{n}"), someone())
    before, told = store.checksums(), indexes(store, 1)
    Builder(store.engine, page=4).rebuild(who_tends, what_happened)
    assert store.checksums() == before
    assert indexes(store, 2) == told
    Builder(store.engine, polite=False).rebuild(who_tends)
    assert store.checksums() == before


def indexes(store: EventStore, generation: int) -> set[str]:
    """The indexes of one generation of the plots, by what follows the name of the table."""
    name = f"plots_g{generation}"
    with store.engine.connect() as db:
        listed = (
            "SELECT name FROM sqlite_master WHERE type='index' AND tbl_name=:t"
            if store.engine.dialect.name == "sqlite"
            else "SELECT indexname FROM pg_indexes WHERE tablename=:t"
        )
        return {n.removeprefix(name) for n in db.scalars(text(listed), {"t": name})}

"""Projections are made again from the events, and equal those that were kept up live."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from crm.event_store import (
    AsOf,
    Author,
    Command,
    EventStore,
    open_event_store,
)
from crm.event_store.databases import open_engine, pen
from crm.event_store.events import new_id, standing
from crm.event_store.rebuild import Builder, Differs
from crm.event_store.worker import Worker
from crm.settings import Settings
from event_store.conftest import Opening, Someone, state_of, states
from event_store.garden import (
    Correct,
    LendPlot,
    OpenGarden,
    PlotLent,
    PlotReturned,
    PlotTended,
    ReturnPlot,
    TakeBack,
    TendPlot,
    plots,
    what_happened,
    which_gardens,
    who_tends,
)


def test_a_projection_this_process_does_not_know_becomes_stale(
    opening: Opening, someone: Someone
) -> None:
    newer = opening(who_tends, what_happened)
    older = opening(who_tends)
    older.handle(OpenGarden(garden_id=new_id()), someone())
    assert state_of(newer, "what_happened") == ["stale"]
    assert state_of(older, "what_happened") == []


def test_a_new_projection_is_stale_until_it_is_built(
    store: EventStore, opening: Opening, garden: str
) -> None:
    new = which_gardens(lambda: False)
    later = opening(who_tends, what_happened, new)
    assert state_of(later, "which_gardens") == ["stale"]
    seen: list[tuple[int, int]] = []
    later.rebuild(new, progress=lambda *reached: seen.append(reached))
    assert (state_of(later, "which_gardens"), seen) == (["serving"], [(1, 1)])


def test_a_rebuild_finds_rows_that_events_do_not_explain(
    store: EventStore, garden: str, plot: str
) -> None:
    with pen(store.engine) as p:
        p.begin()
        p.run("UPDATE plots_g1 SET state=?", "lost")
    with pytest.raises(Differs):
        store.rebuild(who_tends)
    assert states(store) == {plot: ("12", "lost")}


def test_an_interrupted_rebuild_goes_on_where_it_stopped(
    store: EventStore, someone: Someone, garden: str, plot: str
) -> None:
    for n in range(6):
        store.handle(TendPlot(garden_id=garden, plot_id=plot, state=f"s{n}"), someone())
    builder, before = Builder(store.engine, page=3), store.checksums()

    def stop(reached: int, upto: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        builder.rebuild(who_tends, progress=stop)
    assert "building" in state_of(store, "who_tends")
    seen: list[int] = []
    builder.rebuild(who_tends, progress=lambda reached, upto: seen.append(reached))
    assert seen[0] > 3
    assert store.checksums() == before
    builder.sweep(who_tends)
    assert state_of(store, "who_tends") == ["serving"]


def test_a_deferred_projection_catches_up(opening: Opening, someone: Someone) -> None:
    deferred = which_gardens(lambda: False, live=False)
    store = opening(deferred)
    store.handle(OpenGarden(garden_id=new_id()), someone())
    assert [p.lag for p in store.health().projections] == [1]
    assert store.builder.catch_up(deferred) == 1
    assert [p.lag for p in store.health().projections] == [0]


def test_who_wrote_waits_for_a_deferred_projection(opening: Opening, someone: Someone) -> None:
    deferred = which_gardens(lambda: False, live=False)
    store = opening(deferred, who_tends)
    receipt = store.handle(OpenGarden(garden_id=new_id()), someone())
    assert not store.wait_for(deferred, receipt.last, timeout=0.05)
    assert store.wait_for(who_tends, receipt.last, timeout=0)
    worker = Worker(store)
    worker.start()
    assert store.wait_for(deferred, receipt.last, timeout=10)
    receipt = store.handle(OpenGarden(garden_id=new_id()), someone())
    assert opening(deferred, who_tends).wait_for(deferred, receipt.last, timeout=10)
    worker.stop()


def test_a_projection_whose_meaning_changed_is_replaced_when_asked(
    store: EventStore, garden: str, plot: str
) -> None:
    with pen(store.engine) as p:
        p.begin()
        p.run("UPDATE plots_g1 SET state=?", "other")
    store.rebuild(who_tends, replacing=True)
    assert states(store) == {plot: ("12", "bare")}


def test_an_event_stored_years_ago_is_read_in_todays_shape(
    store: EventStore, database_url: str, someone: Someone, garden: str, plot: str
) -> None:
    old = '"gardeners":["' + store.keyring.seal(_gardener(store, garden), "identity", "Ida") + '"]'
    owner = open_engine(database_url, owner=True)
    with owner.begin() as db:
        state = str(db.scalar(text("SELECT state FROM events WHERE originator_version=2")))
        start = state.index('"gardener":')
        state = state[:start] + old + state[state.index('"', start + 13) + 1 :]
        db.execute(
            text("UPDATE events SET topic='plot.lent.v1', state=:s WHERE originator_version=2"),
            {"s": state},
        )
    owner.dispose()
    recorded = store.stream(garden)[1]
    assert isinstance(recorded.event, PlotLent)
    assert (recorded.name, recorded.event.gardener) == ("plot.lent.v1", "Ida")
    with pytest.raises(Differs):
        store.rebuild(who_tends)


def _gardener(store: EventStore, garden: str) -> str:
    lent = store.stream(garden)[1].event
    assert isinstance(lent, PlotLent)
    return lent.gardener_id


PLOTS = [f"00000000-0000-7000-8000-00000000000{n}" for n in range(3)]
GARDEN = "00000000-0000-7000-8000-0000000000aa"
SAID = st.one_of(
    st.tuples(st.just("lend"), st.sampled_from(PLOTS), st.sampled_from(["1", "2", None])),
    st.tuples(st.just("tend"), st.sampled_from(PLOTS), st.sampled_from(["sown", "weeded"])),
    st.tuples(st.just("return"), st.sampled_from(PLOTS), st.none()),
    st.tuples(st.just("number"), st.integers(2, 12), st.sampled_from(["1", "3", None])),
    st.tuples(st.just("state"), st.integers(2, 12), st.sampled_from(["sown", "dug"])),
    st.tuples(st.just("back"), st.integers(2, 16), st.none()),
)


def _command(word: str, on: Any, value: Any) -> Command:
    match word:
        case "lend":
            return LendPlot(garden_id=GARDEN, plot_id=on, gardener_id=new_id(), number=value)
        case "tend":
            return TendPlot(garden_id=GARDEN, plot_id=on, state=value)
        case "return":
            return ReturnPlot(garden_id=GARDEN, plot_id=on)
        case "back":
            return TakeBack(garden_id=GARDEN, version=on)
        case _:
            return Correct(garden_id=GARDEN, version=on, values={word: value})


def told_by(pole_id: str, said: list[tuple[str, Any, Any]]) -> Iterator[tuple[Command, Author]]:
    for word, on, value in said:
        author = Author(pole_id=pole_id, actor_id=new_id(), command_id=new_id())
        yield _command(word, on, value), author


def _expected(store: EventStore) -> dict[str, tuple[str | None, str | None]]:
    """What the entries that stand say, as if nothing else had ever been said."""
    told: dict[str, tuple[str | None, str | None]] = {}
    for event in standing([recorded.event for recorded in store.stream(GARDEN)]).values():
        match event:
            case PlotLent():
                told[event.plot_id] = event.number, "bare"
            case PlotTended():
                told[event.plot_id] = told[event.plot_id][0], event.state
            case PlotReturned():
                del told[event.plot_id]
    return told


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(SAID, min_size=4, max_size=25), st.integers(1, 6))
def test_rebuilt_is_live_and_says_what_stands(
    said: list[tuple[str, Any, Any]], together: int
) -> None:
    with TemporaryDirectory() as folder:
        made = Settings(
            database=f"sqlite:///{Path(folder) / 'a.db'}",
            keys=f"sqlite:///{Path(folder) / 'k.db'}",
            secret="s" * 40,
        )
        store, pole_id = open_event_store(made, [who_tends, what_happened]), new_id()
        author = Author(pole_id=pole_id, actor_id=new_id(), command_id=new_id())
        store.handle(OpenGarden(garden_id=GARDEN), author)
        pairs = list(told_by(pole_id, said))
        for start in range(0, len(pairs), together):
            store.handle_all(pairs[start : start + together])
        assert store.health().well
        assert states(store) == _expected(store)
        before = store.checksums()
        Builder(store.engine, page=3).rebuild(who_tends, what_happened)
        assert store.checksums() == before
        store.close()


def test_as_known_at_an_instant(opening: Opening, someone: Someone) -> None:
    now = [1_000]
    store, garden, plot = opening(clock=lambda: now[0]), new_id(), new_id()
    store.handle(OpenGarden(garden_id=garden), someone())
    store.handle(LendPlot(garden_id=garden, plot_id=plot, gardener_id=new_id()), someone())
    now[0] = 2_000
    store.handle(TendPlot(garden_id=garden, plot_id=plot, state="sown"), someone())
    with store.engine.connect() as db:
        told = [
            db.scalars(select(plots.c.state).where(plots.at(AsOf(known_at=at)))).all()
            for at in (999, 1_000, 1_999, 2_000, None)
        ]
    assert told == [[], ["bare"], ["bare"], ["sown"], ["sown"]]

"""Streams kept in memory: right beside other processes, bounded, silent after an erasure."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.event_store import Author, EventStore, Receipt, open_event_store
from crm.event_store.events import Event, new_id
from crm.event_store.events import read as event_read
from crm.event_store.sealing import ERASED
from crm.event_store.stream_cache import StreamCache
from crm.refusal import Conflict, Refusal, Unknown
from crm.settings import Settings
from event_store.conftest import Opening, Someone, states
from event_store.garden import (
    Garden,
    LendPlot,
    OpenGarden,
    PlotLent,
    PlotTaken,
    RenumberTwice,
    TendPlot,
    what_happened,
    who_tends,
)
from event_store.processes import Program
from event_store.roles import PLOT, SHARED
from event_store.test_rebuilding import GARDEN, PLOTS, SAID, told_by


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the events read from the database to load streams."""
    names: list[str] = []

    def noted(name: str, state: str) -> Event:
        names.append(name)
        return event_read(name, state)

    monkeypatch.setattr("crm.event_store.stream_cache.read", noted)
    return names


def told_anew(store: EventStore, id: str = SHARED) -> Garden:
    """A stream as somebody loads it who kept nothing."""
    return Garden(id).take_in(StreamCache(store.engine, store.mapper).events(id))


def same(one: Garden, other: Garden) -> bool:
    return (one.version, one.lent, one.standing) == (other.version, other.lent, other.standing)


def test_only_what_follows_is_read(
    store: EventStore, someone: Someone, garden: str, plot: str, read: list[str]
) -> None:
    store.load(Garden, garden)
    assert len(read) == 2 - 1, "the garden was opened, and known when the plot was lent"
    store.load(Garden, garden)
    store.handle(TendPlot(garden_id=garden, plot_id=plot, state="sown"), someone())
    assert len(read) == 1
    assert store.load(Garden, garden).lent == {plot: "lent sown"}
    assert read[1:] == ["plot.tended.v1"]


def test_two_processes_take_turns(
    store: EventStore, opening: Opening, someone: Someone, garden: str, plot: str
) -> None:
    both = [store, opening()]
    for n in range(6):
        tend = TendPlot(garden_id=garden, plot_id=plot, state=f"s{n}")
        both[n % 2].handle(tend, someone())
        assert same(both[1 - n % 2].load(Garden, garden), told_anew(store, garden))
    assert store.load(Garden, garden).version == 8


def test_who_edits_on_what_is_no_longer_so_is_told(
    store: EventStore,
    opening: Opening,
    someone: Someone,
    garden: str,
    plot: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A conflict leaves nothing behind: the next try begins with what the other one said."""
    other, loading = opening(), store.load

    def slow(kind: type[Garden], id: str) -> Garden:
        found = loading(kind, id)
        other.handle(TendPlot(garden_id=garden, plot_id=plot, state="first"), someone())
        return found

    monkeypatch.setattr(store, "load", slow)
    with pytest.raises(Conflict):
        store.handle(RenumberTwice(garden_id=garden, plot_id=plot, state="no"), someone())
    monkeypatch.undo()
    assert same(store.load(Garden, garden), told_anew(store, garden))
    store.handle(RenumberTwice(garden_id=garden, plot_id=plot, state="then"), someone())
    assert store.load(Garden, garden).lent == {plot: "lent first then"}


def test_many_hands_in_two_processes(
    store: EventStore, opening: Opening, someone: Someone, garden: str, plot: str
) -> None:
    both = [store, opening()]

    def say(n: int) -> Receipt:
        tend, author = TendPlot(garden_id=garden, plot_id=plot, state=f"s{n}"), someone()
        while True:
            try:
                return both[n % 2].handle(tend, author)
            except Conflict:
                continue

    with ThreadPoolExecutor(6) as together:
        assert len({receipt.first for receipt in together.map(say, range(36))}) == 36
    for one in both:
        assert one.load(Garden, garden).version == 38
        assert same(one.load(Garden, garden), told_anew(store, garden))


def test_processes_that_write_in_one_stream(house: EventStore, starting: Any) -> None:
    house.load(Garden, SHARED)
    writers: list[Program] = [starting("write", f"w{n}", 0, 40) for n in range(3)]
    for writer in writers:
        writer.ready()
    for writer in writers:
        writer.go()
    for n in range(10):
        tend = TendPlot(garden_id=SHARED, plot_id=PLOT, state=f"mine {n}")
        with_pole = Author(
            pole_id=house.load(Garden, SHARED).pole_id or "", actor_id=PLOT, command_id=new_id()
        )
        while not _recorded(house, tend, with_pole):
            pass
        assert same(house.load(Garden, SHARED), told_anew(house))
    assert {writer.rest()[-1][0] for writer in writers} == {"recorded"}
    assert same(house.load(Garden, SHARED), told_anew(house))


def _recorded(store: EventStore, tend: TendPlot, author: Author) -> bool:
    try:
        return bool(store.handle(tend, author))
    except Conflict:
        return False


def test_a_refusal_leaves_nothing(
    store: EventStore, someone: Someone, garden: str, plot: str
) -> None:
    lend = LendPlot(garden_id=garden, plot_id=plot, gardener_id=new_id())
    with pytest.raises(PlotTaken):  # after it triggered
        store.handle(lend, someone())
    assert store.load(Garden, garden).version == 2
    assert same(store.load(Garden, garden), told_anew(store, garden))


def test_no_two_commands_share_an_aggregate(
    store: EventStore, someone: Someone, garden: str, plot: str
) -> None:
    mine, yours = store.load(Garden, garden), store.load(Garden, garden)
    mine.lent.clear()
    mine.rewind(1)
    assert (yours.lent, yours.version) == ({plot: "lent"}, 2)
    assert same(yours, store.load(Garden, garden))


def test_what_does_not_exist_is_not_kept(store: EventStore, someone: Someone) -> None:
    id_ = new_id()
    with pytest.raises(Unknown):
        store.load(Garden, id_)
    store.handle(OpenGarden(garden_id=id_), someone())
    assert store.load(Garden, id_).version == 1


def test_memory_is_bounded(store: EventStore, someone: Someone, read: list[str]) -> None:
    store.streams.most = 5
    gardens = [new_id() for _ in range(4)]
    for id_ in gardens:
        store.handle(OpenGarden(garden_id=id_), someone())
        lend = LendPlot(garden_id=id_, plot_id=new_id(), gardener_id=new_id())
        store.handle(lend, someone())
        store.load(Garden, id_)
    read.clear()
    for id_ in (gardens[3], gardens[2], gardens[0], gardens[2], gardens[3]):
        assert store.load(Garden, id_).version == 2
    assert len(read) == 2 + 2, "the first garden, then the last one, which it put out"


def test_a_stream_longer_than_the_memory(
    store: EventStore, garden: str, plot: str, read: list[str]
) -> None:
    store.streams.most = 1
    read.clear()
    assert [store.load(Garden, garden).version for _ in range(2)] == [2, 2]
    assert len(read) == 1 + 2


def names(store: EventStore, garden: str) -> list[str]:
    """What the aggregate of this garden knows of its gardeners, clear."""
    standing = store.load(Garden, garden).standing.values()
    return [event.gardener for event in standing if isinstance(event, PlotLent)]


@pytest.fixture
def gardener(store: EventStore, garden: str, plot: str) -> str:
    """Who tends the plot, after her name was read."""
    assert names(store, garden) == ["Odile Vraisemblable"]
    lent = store.load(Garden, garden).standing[2]
    assert isinstance(lent, PlotLent)
    return lent.gardener_id


def test_an_erasure_empties_it(store: EventStore, garden: str, gardener: str) -> None:
    store.keyring.erase(gardener)
    assert not store.streams._kept
    assert names(store, garden) == [ERASED]


def test_an_erasure_by_another_process_empties_it(
    store: EventStore,
    opening: Opening,
    garden: str,
    gardener: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opening().keyring.erase(gardener)
    monkeypatch.setattr("crm.event_store.keyring.HEARD", 0.0)
    assert names(store, garden) == [ERASED]


def test_what_was_opened_before_an_erasure_is_not_kept_after_it(
    store: EventStore, garden: str, gardener: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.streams.forget()
    opening = store.mapper.unseal_all

    def slow(sealed: list[Event]) -> list[Event]:
        opened = opening(sealed)
        store.keyring.erase(gardener)
        return opened

    monkeypatch.setattr(store.mapper, "unseal_all", slow)
    names(store, garden)
    monkeypatch.undo()
    assert not store.streams._kept
    assert names(store, garden) == [ERASED]


@contextmanager
def _stores(*most: int) -> Iterator[list[EventStore]]:
    """As many processes on one new database, each with a memory of its own size."""
    with TemporaryDirectory() as folder:
        urls = [f"sqlite:///{Path(folder) / name}" for name in ("a.db", "k.db")]
        made = Settings(database=urls[0], keys=urls[1], secret="s" * 40)
        stores = [open_event_store(made, [who_tends, what_happened]) for _ in most]
        for store, kept in zip(stores, most, strict=True):
            store.streams.most = kept
        yield stores
        for store in stores:
            store.close()


def _outcomes(stores: list[EventStore], said: list[tuple[int, Any]]) -> Iterator[str]:
    pole_id = PLOTS[0]
    opening = Author(pole_id=pole_id, actor_id=pole_id, command_id=new_id())
    stores[0].handle(OpenGarden(garden_id=GARDEN), opening)
    for turn, words in said:
        ((command, author),) = told_by(pole_id, [words])
        try:
            stores[turn % len(stores)].handle(command, author)
        except Refusal as refusal:
            yield type(refusal).__name__
        else:
            yield "recorded"


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.integers(0, 1), SAID), min_size=4, max_size=25))
def test_whoever_speaks_is_answered_as_if_nothing_were_kept(said: list[tuple[int, Any]]) -> None:
    with _stores(1_000, 3) as kept, _stores(0) as bare:
        assert list(_outcomes(kept, said)) == list(_outcomes(bare, said))
        for store in kept:
            assert store.load(Garden, GARDEN).lent == bare[0].load(Garden, GARDEN).lent
            assert same(store.load(Garden, GARDEN), told_anew(store, GARDEN))
        assert states(kept[0]) == states(bare[0])

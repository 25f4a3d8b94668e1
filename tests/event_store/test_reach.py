"""What is out of reach is neither read nor written, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import date

import pytest
from msgspec.structs import replace

from crm.event_store import EventStore, reach
from crm.event_store.events import Entry, Occurrence, new_id
from crm.event_store.writer import Submission
from crm.refusal import Unknown
from event_store.conftest import Someone, states
from event_store.garden import Garden, GardenOpened, LendPlot, OpenGarden, TendPlot

AGES = (0, 2**60)


@pytest.fixture
def stranger(store: EventStore) -> Someone:
    """Somebody of another pôle, who opened a garden there and lent a plot."""
    someone, garden = Someone(), new_id()
    store.handle(OpenGarden(garden_id=garden), someone())
    lend = LendPlot(garden_id=garden, plot_id=new_id(), gardener_id=new_id(), number="7")
    store.handle(lend, someone())
    return someone


def test_each_pole_reads_its_own(
    store: EventStore, someone: Someone, stranger: Someone, garden: str, plot: str
) -> None:
    assert len(states(store)) == 2
    with reach.only(someone.pole_id):
        assert states(store) == {plot: ("12", "bare")}
        assert [r.position for r in store.stream(garden)] == [3, 4]
        assert [r.position for r in store.events([1, 2, 3, 4])] == [3, 4]
        assert store.load(Garden, garden).version == 2
        assert len(store.recorded_between(someone.pole_id, *AGES)) == 2
        assert store.recorded_between(stranger.pole_id, *AGES) == []
    with reach.only(stranger.pole_id):
        assert list(states(store).values()) == [("7", "bare")]
        assert store.stream(garden) == []
        assert store.recorder.select_events(garden) == []
        with pytest.raises(Unknown):
            store.load(Garden, garden)
        store.streams.forget()
        with pytest.raises(Unknown):
            store.load(Garden, garden)
    with reach.only(someone.pole_id):
        assert store.load(Garden, garden).version == 2, "who asked before may not spoil it"


def test_nobody_reads_nothing(store: EventStore, someone: Someone, garden: str, plot: str) -> None:
    with reach.nobody():
        assert states(store) == {}
        assert store.stream(garden) == store.events([1, 2]) == []
        assert store.recorded_between(someone.pole_id, *AGES) == []
        with pytest.raises(Unknown):
            store.load(Garden, garden)


def test_two_poles_may_be_within_reach(
    store: EventStore, someone: Someone, stranger: Someone, plot: str
) -> None:
    third = Someone()
    store.handle(OpenGarden(garden_id=new_id()), third())
    with reach.only(someone.pole_id, stranger.pole_id):
        assert len(states(store)) == 2
        assert len(store.events(range(1, 6))) == 4


def test_nothing_is_recorded_out_of_reach(
    store: EventStore, someone: Someone, stranger: Someone, garden: str
) -> None:
    with reach.only(someone.pole_id):
        with pytest.raises(Unknown):
            store.handle(OpenGarden(garden_id=new_id()), stranger())
        assert store.handle(OpenGarden(garden_id=new_id()), someone()).first == 4
    with reach.nobody(), pytest.raises(Unknown):
        store.handle(OpenGarden(garden_id=new_id()), someone())


def test_one_transaction_records_for_two_poles(
    store: EventStore, someone: Someone, stranger: Someone, garden: str, plot: str
) -> None:
    """A group commit: whoever leads writes for those who wait, whatever their pôle."""
    said = [_opening(store, someone), _correction(store, stranger), _opening(store, stranger)]
    with reach.only(someone.pole_id):
        store.recorder.writer.append(said)
        assert [s.receipt.first for s in said if s.receipt] == [5, 6, 7]
        assert [r.position for r in store.events(range(1, 8))] == [3, 4, 5]
    with reach.only(stranger.pole_id):
        assert list(states(store).values()) == [("8", "bare")]


def test_the_work_of_the_engine_is_the_same_whoever_asks(
    store: EventStore, someone: Someone, stranger: Someone, garden: str, plot: str
) -> None:
    before, seen = store.checksums(), states(store)
    store.handle(TendPlot(garden_id=garden, plot_id=plot, state="sown"), someone())
    with reach.nobody():
        assert (store.head(), store.recorder.reached()) == (5, 5)
        assert len(store.recorder.select_notifications(None, 10)) == 5
        assert store.health().head == 5
        store.rebuild()
        after = store.checksums()
        assert [standing.parked for standing in store.health().projections] == [0, 0]
    assert after == store.checksums() != before
    assert states(store) == {**seen, plot: ("12", "sown")}


def test_hands_of_two_poles_share_connections(
    store: EventStore, someone: Someone, stranger: Someone, plot: str
) -> None:
    """A connection given back by one is told again before the other uses it."""
    expected = {someone.pole_id: {"12"}, stranger.pole_id: {"7"}, "": set[str]()}

    def look(n: int) -> bool:
        pole_id = sorted(expected)[n % 3]
        with reach.only(pole_id) if pole_id else reach.nobody():
            return {str(number) for number, _ in states(store).values()} == expected[pole_id]

    with ThreadPoolExecutor(6) as together:
        assert all(together.map(look, range(300)))


def test_a_refused_transaction_leaves_no_reach_behind(
    store: EventStore, someone: Someone, stranger: Someone, plot: str
) -> None:
    opening = _opening(store, stranger)
    store.recorder.writer.append([opening])
    again = Submission(opening.events, stranger())
    with reach.only(someone.pole_id):
        store.recorder.writer.append([again])
        assert again.error
        assert list(states(store)) == [plot]
        assert store.events([1, 2]) == []


def test_what_is_said_in_a_block_ends_with_it(store: EventStore, someone: Someone) -> None:
    def ask() -> str | None:
        reach.settle(someone.pole_id)
        return reach.current()

    with reach.nobody():
        assert copy_context().run(ask) == someone.pole_id
        assert reach.current() == ""
        ask()
        with reach.whole_house():
            assert reach.current() == "*"
        assert reach.current() == someone.pole_id
    assert reach.current() == "*"


def _opening(store: EventStore, who: Someone) -> Submission:
    garden = Garden(new_id()).trigger(GardenOpened, _by(who), name="Jardin")
    return Submission(store.mapper.seal_all(garden.collect_events()), who())


def _correction(store: EventStore, who: Someone) -> Submission:
    lent = store.recorded_between(who.pole_id, *AGES)[-1].event
    garden = store.load(Garden, lent.originator_id)
    entry = garden.standing[2]
    assert isinstance(entry, Entry)
    garden.correct(_by(who), entry, replace(entry, number="8"), "Erreur de saisie")
    return Submission(store.mapper.seal_all(garden.collect_events()), who())


def _by(who: Someone) -> Occurrence:
    return Occurrence(pole_id=who.pole_id, actor_id=who.actor_id, occurred_on=date(2026, 5, 1))

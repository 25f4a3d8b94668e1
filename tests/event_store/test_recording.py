"""What is recorded is recorded once, in order, for the one who said it."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from crm.event_store import Author, Command, EventStore, Receipt, open_event_store
from crm.event_store.events import Occurrence, new_id
from crm.event_store.pens import Moment
from crm.event_store.postgres_pen import PostgresPen
from crm.event_store.tables import events
from crm.refusal import AlreadyHeld, Conflict, Refusal, Unknown
from crm.settings import Settings
from event_store.conftest import Opening, Someone, states
from event_store.garden import (
    Correct,
    Garden,
    GardenOpened,
    LendPlot,
    OpenGarden,
    PlotTaken,
    PlotTended,
    RenumberTwice,
    ReturnPlot,
    SwapPlots,
    TendPlot,
)


def test_a_command_is_seen_at_once(store: EventStore, someone: Someone, plot: str) -> None:
    assert states(store) == {plot: ("12", "bare")}


def test_a_repeated_command_records_nothing(
    store: EventStore, someone: Someone, garden: str, plot: str
) -> None:
    author = someone()
    first = store.handle(TendPlot(garden_id=garden, plot_id=plot, state="sown"), author)
    again = store.handle(TendPlot(garden_id=garden, plot_id=plot, state="weeded"), author)
    assert again == first._replace(repeated=True)
    assert states(store)[plot] == ("12", "sown")
    assert len(store.stream(garden)) == 3


def test_a_repeated_command_is_not_judged_by_what_it_did(
    store: EventStore, someone: Someone, garden: str
) -> None:
    """Decided again, it would be refused: the plot is lent, by itself."""
    author, lend = someone(), LendPlot(garden_id=garden, plot_id=new_id(), gardener_id=new_id())
    first = store.handle(lend, author)
    assert store.handle(lend, author) == first._replace(repeated=True)
    with pytest.raises(PlotTaken):
        store.handle(lend, someone())


def test_the_envelope_says_who_when_and_how(
    store: EventStore, someone: Someone, garden: str
) -> None:
    recorded = store.stream(garden)[0]
    assert recorded == store.events([recorded.position])[0]
    assert (recorded.name, recorded.source) == ("garden.opened.v1", "page")
    assert (recorded.event.pole_id, recorded.event.actor_id) == (someone.pole_id, someone.actor_id)


def test_a_stale_aggregate_conflicts(
    store: EventStore, someone: Someone, garden: str, plot: str
) -> None:
    stale = store.load(Garden, garden)
    store.handle(TendPlot(garden_id=garden, plot_id=plot, state="sown"), someone())
    by = Occurrence(
        pole_id=someone.pole_id, actor_id=someone.actor_id, occurred_on=date(2026, 5, 1)
    )
    stale.trigger(PlotTended, by, plot_id=plot, state="weeded")
    with pytest.raises(Conflict):
        store.record(stale, author=someone())
    assert store.load(Garden, garden).lent[plot] == "lent sown"


def _at_once(
    store: EventStore, someone: Someone, kind: type[TendPlot], garden: str, plot: str
) -> list[Receipt | Refusal]:
    def say(n: int) -> Receipt | Refusal:
        try:
            return store.handle(kind(garden_id=garden, plot_id=plot, state=f"s{n}"), someone())
        except Refusal as refusal:
            return refusal

    with ThreadPoolExecutor(3) as together:
        return list(together.map(say, range(3)))


def test_hands_that_add_never_block_each_other(
    store: EventStore, someone: Someone, garden: str, plot: str
) -> None:
    assert all(
        isinstance(outcome, Receipt) for outcome in _at_once(store, someone, TendPlot, garden, plot)
    )
    assert len(store.stream(garden)) == 5


def test_who_edits_learns_that_somebody_else_did(
    store: EventStore, someone: Someone, garden: str, plot: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    loading = store.load

    def slow(kind: type[Garden], id: str) -> Garden:
        found = loading(kind, id)
        monkeypatch.setattr(store, "load", loading)
        store.handle(TendPlot(garden_id=garden, plot_id=plot, state="sown"), someone())
        return found

    monkeypatch.setattr(store, "load", slow)
    with pytest.raises(Conflict):
        store.handle(RenumberTwice(garden_id=garden, plot_id=plot, state="no"), someone())
    monkeypatch.setattr(store, "load", slow)
    store.handle(TendPlot(garden_id=garden, plot_id=plot, state="yes"), someone())
    assert states(store)[plot] == ("12", "yes")


def test_threads_share_transactions_and_lose_nothing(store: EventStore, someone: Someone) -> None:
    gardens = [new_id() for _ in range(60)]
    with ThreadPoolExecutor(8) as together:
        receipts = list(
            together.map(lambda id_: store.handle(OpenGarden(garden_id=id_), someone()), gardens)
        )
    with store.engine.connect() as db:
        assert db.scalar(select(func.count()).select_from(events)) == 60
    assert len({receipt.first for receipt in receipts}) == 60


def test_a_command_sent_twice_at_once_is_recorded_once(store: EventStore, someone: Someone) -> None:
    """A double click: the second one makes other ids, and meets the first in its transaction."""
    author, other = someone(), someone()
    said = [(OpenGarden(garden_id=new_id()), by) for by in (author, author, other, author)]
    submissions = [store._decide(command, by, {}) for command, by in said]
    store.recorder.append(submissions)
    first, again, apart, third = (submission.receipt for submission in submissions)
    assert first
    assert apart
    assert (first.repeated, apart.repeated) == (False, False)
    assert again == third == first._replace(repeated=True)
    with store.engine.connect() as db:
        assert db.scalar(select(func.count()).select_from(events)) == 2


def test_nobody_elses_events_lie_among_those_of_a_command(
    postgres_url: str, tmp_path: Path, someone: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    entering = PostgresPen.enter

    def enter(pen: PostgresPen, poles: Sequence[str], count: int, ids: Sequence[str]) -> Moment:
        now = entering(pen, poles, 2 * count, ids)
        return now._replace(positions=[n for n in now.positions if n % 5 != 2][:count])

    monkeypatch.setattr(PostgresPen, "enter", enter)
    keys = f"sqlite:///{tmp_path / 'keys.db'}"
    store = open_event_store(Settings(database=postgres_url, keys=keys, secret="s" * 40), [])
    said: list[tuple[Command, Author]] = []
    for n in range(9):
        swap, alone = SwapPlots(first=new_id(), second=new_id()), OpenGarden(garden_id=new_id())
        said.append((swap if n % 2 else alone, someone()))
    receipts = [receipt for receipt in store.handle_all(said) if isinstance(receipt, Receipt)]
    assert [r.last - r.first for r in receipts] == [0, 3, 0, 3, 0, 3, 0, 3, 0]
    assert [r.first for r in receipts] == sorted({r.first for r in receipts})
    for (_, author), receipt in zip(said, receipts, strict=True):
        found = store.events(range(receipt.first, receipt.last + 1))
        assert {recorded.command_id for recorded in found} == {author.command_id}
    store.close()


def test_a_claim_held_by_another_refuses_the_command(
    store: EventStore, someone: Someone, garden: str, plot: str
) -> None:
    lend = LendPlot(garden_id=garden, plot_id=new_id(), gardener_id=new_id(), number="12")
    with pytest.raises(AlreadyHeld) as refused:
        store.handle(lend, someone())
    assert refused.value.values == {"rows": "plots", "columns": ["pole_id", "number"]}
    assert len(store.stream(garden)) == 2
    assert store.health().well
    store.handle(ReturnPlot(garden_id=garden, plot_id=plot), someone())
    store.handle(lend, someone())
    assert list(states(store).values()) == [("12", "bare")]


def test_a_correction_may_not_take_a_held_claim(
    store: EventStore, someone: Someone, garden: str, plot: str
) -> None:
    other = LendPlot(garden_id=garden, plot_id=new_id(), gardener_id=new_id(), number="13")
    store.handle(other, someone())
    with pytest.raises(AlreadyHeld):
        store.handle(Correct(garden_id=garden, version=3, values={"number": "12"}), someone())


def test_another_pole_sees_nothing(store: EventStore, garden: str, plot: str) -> None:
    with pytest.raises(Unknown):
        store.handle(TendPlot(garden_id=garden, plot_id=plot, state="sown"), Someone()())
    with pytest.raises(Unknown):
        store.load(Garden, new_id())


def test_in_a_group_each_command_has_its_own_outcome(
    store: EventStore, someone: Someone, garden: str, plot: str
) -> None:
    done = someone()
    store.handle(TendPlot(garden_id=garden, plot_id=plot, state="sown"), done)
    other, twice = new_id(), someone()
    lend = LendPlot(garden_id=garden, plot_id=other, gardener_id=new_id(), number="14")
    claimed = LendPlot(garden_id=garden, plot_id=new_id(), gardener_id=new_id(), number="12")
    tend = TendPlot(garden_id=garden, plot_id=other, state="weeded")
    outcomes = store.handle_all(
        [
            (TendPlot(garden_id=garden, plot_id=plot, state="lost"), done),
            (lend, twice),
            (lend, twice),
            (lend, someone()),
            (claimed, someone()),
            (tend, someone()),
        ]
    )
    assert [type(outcome) for outcome in outcomes] == [
        Receipt,
        Receipt,
        Receipt,
        PlotTaken,
        AlreadyHeld,
        Receipt,
    ]
    assert [o.repeated for o in outcomes if isinstance(o, Receipt)] == [True, False, True, False]
    assert states(store) == {plot: ("12", "sown"), other: ("14", "weeded")}
    assert [r.event.originator_version for r in store.stream(garden)] == [1, 2, 3, 4, 5]


def test_what_a_refused_command_said_is_unsaid(
    store: EventStore, someone: Someone, garden: str, plot: str
) -> None:
    lend = LendPlot(garden_id=garden, plot_id=plot, gardener_id=new_id())
    tend = TendPlot(garden_id=garden, plot_id=plot, state="sown")
    refused, done = store.handle_all([(lend, someone()), (tend, someone())])
    assert isinstance(refused, PlotTaken)
    assert isinstance(done, Receipt)
    assert [type(r.event) for r in store.stream(garden)[2:]] == [PlotTended]


def test_events_of_several_aggregates_keep_the_order_they_were_said_in(
    store: EventStore, someone: Someone
) -> None:
    receipt = store.handle(SwapPlots(first=new_id(), second=new_id()), someone())
    said = store.events(range(receipt.first, receipt.last + 1))
    names = [recorded.event.name for recorded in said if isinstance(recorded.event, GardenOpened)]
    assert names == ["0", "1", "2", "3"]


def test_the_clock_dates_what_is_recorded_and_never_goes_back(
    opening: Opening, someone: Someone
) -> None:
    times = iter([5_000_000, 5_000_000, 9_000_000, 9_000_000, 7_000_000, 7_000_000])
    store = opening(clock=lambda: next(times))
    ids = [new_id() for _ in range(3)]
    receipts = [store.handle(OpenGarden(garden_id=id_), someone()) for id_ in ids]
    assert [receipt.recorded_at for receipt in receipts] == [5_000_000, 9_000_000, 9_000_000]
    found = store.recorded_between(someone.pole_id, 5_000_000, 9_000_000)
    assert [recorded.event.originator_id for recorded in found] == ids[:1]
    assert found[0].event.occurred_on == date(1969, 12, 31)


def test_the_library_follows_what_is_recorded(
    store: EventStore, someone: Someone, garden: str, plot: str
) -> None:
    notifications = store.library.notification_log.select(start=1, limit=10)
    assert [n.topic for n in notifications] == ["garden.opened.v1", "plot.lent.v2"]

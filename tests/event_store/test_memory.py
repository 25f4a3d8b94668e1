"""What a process keeps in memory is what the tables say, and forgets what was erased."""

import random
from collections.abc import Collection

import pytest
from sqlalchemy import select

from crm.event_store import EventStore, memory
from crm.event_store.events import new_id
from crm.event_store.memory import Answers, Kept, moment_of
from crm.event_store.sealing import ERASED
from crm.refusal import Refusal
from event_store.conftest import Opening, Someone
from event_store.garden import (
    Correct,
    LendPlot,
    OpenGarden,
    ReturnPlot,
    TakeBack,
    TendPlot,
    plots,
    which_gardens,
    who_tends,
)

Names = dict[str, list[str] | None]


class Reading:
    """Reads who tends the plots of each garden; remembers for which gardens it was asked."""

    def __init__(self) -> None:
        self.asked: list[Collection[str] | None] = []
        self.erasing = ""
        """A gardener to be erased once her name is read."""

    def __call__(self, store: EventStore, pole_id: str, ids: Collection[str] | None) -> Names:
        self.asked.append(ids)
        found: Names = dict.fromkeys(ids or ())
        for garden, gardener_id, sealed in self._rows(store, pole_id, ids):
            name = store.open(gardener_id, "identity", sealed)
            found[garden] = [*(found.get(garden) or ()), name]
        if self.erasing:
            erased, self.erasing = self.erasing, ""
            store.keyring.erase(erased)
        return found

    def _rows(
        self, store: EventStore, pole_id: str, ids: Collection[str] | None
    ) -> list[tuple[str, str, str]]:
        c = plots.c
        query = select(c.garden_id, c.gardener_id, c.gardener).where(c.pole_id == pole_id)
        if ids is not None:
            query = query.where(c.garden_id.in_(ids))
        with store.engine.connect() as db:
            rows = db.execute(query.where(plots.known()).order_by(c.plot_id))
            return [(row[0], row[1], row[2]) for row in rows]


@pytest.fixture
def reading() -> Reading:
    return Reading()


@pytest.fixture
def kept(reading: Reading) -> Kept[EventStore, list[str]]:
    return Kept(reading)


def lend(store: EventStore, someone: Someone, garden: str, name: str) -> LendPlot:
    lending = LendPlot(garden_id=garden, plot_id=new_id(), gardener_id=new_id(), gardener=name)
    store.handle(lending, someone())
    return lending


def test_it_is_read_whole_once_then_only_where_something_changed(
    store: EventStore, someone: Someone, reading: Reading, kept: Kept[EventStore, list[str]]
) -> None:
    gardens = [new_id(), new_id()]
    for garden in gardens:
        store.handle(OpenGarden(garden_id=garden), someone())
        lend(store, someone, garden, "Ida")
    assert kept.of(store, someone.pole_id) == {garden: ["Ida"] for garden in gardens}
    store.handle(OpenGarden(garden_id=new_id()), Someone()())
    assert kept.of(store, someone.pole_id) == {garden: ["Ida"] for garden in gardens}
    lending = lend(store, someone, gardens[1], "Noé")
    assert sorted(kept.of(store, someone.pole_id)[gardens[1]]) == ["Ida", "Noé"]
    assert kept.of(store, someone.pole_id)[gardens[0]] == ["Ida"]
    assert reading.asked == [None, [gardens[1]]]
    assert kept.of(store, new_id()) == {}
    store.handle(ReturnPlot(garden_id=gardens[1], plot_id=lending.plot_id), someone())
    assert kept.of(store, someone.pole_id)[gardens[1]] == ["Ida"]


def test_whatever_is_recorded_it_says_what_the_tables_say(
    store: EventStore, someone: Someone, reading: Reading, kept: Kept[EventStore, list[str]]
) -> None:
    chance, gardens, lent = random.Random(5), [new_id(), new_id(), new_id()], [new_id()]
    for garden in gardens:
        store.handle(OpenGarden(garden_id=garden), someone())
    for turn in range(60):
        garden, plot, version = chance.choice(gardens), chance.choice(lent), chance.randint(2, 9)
        command = chance.choice((
            LendPlot(garden_id=garden, plot_id=new_id(), gardener_id=new_id(), gardener=str(turn)),
            TendPlot(garden_id=garden, plot_id=plot, state="sown"),
            ReturnPlot(garden_id=garden, plot_id=plot),
            Correct(garden_id=garden, version=version, values={"gardener": f"corrigée {turn}"}),
            TakeBack(garden_id=garden, version=version),
        ))  # fmt: skip
        try:
            store.handle(command, someone())
        except Refusal:
            continue
        if isinstance(command, LendPlot):
            lent.append(command.plot_id)
        if chance.random() < 0.7:
            now = {k: v for k, v in Reading()(store, someone.pole_id, None).items() if v}
            assert kept.of(store, someone.pole_id) == now
    assert reading.asked.count(None) == 1


def test_an_erasure_empties_it(
    store: EventStore,
    opening: Opening,
    someone: Someone,
    garden: str,
    kept: Kept[EventStore, list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first, second = lend(store, someone, garden, "Ida"), lend(store, someone, garden, "Noé")
    assert sorted(kept.of(store, someone.pole_id)[garden]) == ["Ida", "Noé"]
    store.keyring.erase(first.gardener_id)
    assert sorted(kept.of(store, someone.pole_id)[garden]) == ["Noé", ERASED]
    monkeypatch.setattr("crm.event_store.keyring.HEARD", 0)
    opening().keyring.erase(second.gardener_id)
    assert kept.of(store, someone.pole_id)[garden] == [ERASED, ERASED]


def test_what_was_read_before_an_erasure_is_not_kept(
    store: EventStore,
    someone: Someone,
    garden: str,
    reading: Reading,
    kept: Kept[EventStore, list[str]],
) -> None:
    reading.erasing = lend(store, someone, garden, "Ida").gardener_id
    assert kept.of(store, someone.pole_id) == {garden: [ERASED]}


def test_new_tables_are_read_whole(
    store: EventStore,
    someone: Someone,
    plot: str,
    reading: Reading,
    kept: Kept[EventStore, list[str]],
) -> None:
    before = kept.of(store, someone.pole_id)
    store.rebuild(who_tends)
    assert kept.of(store, someone.pole_id) == before
    assert reading.asked == [None, None]


def test_too_many_changes_are_read_whole(
    store: EventStore,
    someone: Someone,
    reading: Reading,
    kept: Kept[EventStore, list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(memory, "MOST_CHANGED", 1)
    kept.of(store, someone.pole_id)
    for name in ("Ida", "Noé"):
        garden = new_id()
        store.handle(OpenGarden(garden_id=garden), someone())
        lend(store, someone, garden, name)
    assert sorted(kept.of(store, someone.pole_id).values()) == [["Ida"], ["Noé"]]
    assert reading.asked == [None, None]


def test_while_a_projection_is_late_nothing_is_kept(
    opening: Opening, someone: Someone, reading: Reading, kept: Kept[EventStore, list[str]]
) -> None:
    """Else a page that reads from memory would not be told that what it shows is late."""
    broken = [True]
    store = opening(which_gardens(lambda: broken[0]), who_tends)
    kept.of(store, someone.pole_id)
    store.handle(OpenGarden(garden_id=new_id()), someone())
    store.late_reads.ask()
    for _turn in range(2):
        kept.of(store, someone.pole_id)
    assert reading.asked == [None, None, None]


def test_an_answer_holds_until_something_is_recorded(
    store: EventStore, someone: Someone, garden: str
) -> None:
    answers, found = Answers(), list[int]()

    def ask(question: str = "combien") -> int:
        def find() -> int:
            found.append(len(found))
            return len(found)

        now = moment_of(store, someone.pole_id)
        return answers.recall(store, someone.pole_id, now, question, find)

    assert (ask(), ask(), ask("ailleurs"), ask()) == (1, 1, 2, 1)
    store.handle(OpenGarden(garden_id=new_id()), Someone()())
    assert ask() == 1
    lending = lend(store, someone, garden, "Ida")
    assert (ask(), ask()) == (3, 3)
    store.keyring.erase(lending.gardener_id)
    assert ask() == 4


def test_the_oldest_answers_go_first(
    store: EventStore, someone: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "MOST_ANSWERS", 2)
    answers, now = Answers(), moment_of(store, someone.pole_id)

    def ask(question: int, answer: str) -> str:
        return answers.recall(store, someone.pole_id, now, question, lambda: answer)

    asked = [ask(1, "a"), ask(2, "b"), ask(3, "c"), ask(2, "d"), ask(1, "e")]
    assert asked == ["a", "b", "c", "b", "e"]

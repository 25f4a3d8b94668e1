"""Corrections and take-backs: nothing is rewritten, and rows say what still stands."""

from contextlib import suppress
from datetime import date

import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import select

from crm.event_store import EventStore
from crm.event_store.events import Aggregate, Occurrence, new_id
from crm.event_store.rebuild import Builder
from crm.event_store.sealing import ERASED
from crm.refusal import StillNeeded, Superseded
from event_store.conftest import Someone, states
from event_store.garden import (
    Correct,
    ForgetRenaming,
    Garden,
    LendPlot,
    PlotLent,
    PlotTended,
    RenameGardener,
    ReturnPlot,
    TakeBack,
    TendPlot,
    lines,
    plots,
)


@pytest.fixture
def tended(store: EventStore, someone: Someone, garden: str, plot: str) -> str:
    """The plot, sown in version 3."""
    store.handle(TendPlot(garden_id=garden, plot_id=plot, state="sown"), someone())
    return plot


def test_a_correction_leaves_what_was_said_since(
    store: EventStore, someone: Someone, garden: str, tended: str
) -> None:
    store.handle(Correct(garden_id=garden, version=2, values={"number": "21"}), someone())
    assert states(store) == {tended: ("21", "sown")}
    assert store.load(Garden, garden).lent == {tended: "lent sown"}


def test_an_entry_taken_back_leaves_no_trace_on_its_rows(
    store: EventStore, someone: Someone, garden: str, tended: str
) -> None:
    store.handle(TakeBack(garden_id=garden, version=3), someone())
    assert states(store) == {tended: ("12", "bare")}
    store.handle(TakeBack(garden_id=garden, version=2), someone())
    assert states(store) == {}


def test_take_backs_in_any_order(
    store: EventStore, someone: Someone, garden: str, tended: str
) -> None:
    store.handle(TendPlot(garden_id=garden, plot_id=tended, state="weeded"), someone())
    store.handle(TakeBack(garden_id=garden, version=3), someone())
    assert states(store)[tended] == ("12", "weeded")
    store.handle(TakeBack(garden_id=garden, version=4), someone())
    assert states(store)[tended] == ("12", "bare")


def test_a_return_taken_back_brings_the_row_again(
    store: EventStore, someone: Someone, garden: str, tended: str
) -> None:
    store.handle(ReturnPlot(garden_id=garden, plot_id=tended), someone())
    assert states(store) == {}
    store.handle(TakeBack(garden_id=garden, version=4), someone())
    assert states(store) == {tended: ("12", "sown")}


def test_a_correction_and_a_take_back_can_be_taken_back(
    store: EventStore, someone: Someone, garden: str, tended: str
) -> None:
    store.handle(Correct(garden_id=garden, version=2, values={"number": "21"}), someone())
    store.handle(TakeBack(garden_id=garden, version=4), someone())
    assert states(store) == {tended: ("12", "sown")}
    store.handle(TakeBack(garden_id=garden, version=5), someone())
    assert states(store) == {tended: ("21", "sown")}
    store.handle(TakeBack(garden_id=garden, version=3), someone())
    store.handle(TakeBack(garden_id=garden, version=2), someone())
    assert states(store) == {}
    store.handle(TakeBack(garden_id=garden, version=8), someone())
    assert states(store) == {tended: ("21", "bare")}
    assert store.load(Garden, garden).lent == {tended: "lent"}


def test_a_correction_that_names_another_row(
    store: EventStore, someone: Someone, garden: str, plot: str
) -> None:
    other = new_id()
    store.handle(Correct(garden_id=garden, version=2, values={"plot_id": other}), someone())
    assert states(store) == {other: ("12", "bare")}


def test_what_others_depend_on_cannot_go(
    store: EventStore, someone: Someone, garden: str, tended: str
) -> None:
    with pytest.raises(StillNeeded):
        store.handle(TakeBack(garden_id=garden, version=2), someone())
    assert len(store.stream(garden)) == 3


def test_only_the_last_word_is_taken_back(
    store: EventStore, someone: Someone, garden: str, plot: str
) -> None:
    for number in ("21", "22"):
        values = {"number": number}
        store.handle(Correct(garden_id=garden, version=2, values=values), someone())
    with pytest.raises(Superseded):
        store.handle(TakeBack(garden_id=garden, version=3), someone())
    garden_now = store.load(Garden, garden)
    lent = garden_now.event(2)
    assert lent
    with pytest.raises(Superseded):
        garden_now.correct(_by(someone), lent, lent)


def test_what_is_no_entry_is_neither_corrected_nor_taken_back(
    store: EventStore, someone: Someone, garden: str
) -> None:
    opened = store.load(Garden, garden).event(1)
    assert opened
    with pytest.raises(TypeError):
        store.load(Garden, garden).take_back(_by(someone), opened)
    with pytest.raises(TypeError):
        store.load(Garden, garden).correct(_by(someone), opened, opened)


def test_a_timeline_tells_of_corrections_too(
    store: EventStore, someone: Someone, garden: str, tended: str
) -> None:
    store.handle(Correct(garden_id=garden, version=3, values={"state": "weeded"}), someone())
    query = select(lines.c.version, lines.c.kind, lines.c.said).where(lines.known())
    with store.engine.connect() as db:
        told = sorted(db.execute(query).all())
    assert [tuple(row) for row in told] == [
        (1, "GardenOpened", None),
        (2, "PlotLent", "12"),
        (3, "PlotTended", "weeded"),
        (4, "EntryCorrected", None),
    ]


def test_an_unsaid_event_leaves_the_aggregate_as_it_was(someone: Someone) -> None:
    garden, by, plot = Garden(new_id()), _by(someone), new_id()
    garden.trigger(PlotLent, by, plot_id=plot, gardener_id=new_id())
    garden.trigger(PlotTended, by, plot_id=plot, state="sown")
    garden.rewind(1)
    assert (garden.version, garden.pending, garden.lent) == (1, 1, {plot: "lent"})
    assert isinstance(garden, Aggregate)


def _by(someone: Someone) -> Occurrence:
    return Occurrence(
        pole_id=someone.pole_id, actor_id=someone.actor_id, occurred_on=date(2026, 5, 1)
    )


def test_a_plot_returned_then_lent_again(
    store: EventStore, someone: Someone, garden: str, plot: str
) -> None:
    store.handle(ReturnPlot(garden_id=garden, plot_id=plot), someone())
    lend = LendPlot(garden_id=garden, plot_id=plot, gardener_id=new_id(), number="30")
    store.handle(lend, someone())
    store.handle(TakeBack(garden_id=garden, version=4), someone())
    assert states(store) == {}


def _rename(store: EventStore, someone: Someone, plot: str, name: str) -> str:
    gardener = new_id()
    command = RenameGardener(gardener_id=gardener, plot_id=plot, gardener=name)
    store.handle(command, someone())
    return gardener


def _gardener(store: EventStore, *subjects: str) -> str:
    """The name on the only plot, sealed under one of these persons."""
    with store.engine.connect() as db:
        sealed, lent_to = db.execute(
            select(plots.c.gardener, plots.c.gardener_id).where(plots.known())
        ).one()
    for subject in (*subjects, str(lent_to)):
        with suppress(InvalidTag):
            if (name := store.open(subject, "identity", sealed)) != ERASED:
                return name
    return ERASED


def test_a_correction_leaves_what_another_stream_said(
    store: EventStore, someone: Someone, garden: str, plot: str
) -> None:
    gardener = _rename(store, someone, plot, "Aline")
    store.handle(Correct(garden_id=garden, version=2, values={"number": "21"}), someone())
    assert _gardener(store, gardener) == "Aline"


def test_what_another_stream_said_before_comes_back(
    store: EventStore, someone: Someone, garden: str, plot: str
) -> None:
    first = _rename(store, someone, plot, "Aline")
    second = _rename(store, someone, plot, "Berthe")
    store.handle(ForgetRenaming(gardener_id=second), someone())
    assert _gardener(store, first, second) == "Aline"
    store.handle(ForgetRenaming(gardener_id=first), someone())
    assert _gardener(store, first, second) == "Odile Vraisemblable"


def test_a_row_comes_back_with_what_another_stream_said(
    store: EventStore, someone: Someone, garden: str, plot: str
) -> None:
    gardener = _rename(store, someone, plot, "Aline")
    store.handle(TakeBack(garden_id=garden, version=2), someone())
    assert states(store) == {}
    store.handle(TakeBack(garden_id=garden, version=3), someone())
    assert _gardener(store, gardener) == "Aline"
    before = store.checksums()
    Builder(store.engine, page=2).rebuild(*store.projections)
    assert store.checksums() == before

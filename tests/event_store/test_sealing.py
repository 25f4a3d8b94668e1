"""Nothing personal lies in clear on any disk, and a forgotten key silences every copy."""

from pathlib import Path
from typing import Annotated

import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import select, text

from crm.event_store import EventStore
from crm.event_store.events import EntryCorrected, new_id, read
from crm.event_store.masters import WrongSecrets
from crm.event_store.sealing import ERASED, Sealed, sealed_fields
from event_store.conftest import Opening, Someone
from event_store.garden import Correct, LendPlot, PlotLent, TakeBack, plots

NAME, TOOL, REASON = "Odile Vraisemblable", "sécateur", "Erreur de saisie"


def _lend(store: EventStore, someone: Someone, garden: str) -> str:
    gardener = new_id()
    lend = LendPlot(
        garden_id=garden, plot_id=new_id(), gardener_id=gardener, visits=0, tools=(TOOL,)
    )
    store.handle(lend, someone())
    store.handle(Correct(garden_id=garden, version=2, values={"number": "7"}), someone())
    store.handle(TakeBack(garden_id=garden, version=3), someone())
    return gardener


def _everything(store: EventStore, folder: Path) -> str:
    with store.engine.connect() as db:
        tables = ("events", "receipts", "plots", "lines")
        rows = [str(row) for t in tables for row in db.execute(text(f"SELECT * FROM {t}"))]
    files = [file.read_bytes().decode("latin-1") for file in folder.iterdir() if file.is_file()]
    return "\n".join(rows + files)


def test_nothing_personal_lies_in_clear(
    store: EventStore, someone: Someone, garden: str, tmp_path: Path
) -> None:
    _lend(store, someone, garden)
    everything = _everything(store, tmp_path)
    assert "plot.lent.v2" in everything
    for word in (NAME, TOOL, REASON, "Vraisemblable", '"visits":0'):
        assert word not in everything
        assert word.encode().decode("latin-1") not in everything


def test_who_may_read_reads_values_of_every_type(
    store: EventStore, someone: Someone, garden: str
) -> None:
    _lend(store, someone, garden)
    _, lent, corrected, _ = [recorded.event for recorded in store.stream(garden)]
    assert isinstance(lent, PlotLent)
    assert (lent.gardener, lent.visits, lent.tools) == (NAME, 0, (TOOL,))
    assert isinstance(corrected, EntryCorrected)
    restated = read(corrected.name, corrected.restated)
    assert isinstance(restated, PlotLent)
    assert (corrected.reason, restated.gardener, restated.number) == (REASON, NAME, "7")


def test_erasure_silences_events_and_projections(
    store: EventStore, someone: Someone, garden: str
) -> None:
    gardener = _lend(store, someone, garden)
    with store.engine.connect() as db:
        sealed = db.execute(select(plots.c.gardener).where(plots.known())).scalar_one()
    asked = [(gardener, "identity", sealed), (gardener, "identity", None)]
    assert store.open_many(asked) == [NAME, ""]
    store.keyring.erase(gardener)
    assert store.open(gardener, "identity", sealed) == ERASED
    lent = store.stream(garden)[1].event
    assert isinstance(lent, PlotLent)
    assert (lent.gardener, lent.visits, lent.tools) == (ERASED, ERASED, ERASED)


def test_what_is_silent_stays_so_when_the_person_comes_back(
    store: EventStore, someone: Someone, garden: str
) -> None:
    gardener = _lend(store, someone, garden)
    store.keyring.erase(gardener)
    store.handle(Correct(garden_id=garden, version=2, values={"number": "8"}), someone())
    again = store.keyring.seal(gardener, "identity", "Odile de retour")
    assert again.startswith("2:")
    assert store.open(gardener, "identity", again) == "Odile de retour"
    restated = store.stream(garden)[-1].event
    assert isinstance(restated, EntryCorrected)
    assert ERASED in bytes(restated.restated).decode()


def test_a_sealed_text_cannot_be_moved_to_another_person(store: EventStore) -> None:
    mine, yours = new_id(), new_id()
    sealed = store.keyring.seal(mine, "identity", NAME)
    store.keyring.seal(yours, "identity", "autre")
    with pytest.raises(InvalidTag):
        store.open(yours, "identity", sealed)


def test_another_process_knows_the_keys(store: EventStore, opening: Opening) -> None:
    subject = new_id()
    sealed = store.keyring.seal(subject, "contact", "819 555-0101")
    assert opening().open(subject, "contact", sealed) == "819 555-0101"


class Number(PlotLent, frozen=True, kw_only=True):
    age: Annotated[int, Sealed("note")] = 0


def test_a_sealed_field_must_be_able_to_hold_text() -> None:
    assert set(sealed_fields(PlotLent)) == {"gardener", "visits", "tools"}
    with pytest.raises(TypeError, match="age"):
        sealed_fields(Number)


def test_wrong_secrets_are_said_before_anything_is_served(
    store: EventStore, opening: Opening
) -> None:
    with pytest.raises(WrongSecrets):  # even when nothing is sealed yet
        opening(secret="t" * 40)
    store.keyring.seal(new_id(), "contact", "819 555-0101")
    with pytest.raises(WrongSecrets):
        opening(secret="t" * 40)


def test_an_erasure_is_heard_by_every_process(
    store: EventStore,
    opening: Opening,
    someone: Someone,
    garden: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gardener, other = _lend(store, someone, garden), opening()
    told: list[str] = []
    store.keyring.on_erasure(lambda: told.append("here"))
    other.keyring.on_erasure(lambda: told.append("there"))
    before = other.stream(garden)[1].event
    assert isinstance(before, PlotLent)
    assert before.gardener == NAME
    store.keyring.erase(gardener)
    assert told == ["here"]
    monkeypatch.setattr("crm.event_store.keyring.HEARD", 0.0)
    after = other.stream(garden)[1].event
    assert isinstance(after, PlotLent)
    assert (after.gardener, told) == (ERASED, ["here", "there"])

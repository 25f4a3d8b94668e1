"""The register of incidents: it keeps all that was said, lets nothing out, and holds no formula."""

import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from msgspec.structs import replace

from crm.app import PROJECTIONS
from crm.event_store import Author, Command, EventStore, open_event_store
from crm.event_store.events import NAMES, Entry, new_id
from crm.event_store.sealing import sealed_fields
from crm.privacy.commands import RecordIncident, RestateIncident
from crm.privacy.domain.incidents import (
    Incident,
    IncidentRecorded,
    IncidentRestated,
    IncidentUndescribed,
    IncidentUnexplained,
    KnownBeforeIncident,
    RegisterFields,
    RestatementUnexplained,
    ToldBeforeKnown,
)
from crm.privacy.pages.register import workbook
from crm.privacy.projections.incidents import incident_of, incidents_of, whole_register
from crm.refusal import Conflict, Refusal, Unknown
from crm.settings import Settings

DAY = date(2026, 10, 1)
SAID = RegisterFields(
    information="noms et courriels", circumstances="=CMD()", known_on=DAY, person_count=3,
    serious_risk="yes", risk_reasoning="+1", commission_told_on=DAY, persons_told_on=DAY,
    measures="@rappel",
)  # fmt: skip


class Register:
    """A pôle and its register."""

    def __init__(self, store: EventStore) -> None:
        self.store, self.pole = store, new_id()

    def ask(self, command: Command, pole: str = "") -> None:
        author = Author(pole_id=pole or self.pole, actor_id=new_id(), command_id=new_id())
        self.store.handle(command, author)

    def record(self, said: RegisterFields = SAID, precision: str = "day") -> str:
        command = RecordIncident(said=said, occurred_on=DAY, occurred_precision=precision)
        self.ask(command)
        return command.incident_id


@pytest.fixture
def register(furnished_url: str, tmp_path: Path) -> Iterator[Register]:
    keys = f"sqlite:///{tmp_path / 'keys.db'}"
    settings = Settings(database=furnished_url, keys=keys, secret="s" * 40)
    with closing(open_event_store(settings, PROJECTIONS)) as store:
        yield Register(store)


def test_the_register_keeps_its_fields_and_what_was_said_before(register: Register) -> None:
    id = register.record()
    again = replace(SAID, person_count=5)
    restated = RestateIncident(
        incident_id=id, version=1, said=again, reason="vérifié", occurred_on=DAY
    )
    register.ask(restated)
    with pytest.raises(Conflict):
        register.ask(restated)
    with register.store.engine.connect() as db:
        known = incident_of(db, register.pole, id)
        assert incidents_of(db, register.pole) == [known]
        assert incident_of(db, new_id(), id) is None
        assert incidents_of(db, new_id()) == []
    assert known
    assert {n: getattr(known, n) for n in again.__struct_fields__} == {
        n: getattr(again, n) for n in again.__struct_fields__
    }
    assert [r.event.person_count for r in register.store.stream(id)] == [3, 5]  # type: ignore[attr-defined]
    with pytest.raises(Unknown):
        register.ask(restated, new_id())


def test_nothing_of_the_register_can_be_taken_back_or_silenced() -> None:
    for kind in (IncidentRecorded, IncidentRestated):
        assert kind in NAMES
        assert not issubclass(kind, Entry)
        assert sealed_fields(kind) == {}


REFUSED: list[tuple[type[Refusal], RegisterFields]] = [
    (IncidentUndescribed, replace(SAID, information=" ")),
    (IncidentUnexplained, replace(SAID, circumstances="")),
    (KnownBeforeIncident, replace(SAID, known_on=date(2026, 9, 30))),
    (ToldBeforeKnown, replace(SAID, commission_told_on=date(2026, 9, 30))),
    (ToldBeforeKnown, replace(SAID, persons_told_on=date(2026, 9, 30))),
]


@pytest.mark.parametrize(("refusal", "said"), REFUSED)
def test_what_does_not_hold_together_is_refused(
    register: Register, refusal: type[Refusal], said: RegisterFields
) -> None:
    id, head = register.record(), register.store.head()
    with pytest.raises(refusal):
        register.record(said)
    with pytest.raises(refusal):
        register.ask(
            RestateIncident(incident_id=id, version=1, said=said, reason="x", occurred_on=DAY)
        )
    assert register.store.head() == head
    assert register.store.load(Incident, id).version == 1


def test_a_restatement_says_why(register: Register) -> None:
    id = register.record()
    with pytest.raises(RestatementUnexplained):
        register.ask(RestateIncident(incident_id=id, version=1, said=SAID, reason=" "))


def test_the_workbook_holds_text_and_no_formula(register: Register) -> None:
    register.record()
    with register.store.engine.connect() as db:
        found = incidents_of(db, register.pole)
    with zipfile.ZipFile(BytesIO(workbook(found, None, "=Pôle", DAY))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        texts = book.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in sheet
    for text in ("=CMD()", "+1", "@rappel", "=Pôle", "2026-10-01"):
        assert text in texts


def test_the_workbook_says_what_is_not_known(register: Register) -> None:
    register.record(replace(SAID, person_count=None, serious_risk="no"), "month")
    with register.store.engine.connect() as db:
        found = incidents_of(db, register.pole)
    with zipfile.ZipFile(BytesIO(workbook(found, None, "Pôle", DAY))) as book:
        texts = book.read("xl/sharedStrings.xml").decode()
    assert ">inconnu<" in texts
    assert ">2026-10<" in texts


def test_the_register_goes_on_past_a_page(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The Commission is handed all of it, however many lines a question answers."""
    monkeypatch.setattr("crm.privacy.projections.incidents.MOST", 2)
    monkeypatch.setattr("crm.privacy.projections.incidents.incidents_of.__defaults__", (None, 2))
    ids = [register.record() for _ in range(5)]
    with register.store.engine.connect() as db:
        assert sorted(one.incident_id for one in whole_register(db, register.pole)) == sorted(ids)

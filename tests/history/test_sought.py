"""What is looked for in a whole history: by whom, about what, when, late, restated, in words."""

from datetime import date

import pytest
from msgspec.structs import replace

from crm.accompaniment.domain.accompaniment import Accompaniment
from crm.account.domain import Account
from crm.event_store import AsOf
from crm.event_store.events import new_id
from crm.history.projections.sought import SHOWN, Found, Sought, history_sought
from crm.person.domain import Person, Role
from crm.vocabulary import PartyRef
from history.conftest import OTHER_POLE, POLE, Bench, text

TODAY = date(2026, 2, 25)


class Told:
    """An enterprise with calls, a person and a correction."""

    def __init__(self, bench: Bench) -> None:
        self.bench, self.party = bench, PartyRef(kind="enterprise", id=new_id())
        colleague = Account.open(bench.by(), name="Noé Thiffault")
        file = Accompaniment.open(bench.by(on=TODAY), parties=(self.party,), advisor_id=bench.me)
        file.record(bench.by(on=TODAY), "call", minutes=20, summary="Le bail de l’Œuvre finit.")
        file.record(bench.by(colleague.id, on=date(2026, 1, 12)), "visit", summary="Rien de neuf.")
        said = file.standing[2]
        file.correct(bench.by(on=TODAY), said, replace(said, minutes=40), "Relu")
        person = Person.register(bench.by(on=TODAY), given_name="Maude", family_name="Tanguay")
        role = Role.assign(
            bench.by(on=TODAY), person_id=person.id, holder=self.party, kind="contact", id=new_id()
        )
        bench.record(colleague, file, person, role)
        self.colleague = colleague.id

    def find(self, cursor: str = "", pole_id: str = POLE, **asked: object) -> Found:
        store = self.bench.store
        sought = Sought(subject_kind="enterprise", subject_id=self.party.id, **asked)  # type: ignore[arg-type]  # as a page passes them
        with store.engine.connect() as db:
            return history_sought(store, db, pole_id, sought, cursor)

    def texts(self, **asked: object) -> list[str]:
        found = self.find(**asked)  # type: ignore[arg-type]  # the same
        return [text(line) for month in found.months for line in month.lines]


@pytest.fixture
def told(bench: Bench) -> Told:
    return Told(bench)


def test_nothing_asked_is_everything(told: Told) -> None:
    assert len(told.texts()) == 5
    assert told.find().next == ""


def test_by_whom(told: Told) -> None:
    assert told.texts(author=told.colleague) == ["Visite"]
    assert told.find().authors == [
        (told.bench.me, "Ariane Bédard"), (told.colleague, "Noé Thiffault")
    ]  # fmt: skip


def test_about_what(told: Told) -> None:
    (role,) = told.texts(room="person")
    assert "Maude Tanguay" in role
    assert told.find().rooms == ["accompaniment", "event_store", "person"]


def test_recorded_after_the_day_it_tells_of(told: Told) -> None:
    assert told.texts(late=True) == ["Visite"]


def test_corrections_only(told: Told) -> None:
    (correction,) = told.texts(restated=True)
    assert "corrig" in correction.lower()


def test_a_period(told: Told) -> None:
    assert told.texts(as_of=AsOf(until=date(2026, 1, 31))) == ["Visite"]
    assert "Visite" not in told.texts(as_of=AsOf(since=date(2026, 2, 1)))


@pytest.mark.parametrize("words", ["oeuvre", "BAIL finit", "appel 40"])
def test_words_are_found_in_what_is_sealed_accents_aside(told: Told, words: str) -> None:
    (found,) = told.texts(words=words)
    assert found.startswith("Appel")


def test_words_and_filters_together(told: Told) -> None:
    assert told.texts(words="neuf", author=told.bench.me) == []
    assert told.texts(words="introuvable") == []


def test_another_pole_finds_nothing_and_no_name(told: Told) -> None:
    found = told.find(pole_id=OTHER_POLE)
    assert (found.months, found.authors, found.rooms) == ([], [], [])
    assert found.name == "une entreprise"


@pytest.mark.parametrize("words", ["", "retenir"])
def test_pages_follow_and_repeat_nothing(bench: Bench, words: str) -> None:
    party = PartyRef(kind="enterprise", id=new_id())
    file = Accompaniment.open(bench.by(), parties=(party,), advisor_id=bench.me)
    for n in range(3 * SHOWN):
        file.record(bench.by(), "call", summary="à retenir" if n % 2 else "sans suite")
    bench.record(file)
    sought = Sought(subject_kind="enterprise", subject_id=party.id, words=words)
    seen: list[str] = []
    cursor, pages = "", 0
    with bench.store.engine.connect() as db:
        while not pages or cursor:
            found = history_sought(bench.store, db, POLE, sought, cursor)
            seen += [line.id for month in found.months for line in month.lines]
            cursor, pages = found.next, pages + 1
    expected = 3 * SHOWN // 2 if words else 3 * SHOWN + 1
    assert len(seen) == len(set(seen)) == expected
    assert pages == (2 if words else 4)

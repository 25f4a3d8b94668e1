"""How long is kept, and what waits for a decision."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.app import PROJECTIONS
from crm.event_store import Author, Command, EventStore, open_event_store
from crm.event_store.events import new_id
from crm.person.commands import AssignRole, EndRole, RegisterPerson
from crm.privacy.commands import erase
from crm.privacy.commands.keeping import AdoptRetentionRule, ProlongRetention
from crm.privacy.domain.retention import (
    MonthsOutOfBounds,
    ProlongedIntoThePast,
    ProlongedWithoutReason,
)
from crm.privacy.projections.due import due, months_before, rules_of
from crm.promoter.commands import FoundEnterprise, WelcomeMember, WelcomePromoter
from crm.settings import Settings
from crm.vocabulary import PartyRef

TODAY, LONG_AGO, LATELY = date(2026, 11, 19), date(2022, 3, 1), date(2026, 6, 1)
POLE, HOLDER = new_id(), PartyRef(kind="enterprise", id=new_id())


@pytest.fixture
def store(furnished_url: str, tmp_path: Path) -> Iterator[EventStore]:
    keys = f"sqlite:///{tmp_path / 'keys.db'}"
    settings = Settings(database=furnished_url, keys=keys, secret="x" * 40)
    with closing(open_event_store(settings, PROJECTIONS)) as opened:
        yield opened


def ask(store: EventStore, *commands: Command, pole_id: str = POLE) -> None:
    for command in commands:
        store.handle(command, Author(pole_id=pole_id, actor_id=new_id(), command_id=new_id()))


def waiting(store: EventStore, pole_id: str = POLE) -> dict[str, date]:
    with store.engine.connect() as db:
        return {one.subject_id: one.last_on for one in due(db, pole_id, TODAY)}


def former(store: EventStore, ended: date) -> str:
    """Somebody whose only role ended then."""
    person = RegisterPerson(as_written="Ida Roy")
    role = AssignRole(holder=HOLDER, kind="staff", person_id=person.person_id, occurred_on=LONG_AGO)
    ask(store, person, role, EndRole(role_id=role.role_id, occurred_on=ended))
    return person.person_id


def test_a_person_whose_every_role_ended_long_ago(store: EventStore) -> None:
    long, lately, again = former(store, LONG_AGO), former(store, LATELY), former(store, LONG_AGO)
    ask(store, AssignRole(holder=HOLDER, kind="staff", person_id=again, occurred_on=LATELY))
    carrier = former(store, LONG_AGO)
    ask(store, WelcomePromoter(person_ids=(carrier,), notice="spoken", occurred_on=LATELY))
    assert waiting(store) == {long: LONG_AGO}
    assert lately not in waiting(store)
    assert waiting(store, new_id()) == {}


def test_a_project_that_goes_on_does_not_wait(store: EventStore) -> None:
    silent, founded, joined = (
        WelcomePromoter(names=("Ida Roy",), notice="spoken", occurred_on=LONG_AGO) for _ in range(3)
    )
    ask(store, silent, founded, joined)
    ask(store, FoundEnterprise(promoter_id=founded.promoter_id, name="Coop", occurred_on=LONG_AGO))
    ask(store, WelcomeMember(promoter_id=joined.promoter_id, name="Bea Roy", occurred_on=LATELY))
    assert waiting(store) == {silent.promoter_id: LONG_AGO}


def test_what_is_kept_longer_or_erased_waits_no_more(store: EventStore) -> None:
    kept, gone = former(store, LONG_AGO), former(store, LONG_AGO)
    ask(
        store,
        ProlongRetention(
            kind="person", subject_id=kept, until=date(2027, 1, 1), reason="vérification",
            occurred_on=TODAY,
        ),
    )  # fmt: skip
    author = Author(pole_id=POLE, actor_id=new_id(), command_id=new_id())
    erase(store, author, kind="person", subject_id=gone, ground="purpose_ended", subjects=[gone])
    assert waiting(store) == {}
    with store.engine.connect() as db:
        again = due(db, POLE, date(2027, 1, 2))
    assert [one.subject_id for one in again] == [kept]


def test_a_rule_is_suggested_then_adopted_then_changed(store: EventStore) -> None:
    person = former(store, LATELY)
    with store.engine.connect() as db:
        assert rules_of(db, POLE)["former_contact"] == (36, None, None)
    ask(store, AdoptRetentionRule(of="former_contact", months=4))
    assert list(waiting(store)) == [person]
    ask(store, AdoptRetentionRule(of="former_contact", months=12))
    assert waiting(store) == {}
    head = store.head()
    ask(store, AdoptRetentionRule(of="former_contact", months=12))
    assert store.head() == head


@pytest.mark.parametrize(
    ("command", "refusal"),
    [
        (AdoptRetentionRule(of="former_contact", months=0), MonthsOutOfBounds),
        (AdoptRetentionRule(of="former_contact", months=241), MonthsOutOfBounds),
        (
            ProlongRetention(
                kind="person", subject_id=new_id(), until=TODAY, reason="r", occurred_on=TODAY
            ),
            ProlongedIntoThePast,
        ),
        (
            ProlongRetention(
                kind="person", subject_id=new_id(), until=date(2027, 1, 1), reason=" ",
                occurred_on=TODAY,
            ),
            ProlongedWithoutReason,
        ),
    ],
)  # fmt: skip
def test_what_is_refused_leaves_nothing(
    store: EventStore, command: Command, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        ask(store, command)
    assert store.head() == 0


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 240))
def test_months_before_a_day(day: date, months: int) -> None:
    before = months_before(day, months)
    assert (day.year - before.year) * 12 + day.month - before.month == months
    assert before.day == day.day or before.day in (28, 29, 30)
    assert before.day <= day.day

"""A request has a clock: what starts it, when it warns, what stops it, what does not move it."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.app import PROJECTIONS
from crm.event_store import Author, Command, EventStore, open_event_store
from crm.event_store.events import Occurrence, new_id
from crm.person.commands import RegisterPerson
from crm.person.domain import Person
from crm.privacy.commands import (
    AdoptAnswerDelay,
    AnswerRequest,
    CloseRequest,
    DesignateOfficer,
    MatchRequest,
    ReceiveRequest,
    RefuseRequest,
    ReopenRequest,
    UnmatchRequest,
)
from crm.privacy.domain.office import (
    OfficerUnreachable,
    OfficerUntitled,
    PrivacySetting,
    WarningsDisordered,
)
from crm.privacy.domain.requests import (
    Clock,
    PersonRequest,
    RequestAlreadyMatched,
    RequesterUnnamed,
    RequestNotMatched,
    RequestSettled,
    RequestUnexplained,
    RequestUnsettled,
    SettledBeforeReceived,
)
from crm.privacy.projections.held import held_about
from crm.privacy.projections.office import FROM_THE_START, delay_on, officers_of
from crm.privacy.projections.requests import (
    open_requests,
    request_of,
    settled_requests,
    warned_by,
)
from crm.refusal import Refusal, Unknown
from crm.settings import Settings

DAY = date(2026, 10, 1)


class Office:
    """A pôle, and what is asked of it."""

    def __init__(self, store: EventStore) -> None:
        self.store, self.pole, self.account = store, new_id(), new_id()

    def ask(self, command: Command, pole: str = "") -> None:
        author = Author(pole_id=pole or self.pole, actor_id=self.account, command_id=new_id())
        self.store.handle(command, author)

    def receive(self, day: date = DAY, *, requester: str = "Odile Vraincourt") -> str:
        command = ReceiveRequest(
            kind="access", channel="letter", requester=requester, occurred_on=day
        )
        self.ask(command)
        return command.request_id


@pytest.fixture
def office(furnished_url: str, tmp_path: Path) -> Iterator[Office]:
    keys = f"sqlite:///{tmp_path / 'keys.db'}"
    settings = Settings(database=furnished_url, keys=keys, secret="s" * 40)
    with closing(open_event_store(settings, PROJECTIONS)) as store:
        yield Office(store)


def test_thirty_days_are_counted_from_reception(office: Office) -> None:
    id = office.receive()
    with office.store.engine.connect() as db:
        asked = request_of(db, office.pole, id)
    assert asked
    assert (asked.due_on - DAY).days == 30
    assert asked.days_left(DAY) == 30
    urgencies = [asked.urgency(DAY + timedelta(days=n)) for n in (19, 20, 26, 27, 30, 31)]
    assert urgencies == ["early", "warned", "warned", "pressing", "pressing", "late"]


def test_warnings_are_counted_from_the_twentieth_day(office: Office) -> None:
    office.receive()
    office.receive(DAY + timedelta(days=5))
    with office.store.engine.connect() as db:
        counts = [warned_by(db, office.pole, DAY + timedelta(days=n)) for n in (19, 20, 24, 25)]
        assert counts == [0, 1, 1, 2]
        assert warned_by(db, new_id(), DAY + timedelta(days=40)) == 0


@pytest.mark.parametrize("outcome", ["answered", "refused", "closed"])
def test_what_is_settled_waits_no_more_until_it_is_reopened(office: Office, outcome: str) -> None:
    id = office.receive()
    settling: dict[str, Command] = {
        "answered": AnswerRequest(request_id=id, channel="email", answer="envoyée"),
        "refused": RefuseRequest(request_id=id, channel="letter", reason="rien n’est gardé"),
        "closed": CloseRequest(request_id=id, reason="reçue deux fois"),
    }
    office.ask(settling[outcome])
    late = DAY + timedelta(days=90)
    with office.store.engine.connect() as db:
        assert open_requests(db, office.pole) == []
        assert warned_by(db, office.pole, late) == 0
        assert [one.state for one in settled_requests(db, office.pole, None, 9)] == [outcome]
    with pytest.raises(RequestSettled):
        office.ask(settling[outcome])
    office.ask(ReopenRequest(request_id=id, reason="pas partie"))
    with office.store.engine.connect() as db:
        (again,) = open_requests(db, office.pole)
        assert (again.due_on - DAY).days == 30
        assert again.said == ""
        assert warned_by(db, office.pole, late) == 1
    with pytest.raises(RequestUnsettled):
        office.ask(ReopenRequest(request_id=id, reason="encore"))


def test_settled_ones_are_read_by_pages(office: Office) -> None:
    ids = [office.receive(DAY + timedelta(days=n // 2)) for n in range(5)]
    for id in ids:
        office.ask(CloseRequest(request_id=id, reason="essai"))
    seen: list[str] = []
    before = None
    with office.store.engine.connect() as db:
        while page := settled_requests(db, office.pole, before, 2):
            seen += [one.request_id for one in page]
            before = page[-1].received_on, page[-1].request_id
    assert seen == ids[::-1]


def test_nobody_settles_the_request_of_another_pole(office: Office) -> None:
    id = office.receive()
    with pytest.raises(Unknown):
        office.ask(CloseRequest(request_id=id, reason="essai"), new_id())
    with office.store.engine.connect() as db:
        assert request_of(db, new_id(), id) is None


def test_a_request_is_about_somebody_of_the_pole(office: Office) -> None:
    elsewhere = new_id()
    person = Person.register(occurrence(elsewhere), given_name="Ada")
    author = Author(pole_id=elsewhere, actor_id=office.account, command_id=new_id())
    office.store.record(person, author=author)
    with pytest.raises(Unknown):
        office.ask(
            ReceiveRequest(
                kind="access", channel="form", requester="Ada", about="person", subject_id=person.id
            )
        )


def test_nothing_of_a_request_lies_in_clear(office: Office) -> None:
    office.receive(requester="Zéphirine Introuvable")
    with office.store.engine.connect() as db:
        (asked,) = open_requests(db, office.pole)
    assert "Introuvable" not in asked.requester
    clear = office.store.open(asked.subject_id, "identity", asked.requester)
    assert clear == "Zéphirine Introuvable"


def test_the_delay_of_the_day_of_reception_holds(office: Office) -> None:
    before = office.receive()
    adopted = AdoptAnswerDelay(
        act="A-2.1", answer_days=20, first_warning_days=12, second_warning_days=17,
        occurred_on=DAY + timedelta(days=1),
    )  # fmt: skip
    office.ask(adopted)
    after = office.receive(DAY + timedelta(days=1))
    late = office.receive(DAY)
    with office.store.engine.connect() as db:
        found = [request_of(db, office.pole, id) for id in (before, after, late)]
        assert delay_on(db, office.pole, DAY) == FROM_THE_START
        assert delay_on(db, office.pole, DAY + timedelta(days=1)).answer_days == 20
        assert delay_on(db, new_id(), DAY + timedelta(days=1)) == FROM_THE_START
    assert [(one.due_on - one.received_on).days for one in found if one] == [30, 20, 30]


def test_the_officer_of_a_day_is_the_last_one_named_by_then(office: Office) -> None:
    for n, title in enumerate(("direction générale", "coordination")):
        office.ask(
            DesignateOfficer(
                title=title, capacity="delegate", phone="418 555-0100",
                occurred_on=DAY + timedelta(days=n),
            )
        )  # fmt: skip
    with office.store.engine.connect() as db:
        told = [
            [one.title for one in officers_of(db, office.pole, DAY + timedelta(days=n))]
            for n in (-1, 0, 1)
        ]
    assert told == [[], ["direction générale"], ["coordination", "direction générale"]]


def occurrence(pole: str = "", day: date = DAY) -> Occurrence:
    return Occurrence(pole_id=pole or new_id(), actor_id=new_id(), occurred_on=day)


REFUSED: list[tuple[type[Refusal], Command]] = [
    (RequesterUnnamed, ReceiveRequest(kind="access", channel="form", requester="  ")),
    (OfficerUntitled, DesignateOfficer(title=" ", capacity="delegate", phone="418 555-0100")),
    (OfficerUnreachable, DesignateOfficer(title="direction", capacity="delegate", phone=" ")),
]


@pytest.mark.parametrize(("refusal", "command"), REFUSED, ids=lambda x: getattr(x, "__name__", ""))
def test_what_is_refused_is_not_recorded(
    office: Office, refusal: type[Refusal], command: Command
) -> None:
    head = office.store.head()
    with pytest.raises(refusal):
        office.ask(command)
    assert office.store.head() == head


@given(st.integers(-5, 120), st.integers(-5, 120), st.integers(-5, 120))
def test_warnings_come_in_order_or_are_refused(answer: int, first: int, second: int) -> None:
    said = {"answer_days": answer, "first": first, "second": second}
    if 0 < first < second < answer <= 90:
        made = PrivacySetting.adopt_delay(occurrence(), act="P-39.1", **said)
        assert len(made.collect_events()) == 1
    else:
        with pytest.raises(WarningsDisordered):
            PrivacySetting.adopt_delay(occurrence(), act="P-39.1", **said)


def test_a_reason_is_given_and_no_answer_precedes_its_request() -> None:
    asked = PersonRequest.receive(
        occurrence(), Clock(30, 20, 27), kind="deindexing", channel="call", requester="Ada"
    )
    with pytest.raises(RequestUnexplained):
        asked.refuse(occurrence(), "letter", " ")
    with pytest.raises(RequestUnexplained):
        asked.close(occurrence(), "")
    eve = occurrence(day=DAY - timedelta(days=1))
    with pytest.raises(SettledBeforeReceived):
        asked.answer(eve, "letter")
    asked.answer(occurrence(), "letter")
    with pytest.raises(RequestUnexplained):
        asked.reopen(occurrence(), " ")


def test_a_request_is_matched_and_unmatched(office: Office) -> None:
    id, person = office.receive(), RegisterPerson(as_written="Odile Vraincourt")
    office.ask(person)
    match = MatchRequest(request_id=id, about="person", subject_id=person.person_id)
    with pytest.raises(Unknown):
        office.ask(MatchRequest(request_id=id, about="person", subject_id=new_id()))
    office.ask(match)
    with pytest.raises(RequestAlreadyMatched):
        office.ask(match)
    held = held_about(office.store, office.pole, "person", person.person_id)
    assert [one.tie for one in held if one.holding.field == "requester"] == ["own"]
    office.ask(AnswerRequest(request_id=id, channel="email", answer="envoyée à Odile"))
    with office.store.engine.connect() as db:
        asked = request_of(db, office.pole, id)
    assert asked
    assert (asked.about, asked.subject_id) == ("person", person.person_id)
    assert office.store.open(asked.sealed_under, "identity", asked.requester) == "Odile Vraincourt"
    assert office.store.open(asked.sealed_under, "note", asked.said) == "envoyée à Odile"
    office.ask(UnmatchRequest(request_id=id))
    with pytest.raises(RequestNotMatched):
        office.ask(UnmatchRequest(request_id=id))
    held = held_about(office.store, office.pole, "person", person.person_id)
    assert "own" not in [one.tie for one in held if one.holding.field == "requester"]


def test_open_requests_go_on_page_by_page(office: Office) -> None:
    ids = [office.receive(DAY + timedelta(days=n // 2)) for n in range(5)]
    seen: list[str] = []
    after: tuple[date, str] | None = None
    with office.store.engine.connect() as db:
        while page := open_requests(db, office.pole, after, 2):
            seen += [one.request_id for one in page]
            after = (page[-1].first_warning_on, page[-1].request_id)
    assert sorted(seen) == sorted(ids)
    assert len(seen) == len(ids)

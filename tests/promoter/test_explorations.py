"""The model explorer: every reason is checked or asked, and what was weighed stays."""

import operator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.event_store import AsOf, Author, EventStore, open_event_store
from crm.event_store.commands import Command
from crm.event_store.events import new_id
from crm.history.commands import TakeBackEntry
from crm.promoter.commands import ExploreModel, WelcomePromoter
from crm.promoter.domain import refusals as r
from crm.promoter.domain.interview import CURRENT, INTERVIEWS
from crm.promoter.domain.models import COOPERATIVES, FORMS, SOURCES, Interview, weigh
from crm.promoter.pages.weighing import beside, weighed
from crm.promoter.projections import PROJECTIONS
from crm.promoter.projections.explorations import explorations_of
from crm.refusal import Refusal
from crm.settings import Settings
from crm.site.labels import LISTS

POLE, PROJECT = new_id(), new_id()
EVERY = {question.code: [a.code for a in question.answers] for question in CURRENT.questions}
answers = st.fixed_dictionaries({}, optional={c: st.sampled_from(a) for c, a in EVERY.items()})


def opened(folder: Path) -> EventStore:
    at = Settings(
        database=f"sqlite:///{folder / 'trame.db'}",
        keys=f"sqlite:///{folder / 'keys.db'}",
        secret="x" * 40,
    )
    store = open_event_store(at, PROJECTIONS)
    said = WelcomePromoter(names=("Maude Pépin",), notice="spoken", promoter_id=PROJECT)
    ask(store, said)
    return store


def ask(store: EventStore, command: Command) -> None:
    store.handle(command, Author(pole_id=POLE, actor_id=POLE, command_id=new_id()))


@pytest.mark.parametrize("interview", INTERVIEWS.values(), ids=INTERVIEWS)
def test_what_no_text_supports_is_asked(interview: Interview) -> None:
    reasons = [
        reason
        for question in interview.questions
        for answer in question.answers
        for reason in answer.reasons
    ]
    assert len(reasons) > 30
    for reason in reasons:
        assert reason.source in SOURCES or reason.words.endswith("?"), reason.words
        assert not set(reason.favours) & set(reason.opposes)
        assert {*reason.favours, *reason.opposes} <= set(FORMS)
    assert all(answer.reasons for q in interview.questions for answer in q.answers)
    assert 6 <= len(interview.questions) <= 10


def test_every_form_can_be_favoured_and_opposed() -> None:
    sides = [
        (form, side)
        for question in CURRENT.questions
        for answer in question.answers
        for reason in answer.reasons
        for side in ("favours", "opposes")
        for form in getattr(reason, side)
    ]
    assert set(sides) == {(form, side) for form in FORMS for side in ("favours", "opposes")}
    assert set(LISTS["model_forms"]) == set(FORMS)


def test_weighing_orders_and_explains() -> None:
    first, *others = weigh(CURRENT, {"who_votes": "several", "for_whom": "community"})
    assert (first.form, len(first.favours), first.opposes) == ("solidarity", 2, [])
    assert [argument.subject for argument in first.favours] == ["À qui elle sert", "Qui décide"]
    assert {one.form for one in others[-3:]} == {"consumers", "producers", "worker"}
    assert [one.form for one in weigh(CURRENT, {})] == list(FORMS), "nothing said, nothing ranked"


def test_rebates_speak_for_cooperatives_alone() -> None:
    found = {one.form: one for one in weigh(CURRENT, {"surplus": "members"})}
    assert {form for form, one in found.items() if one.favours} == set(COOPERATIVES)
    assert {form for form, one in found.items() if one.opposes} == {"obnl"}


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"answers": {}}, r.NothingAnswered),
        ({"answers": {"surplus": "moon"}}, r.InterviewUnknown),
        ({"answers": {"moon": "yes"}}, r.InterviewUnknown),
        ({"answers": {"trade": "yes"}, "interview": "0"}, r.InterviewUnknown),
        ({"answers": {"trade": "yes"}, "chosen": "obnl", "reasoning": " "}, r.ReasoningMissing),
    ],
)
def test_refusals(tmp_path: Path, said: dict[str, object], refusal: type[Refusal]) -> None:
    store = opened(tmp_path)
    before = store.head()
    with pytest.raises(refusal):
        ask(store, ExploreModel(promoter_id=PROJECT, **said))  # type: ignore[arg-type]
    assert store.head() == before
    store.close()


def test_each_is_kept_and_seen_at_its_date(tmp_path: Path) -> None:
    store = opened(tmp_path)
    for day, code in ((date(2024, 3, 1), "mission"), (date(2024, 9, 1), "several")):
        ask(
            store,
            ExploreModel(
                promoter_id=PROJECT,
                answers={"who_votes": code, "trade": "yes"},
                chosen="obnl" if code == "mission" else "solidarity",
                reasoning=code,
                occurred_on=day,
            ),
        )
    with store.engine.connect() as db:
        now = explorations_of(db, POLE, PROJECT)
        then = explorations_of(db, POLE, PROJECT, AsOf(until=date(2024, 6, 1)))
        assert not explorations_of(db, new_id(), PROJECT)
    assert [one.chosen for one in now] == ["solidarity", "obnl"]
    assert [one.chosen for one in then] == ["obnl"]
    assert now[0].reasoning != "several", "sealed where it is stored"
    ask(store, TakeBackEntry(originator_id=PROJECT, entry_version=now[0].version, reason="faute"))
    with store.engine.connect() as db:
        assert [one.chosen for one in explorations_of(db, POLE, PROJECT)] == ["obnl"]
    store.close()


def test_two_are_set_side_by_side() -> None:
    class One:
        interview = "1"

    first = {"one": One, "answers": {"trade": "yes", "surplus": "mission"}}
    second = {"one": One, "answers": {"trade": "yes", "surplus": "members", "risk": "no"}}
    lines = beside(first, second)
    assert [differs for *_words, differs in lines] == [True, False, True]
    assert lines[2][1] == "on ne sait pas encore"
    assert weighed({"risk": "yes"})[0]["name"] == "Mutuelle"


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(answers, st.sampled_from([*FORMS, None]), st.integers(0, 4)), max_size=8))
def test_rebuilt_equals_live(
    tmp_path_factory: pytest.TempPathFactory,
    told: list[tuple[dict[str, str], None, int]],
) -> None:
    store = opened(tmp_path_factory.mktemp("explorations"))
    for said, chosen, back in told:
        for command in (
            ExploreModel(promoter_id=PROJECT, answers=said, chosen=chosen, reasoning="pourquoi"),
            TakeBackEntry(originator_id=PROJECT, entry_version=back, reason="faute"),
        ):
            try:
                ask(store, command)
            except Refusal:
                continue
    live = store.checksums()
    store.rebuild()
    assert operator.eq(store.checksums(), live)
    store.close()

"""Decisions of a file: what is refused, and what follows when it is not."""

from collections.abc import Callable
from datetime import date

import pytest

from crm.accompaniment.domain.accompaniment import Accompaniment
from crm.accompaniment.domain.events import (
    AccompanimentClosed,
    AccompanimentEntrusted,
    InterventionRecorded,
    NeedExpressed,
    NextStepPlanned,
)
from crm.accompaniment.domain.refusals import (
    AlreadyClosed,
    DueBeforeToday,
    DurationOutOfRange,
    NeedNotOpen,
    NeedsStillOpen,
    NeedStillOpen,
    NobodyAccompanied,
    NotClosed,
    NoteTooLong,
    ObjectiveNotSought,
    ObjectivesStillSought,
    ObjectiveStillSought,
    ObjectiveUnsaid,
    ReferralAlreadyAnswered,
    ReferralNotAccepted,
    ResultEmpty,
    StepNotOpen,
    StepsStillOpen,
    StepStillOpen,
    StepUnsaid,
    ThemeMissing,
)
from crm.event_store.events import Event, Occurrence
from crm.refusal import Refusal
from crm.vocabulary import PartyRef

BY = Occurrence(pole_id="p", actor_id="a", occurred_on=date(2026, 11, 23))
RUCHE = PartyRef(kind="enterprise", id="ruche")
BAKERY = PartyRef(kind="promoter", id="bakery")
Gesture = Callable[[Accompaniment], object]


def opened(*parties: PartyRef) -> Accompaniment:
    return Accompaniment.open(BY, parties=parties or (RUCHE,), advisor_id="a")


def after(*gestures: Gesture) -> Accompaniment:
    file = opened()
    for gesture in gestures:
        gesture(file)
    file.collect_events()
    return file


def heard(file: Accompaniment) -> object:
    return file.express_need(BY, ("financing",), need_id="n")


def referred(file: Accompaniment) -> object:
    return file.refer(BY, "fund", referral_id="r", need_ids=("n",))


def promised(file: Accompaniment) -> object:
    return file.plan_step(BY, "relire le bail", step_id="s")


def agreed(file: Accompaniment) -> object:
    return file.agree(BY, "pourvoir deux sièges", objective_id="o")


def attained(file: Accompaniment) -> object:
    return file.attain(BY, "o")


def met(file: Accompaniment) -> object:
    return file.meet_need(BY, "n")


def accepted(file: Accompaniment) -> object:
    return file.accept_referral(BY, "r")


def done(file: Accompaniment) -> object:
    return file.complete_step(BY, "s")


def closed(file: Accompaniment) -> object:
    return file.close(BY, "objective_met")


REFUSED: list[tuple[tuple[Gesture, ...], Gesture, type[Refusal]]] = [
    ((heard,), closed, NeedsStillOpen),
    ((promised,), closed, StepsStillOpen),
    ((agreed,), closed, ObjectivesStillSought),
    ((), lambda file: file.agree(BY, " "), ObjectiveUnsaid),
    ((), attained, ObjectiveNotSought),
    ((agreed, attained), attained, ObjectiveNotSought),
    ((agreed, attained), lambda file: file.drop_objective(BY, "o"), ObjectiveNotSought),
    ((agreed,), lambda file: file.reopen_objective(BY, "o"), ObjectiveStillSought),
    (
        (agreed,),
        lambda file: file.postpone_objective(BY, "o", date(2026, 11, 22)),
        DueBeforeToday,
    ),
    ((closed,), lambda file: file.reach(BY, "plan"), AlreadyClosed),
    ((heard, met), lambda file: file.clarify_need(BY, "n", ("financing",)), NeedNotOpen),
    ((heard,), lambda file: file.clarify_need(BY, "n", ()), ThemeMissing),
    ((closed,), closed, AlreadyClosed),
    ((), lambda file: file.reopen(BY), NotClosed),
    ((), met, NeedNotOpen),
    ((heard, met), met, NeedNotOpen),
    ((heard,), lambda file: file.reopen_need(BY, "n"), NeedStillOpen),
    ((), lambda file: file.express_need(BY, ()), ThemeMissing),
    ((), accepted, ReferralAlreadyAnswered),
    ((), referred, NeedNotOpen),
    ((heard, met), referred, NeedNotOpen),
    ((heard, referred, accepted), accepted, ReferralAlreadyAnswered),
    (
        (heard, referred, accepted),
        lambda file: file.chase_referral(BY, "r"),
        ReferralAlreadyAnswered,
    ),
    ((heard, referred), lambda file: file.complete_referral(BY, "r"), ReferralNotAccepted),
    ((), lambda file: file.plan_step(BY, " "), StepUnsaid),
    ((promised, done), done, StepNotOpen),
    ((promised,), lambda file: file.reopen_step(BY, "s"), StepStillOpen),
    (
        (promised,),
        lambda file: file.postpone_step(BY, "s", date(2026, 11, 22)),
        DueBeforeToday,
    ),
    ((), lambda file: file.record(BY, "call", minutes=6_001), DurationOutOfRange),
    ((), lambda file: file.record(BY, "call", preparation_minutes=-1), DurationOutOfRange),
    ((), lambda file: file.record(BY, "call", summary="x" * 4_001), NoteTooLong),
    ((), lambda file: file.declare_result(BY), ResultEmpty),
    ((), lambda file: file.declare_result(BY, comment="  "), ResultEmpty),
]


@pytest.mark.parametrize(("given", "when", "refusal"), REFUSED)
def test_what_is_refused(given: tuple[Gesture, ...], when: Gesture, refusal: type[Refusal]) -> None:
    file = after(*given)
    with pytest.raises(refusal):
        when(file)
    assert not file.collect_events()


ALLOWED: list[tuple[tuple[Gesture, ...], Gesture]] = [
    ((heard, met), closed),
    ((heard, referred), closed),
    ((promised, done), closed),
    ((agreed, attained), closed),
    ((agreed, attained), lambda file: file.reopen_objective(BY, "o")),
    ((), lambda file: file.reach(BY, "implementation")),
    ((lambda file: file.reach(BY, "plan"),), lambda file: file.reach(BY, "intake")),
    ((heard, referred), lambda file: file.clarify_need(BY, "n", ("governance",), "high")),
    ((closed,), lambda file: file.reopen(BY)),
    ((heard, referred), met),
    ((promised, done), lambda file: file.reopen_step(BY, "s")),
    ((promised,), lambda file: file.postpone_step(BY, "s", BY.occurred_on)),
    ((heard, referred, accepted), lambda file: file.complete_referral(BY, "r", "helped")),
    ((), lambda file: file.record(BY, "call", minutes=0)),
    ((closed,), lambda file: file.record(BY, "call")),
    ((), lambda file: file.declare_result(BY, jobs_created=0)),
]


@pytest.mark.parametrize(("given", "when"), ALLOWED)
def test_what_is_allowed(given: tuple[Gesture, ...], when: Gesture) -> None:
    file = after(*given)
    when(file)
    assert len(file.collect_events()) == 1


def test_nobody_is_no_party() -> None:
    with pytest.raises(NobodyAccompanied):
        Accompaniment.open(BY, parties=(), advisor_id="a")


def last(file: Accompaniment) -> Event:
    return file.collect_events()[-1]


def test_a_file_of_a_project_reports_s4_and_another_r5() -> None:
    assert last(opened(BAKERY).record(BY, "call")).action == "S4"
    assert last(opened(RUCHE).record(BY, "call")).action == "R5"


def test_what_is_said_wins_over_the_action_of_the_file() -> None:
    assert last(opened().record(BY.acting("R8"), "call")).action == "R8"


def test_a_meeting_counts_whole_unless_a_share_is_stated() -> None:
    event = last(opened().record(BY, "call", minutes=60))
    assert isinstance(event, InterventionRecorded)
    assert event.counted_minutes == 60
    shared = last(opened().record(BY, "call", minutes=60, counted_minutes=20))
    assert isinstance(shared, InterventionRecorded)
    assert shared.counted_minutes == 20


def test_every_event_names_the_parties() -> None:
    file = opened(RUCHE, BAKERY)
    heard(file), promised(file)
    for event in file.collect_events()[1:]:
        assert isinstance(event, NeedExpressed | NextStepPlanned)
        assert event.parties == (RUCHE, BAKERY)


def test_the_same_advisor_again_changes_nothing() -> None:
    file = after()
    file.entrust(BY, "a")
    assert not file.collect_events()
    file.entrust(BY, "b")
    assert len(file.collect_events()) == 1


def test_a_transfer_taken_back_returns_the_file_to_whoever_had_it() -> None:
    file = after(lambda file: file.entrust(BY, "b", transfer_id="t", note="congé"))
    file.give_back(BY, "t")
    event = last(file)
    assert isinstance(event, AccompanimentEntrusted)
    assert (event.advisor_id, event.former_id) == ("a", "b")


def test_a_file_entrusted_again_since_stays() -> None:
    file = after(
        lambda file: file.entrust(BY, "b", transfer_id="t"), lambda file: file.entrust(BY, "c")
    )
    file.give_back(BY, "t")
    assert not file.collect_events()


def test_the_same_stage_again_changes_nothing() -> None:
    file = after(lambda file: file.reach(BY, "plan"))
    file.reach(BY, "plan")
    assert not file.collect_events()


def test_the_outcome_is_kept() -> None:
    event = last(opened().close(BY, "redirected", "  confiée au fonds "))
    assert isinstance(event, AccompanimentClosed)
    assert (event.outcome, event.summary) == ("redirected", "confiée au fonds")

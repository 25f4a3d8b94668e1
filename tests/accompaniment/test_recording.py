"""Recording a meeting: one command, and what every projection then answers."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Connection

from accompaniment.conftest import Desk
from crm.accompaniment.commands import (
    AnswerReferral,
    ChaseReferral,
    CloseAccompaniment,
    ExpressNeed,
    HandOverTool,
    MakeReferral,
    MeetNeed,
    OpenAccompaniment,
    PlanNextStep,
    RecordIntervention,
    TakeBackAct,
)
from crm.accompaniment.domain.refusals import NeedNotOpen, NotYetHappened, TooLongAgo
from crm.accompaniment.projections.beside import beside
from crm.accompaniment.projections.files import file_with_parties, files_of
from crm.accompaniment.projections.interventions import (
    contacts_since,
    effort_of,
    in_file,
)
from crm.accompaniment.projections.listing import Filters, file_list
from crm.accompaniment.projections.needs import needs_in
from crm.accompaniment.projections.quiet import gone_quiet
from crm.accompaniment.projections.referrals import referrals_in, to_chase
from crm.accompaniment.projections.steps import agenda, due_by, steps_due, steps_in
from crm.event_store import AsOf
from crm.event_store.events import new_id
from crm.refusal import StillNeeded, Unknown
from crm.vocabulary import PartyRef


def meeting(desk: Desk) -> RecordIntervention:
    return RecordIntervention(
        party=desk.enterprise,
        mode="visit",
        minutes=90,
        summary="Le bail avance.",
        themes=("succession", "financing", "succession"),
        tool_ids=(new_id(),),
        organisation_id=new_id(),
        next_step="relire le bail",
        next_step_due_on=desk.today,
    )


def opened(desk: Desk, ago: int = 0, title: str = "Relève") -> str:
    day = desk.today - timedelta(days=ago)
    command = OpenAccompaniment(parties=(desk.enterprise,), title=title, occurred_on=day)
    desk.ask(command)
    return command.accompaniment_id


def test_all_that_was_said_is_one_command(desk: Desk, db: Connection) -> None:
    receipt = desk.ask(meeting(desk))
    assert desk.names(receipt) == [
        "accompaniment.opened.v1",
        "intervention.recorded.v1",
        "need.expressed.v1",
        "need.expressed.v1",
        "tool.handed_over.v1",
        "referral.made.v1",
        "next_step.planned.v1",
    ]
    (light,) = files_of(db, desk.pole_id, desk.enterprise.id)
    assert (light.opened_as, light.default_action) == ("occasional", "R5")
    heard = needs_in(db, desk.pole_id, light.accompaniment_id)
    assert {(need.themes, need.state) for need in heard} == {
        ("succession", "redirected"),
        ("financing", "redirected"),
    }
    assert len(beside(db, desk.pole_id, light.accompaniment_id)[1]) == 1


def test_sent_twice_it_is_recorded_once(desk: Desk, db: Connection) -> None:
    command, command_id = meeting(desk), new_id()
    first, second = desk.ask(command, command_id), desk.ask(command, command_id)
    assert second == first._replace(repeated=True)
    assert len(contacts_since(db, desk.pole_id, desk.today)) == 1


def test_one_off_contacts_share_one_light_file(desk: Desk, db: Connection) -> None:
    desk.ask(RecordIntervention(party=desk.enterprise, mode="call"))
    desk.ask(RecordIntervention(party=desk.enterprise, mode="email"))
    (light,) = files_of(db, desk.pole_id, desk.enterprise.id)
    assert len(in_file(db, desk.pole_id, light.accompaniment_id)) == 2


def test_a_closed_light_file_starts_again(desk: Desk, db: Connection) -> None:
    desk.ask(RecordIntervention(party=desk.enterprise, mode="call"))
    (light,) = files_of(db, desk.pole_id, desk.enterprise.id)
    desk.ask(CloseAccompaniment(accompaniment_id=light.accompaniment_id, outcome="ceased"))
    desk.ask(RecordIntervention(party=desk.enterprise, mode="call"))
    (again,) = files_of(db, desk.pole_id, desk.enterprise.id)
    assert again.closed_on is None


def test_an_open_mandate_receives_the_meeting(desk: Desk, db: Connection) -> None:
    mandate = opened(desk)
    desk.ask(RecordIntervention(party=desk.enterprise, mode="call"))
    assert [act.mode for act in in_file(db, desk.pole_id, mandate)] == ["call"]


def test_many_at_once_share_their_light_file(desk: Desk, db: Connection) -> None:
    command = RecordIntervention(party=desk.enterprise, mode="call")
    desk.store.handle_all([(command, desk.author()) for _ in range(3)])
    assert len(files_of(db, desk.pole_id, desk.enterprise.id)) == 1
    assert len(contacts_since(db, desk.pole_id, desk.today)) == 3


def test_an_exchange_happened_today_or_before(desk: Desk) -> None:
    for day, refusal in [
        (desk.today + timedelta(days=1), NotYetHappened),
        (date(1899, 12, 31), TooLongAgo),
    ]:
        with pytest.raises(refusal):
            desk.ask(RecordIntervention(party=desk.enterprise, occurred_on=day))
    desk.ask(RecordIntervention(party=desk.enterprise, occurred_on=date(1900, 1, 1)))


def test_another_pole_sees_nothing(desk: Desk, db: Connection) -> None:
    mandate, other = opened(desk), Desk(desk.store)
    with pytest.raises(Unknown):
        other.ask(RecordIntervention(accompaniment_id=mandate))
    assert file_with_parties(db, other.pole_id, mandate) is None
    assert file_list(db, other.pole_id) == ([], None)


def test_a_meeting_taken_back_takes_all_with_it(desk: Desk, db: Connection) -> None:
    desk.ask(meeting(desk))
    (light,) = files_of(db, desk.pole_id, desk.enterprise.id)
    id_ = light.accompaniment_id
    desk.ask(TakeBackAct(accompaniment_id=id_, first_version=1, last_version=7))
    assert in_file(db, desk.pole_id, id_) == []
    assert needs_in(db, desk.pole_id, id_) == []
    assert referrals_in(db, desk.pole_id, id_) == []
    assert steps_in(db, desk.pole_id, id_) == []


def test_what_later_entries_need_is_not_taken_back_in_silence(desk: Desk) -> None:
    mandate = opened(desk)
    need = ExpressNeed(accompaniment_id=mandate, themes=("financing",))
    desk.ask(need)
    desk.ask(MeetNeed(accompaniment_id=mandate, need_id=need.need_id))
    with pytest.raises(StillNeeded):
        desk.ask(TakeBackAct(accompaniment_id=mandate, first_version=2, last_version=2))


def test_a_referral_names_needs_of_its_file(desk: Desk) -> None:
    mandate = opened(desk)
    with pytest.raises(NeedNotOpen):
        desk.ask(
            MakeReferral(accompaniment_id=mandate, organisation_id=new_id(), need_ids=(new_id(),))
        )


def test_the_agenda_sorts_what_is_due(desk: Desk, db: Connection) -> None:
    mandate, today = opened(desk), desk.today
    sunday = today + timedelta(days=6 - today.weekday())
    for text, due in [
        ("late", today - timedelta(days=1)),
        ("today", today),
        ("later", sunday + timedelta(days=1)),
        ("one day", None),
    ]:
        desk.ask(PlanNextStep(accompaniment_id=mandate, text=text, due_on=due))
    found = agenda(db, desk.pole_id, today, desk.actor_id)
    assert (len(found.late), len(found.today), found.later) == (1, 1, 2)
    assert agenda(db, desk.pole_id, today, new_id()) == ([], [], [], 0)
    assert due_by(db, desk.pole_id, desk.actor_id, today) == 2
    assert len(steps_due(db, desk.pole_id, sunday + timedelta(days=1))) == 3


def test_a_step_falls_to_whoever_promised_it(desk: Desk, db: Connection) -> None:
    mandate, colleague = opened(desk), Desk(desk.store)
    colleague.pole_id = desk.pole_id
    colleague.ask(
        RecordIntervention(
            accompaniment_id=mandate, next_step="rappeler", next_step_due_on=desk.today
        )
    )
    assert agenda(db, desk.pole_id, desk.today, desk.actor_id).today == []
    assert len(agenda(db, desk.pole_id, desk.today, colleague.actor_id).today) == 1


def test_silence_is_counted_in_days(desk: Desk, db: Connection) -> None:
    quiet, talked = opened(desk, 200, "quiet"), opened(desk, 200, "talked")
    ago = desk.today - timedelta(days=61)
    desk.ask(RecordIntervention(accompaniment_id=quiet, occurred_on=ago))
    desk.ask(RecordIntervention(accompaniment_id=talked, occurred_on=desk.today))
    (silent,) = gone_quiet(db, desk.pole_id, desk.today)
    assert (silent.file.accompaniment_id, silent.last_on) == (quiet, ago)
    assert gone_quiet(db, desk.pole_id, desk.today, days=120) == []
    listed, _ = file_list(db, desk.pole_id, Filters(quiet_since=desk.today - timedelta(days=60)))
    assert [one.accompaniment_id for one in listed] == [quiet]


def test_a_referral_waits_until_it_is_answered(desk: Desk, db: Connection) -> None:
    mandate, day = opened(desk, 60), desk.today - timedelta(days=20)
    command = MakeReferral(accompaniment_id=mandate, organisation_id=new_id(), occurred_on=day)
    desk.ask(command)
    made = desk.today - timedelta(days=20)
    due = {n: len(to_chase(db, desk.pole_id, made + timedelta(days=n))) for n in (9, 10)}
    assert due == {9: 0, 10: 1}
    desk.ask(ChaseReferral(
        accompaniment_id=mandate, referral_id=command.referral_id,
        occurred_on=made + timedelta(days=10),
    ))  # fmt: skip
    due = {n: len(to_chase(db, desk.pole_id, made + timedelta(days=n))) for n in (29, 30)}
    assert due == {29: 0, 30: 1}
    desk.ask(
        AnswerReferral(accompaniment_id=mandate, referral_id=command.referral_id, accepted=True)
    )
    assert to_chase(db, desk.pole_id, made + timedelta(days=30)) == []


def test_the_list_turns_its_pages(desk: Desk, db: Connection) -> None:
    ids = [opened(desk, ago) for ago in (5, 5, 3, 9)]
    seen: list[str] = []
    after = None
    while True:
        page, after = file_list(db, desk.pole_id, after=after, limit=2)
        seen += [one.accompaniment_id for one in page]
        if not after:
            break
    assert seen == [ids[2], *sorted(ids[:2], reverse=True), ids[3]]


def test_what_a_file_took(desk: Desk, db: Connection) -> None:
    mandate = opened(desk)
    desk.ask(RecordIntervention(accompaniment_id=mandate, minutes=30, preparation_minutes=15))
    desk.ask(RecordIntervention(accompaniment_id=mandate, minutes=60, counted_minutes=20))
    effort = effort_of(db, desk.pole_id, [mandate])[mandate]
    assert effort == (2, 50, 15, desk.today)


def test_what_was_known_stays_known(desk: Desk, db: Connection) -> None:
    mandate = opened(desk)
    receipt = desk.ask(ExpressNeed(accompaniment_id=mandate, themes=("financing",)))
    (need,) = needs_in(db, desk.pole_id, mandate)
    desk.ask(MeetNeed(accompaniment_id=mandate, need_id=need.need_id))
    assert [known.state for known in needs_in(db, desk.pole_id, mandate)] == ["met"]
    assert needs_in(db, desk.pole_id, mandate, AsOf(known_at=receipt.recorded_at)) == [need]


def test_a_tool_handed_over_is_listed(desk: Desk, db: Connection) -> None:
    mandate, tool = opened(desk), new_id()
    desk.ask(HandOverTool(accompaniment_id=mandate, tool_id=tool))
    given = beside(db, desk.pole_id, mandate)[1]
    assert [one.tool_id for one in given] == [tool]


def test_a_project_is_served_under_s4(desk: Desk, db: Connection) -> None:
    project = PartyRef(kind="promoter", id=new_id())
    desk.ask(RecordIntervention(party=project, mode="call"))
    (act,) = contacts_since(db, desk.pole_id, desk.today)
    assert act.action == "S4"

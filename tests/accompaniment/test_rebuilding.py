"""Whatever people do in files, projections rebuilt from the events equal those kept live."""

import operator
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accompaniment.conftest import Desk
from crm.accompaniment.commands import (
    AgreeObjective,
    AnswerReferral,
    AskConfirmation,
    AttachDocument,
    AttainObjective,
    ChaseReferral,
    ClarifyNeed,
    CloseAccompaniment,
    CompleteReferral,
    ConfirmOutcome,
    ContestOutcome,
    DeclareResult,
    DesignateLead,
    DoNextStep,
    DropNextStep,
    DropObjective,
    EntrustAccompaniment,
    ExpressNeed,
    HandOverTool,
    JoinCoIntervener,
    LeaveCoIntervener,
    LeaveNeed,
    MakeReferral,
    MeetNeed,
    OpenAccompaniment,
    PlanNextStep,
    PostponeNextStep,
    PostponeObjective,
    PutBackNextStep,
    ReachStage,
    RecordIntervention,
    ReopenAccompaniment,
    ReopenNeed,
    ReopenNextStep,
    ReopenObjective,
    RestoreDocument,
    RevokeConfirmation,
    TakeBackAct,
    TakeBackTransfer,
    TransferPortfolio,
    WithdrawDocument,
)
from crm.accompaniment.domain.documents import Kept
from crm.accompaniment.projections import PROJECTIONS
from crm.event_store import Command, open_event_store
from crm.event_store.events import new_id
from crm.refusal import Refusal
from crm.settings import Settings
from crm.vocabulary import PartyRef

IDS = [new_id() for _ in range(3)]
FILES = [new_id() for _ in range(2)]
Gesture = Callable[[Desk, str, str], Command]
GESTURES: list[Gesture] = [
    lambda desk, f, i: OpenAccompaniment(
        parties=(desk.enterprise, PartyRef(kind="promoter", id=i)), accompaniment_id=f
    ),
    lambda desk, f, i: EntrustAccompaniment(accompaniment_id=f, advisor_id=i),
    lambda desk, f, i: CloseAccompaniment(accompaniment_id=f, outcome="partly_met"),
    lambda desk, f, i: ReopenAccompaniment(accompaniment_id=f),
    lambda desk, f, i: RecordIntervention(
        accompaniment_id=f, minutes=30, summary="note", themes=("financing",), next_step="suite"
    ),
    lambda desk, f, i: RecordIntervention(party=desk.enterprise, mode="call", tool_ids=(i,)),
    lambda desk, f, i: ExpressNeed(
        accompaniment_id=f, need_id=i, themes=("financing", "succession"), verbatim="mots"
    ),
    lambda desk, f, i: MeetNeed(accompaniment_id=f, need_id=i),
    lambda desk, f, i: LeaveNeed(accompaniment_id=f, need_id=i),
    lambda desk, f, i: ReopenNeed(accompaniment_id=f, need_id=i),
    lambda desk, f, i: HandOverTool(accompaniment_id=f, tool_id=i),
    lambda desk, f, i: MakeReferral(accompaniment_id=f, organisation_id=i, referral_id=i),
    lambda desk, f, i: ChaseReferral(accompaniment_id=f, referral_id=i),
    lambda desk, f, i: AnswerReferral(accompaniment_id=f, referral_id=i, accepted=True),
    lambda desk, f, i: AnswerReferral(accompaniment_id=f, referral_id=i, accepted=False),
    lambda desk, f, i: CompleteReferral(accompaniment_id=f, referral_id=i, outcome="helped"),
    lambda desk, f, i: PlanNextStep(accompaniment_id=f, step_id=i, text="relire"),
    lambda desk, f, i: DoNextStep(accompaniment_id=f, step_id=i),
    lambda desk, f, i: ReopenNextStep(accompaniment_id=f, step_id=i),
    lambda desk, f, i: DropNextStep(accompaniment_id=f, step_id=i),
    lambda desk, f, i: PostponeNextStep(
        accompaniment_id=f, step_id=i, due_on=desk.today + timedelta(days=3)
    ),
    lambda desk, f, i: MakeReferral(accompaniment_id=f, organisation_id=i, need_ids=(i,)),
    lambda desk, f, i: DeclareResult(accompaniment_id=f, jobs_created=2, comment="deux"),
    lambda desk, f, i: AgreeObjective(accompaniment_id=f, objective_id=i, text="pourvoir"),
    lambda desk, f, i: AttainObjective(accompaniment_id=f, objective_id=i),
    lambda desk, f, i: DropObjective(accompaniment_id=f, objective_id=i),
    lambda desk, f, i: ReopenObjective(accompaniment_id=f, objective_id=i),
    lambda desk, f, i: PostponeObjective(
        accompaniment_id=f, objective_id=i, due_on=desk.today + timedelta(days=30)
    ),
    lambda desk, f, i: RecordIntervention(accompaniment_id=f, act_id=i, summary="dit"),
    lambda desk, f, i: AskConfirmation(
        accompaniment_id=f,
        about="meeting",
        thing_id=i,
        words="dit",
        until=desk.today,
        confirmation_id=i,
    ),
    lambda desk, f, i: ConfirmOutcome(accompaniment_id=f, confirmation_id=i),
    lambda desk, f, i: ContestOutcome(accompaniment_id=f, confirmation_id=i, words="non"),
    lambda desk, f, i: RevokeConfirmation(accompaniment_id=f, confirmation_id=i),
    lambda desk, f, i: DesignateLead(accompaniment_id=f, organisation_id=i),
    lambda desk, f, i: JoinCoIntervener(
        accompaniment_id=f, hand_id=i, organisation_id=i, part="plan financier"
    ),
    lambda desk, f, i: LeaveCoIntervener(accompaniment_id=f, hand_id=i),
    lambda desk, f, i: ReachStage(accompaniment_id=f, stage="diagnosis"),
    lambda desk, f, i: ReachStage(accompaniment_id=f, stage="plan"),
    lambda desk, f, i: ClarifyNeed(
        accompaniment_id=f, need_id=i, themes=("governance",), urgency="high"
    ),
    lambda desk, f, i: TransferPortfolio(
        accompaniment_ids=tuple(FILES), advisor_id=i, note="congé", transfer_id=IDS[0]
    ),
    lambda desk, f, i: AttachDocument(
        accompaniment_id=f, document_id=i, title="Statuts", kept=Kept(i, "text/plain", 9, "ab")
    ),
    lambda desk, f, i: WithdrawDocument(accompaniment_id=f, document_id=i),
    lambda desk, f, i: RestoreDocument(accompaniment_id=f, document_id=i),
    lambda desk, f, i: TakeBackTransfer(transfer_id=IDS[0], accompaniment_ids=(f,)),
    lambda desk, f, i: PutBackNextStep(accompaniment_id=f, step_id=i),
]
CREATING = {6, 11, 16, 23}
"""Gestures that make something new, each under an id of its own."""
DOINGS = st.lists(
    st.tuples(
        st.integers(0, len(GESTURES) + 3), st.sampled_from(FILES), st.sampled_from(IDS),
        st.integers(1, 12),
    ),
    min_size=5,
    max_size=30,
)  # fmt: skip


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(DOINGS)
def test_rebuilt_equals_live(doings: list[tuple[int, str, str, int]]) -> None:
    with TemporaryDirectory() as folder:
        address = f"sqlite:///{Path(folder) / 'a.db'}"
        keys = f"sqlite:///{Path(folder) / 'k.db'}"
        store = open_event_store(
            Settings(database=address, keys=keys, secret="s" * 40, master_key="m" * 40), PROJECTIONS
        )
        desk = Desk(store)
        ids: dict[str, str] = {one: new_id() for one in IDS}
        for file in FILES:
            desk.ask(GESTURES[0](desk, file, IDS[0]))
        for which, file, one, version in doings:
            if which in CREATING:
                ids[one] = new_id()
            command = (
                GESTURES[which](desk, file, ids[one])
                if which < len(GESTURES)
                else TakeBackAct(accompaniment_id=file, first_version=version, last_version=version)
            )
            with suppress(Refusal):
                desk.ask(command)
        try:
            assert store.health().well, store.health()
            live = store.checksums()
            store.rebuild()
            assert operator.eq(store.checksums(), live)
        finally:
            store.close()

"""What may be asked of the files, by people, imports and partners alike."""

from crm.accompaniment.commands.answering import (
    QuestionReferral,
    SeeReferral,
    SendReferralLink,
    UndertakeReferral,
)
from crm.accompaniment.commands.confirming import (
    AskConfirmation,
    ConfirmOutcome,
    ContestOutcome,
    RevokeConfirmation,
)
from crm.accompaniment.commands.documents import (
    AttachDocument,
    RestoreDocument,
    WithdrawDocument,
)
from crm.accompaniment.commands.files import (
    CloseAccompaniment,
    DeclareResult,
    EntrustAccompaniment,
    HandOverTool,
    OpenAccompaniment,
    ReopenAccompaniment,
    TitleAccompaniment,
)
from crm.accompaniment.commands.hands import (
    DesignateLead,
    JoinCoIntervener,
    LeaveCoIntervener,
)
from crm.accompaniment.commands.interventions import RecordIntervention
from crm.accompaniment.commands.lives import (
    AnswerReferral,
    ChaseReferral,
    ClarifyNeed,
    CompleteReferral,
    DoNextStep,
    DropNextStep,
    ExpressNeed,
    LeaveNeed,
    MakeReferral,
    MeetNeed,
    PlanNextStep,
    PostponeNextStep,
    PutBackNextStep,
    ReopenNeed,
    ReopenNextStep,
    ShareReferral,
    UnshareReferral,
)
from crm.accompaniment.commands.plans import (
    AgreeObjective,
    AttainObjective,
    DropObjective,
    PostponeObjective,
    ReachStage,
    ReopenObjective,
)
from crm.accompaniment.commands.portfolios import TakeBackTransfer, TransferPortfolio
from crm.accompaniment.commands.undoing import TakeBackAct

__all__ = [
    "AgreeObjective",
    "AnswerReferral",
    "AskConfirmation",
    "AttachDocument",
    "AttainObjective",
    "ChaseReferral",
    "ClarifyNeed",
    "CloseAccompaniment",
    "CompleteReferral",
    "ConfirmOutcome",
    "ContestOutcome",
    "DeclareResult",
    "DesignateLead",
    "DoNextStep",
    "DropNextStep",
    "DropObjective",
    "EntrustAccompaniment",
    "ExpressNeed",
    "HandOverTool",
    "JoinCoIntervener",
    "LeaveCoIntervener",
    "LeaveNeed",
    "MakeReferral",
    "MeetNeed",
    "OpenAccompaniment",
    "PlanNextStep",
    "PostponeNextStep",
    "PostponeObjective",
    "PutBackNextStep",
    "QuestionReferral",
    "ReachStage",
    "RecordIntervention",
    "ReopenAccompaniment",
    "ReopenNeed",
    "ReopenNextStep",
    "ReopenObjective",
    "RestoreDocument",
    "RevokeConfirmation",
    "SeeReferral",
    "SendReferralLink",
    "ShareReferral",
    "TakeBackAct",
    "TakeBackTransfer",
    "TitleAccompaniment",
    "TransferPortfolio",
    "UndertakeReferral",
    "UnshareReferral",
    "WithdrawDocument",
]

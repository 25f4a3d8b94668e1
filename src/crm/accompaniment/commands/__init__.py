"""What may be asked of the files, by people, imports and partners alike."""

from crm.accompaniment.commands.files import (
    CloseAccompaniment,
    DeclareResult,
    EntrustAccompaniment,
    HandOverTool,
    OpenAccompaniment,
    ReopenAccompaniment,
)
from crm.accompaniment.commands.interventions import RecordIntervention
from crm.accompaniment.commands.lives import (
    AnswerReferral,
    ChaseReferral,
    CompleteReferral,
    DoNextStep,
    DropNextStep,
    ExpressNeed,
    LeaveNeed,
    MakeReferral,
    MeetNeed,
    PlanNextStep,
    PostponeNextStep,
    ReopenNeed,
    ReopenNextStep,
    ShareReferral,
    UnshareReferral,
)
from crm.accompaniment.commands.undoing import TakeBackAct

__all__ = [
    "AnswerReferral",
    "ChaseReferral",
    "CloseAccompaniment",
    "CompleteReferral",
    "DeclareResult",
    "DoNextStep",
    "DropNextStep",
    "EntrustAccompaniment",
    "ExpressNeed",
    "HandOverTool",
    "LeaveNeed",
    "MakeReferral",
    "MeetNeed",
    "OpenAccompaniment",
    "PlanNextStep",
    "PostponeNextStep",
    "RecordIntervention",
    "ReopenAccompaniment",
    "ReopenNeed",
    "ReopenNextStep",
    "ShareReferral",
    "TakeBackAct",
    "UnshareReferral",
]

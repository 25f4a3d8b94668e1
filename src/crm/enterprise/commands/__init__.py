"""What may be asked about an enterprise."""

from crm.enterprise.commands.describing import (
    ClassifyEnterprise,
    ConstituteEnterprise,
    DeclareWorkChannel,
    FollowEnterprise,
    IdentifyEnterprise,
    LocateEnterprise,
    ObserveStatus,
    OnEnterprise,
    ReleaseEnterprise,
    RenameEnterprise,
    StateMission,
    TellValue,
)
from crm.enterprise.commands.observing import (
    AbandonTool,
    AdoptSuccessionPlan,
    AdoptTool,
    AssessQualification,
    DeclareDeparture,
    LapseSuccessionPlan,
    ObserveToolResult,
    RecordBoardPortrait,
    RecordWorkforcePortrait,
    TryTool,
)
from crm.enterprise.commands.registering import RegisterEnterprise
from crm.enterprise.commands.visiting import RecordVisit, TakeUpRedFlag

__all__ = [
    "AbandonTool",
    "AdoptSuccessionPlan",
    "AdoptTool",
    "AssessQualification",
    "ClassifyEnterprise",
    "ConstituteEnterprise",
    "DeclareDeparture",
    "DeclareWorkChannel",
    "FollowEnterprise",
    "IdentifyEnterprise",
    "LapseSuccessionPlan",
    "LocateEnterprise",
    "ObserveStatus",
    "ObserveToolResult",
    "OnEnterprise",
    "RecordBoardPortrait",
    "RecordVisit",
    "RecordWorkforcePortrait",
    "RegisterEnterprise",
    "ReleaseEnterprise",
    "RenameEnterprise",
    "StateMission",
    "TakeUpRedFlag",
    "TellValue",
    "TryTool",
]

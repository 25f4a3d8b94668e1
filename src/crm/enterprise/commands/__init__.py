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
    RecordBoardPortrait,
    RecordWorkforcePortrait,
    TryTool,
)
from crm.enterprise.commands.registering import RegisterEnterprise

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
    "OnEnterprise",
    "RecordBoardPortrait",
    "RecordWorkforcePortrait",
    "RegisterEnterprise",
    "ReleaseEnterprise",
    "RenameEnterprise",
    "StateMission",
    "TellValue",
    "TryTool",
]

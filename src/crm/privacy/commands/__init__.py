"""What is asked about personal information."""

from crm.privacy.commands.erasing import erase, hold_erasures, take_up_erasures
from crm.privacy.commands.incidents import RecordIncident, RestateIncident
from crm.privacy.commands.office import AdoptAnswerDelay, DesignateOfficer
from crm.privacy.commands.requesting import (
    AnswerRequest,
    CloseRequest,
    MatchRequest,
    OnRequest,
    ReceiveRequest,
    RefuseRequest,
    ReopenRequest,
    UnmatchRequest,
)

__all__ = [
    "AdoptAnswerDelay",
    "AnswerRequest",
    "CloseRequest",
    "DesignateOfficer",
    "MatchRequest",
    "OnRequest",
    "ReceiveRequest",
    "RecordIncident",
    "RefuseRequest",
    "ReopenRequest",
    "RestateIncident",
    "UnmatchRequest",
    "erase",
    "hold_erasures",
    "take_up_erasures",
]

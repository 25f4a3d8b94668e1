"""What is asked about personal information."""

from crm.privacy.commands.erasing import erase, hold_erasures, take_up_erasures
from crm.privacy.commands.incidents import RecordIncident, RestateIncident
from crm.privacy.commands.office import AdoptAnswerDelay, DesignateOfficer
from crm.privacy.commands.requesting import (
    AnswerRequest,
    CloseRequest,
    OnRequest,
    ReceiveRequest,
    RefuseRequest,
    ReopenRequest,
)

__all__ = [
    "AdoptAnswerDelay",
    "AnswerRequest",
    "CloseRequest",
    "DesignateOfficer",
    "OnRequest",
    "ReceiveRequest",
    "RecordIncident",
    "RefuseRequest",
    "ReopenRequest",
    "RestateIncident",
    "erase",
    "hold_erasures",
    "take_up_erasures",
]

"""What persons ask, received and settled."""

from typing import Literal

from msgspec import field

from crm.event_store import Command, Desk
from crm.event_store.events import new_id
from crm.person.domain import Person
from crm.privacy.domain.requests import (
    Clock,
    PersonRequest,
    RequestChannel,
    Requester,
    RequestKind,
    RequestSubject,
)
from crm.privacy.projections.office import delay_on
from crm.promoter.domain.promoter import Promoter


class ReceiveRequest(Command, frozen=True, kw_only=True):
    """A request came in; `subject_id` when it is about somebody or a project known here."""

    kind: RequestKind
    channel: RequestChannel
    requester: str
    asked_by: Requester = "concerned"
    about: RequestSubject = "unmatched"
    subject_id: str = ""
    details: str = ""
    request_id: str = field(default_factory=new_id)

    def decide(self, desk: Desk) -> None:
        """Raises Unknown, RequesterUnnamed."""
        if self.about == "person":
            desk.load(Person, self.subject_id)
        elif self.about == "promoter":
            desk.load(Promoter, self.subject_id)
        by = desk.occurrence(self)
        delay = delay_on(desk.db, by.pole_id, by.occurred_on)
        received = PersonRequest.receive(
            by,
            Clock(delay.answer_days, delay.first_warning_days, delay.second_warning_days),
            kind=self.kind,
            channel=self.channel,
            requester=self.requester,
            asked_by=self.asked_by,
            about=self.about,
            subject_id=self.subject_id,
            details=self.details,
            id=self.request_id,
        )
        desk.add(received)


class OnRequest(Command, frozen=True, kw_only=True):
    """What is done with one request."""

    adds = False
    request_id: str = ""


class AnswerRequest(OnRequest, frozen=True, kw_only=True):
    channel: RequestChannel
    answer: str = ""

    def decide(self, desk: Desk) -> None:
        """Raises Unknown, RequestSettled, SettledBeforeReceived."""
        asked = desk.load(PersonRequest, self.request_id)
        asked.answer(desk.occurrence(self), self.channel, self.answer)


class RefuseRequest(OnRequest, frozen=True, kw_only=True):
    channel: RequestChannel
    reason: str

    def decide(self, desk: Desk) -> None:
        """Raises Unknown, RequestUnexplained, RequestSettled, SettledBeforeReceived."""
        asked = desk.load(PersonRequest, self.request_id)
        asked.refuse(desk.occurrence(self), self.channel, self.reason)


class CloseRequest(OnRequest, frozen=True, kw_only=True):
    reason: str

    def decide(self, desk: Desk) -> None:
        """Raises Unknown, RequestUnexplained, RequestSettled, SettledBeforeReceived."""
        desk.load(PersonRequest, self.request_id).close(desk.occurrence(self), self.reason)


class ReopenRequest(OnRequest, frozen=True, kw_only=True):
    reason: str

    def decide(self, desk: Desk) -> None:
        """Raises Unknown, RequestUnexplained, RequestUnsettled."""
        desk.load(PersonRequest, self.request_id).reopen(desk.occurrence(self), self.reason)


class MatchRequest(OnRequest, frozen=True, kw_only=True):
    """Whom the request is about, found after it came in."""

    about: Literal["person", "promoter"]
    subject_id: str

    def decide(self, desk: Desk) -> None:
        """Raises Unknown, RequestAlreadyMatched."""
        desk.load(Person if self.about == "person" else Promoter, self.subject_id)
        asked = desk.load(PersonRequest, self.request_id)
        asked.match(desk.occurrence(self), self.about, self.subject_id)


class UnmatchRequest(OnRequest, frozen=True, kw_only=True):
    """It was about somebody else."""

    def decide(self, desk: Desk) -> None:
        """Raises Unknown, RequestNotMatched."""
        desk.load(PersonRequest, self.request_id).unmatch(desk.occurrence(self))

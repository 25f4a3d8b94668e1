"""What a person asks about their own information, and the clock that runs until they are answered.

The days to answer are fixed when the request is received, from the pôle's settings of that day:
a later setting does not move a clock that runs. Nothing we may cite grants an extension: there is
none.
"""

from datetime import date, timedelta
from typing import Annotated, Literal, NamedTuple, Self

from crm.event_store.events import Aggregate, Event, Occurrence, new_id, stored
from crm.event_store.sealing import Sealed
from crm.refusal import N_, Refusal

RequestKind = Literal["access", "rectification", "deindexing", "portability"]
"""P-39.1 s. 27, 28, 28.1, 27 ¶3."""
RequestSubject = Literal["person", "promoter", "unmatched"]
RequestChannel = Literal["email", "letter", "in_person", "call", "form"]
Requester = Literal["concerned", "representative"]


class Clock(NamedTuple):
    """Days, counted from the day of reception."""

    answer: int
    first_warning: int
    second_warning: int


@stored("request.received.v1")
class RequestReceived(Event, frozen=True, kw_only=True):
    """Somebody asks: the clock starts that day."""

    kind: RequestKind
    about: RequestSubject
    subject_id: str
    """The person or project; the request's own id while it is not matched with either."""
    channel: RequestChannel
    asked_by: Requester
    requester: Annotated[str, Sealed("identity", of="subject_id")]
    details: Annotated[str, Sealed("note", of="subject_id")] = ""
    due_on: date
    first_warning_on: date
    second_warning_on: date


@stored("request.answered.v1")
class RequestAnswered(Event, frozen=True, kw_only=True):
    """The person has an answer: the clock stops."""

    subject_id: str
    channel: RequestChannel
    answer: Annotated[str, Sealed("note", of="subject_id")] = ""


@stored("request.refused.v1")
class RequestRefused(Event, frozen=True, kw_only=True):
    """The person is told that it is refused, and why: the clock stops."""

    subject_id: str
    channel: RequestChannel
    reason: Annotated[str, Sealed("note", of="subject_id")]


@stored("request.closed.v1")
class RequestClosed(Event, frozen=True, kw_only=True):
    """There is nothing more to answer: withdrawn by the person, or received twice."""

    subject_id: str
    reason: Annotated[str, Sealed("note", of="subject_id")]


@stored("request.reopened.v1")
class RequestReopened(Event, frozen=True, kw_only=True):
    """It was not settled after all: the clock runs on, from the day of reception."""

    subject_id: str
    reason: Annotated[str, Sealed("note", of="subject_id")]


@stored("request.matched.v1")
class RequestMatched(Event, frozen=True, kw_only=True):
    """We know now whom, or which project, the request is about."""

    about: Literal["person", "promoter"]
    subject_id: str


@stored("request.unmatched.v1")
class RequestUnmatched(Event, frozen=True, kw_only=True):
    """It was about somebody else: the request waits to be matched again."""

    about: Literal["person", "promoter"]
    subject_id: str


RequestEvent = (RequestReceived, RequestAnswered, RequestRefused, RequestClosed, RequestReopened)


class RequesterUnnamed(Refusal):
    sentence = N_("Écrivez le nom de la personne qui fait la demande.")
    field = "nom"


class RequestUnexplained(Refusal):
    sentence = N_("Écrivez le motif : il est gardé avec la demande.")
    field = "texte"


class RequestSettled(Refusal):
    sentence = N_("Cette demande est déjà réglée.")


class RequestUnsettled(Refusal):
    sentence = N_("Cette demande est encore ouverte : il n’y a rien à rouvrir.")


class RequestAlreadyMatched(Refusal):
    sentence = N_("Cette demande est déjà rattachée à une fiche.")


class RequestNotMatched(Refusal):
    sentence = N_("Cette demande n’est rattachée à rien, ou l’était déjà à sa réception.")


class SettledBeforeReceived(Refusal):
    sentence = N_("Cette date précède la réception de la demande. Vérifiez la saisie.")
    field = "date"


class PersonRequest(Aggregate, noun="request"):
    received: RequestReceived
    is_settled = False
    matched: RequestMatched | None = None

    @classmethod
    def receive(
        cls,
        by: Occurrence,
        clock: Clock,
        *,
        kind: RequestKind,
        channel: RequestChannel,
        requester: str,
        asked_by: Requester = "concerned",
        about: RequestSubject = "unmatched",
        subject_id: str = "",
        details: str = "",
        id: str | None = None,
    ) -> Self:
        """A request, and the days by which it is warned of and due. Raises RequesterUnnamed."""
        if not requester.strip():
            raise RequesterUnnamed
        own, day = id or new_id(), by.occurred_on
        return cls(own).trigger(
            RequestReceived,
            by,
            kind=kind,
            about=about,
            subject_id=subject_id or own,
            channel=channel,
            asked_by=asked_by,
            requester=requester.strip(),
            details=details.strip(),
            due_on=day + timedelta(days=clock.answer),
            first_warning_on=day + timedelta(days=clock.first_warning),
            second_warning_on=day + timedelta(days=clock.second_warning),
        )

    def answer(self, by: Occurrence, channel: RequestChannel, answer: str = "") -> Self:
        """Raises RequestSettled, SettledBeforeReceived."""
        self._settles(by)
        return self._tell(RequestAnswered, by, channel=channel, answer=answer.strip())

    def refuse(self, by: Occurrence, channel: RequestChannel, reason: str) -> Self:
        """Raises RequestUnexplained, RequestSettled, SettledBeforeReceived."""
        self._settles(by)
        return self._tell(RequestRefused, by, channel=channel, reason=_explained(reason))

    def close(self, by: Occurrence, reason: str) -> Self:
        """Raises RequestUnexplained, RequestSettled, SettledBeforeReceived."""
        self._settles(by)
        return self._tell(RequestClosed, by, reason=_explained(reason))

    def reopen(self, by: Occurrence, reason: str) -> Self:
        """Raises RequestUnexplained, RequestUnsettled."""
        if not self.is_settled:
            raise RequestUnsettled
        return self._tell(RequestReopened, by, reason=_explained(reason))

    def match(self, by: Occurrence, about: Literal["person", "promoter"], id: str) -> Self:
        """Whom it is about. Raises RequestAlreadyMatched."""
        if self.matched or self.received.about != "unmatched":
            raise RequestAlreadyMatched
        return self.trigger(RequestMatched, by, about=about, subject_id=id)

    def unmatch(self, by: Occurrence) -> Self:
        """Raises RequestNotMatched."""
        if not (known := self.matched):
            raise RequestNotMatched
        said = {"about": known.about, "subject_id": known.subject_id}
        return self.trigger(RequestUnmatched, by, **said)

    def evolve(self, event: Event) -> None:
        match event:
            case RequestReceived():
                self.received = event
            case RequestAnswered() | RequestRefused() | RequestClosed():
                self.is_settled = True
            case RequestReopened():
                self.is_settled = False
            case RequestMatched():
                self.matched = event
            case RequestUnmatched():
                self.matched = None

    def _settles(self, by: Occurrence) -> None:
        if self.is_settled:
            raise RequestSettled
        if by.occurred_on < self.received.occurred_on:
            raise SettledBeforeReceived

    def _tell(self, kind: type[Event], by: Occurrence, **values: str) -> Self:
        return self.trigger(kind, by, subject_id=self.received.subject_id, **values)


def _explained(reason: str) -> str:
    if not reason.strip():
        raise RequestUnexplained
    return reason.strip()

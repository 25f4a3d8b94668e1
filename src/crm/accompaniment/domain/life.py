"""The lives that unfold in a file: needs, referrals and next steps, each from open to settled."""

from datetime import date
from typing import Any, Self

from crm.accompaniment.domain.events import (
    NeedClarified,
    NeedExpressed,
    NeedLeftUnanswered,
    NeedMet,
    NeedReopened,
    NextStepDone,
    NextStepDropped,
    NextStepPlanned,
    NextStepPostponed,
    NextStepPutBack,
    NextStepReopened,
    OwedBy,
    ReferralAccepted,
    ReferralChased,
    ReferralCompleted,
    ReferralMade,
    ReferralOutcome,
    ReferralRefused,
)
from crm.accompaniment.domain.refusals import (
    NeedNotOpen,
    NeedStillOpen,
    NoteTooLong,
    ReferralAlreadyAnswered,
    ReferralNotAccepted,
    StepNotOpen,
    StepStillOpen,
    StepUnsaid,
    ThemeMissing,
)
from crm.event_store.events import Aggregate, Event, Occurrence, new_id
from crm.refusal import Refusal
from crm.vocabulary import PartyRef, Theme, Urgency

NOTE_LIMIT = 4_000
"""Characters of a free note: long enough to tell a visit, short enough to be read again."""


def checked(note: str) -> str:
    """The note without outer blanks. Raises NoteTooLong past 4,000 characters."""
    if len(note.strip()) > NOTE_LIMIT:
        raise NoteTooLong
    return note.strip()


class Life(Aggregate):
    """What of an accompaniment has a life of its own; `Accompaniment` adds the mandate."""

    parties: tuple[PartyRef, ...]

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.needs: dict[str, str] = {}
        self.referrals: dict[str, str] = {}
        self.steps: dict[str, str] = {}

    def _tell(self, kind: type[Event], by: Occurrence, **values: Any) -> Self:
        return self.trigger(kind, by, parties=self.parties, **values)

    @property
    def open_needs(self) -> list[str]:
        """Needs neither met, redirected nor left unanswered."""
        return [need for need, state in self.needs.items() if state == "open"]

    @property
    def open_steps(self) -> list[str]:
        """Next steps neither done nor dropped."""
        return [step for step, state in self.steps.items() if state == "open"]

    def express_need(
        self,
        by: Occurrence,
        themes: tuple[Theme, ...],
        *,
        need_id: str | None = None,
        verbatim: str = "",
        urgency: Urgency = "unknown",
        act_id: str | None = None,
    ) -> Self:
        """A need heard from the party. Raises ThemeMissing, NoteTooLong."""
        if not themes:
            raise ThemeMissing
        return self._tell(
            NeedExpressed,
            by.acting("R1"),
            need_id=need_id or new_id(),
            themes=themes,
            verbatim=checked(verbatim),
            urgency=urgency,
            act_id=act_id,
        )

    def clarify_need(
        self,
        by: Occurrence,
        need_id: str,
        themes: tuple[Theme, ...],
        urgency: Urgency = "unknown",
        note: str = "",
    ) -> Self:
        """The need is better understood. Raises NeedNotOpen, ThemeMissing, NoteTooLong."""
        self._must(self.needs, need_id, ("open", "redirected"), NeedNotOpen)
        if not themes:
            raise ThemeMissing
        return self._tell(
            NeedClarified, by, need_id=need_id, themes=themes, urgency=urgency, note=checked(note)
        )

    def meet_need(self, by: Occurrence, need_id: str) -> Self:
        """Raises NeedNotOpen; a need redirected may still be met."""
        if self.needs.get(need_id) not in ("open", "redirected"):
            raise NeedNotOpen
        return self._tell(NeedMet, by, need_id=need_id)

    def leave_need(self, by: Occurrence, need_id: str, reason: str = "") -> Self:
        """The pôle has no answer to this need. Raises NeedNotOpen."""
        if self.needs.get(need_id) not in ("open", "redirected"):
            raise NeedNotOpen
        return self._tell(NeedLeftUnanswered, by, need_id=need_id, reason=checked(reason))

    def reopen_need(self, by: Occurrence, need_id: str) -> Self:
        """Raises NeedStillOpen."""
        if self.needs.get(need_id) in (None, "open"):
            raise NeedStillOpen
        return self._tell(NeedReopened, by, need_id=need_id)

    def refer(
        self,
        by: Occurrence,
        organisation_id: str,
        *,
        referral_id: str | None = None,
        need_ids: tuple[str, ...] = (),
        message: str = "",
        act_id: str | None = None,
    ) -> Self:
        """The party is sent to an organisation; the needs named wait for its answer.

        Raises NeedNotOpen when one of them is settled or of another file, NoteTooLong.
        """
        if any(self.needs.get(need_id) not in ("open", "redirected") for need_id in need_ids):
            raise NeedNotOpen
        return self._tell(
            ReferralMade,
            by.acting("D2"),
            referral_id=referral_id or new_id(),
            organisation_id=organisation_id,
            need_ids=need_ids,
            message=checked(message),
            act_id=act_id,
        )

    def chase_referral(self, by: Occurrence, referral_id: str) -> Self:
        """A reminder sent. Raises ReferralAlreadyAnswered."""
        self._must(self.referrals, referral_id, ("sent",), ReferralAlreadyAnswered)
        return self._tell(ReferralChased, by, referral_id=referral_id)

    def accept_referral(self, by: Occurrence, referral_id: str) -> Self:
        """Raises ReferralAlreadyAnswered."""
        self._must(self.referrals, referral_id, ("sent",), ReferralAlreadyAnswered)
        return self._tell(ReferralAccepted, by, referral_id=referral_id)

    def refuse_referral(self, by: Occurrence, referral_id: str, reason: str = "") -> Self:
        """Raises ReferralAlreadyAnswered."""
        self._must(self.referrals, referral_id, ("sent",), ReferralAlreadyAnswered)
        return self._tell(ReferralRefused, by, referral_id=referral_id, reason=checked(reason))

    def complete_referral(
        self, by: Occurrence, referral_id: str, outcome: ReferralOutcome = "unknown"
    ) -> Self:
        """Raises ReferralNotAccepted."""
        self._must(self.referrals, referral_id, ("accepted", "under_way"), ReferralNotAccepted)
        return self._tell(ReferralCompleted, by, referral_id=referral_id, outcome=outcome)

    def plan_step(
        self,
        by: Occurrence,
        text: str,
        *,
        step_id: str | None = None,
        due_on: date | None = None,
        owed_by: OwedBy = "pole",
        assigned_to: str | None = None,
        act_id: str | None = None,
    ) -> Self:
        """What comes next, and for when. Raises StepUnsaid, NoteTooLong."""
        if not text.strip():
            raise StepUnsaid
        return self._tell(
            NextStepPlanned,
            by,
            step_id=step_id or new_id(),
            text=checked(text),
            due_on=due_on and due_on.isoformat(),
            owed_by=owed_by,
            assigned_to=assigned_to,
            act_id=act_id,
        )

    def complete_step(self, by: Occurrence, step_id: str) -> Self:
        """Raises StepNotOpen."""
        self._must(self.steps, step_id, ("open",), StepNotOpen)
        return self._tell(NextStepDone, by, step_id=step_id)

    def reopen_step(self, by: Occurrence, step_id: str) -> Self:
        """The tick or the dropping was a mistake. Raises StepStillOpen."""
        self._must(self.steps, step_id, ("done", "dropped"), StepStillOpen)
        return self._tell(NextStepReopened, by, step_id=step_id)

    def drop_step(self, by: Occurrence, step_id: str, reason: str = "") -> Self:
        """Raises StepNotOpen."""
        self._must(self.steps, step_id, ("open",), StepNotOpen)
        return self._tell(NextStepDropped, by, step_id=step_id, reason=checked(reason))

    def _must(
        self, lives: dict[str, str], key: str, states: tuple[str, ...], refusal: type[Refusal]
    ) -> None:
        if lives.get(key) not in states:
            raise refusal

    def live_on(self, event: Event) -> None:
        """What an event says of needs, referrals and next steps.

        Raises LookupError for one that does not stand: an entry is not taken back from under
        what was said of it since.
        """
        match event:
            case NeedExpressed():
                self.needs[event.need_id] = "open"
            case ReferralMade():
                self.referrals[event.referral_id] = "sent"
                for need_id in event.need_ids:
                    _turn(self.needs, need_id, "redirected")
            case NextStepPlanned():
                self.steps[event.step_id] = "open"
            case NeedClarified():
                _turn(self.needs, event.need_id, self.needs.get(event.need_id, ""))
            case NeedMet() | NeedLeftUnanswered() | NeedReopened():
                _turn(self.needs, event.need_id, _STATES[type(event)])
            case ReferralAccepted() | ReferralRefused() | ReferralCompleted() | ReferralChased():
                _turn(self.referrals, event.referral_id, _STATES[type(event)])
            case NextStepPostponed() | NextStepPutBack():
                _turn(self.steps, event.step_id, "open")
            case NextStepDone() | NextStepDropped() | NextStepReopened():
                _turn(self.steps, event.step_id, _STATES[type(event)])


def _turn(lives: dict[str, str], key: str, state: str) -> None:
    if key not in lives:
        raise LookupError(key)
    lives[key] = state


_STATES: dict[type[Event], str] = {
    NeedMet: "met",
    NeedLeftUnanswered: "left_unanswered",
    NeedReopened: "open",
    ReferralChased: "sent",
    ReferralAccepted: "accepted",
    ReferralRefused: "refused",
    ReferralCompleted: "completed",
    NextStepDone: "done",
    NextStepDropped: "dropped",
    NextStepReopened: "open",
}

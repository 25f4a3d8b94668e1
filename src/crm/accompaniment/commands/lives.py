"""What becomes of needs, referrals and next steps."""

from datetime import date

from msgspec import field

from crm.accompaniment.commands.files import OnFile
from crm.accompaniment.commands.occurring import occurrence
from crm.accompaniment.domain.events import OwedBy, ReferralOutcome, SharingConsent
from crm.accompaniment.domain.refusals import SharingNotAgreed
from crm.event_store.commands import Desk
from crm.event_store.events import new_id
from crm.privacy.projections.consents import agreed_by
from crm.vocabulary import Theme, Urgency


class ExpressNeed(OnFile, frozen=True, kw_only=True):
    themes: tuple[Theme, ...]
    verbatim: str = ""
    urgency: Urgency = "unknown"
    need_id: str = field(default_factory=new_id)

    def decide(self, desk: Desk) -> None:
        """Raises ThemeMissing, NoteTooLong."""
        self.file(desk).express_need(
            occurrence(desk, self),
            self.themes,
            need_id=self.need_id,
            verbatim=self.verbatim,
            urgency=self.urgency,
        )


class ClarifyNeed(OnFile, frozen=True, kw_only=True):
    need_id: str
    themes: tuple[Theme, ...]
    urgency: Urgency = "unknown"
    note: str = ""

    def decide(self, desk: Desk) -> None:
        """Raises NeedNotOpen, ThemeMissing, NoteTooLong."""
        by = occurrence(desk, self)
        self.file(desk).clarify_need(by, self.need_id, self.themes, self.urgency, self.note)


class MeetNeed(OnFile, frozen=True, kw_only=True):
    need_id: str

    def decide(self, desk: Desk) -> None:
        """Raises NeedNotOpen."""
        self.file(desk).meet_need(occurrence(desk, self), self.need_id)


class LeaveNeed(OnFile, frozen=True, kw_only=True):
    need_id: str
    reason: str = ""

    def decide(self, desk: Desk) -> None:
        """Raises NeedNotOpen, NoteTooLong."""
        self.file(desk).leave_need(occurrence(desk, self), self.need_id, self.reason)


class ReopenNeed(OnFile, frozen=True, kw_only=True):
    need_id: str

    def decide(self, desk: Desk) -> None:
        """Raises NeedStillOpen."""
        self.file(desk).reopen_need(occurrence(desk, self), self.need_id)


class MakeReferral(OnFile, frozen=True, kw_only=True):
    organisation_id: str
    need_ids: tuple[str, ...] = ()
    message: str = ""
    referral_id: str = field(default_factory=new_id)

    def decide(self, desk: Desk) -> None:
        """Raises NeedNotOpen when a need named is not open in this file, NoteTooLong."""
        self.file(desk).refer(
            occurrence(desk, self),
            self.organisation_id,
            referral_id=self.referral_id,
            need_ids=self.need_ids,
            message=self.message,
        )


class ChaseReferral(OnFile, frozen=True, kw_only=True):
    referral_id: str

    def decide(self, desk: Desk) -> None:
        """Raises ReferralAlreadyAnswered."""
        self.file(desk).chase_referral(occurrence(desk, self), self.referral_id)


class AnswerReferral(OnFile, frozen=True, kw_only=True):
    referral_id: str
    accepted: bool
    reason: str = ""

    def decide(self, desk: Desk) -> None:
        """Raises ReferralAlreadyAnswered."""
        file, by = self.file(desk), occurrence(desk, self)
        if self.accepted:
            file.accept_referral(by, self.referral_id)
        else:
            file.refuse_referral(by, self.referral_id, self.reason)


class CompleteReferral(OnFile, frozen=True, kw_only=True):
    referral_id: str
    outcome: ReferralOutcome = "unknown"

    def decide(self, desk: Desk) -> None:
        """Raises ReferralNotAccepted."""
        self.file(desk).complete_referral(occurrence(desk, self), self.referral_id, self.outcome)


class ShareReferral(OnFile, frozen=True, kw_only=True):
    """Lets the accounts of the organisation read the referral.

    For a project, a consent to sharing must stand, and the sharing lasts as long as it does; for
    an enterprise alone, `consent` says how it agreed.
    """

    referral_id: str
    consent: SharingConsent = "standing"

    def decide(self, desk: Desk) -> None:
        """Raises ReferralUnknown, SharingNotAgreed."""
        file, by, pole = self.file(desk), occurrence(desk, self), desk.author.pole_id
        projects = [party.id for party in file.parties if party.kind == "promoter"]
        agreed = agreed_by(desk.db, pole, projects, desk.today)
        if not agreed or (self.consent == "standing" and not projects):
            raise SharingNotAgreed
        file.share(by, self.referral_id, "standing" if projects else self.consent)


class UnshareReferral(OnFile, frozen=True, kw_only=True):
    referral_id: str

    def decide(self, desk: Desk) -> None:
        """Raises ReferralNotShared."""
        self.file(desk).unshare(occurrence(desk, self), self.referral_id)


class PlanNextStep(OnFile, frozen=True, kw_only=True):
    text: str
    due_on: date | None = None
    owed_by: OwedBy = "pole"
    assigned_to: str | None = None
    step_id: str = field(default_factory=new_id)

    def decide(self, desk: Desk) -> None:
        """Raises StepUnsaid, NoteTooLong."""
        self.file(desk).plan_step(
            occurrence(desk, self),
            self.text,
            step_id=self.step_id,
            due_on=self.due_on,
            owed_by=self.owed_by,
            assigned_to=self.assigned_to,
        )


class DoNextStep(OnFile, frozen=True, kw_only=True):
    step_id: str

    def decide(self, desk: Desk) -> None:
        """Raises StepNotOpen."""
        self.file(desk).complete_step(occurrence(desk, self), self.step_id)


class ReopenNextStep(OnFile, frozen=True, kw_only=True):
    step_id: str

    def decide(self, desk: Desk) -> None:
        """Raises StepStillOpen."""
        self.file(desk).reopen_step(occurrence(desk, self), self.step_id)


class PostponeNextStep(OnFile, frozen=True, kw_only=True):
    step_id: str
    due_on: date
    reason: str = ""

    def decide(self, desk: Desk) -> None:
        """Raises StepNotOpen, DueBeforeToday."""
        by = occurrence(desk, self)
        self.file(desk).postpone_step(by, self.step_id, self.due_on, self.reason)


class PutBackNextStep(OnFile, frozen=True, kw_only=True):
    """Undoes the last postponement."""

    step_id: str

    def decide(self, desk: Desk) -> None:
        """Raises StepNotOpen, StepNotPostponed."""
        self.file(desk).put_back_step(occurrence(desk, self), self.step_id)


class DropNextStep(OnFile, frozen=True, kw_only=True):
    step_id: str
    reason: str = ""

    def decide(self, desk: Desk) -> None:
        """Raises StepNotOpen."""
        self.file(desk).drop_step(occurrence(desk, self), self.step_id, self.reason)

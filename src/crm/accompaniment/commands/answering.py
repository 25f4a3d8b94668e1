"""What the organisation referred to does, asked by whoever reads on its behalf."""

from datetime import date

from crm.accompaniment.commands.files import OnFile
from crm.accompaniment.commands.occurring import occurrence
from crm.accompaniment.domain.refusals import LinkNotShared
from crm.accompaniment.projections.referrals import still_shared
from crm.event_store.commands import Desk


class SendReferralLink(OnFile, frozen=True, kw_only=True):
    """A link leaves, of what is shared and still agreed to."""

    referral_id: str
    until: date

    def decide(self, desk: Desk) -> None:
        """Raises ReferralUnknown, ReferralOver, LinkNotShared."""
        file = self.file(desk)
        if not still_shared(desk.db, desk.author.pole_id, self.referral_id, desk.today):
            raise LinkNotShared
        file.send_link(occurrence(desk, self), self.referral_id, self.until)


class SeeReferral(OnFile, frozen=True, kw_only=True):
    referral_id: str

    def decide(self, desk: Desk) -> None:
        """Raises ReferralUnknown."""
        self.file(desk).see_referral(occurrence(desk, self), self.referral_id)


class QuestionReferral(OnFile, frozen=True, kw_only=True):
    referral_id: str
    words: str

    def decide(self, desk: Desk) -> None:
        """Raises ReferralAlreadyAnswered, QuestionUnsaid, NoteTooLong."""
        self.file(desk).question_referral(occurrence(desk, self), self.referral_id, self.words)


class UndertakeReferral(OnFile, frozen=True, kw_only=True):
    referral_id: str

    def decide(self, desk: Desk) -> None:
        """Raises ReferralNotAccepted."""
        self.file(desk).undertake_referral(occurrence(desk, self), self.referral_id)

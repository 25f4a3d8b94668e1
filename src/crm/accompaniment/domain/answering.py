"""How a referral goes on between the pôle and the organisation it was made to."""

from datetime import date
from typing import Self

from crm.accompaniment.domain.answers import (
    ReferralLinkSent,
    ReferralQuestioned,
    ReferralSeen,
    ReferralUndertaken,
)
from crm.accompaniment.domain.documents import Documents
from crm.accompaniment.domain.life import checked
from crm.accompaniment.domain.refusals import (
    QuestionUnsaid,
    ReferralAlreadyAnswered,
    ReferralNotAccepted,
    ReferralOver,
    ReferralUnknown,
)
from crm.event_store.events import Event, Occurrence


class Answering(Documents):
    """What the organisation does; `Accompaniment` adds the mandate."""

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.seen: set[str] = set()

    def see_referral(self, by: Occurrence, referral_id: str) -> Self:
        """Opened for the first time; again changes nothing. Raises ReferralUnknown."""
        if referral_id not in self.referrals:
            raise ReferralUnknown
        if referral_id in self.seen:
            return self
        return self._tell(ReferralSeen, by, referral_id=referral_id)

    def send_link(self, by: Occurrence, referral_id: str, until: date) -> Self:
        """A link leaves for the organisation. Raises ReferralUnknown, ReferralOver."""
        if referral_id not in self.referrals:
            raise ReferralUnknown
        if self.referrals[referral_id] in ("refused", "completed"):
            raise ReferralOver
        return self._tell(ReferralLinkSent, by, referral_id=referral_id, until=until)

    def question_referral(self, by: Occurrence, referral_id: str, words: str) -> Self:
        """More is asked first. Raises ReferralAlreadyAnswered, QuestionUnsaid, NoteTooLong."""
        self._must(self.referrals, referral_id, ("sent",), ReferralAlreadyAnswered)
        if not words.strip():
            raise QuestionUnsaid
        return self._tell(ReferralQuestioned, by, referral_id=referral_id, words=checked(words))

    def undertake_referral(self, by: Occurrence, referral_id: str) -> Self:
        """The organisation has begun. Raises ReferralNotAccepted."""
        self._must(self.referrals, referral_id, ("accepted",), ReferralNotAccepted)
        return self._tell(ReferralUndertaken, by, referral_id=referral_id)

    def live_on(self, event: Event) -> None:
        match event:
            case ReferralSeen():
                self._stands(event.referral_id)
                self.seen.add(event.referral_id)
            case ReferralQuestioned() | ReferralLinkSent():
                self._stands(event.referral_id)
            case ReferralUndertaken():
                self._stands(event.referral_id)
                self.referrals[event.referral_id] = "under_way"
            case _:
                super().live_on(event)

    def _stands(self, referral_id: str) -> None:
        """Raises LookupError: a referral is not taken back from under what was said of it."""
        if referral_id not in self.referrals:
            raise LookupError(referral_id)

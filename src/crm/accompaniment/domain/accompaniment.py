"""The aggregate: one mandate and its rules. Adding never waits for anyone; only values conflict."""

from typing import Any, Self

from crm.accompaniment.domain.confirming import Confirming
from crm.accompaniment.domain.events import (
    AccompanimentClosed,
    AccompanimentEntrusted,
    AccompanimentOpened,
    AccompanimentReopened,
    AccompanimentTitled,
    InterventionRecorded,
    OpenedAs,
    Outcome,
    ReferralShared,
    ReferralUnshared,
    ResultDeclared,
    SharingConsent,
    ToolHandedOver,
)
from crm.accompaniment.domain.life import checked
from crm.accompaniment.domain.refusals import (
    AlreadyClosed,
    DurationOutOfRange,
    FileUntitled,
    NeedsStillOpen,
    NobodyAccompanied,
    NotClosed,
    ObjectivesStillSought,
    ReferralNotShared,
    ReferralUnknown,
    ResultEmpty,
    StepsStillOpen,
)
from crm.event_store.events import Event, Occurrence, new_id
from crm.vocabulary import Answer, Count, Mode, PartyRef, Theme, is_known

MINUTES_LIMIT = 6_000


class Accompaniment(Confirming, noun="accompaniment"):
    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.parties: tuple[PartyRef, ...] = ()
        self.last_transfer: AccompanimentEntrusted | None = None
        self.default_action = "R5"
        self.closed = False
        self.shared: set[str] = set()

    @classmethod
    def open(
        cls,
        by: Occurrence,
        *,
        parties: tuple[PartyRef, ...],
        advisor_id: str,
        title: str = "",
        themes: tuple[Theme, ...] = (),
        opened_as: OpenedAs = "mandate",
        action: str | None = None,
        id: str | None = None,
    ) -> Self:
        """A mandate for these parties. Its action defaults to S4 for promoters, R5 otherwise.

        Raises NobodyAccompanied.
        """
        if not parties:
            raise NobodyAccompanied
        promoters = all(party.kind == "promoter" for party in parties)
        default = action or ("S4" if promoters else "R5")
        return cls(id or new_id()).trigger(
            AccompanimentOpened,
            by.acting(default),
            parties=parties,
            opened_as=opened_as,
            title=checked(title),
            themes=themes,
            default_action=default,
            advisor_id=advisor_id,
        )

    def entitle(self, by: Occurrence, title: str) -> Self:
        """Another title. Raises FileUntitled, NoteTooLong."""
        if not title.strip():
            raise FileUntitled
        return self._tell(AccompanimentTitled, by, title=checked(title))

    def entrust(
        self, by: Occurrence, advisor_id: str, *, transfer_id: str | None = None, note: str = ""
    ) -> Self:
        """Another advisor answers for this file; the same one again changes nothing.

        Raises NoteTooLong.
        """
        if advisor_id == self.advisor_id:
            return self
        return self._tell(
            AccompanimentEntrusted,
            by,
            advisor_id=advisor_id,
            former_id=self.advisor_id,
            transfer_id=transfer_id,
            note=checked(note),
        )

    def give_back(self, by: Occurrence, transfer_id: str) -> Self:
        """To whoever answered for it before this transfer; a file entrusted since stays."""
        last = self.last_transfer
        if not last or last.transfer_id != transfer_id or not last.former_id:
            return self
        return self.entrust(by, last.former_id)

    def record(
        self,
        by: Occurrence,
        mode: Mode,
        *,
        act_id: str | None = None,
        minutes: int | None = None,
        counted_minutes: int | None = None,
        summary: str = "",
        persons: tuple[str, ...] = (),
        **more: Any,
    ) -> Self:
        """An exchange or work on the file, even when it is closed: it happened.

        Durations are minutes. Raises DurationOutOfRange, NoteTooLong.
        """
        durations = (minutes, counted_minutes, *(more.get(name) for name in _DURATIONS))
        if any(m is not None and not 0 <= m <= MINUTES_LIMIT for m in durations):
            raise DurationOutOfRange
        return self._tell(
            InterventionRecorded,
            by.acting(self.default_action),
            act_id=act_id or new_id(),
            mode=mode,
            minutes=minutes,
            counted_minutes=minutes if counted_minutes is None else counted_minutes,
            summary=checked(summary),
            persons=persons,
            **more,
        )

    def hand_over(
        self, by: Occurrence, tool_id: str, version: str = "", act_id: str | None = None
    ) -> Self:
        """A tool given to the party, whether or not it is adopted one day."""
        return self._tell(
            ToolHandedOver, by.acting("R5"), tool_id=tool_id, version=version, act_id=act_id
        )

    def declare_result(
        self,
        by: Occurrence,
        *,
        jobs_created: Count = "not_asked",
        jobs_maintained: Count = "not_asked",
        investment_cents: int | None = None,
        satisfaction: Answer = "not_asked",
        comment: str = "",
        **more: Any,
    ) -> Self:
        """What came of it. Raises ResultEmpty, NoteTooLong."""
        told = (is_known(jobs_created), is_known(jobs_maintained), investment_cents is not None)
        if not any((*told, comment.strip(), satisfaction != "not_asked")):
            raise ResultEmpty
        return self._tell(
            ResultDeclared,
            by,
            result_id=new_id(),
            jobs_created=jobs_created,
            jobs_maintained=jobs_maintained,
            investment_cents=investment_cents,
            satisfaction=satisfaction,
            comment=checked(comment),
            **more,
        )

    def share(self, by: Occurrence, referral_id: str, consent: SharingConsent) -> Self:
        """The organisation may read it; again changes nothing. Raises ReferralUnknown."""
        if referral_id not in self.referrals:
            raise ReferralUnknown
        if referral_id in self.shared:
            return self
        return self._tell(ReferralShared, by, referral_id=referral_id, consent=consent)

    def unshare(self, by: Occurrence, referral_id: str) -> Self:
        """The organisation reads it no more. Raises ReferralNotShared."""
        if referral_id not in self.shared:
            raise ReferralNotShared
        return self._tell(ReferralUnshared, by, referral_id=referral_id)

    def close(self, by: Occurrence, outcome: Outcome, summary: str = "") -> Self:
        """Raises AlreadyClosed, NeedsStillOpen, StepsStillOpen, ObjectivesStillSought,
        NoteTooLong.
        """
        if self.closed:
            raise AlreadyClosed
        if self.open_needs:
            raise NeedsStillOpen
        if self.open_steps:
            raise StepsStillOpen
        if self.open_objectives:
            raise ObjectivesStillSought
        return self._tell(AccompanimentClosed, by, outcome=outcome, summary=checked(summary))

    def reopen(self, by: Occurrence, reason: str = "") -> Self:
        """Raises NotClosed."""
        if not self.closed:
            raise NotClosed
        return self._tell(AccompanimentReopened, by, reason=checked(reason))

    def evolve(self, event: Event) -> None:
        match event:
            case AccompanimentOpened():
                self.parties, self.advisor_id = event.parties, event.advisor_id
                self.default_action = event.default_action
            case AccompanimentEntrusted():
                self.advisor_id, self.last_transfer = event.advisor_id, event
            case AccompanimentClosed() | AccompanimentReopened():
                self.closed = isinstance(event, AccompanimentClosed)
            case ReferralShared() | ReferralUnshared():
                self._share(event)
            case _ if not (self.plan_on(event) or self.keep_on(event) or self.stand_on(event)):
                self.live_on(event)

    def _share(self, event: ReferralShared | ReferralUnshared) -> None:
        """Raises LookupError when the referral does not stand."""
        if event.referral_id not in self.referrals:
            raise LookupError(event.referral_id)
        if isinstance(event, ReferralShared):
            self.shared.add(event.referral_id)
        else:
            self.shared.discard(event.referral_id)


_DURATIONS = ("preparation_minutes", "travel_minutes")

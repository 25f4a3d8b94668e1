"""Agreeing and withdrawing, the notice that goes before, and how long a consent lasts."""

from collections.abc import Iterable
from datetime import date

from msgspec import field

from crm.accompaniment.domain.accompaniment import Accompaniment
from crm.accompaniment.projections.referrals import shared_on_its_own
from crm.enterprise.commands.checks import occurrence
from crm.event_store import Command, Desk
from crm.event_store.events import Aggregate, Occurrence, new_id
from crm.person.domain import Person
from crm.privacy.domain.consents import (
    Consent,
    Consenting,
    ConsentProof,
    ConsentPurpose,
    ConsentTerm,
    NothingToWithdraw,
    WithdrawalStands,
)
from crm.privacy.domain.notices import (
    NoticeLanguage,
    NoticeMeans,
    NoticeReceived,
    NoticeText,
)
from crm.privacy.projections.consents import Agreed, consents_of, terms_of
from crm.privacy.projections.due import months_before
from crm.privacy.projections.notices import notices_in
from crm.promoter.domain.promoter import Promoter
from crm.promoter.projections import carried_by

AGGREGATES: dict[Consenting, type[Aggregate]] = {"person": Person, "promoter": Promoter}


class OnConsent(Command, frozen=True, kw_only=True):
    """What somebody, or those who carry a project, agree to for one purpose."""

    about: Consenting
    subject_id: str
    purpose: ConsentPurpose


class GiveConsent(OnConsent, frozen=True, kw_only=True):
    """Agreed to; without `expires_on`, for as long as the pôle decided for this purpose."""

    proof: ConsentProof
    expires_on: date | None = None
    words: str = ""
    consent_id: str = field(default_factory=new_id)

    def decide(self, desk: Desk) -> None:
        """Raises Unknown, DayAhead, DayTooEarly, ExpiryBeforeConsent."""
        desk.load(AGGREGATES[self.about], self.subject_id)
        by = occurrence(desk, self)
        consent = Consent.give(
            by,
            about=self.about,
            subject_id=self.subject_id,
            purpose=self.purpose,
            proof=self.proof,
            expires_on=self.expires_on or self._by_default(desk, by.occurred_on),
            words=self.words,
            id=self.consent_id,
        )
        desk.add(consent)

    def _by_default(self, desk: Desk, day: date) -> date | None:
        term = terms_of(desk.db, desk.author.pole_id).get(self.purpose)
        return months_before(day, -term.months) if term and term.months else None


class WithdrawConsent(OnConsent, frozen=True, kw_only=True):
    """Agreed to no more. What a person withdraws is withdrawn for the projects she carries too:
    one of those who carry them is enough."""

    def decide(self, desk: Desk) -> None:
        """Raises Unknown, NothingToWithdraw, WithdrawnBeforeGiven, DayAhead, DayTooEarly."""
        desk.load(AGGREGATES[self.about], self.subject_id)
        by = occurrence(desk, self)
        subjects = [self.subject_id, *_carried(desk, self)]
        ended = [_withdrawn(desk, one, by) for one in _given(desk, subjects, self.purpose)]
        if self.purpose == "partner_sharing":
            ended += [_unshared(desk, *pair, by) for pair in _shared(desk, subjects)]
        if not ended:
            raise NothingToWithdraw


class ReinstateConsent(OnConsent, frozen=True, kw_only=True):
    """A withdrawal was recorded by mistake: only the same day, by the same account."""

    def decide(self, desk: Desk) -> None:
        """Raises Unknown, WithdrawalStands."""
        desk.load(AGGREGATES[self.about], self.subject_id)
        by, pole = occurrence(desk, self), desk.author.pole_id
        subjects = [self.subject_id, *_carried(desk, self)]
        lost = [
            one
            for subject in subjects
            for one in consents_of(desk.db, pole, subject)
            if one.purpose == self.purpose and one.withdrawn_on == by.occurred_on
        ]
        if not lost:
            raise WithdrawalStands
        for one in lost:
            desk.load(Consent, one.consent_id).reinstate(by)


class AnnulConsent(Command, frozen=True, kw_only=True):
    """A consent was recorded by mistake: it never was given."""

    consent_id: str

    def decide(self, desk: Desk) -> None:
        """Raises Unknown, ConsentOver."""
        desk.load(Consent, self.consent_id).annul(occurrence(desk, self))


class AdoptConsentTerm(Command, frozen=True, kw_only=True):
    """A consent to this purpose lasts so many months, or until withdrawn."""

    adds = False
    purpose: ConsentPurpose
    months: int

    def decide(self, desk: Desk) -> None:
        """Raises TermOutOfBounds."""
        known = terms_of(desk.db, desk.author.pole_id).get(self.purpose)
        term = (
            desk.load(ConsentTerm, known.term_id)
            if known and known.term_id
            else desk.add(ConsentTerm(new_id()))
        )
        term.adopt(desk.occurrence(self), self.purpose, self.months)


class AdoptNotice(Command, frozen=True, kw_only=True):
    """The next text of the notice, in one language, from today."""

    adds = False
    language: NoticeLanguage
    text: str

    def decide(self, desk: Desk) -> None:
        """Raises NoticeTooShort."""
        by = desk.occurrence(self)
        before = notices_in(desk.db, by.pole_id, self.language, desk.today)
        version = before[0].version + 1 if before else 1
        desk.add(NoticeText.adopt(by, language=self.language, version=version, text=self.text))


class GiveNotice(Command, frozen=True, kw_only=True):
    """The text in force went to somebody, or to those who carry a project."""

    about: Consenting
    subject_id: str
    language: NoticeLanguage
    means: NoticeMeans

    def decide(self, desk: Desk) -> None:
        """Raises Unknown, DayAhead, DayTooEarly."""
        desk.load(AGGREGATES[self.about], self.subject_id)
        by = occurrence(desk, self)
        known = notices_in(desk.db, by.pole_id, self.language, by.occurred_on)
        received = NoticeReceived.give(
            by,
            about=self.about,
            subject_id=self.subject_id,
            language=self.language,
            version=known[0].version if known else 0,
            means=self.means,
        )
        desk.add(received)


def _given(desk: Desk, subjects: Iterable[str], purpose: str) -> list[Agreed]:
    """What these subjects agreed to for a purpose, and did not withdraw."""
    db, pole = desk.db, desk.author.pole_id
    found = (one for subject in subjects for one in consents_of(db, pole, subject))
    return [one for one in found if one.purpose == purpose and not one.withdrawn_on]


def _carried(desk: Desk, asked: OnConsent) -> list[str]:
    """The projects that the person carries."""
    if asked.about != "person":
        return []
    return carried_by(desk.db, desk.author.pole_id, asked.subject_id)


def _shared(desk: Desk, subjects: Iterable[str]) -> list[tuple[str, str]]:
    """(file, referral) shared before consents were recorded by purpose."""
    return shared_on_its_own(desk.db, desk.author.pole_id, list(subjects))


def _withdrawn(desk: Desk, one: Agreed, by: Occurrence) -> object:
    return desk.load(Consent, one.consent_id).withdraw(by)


def _unshared(desk: Desk, file_id: str, referral_id: str, by: Occurrence) -> object:
    return desk.load(Accompaniment, file_id).unshare(by, referral_id)

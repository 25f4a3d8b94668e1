"""A consent stands from its day to its last, unless withdrawn: said by dates, never by a clock."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.accompaniment.commands import MakeReferral, OpenAccompaniment, ShareReferral
from crm.accompaniment.domain.accompaniment import Accompaniment
from crm.accompaniment.domain.events import ReferralShared
from crm.accompaniment.domain.refusals import SharingNotAgreed
from crm.accompaniment.projections.referrals import shared_with
from crm.account.commands import OpenAccount
from crm.app import PROJECTIONS
from crm.ecosystem.commands import NameRepresentative, RegisterOrganisation
from crm.event_store import Author, Command, EventStore, open_event_store
from crm.event_store.events import Occurrence, new_id
from crm.privacy.commands import erase
from crm.privacy.commands.consenting import (
    AdoptConsentTerm,
    AdoptNotice,
    AnnulConsent,
    GiveConsent,
    GiveNotice,
    ReinstateConsent,
    WithdrawConsent,
)
from crm.privacy.domain.consents import (
    Consent,
    ConsentOver,
    ExpiryBeforeConsent,
    NothingToWithdraw,
    TermOutOfBounds,
    WithdrawalStands,
    WithdrawnBeforeGiven,
)
from crm.privacy.domain.notices import NoticeText
from crm.privacy.projections.consents import consents_of, running_out, stands
from crm.privacy.projections.held import held_about
from crm.privacy.projections.notices import notices_in, told_to
from crm.promoter.commands import WelcomePromoter
from crm.refusal import Conflict, Unknown
from crm.settings import Settings
from crm.vocabulary import PartyRef

DAY = date(2026, 3, 2)
BY = Occurrence(pole_id=new_id(), actor_id=new_id(), occurred_on=DAY)


class Office:
    """A pôle, a project it welcomed, and what it agrees to."""

    def __init__(self, store: EventStore) -> None:
        self.store, self.pole, self.account = store, new_id(), new_id()
        self.project = new_id()
        self.ask(WelcomePromoter(
            names=("Ida Roy",), notice="written", promoter_id=self.project, occurred_on=DAY
        ))  # fmt: skip

    def ask(self, command: Command, account: str = "", pole: str = "") -> None:
        author = Author(
            pole_id=pole or self.pole, actor_id=account or self.account, command_id=new_id()
        )
        self.store.handle(command, author)

    def agree(self, purpose: Any = "newsletter", **said: Any) -> str:
        command = GiveConsent(
            about="promoter", subject_id=self.project, purpose=purpose, proof="email",
            **({"occurred_on": DAY} | said),
        )  # fmt: skip
        self.ask(command)
        return command.consent_id

    def withdraw(self, purpose: Any = "newsletter", day: date = DAY) -> None:
        self.ask(WithdrawConsent(
            about="promoter", subject_id=self.project, purpose=purpose, occurred_on=day
        ))  # fmt: skip

    def holds(self, day: date, purpose: str = "newsletter", pole: str = "") -> bool:
        with self.store.engine.connect() as db:
            return stands(db, pole or self.pole, self.project, purpose, day)


@pytest.fixture
def office(furnished_url: str, tmp_path: Path) -> Iterator[Office]:
    keys = f"sqlite:///{tmp_path / 'keys.db'}"
    settings = Settings(database=furnished_url, keys=keys, secret="s" * 40)
    with closing(open_event_store(settings, PROJECTIONS)) as store:
        yield Office(store)


def days(count: int) -> date:
    return DAY + timedelta(days=count)


def test_a_consent_stands_from_its_day_to_its_last(office: Office) -> None:
    office.agree(expires_on=days(30))
    held = {n: office.holds(days(n)) for n in (-1, 0, 30, 31)}
    assert held == {-1: False, 0: True, 30: True, 31: False}
    assert not office.holds(DAY, "research")
    assert not office.holds(DAY, pole=new_id())


def test_a_withdrawal_acts_on_its_own_day_and_leaves_what_was(office: Office) -> None:
    office.agree()
    office.withdraw(day=days(5))
    assert [office.holds(days(n)) for n in (4, 5, 6)] == [True, False, False]
    with pytest.raises(NothingToWithdraw):
        office.withdraw(day=days(6))
    office.agree(occurred_on=days(7))
    assert office.holds(days(8))


def test_a_withdrawal_ends_every_consent_to_the_purpose(office: Office) -> None:
    office.agree(expires_on=days(300))
    office.agree(occurred_on=days(3))
    office.agree("research")
    office.withdraw(day=days(4))
    assert not office.holds(days(4))
    assert office.holds(days(4), "research")


def test_only_a_slip_of_the_day_is_undone_by_whoever_made_it(office: Office) -> None:
    office.agree()
    office.withdraw(day=days(2))
    back = ReinstateConsent(
        about="promoter", subject_id=office.project, purpose="newsletter", occurred_on=days(2)
    )
    with pytest.raises(WithdrawalStands):
        office.ask(back, account=new_id())
    with pytest.raises(WithdrawalStands):
        office.ask(ReinstateConsent(
            about="promoter", subject_id=office.project, purpose="newsletter", occurred_on=days(3)
        ))  # fmt: skip
    office.ask(back)
    assert office.holds(days(2))


def test_what_was_never_given_leaves_nothing(office: Office) -> None:
    id = office.agree()
    with pytest.raises(Unknown):
        office.ask(AnnulConsent(consent_id=id), pole=new_id())
    office.ask(AnnulConsent(consent_id=id))
    assert not office.holds(DAY)
    with office.store.engine.connect() as db:
        assert consents_of(db, office.pole, office.project) == []
    with pytest.raises(ConsentOver):
        office.ask(AnnulConsent(consent_id=id))


def test_the_pole_decides_how_long_a_consent_lasts(office: Office) -> None:
    with pytest.raises(TermOutOfBounds):
        office.ask(AdoptConsentTerm(purpose="research", months=241))
    office.ask(AdoptConsentTerm(purpose="research", months=12))
    office.agree("research", occurred_on=date(2026, 2, 28))
    office.agree("newsletter", occurred_on=date(2026, 2, 28))
    with office.store.engine.connect() as db:
        ends = {o.purpose: o.expires_on for o in consents_of(db, office.pole, office.project)}
    assert ends == {"research": date(2027, 2, 28), "newsletter": None}


def test_those_that_run_out_are_listed_until_given_again_or_withdrawn(office: Office) -> None:
    first = office.agree(expires_on=days(20))
    second = office.agree("research", expires_on=days(10))
    office.agree("testimony", expires_on=days(400))
    gone = office.agree("follow_up", expires_on=days(15))
    office.withdraw("follow_up")

    def listed(after: tuple[date, str] | None = None) -> list[str]:
        with office.store.engine.connect() as db:
            return [o.consent_id for o in running_out(db, office.pole, days(60), after, 9).lines]

    assert listed() == [second, first]
    assert gone not in listed()
    assert listed((days(10), second)) == [first]
    office.agree(occurred_on=days(1))
    assert listed() == [second]


def shared(office: Office, *parties: PartyRef) -> tuple[str, str, str]:
    """(file, referral, account of the partner) of a referral not shared yet."""
    file, organisation, account = new_id(), new_id(), new_id()
    made = MakeReferral(accompaniment_id=file, organisation_id=organisation)
    office.ask(RegisterOrganisation(name="CLD", organisation_id=organisation))
    office.ask(OpenAccount(name="Max Roy", role="partner", account_id=account))
    office.ask(NameRepresentative(organisation_id=organisation, account_id=account))
    office.ask(OpenAccompaniment(parties=parties, accompaniment_id=file))
    office.ask(made)
    return file, made.referral_id, account


def read_by(office: Office, account: str, day: date) -> list[str]:
    with office.store.engine.connect() as db:
        return [r.referral_id for r in shared_with(db, office.pole, account, day)]


def test_a_partner_reads_a_project_as_long_as_it_agrees(office: Office) -> None:
    body = PartyRef(kind="enterprise", id=new_id())
    file, referral, account = shared(office, body, PartyRef(kind="promoter", id=office.project))
    share = ShareReferral(accompaniment_id=file, referral_id=referral, consent="spoken")
    with pytest.raises(SharingNotAgreed):
        office.ask(share)
    today = date.today()
    office.agree("partner_sharing", expires_on=today + timedelta(days=9))
    office.ask(share)
    assert read_by(office, account, today) == [referral]
    assert read_by(office, account, today + timedelta(days=10)) == []
    office.withdraw("partner_sharing", today)
    assert read_by(office, account, today) == []


def test_an_enterprise_agrees_to_one_referral(office: Office) -> None:
    file, referral, account = shared(office, PartyRef(kind="enterprise", id=new_id()))
    with pytest.raises(SharingNotAgreed):
        office.ask(ShareReferral(accompaniment_id=file, referral_id=referral))
    office.ask(ShareReferral(accompaniment_id=file, referral_id=referral, consent="written"))
    assert read_by(office, account, date.today()) == [referral]


def test_what_was_shared_before_consents_had_purposes_ends_with_a_withdrawal(
    office: Office,
) -> None:
    file, referral, account = shared(office, PartyRef(kind="promoter", id=office.project))
    legacy(office, file, referral)
    assert read_by(office, account, date.today()) == [referral]
    office.withdraw("partner_sharing", date.today())
    assert read_by(office, account, date.today()) == []


class ShareAsBefore(Command, frozen=True, kw_only=True):
    """What the command recorded before consents had a purpose."""

    file: str
    referral: str

    def decide(self, desk: Any) -> None:
        held = desk.load(Accompaniment, self.file)
        held.share(desk.occurrence(self), self.referral, "spoken")


def legacy(office: Office, file: str, referral: str) -> None:
    office.ask(ShareAsBefore(file=file, referral=referral))
    said = [recorded.event for recorded in office.store.stream(file)]
    assert isinstance(said[-1], ReferralShared)


def test_the_words_of_a_consent_are_erased_with_its_project(office: Office) -> None:
    office.agree(words="oui, dit Ida")
    with office.store.engine.connect() as db:
        (one,) = consents_of(db, office.pole, office.project)
    assert office.store.open(one.subject_id, "note", one.words) == "oui, dit Ida"
    held = held_about(office.store, office.pole, "promoter", office.project)
    assert [h.holding.clear for h in held if h.holding.field == "words"] == ["oui, dit Ida"]
    erase(
        office.store,
        Author(pole_id=office.pole, actor_id=office.account, command_id=new_id()),
        kind="promoter",
        subject_id=office.project,
        ground="request",
        subjects={h.subject for h in held if h.tie == "own"},
    )
    assert "Ida" not in office.store.open(one.subject_id, "note", one.words)


def test_each_notice_given_keeps_its_version(office: Office) -> None:
    text = "Nous notons votre nom pour vous accompagner, rien de plus."
    for language, times in (("fr", 2), ("en", 1)):
        for _ in range(times):
            office.ask(AdoptNotice(language=language, text=text))  # type: ignore[arg-type]
    office.ask(GiveNotice(
        about="promoter", subject_id=office.project, language="fr", means="online"
    ))  # fmt: skip
    with office.store.engine.connect() as db:
        assert [n.version for n in notices_in(db, office.pole, "fr", date.today())] == [2, 1]
        told = [(t.version, t.means) for t in told_to(db, office.pole, office.project)]
    assert told == [(2, "online"), (0, "written")]


def test_two_texts_adopted_at_once_are_two_versions(office: Office) -> None:
    text = "Nous notons votre nom pour vous accompagner, rien de plus."
    office.ask(AdoptNotice(language="fr", text=text))

    class Blind(Command, frozen=True, kw_only=True):
        """Whoever read the versions before the other adopted hers."""

        def decide(self, desk: Any) -> None:
            by = desk.occurrence(self)
            desk.add(NoticeText.adopt(by, language="fr", version=1, text=text))

    with pytest.raises(Conflict):
        office.ask(Blind())


@given(before=st.integers(-400, 0))
def test_nothing_ends_before_it_begins(before: int) -> None:
    said: dict[str, Any] = {"about": "person", "subject_id": new_id(), "proof": "form"}
    with pytest.raises(ExpiryBeforeConsent):
        Consent.give(BY, purpose="research", expires_on=days(before), **said)
    given_ = Consent.give(BY, purpose="research", **said)
    if before:
        earlier = Occurrence(pole_id=BY.pole_id, actor_id=BY.actor_id, occurred_on=days(before))
        with pytest.raises(WithdrawnBeforeGiven):
            given_.withdraw(earlier)

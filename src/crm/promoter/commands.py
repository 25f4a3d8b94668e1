"""Welcoming a promoter, following the project, and founding the enterprise it becomes."""

from msgspec import field, structs
from msgspec.structs import replace

from crm.ecosystem.domain import Organisation
from crm.enterprise.commands.checks import occurrence
from crm.enterprise.domain.enterprise import Enterprise
from crm.event_store.commands import Command, Desk
from crm.event_store.events import Occurrence, new_id
from crm.event_store.ids import is_id
from crm.person.commands import RegisterPerson
from crm.person.domain import Person, Role
from crm.privacy.domain.notices import NoticeLanguage, NoticeReceived
from crm.promoter.domain.describing import Description, described, merged
from crm.promoter.domain.events import NoticeMeans
from crm.promoter.domain.interview import CURRENT
from crm.promoter.domain.models import ModelForm
from crm.promoter.domain.promoter import Promoter
from crm.promoter.domain.refusals import NobodyCarriesIt, NoticeNotGiven, OrganisationUnknown
from crm.refusal import SaidMeanwhile, Unknown
from crm.vocabulary import (
    CoopType,
    LegalForm,
    Milestone,
    PartyRef,
    Survival,
    Territory,
    WithdrawalReason,
)


class WelcomePromoter(Command, frozen=True, kw_only=True):
    """A first conversation about a project, after the notice was given.

    `names` are those of people not met before, as written; `person_ids` of people known already.
    `notice_version` is that of the text that was given, zero for the proposed one.
    """

    names: tuple[str, ...] = ()
    person_ids: tuple[str, ...] = ()
    notice: NoticeMeans | None = None
    notice_language: NoticeLanguage = "fr"
    notice_version: int = 0
    working_title: str = ""
    idea: str = ""
    territory: Territory | None = None
    mrc: str | None = None
    envisioned_form: LegalForm = "unknown"
    promoter_id: str = field(default_factory=new_id)

    def decide(self, desk: Desk) -> None:
        """Raises NobodyCarriesIt, NoticeNotGiven, Unknown, DayAhead, DayTooEarly."""
        names = [name for name in self.names if name.strip()]
        if not names and not self.person_ids:
            raise NobodyCarriesIt
        if not self.notice:
            raise NoticeNotGiven
        known = tuple(desk.load(Person, id).id for id in self.person_ids)
        welcomed = Promoter.welcome(
            occurrence(desk, self),
            persons=known + tuple(_met(desk, self, name) for name in names),
            notice=self.notice,
            working_title=self.working_title,
            idea=self.idea,
            territory=self.territory,
            mrc=self.mrc,
            envisioned_form=self.envisioned_form,
            id=self.promoter_id,
        )
        desk.add(welcomed)
        self._give_notice(desk)

    def _give_notice(self, desk: Desk) -> None:
        """Which text was read; an import does not know."""
        if self.notice and self.notice != "unknown":
            received = NoticeReceived.give(
                occurrence(desk, self),
                about="promoter",
                subject_id=self.promoter_id,
                language=self.notice_language,
                version=self.notice_version,
                means=self.notice,
            )
            desk.add(received)


class OnPromoter(Command, frozen=True, kw_only=True):
    """What is said of one project of this pôle."""

    promoter_id: str

    def decide(self, desk: Desk) -> None:
        """Raises Unknown, DayAhead, DayTooEarly, and what the rule of each command refuses."""
        self.say(desk.load(Promoter, self.promoter_id), occurrence(desk, self), desk)

    def say(self, promoter: Promoter, by: Occurrence, desk: Desk) -> None:
        """The decision itself."""
        raise NotImplementedError  # a Struct takes no ABC: said here instead


class DescribeProject(OnPromoter, frozen=True, kw_only=True):
    """The project as it is understood from that day: all of it is said again."""

    working_title: str = ""
    idea: str = ""
    envisioned_form: LegalForm = "unknown"
    territory: Territory | None = None
    mrc: str | None = None
    seen: int | None = None
    """Version of what last told the project when it was read. What a colleague told since is
    kept, part by part; absent, all is told again as it is here."""

    @property
    def told(self) -> Description:
        return Description(
            working_title=self.working_title.strip(),
            idea=self.idea,
            envisioned_form=self.envisioned_form,
            territory=self.territory,
            mrc=self.mrc,
        )

    def say(self, promoter: Promoter, by: Occurrence, desk: Desk) -> None:
        """Raises SaidMeanwhile when one part was told otherwise by both."""
        said = self.told
        if self.seen is not None:
            seen, now = (described(promoter, version) for version in (self.seen, promoter.version))
            said, at_odds = merged(seen, now, said)
            if at_odds:
                raise SaidMeanwhile
        promoter.describe(by, **structs.asdict(said))


class WelcomeMember(OnPromoter, frozen=True, kw_only=True):
    """Somebody joins the group, known already or under a name as written."""

    person_id: str | None = None
    name: str = ""

    def say(self, promoter: Promoter, by: Occurrence, desk: Desk) -> None:
        """Raises AlreadyMember, PersonUnnamed, Unknown."""
        known = self.person_id and desk.load(Person, self.person_id).id
        promoter.welcome_member(by, known or _met(desk, self, self.name))


class PartWithMember(OnPromoter, frozen=True, kw_only=True):
    """Somebody carries the project no more."""

    person_id: str

    def say(self, promoter: Promoter, by: Occurrence, desk: Desk) -> None:
        """Raises NotAMember."""
        promoter.part_with(by, self.person_id)


class ReachMilestone(OnPromoter, frozen=True, kw_only=True):
    """A milestone passed; money in cents."""

    milestone: Milestone
    cost_cents: int | None = None
    jobs_planned: int | None = None

    def say(self, promoter: Promoter, by: Occurrence, desk: Desk) -> None:
        """Raises ProjectWithdrawn, MilestoneAlreadyReached."""
        promoter.reach(
            by, self.milestone, cost_cents=self.cost_cents, jobs_planned=self.jobs_planned
        )


class TakeBackMilestone(OnPromoter, frozen=True, kw_only=True):
    """A milestone that was not passed after all."""

    milestone: Milestone

    def say(self, promoter: Promoter, by: Occurrence, desk: Desk) -> None:
        """Raises MilestoneNotReached."""
        promoter.take_back_milestone(by, self.milestone)


class PausePromoter(OnPromoter, frozen=True, kw_only=True):
    """The project waits."""

    reason: str = ""

    def say(self, promoter: Promoter, by: Occurrence, desk: Desk) -> None:
        """Raises ProjectWithdrawn."""
        promoter.pause(by, self.reason)


class ResumePromoter(OnPromoter, frozen=True, kw_only=True):
    """A paused or withdrawn project starts again."""

    def say(self, promoter: Promoter, by: Occurrence, desk: Desk) -> None:
        """Raises NotPaused."""
        promoter.resume(by)


class WithdrawPromoter(OnPromoter, frozen=True, kw_only=True):
    """The project is given up."""

    why: WithdrawalReason = "unknown"
    reason: str = ""

    def say(self, promoter: Promoter, by: Occurrence, desk: Desk) -> None:
        """Raises AlreadyFounded, ProjectWithdrawn."""
        promoter.withdraw(by, self.why, self.reason)


class RedirectPromoter(OnPromoter, frozen=True, kw_only=True):
    """The project goes on with another organisation."""

    organisation_id: str
    reason: str = ""

    def say(self, promoter: Promoter, by: Occurrence, desk: Desk) -> None:
        """Raises OrganisationUnknown, AlreadyFounded, ProjectWithdrawn, ProjectRedirected."""
        try:
            if not is_id(self.organisation_id):
                raise OrganisationUnknown
            desk.load(Organisation, self.organisation_id)
        except Unknown:
            raise OrganisationUnknown from None
        promoter.redirect(by, self.organisation_id, self.reason)


class ExploreModel(OnPromoter, frozen=True, kw_only=True):
    """What the project may become, by the interview in use; a form is kept, or not yet."""

    answers: dict[str, str]
    chosen: ModelForm | None = None
    reasoning: str = ""
    interview: str = CURRENT.version

    def say(self, promoter: Promoter, by: Occurrence, desk: Desk) -> None:
        """Raises NothingAnswered, InterviewUnknown, ReasoningMissing, ProjectWithdrawn,
        ProjectRedirected."""
        promoter.explore_model(
            by,
            interview=self.interview,
            answers=self.answers,
            chosen=self.chosen,
            reasoning=self.reasoning,
        )


class NoteSurvival(OnPromoter, frozen=True, kw_only=True):
    """What became of the enterprise that the project founded, by that day."""

    standing: Survival

    def say(self, promoter: Promoter, by: Occurrence, desk: Desk) -> None:
        """Raises NotFounded."""
        promoter.note_survival(by, self.standing)


class FoundEnterprise(OnPromoter, frozen=True, kw_only=True):
    """The project becomes an enterprise, which the pôle follows from that day; its NEQ may come
    weeks later. Those who carry it are its founders."""

    name: str
    legal_form: LegalForm = "unknown"
    coop_type: CoopType | None = None
    enterprise_id: str = field(default_factory=new_id)

    def say(self, promoter: Promoter, by: Occurrence, desk: Desk) -> None:
        """Raises EnterpriseUnnamed, AlreadyFounded, ProjectWithdrawn."""
        promoter.complete_founding(by, self.enterprise_id)
        founding = replace(by, cause=f"{promoter.id}:{promoter.version}")
        if "constitution" not in promoter.milestones:
            promoter.reach(founding, "constitution")
        enterprise = Enterprise.register(
            founding,
            self.name,
            origin="promoter",
            promoter_id=promoter.id,
            id=self.enterprise_id,
        )
        desk.add(enterprise)
        if self.legal_form != "unknown":
            enterprise.constitute(founding, self.legal_form, self.coop_type)
        enterprise.follow(founding)
        holder = PartyRef(kind="enterprise", id=enterprise.id)
        for person_id in sorted(promoter.persons):
            desk.add(Role.assign(founding, person_id=person_id, holder=holder, kind="founder"))


def _met(desk: Desk, said: Command, name: str) -> str:
    """A person newly met under this name. Raises PersonUnnamed."""
    met = RegisterPerson(
        as_written=name,
        met_through="promoter",
        occurred_on=said.occurred_on,
        occurred_precision=said.occurred_precision,
    )
    met.decide(desk)
    return met.person_id

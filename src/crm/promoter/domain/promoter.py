"""The aggregate: a project, who carries it, how far it went."""

from datetime import date
from typing import Self

from crm.event_store.events import Aggregate, Event, Occurrence, new_id
from crm.promoter.domain.events import (
    FoundingCompleted,
    MemberJoined,
    MemberLeft,
    MilestoneReached,
    MilestoneTakenBack,
    ModelExplored,
    NoticeMeans,
    PromoterPaused,
    PromoterProjectDescribed,
    PromoterRedirected,
    PromoterResumed,
    PromoterWelcomed,
    PromoterWithdrawn,
    Standing,
    SurvivalNoted,
)
from crm.promoter.domain.interview import INTERVIEWS
from crm.promoter.domain.models import ModelForm, weigh
from crm.promoter.domain.refusals import (
    AlreadyFounded,
    AlreadyMember,
    InterviewUnknown,
    MilestoneAlreadyReached,
    MilestoneNotReached,
    NobodyCarriesIt,
    NotAMember,
    NotFounded,
    NothingAnswered,
    NoticeNotGiven,
    NotPaused,
    ProjectRedirected,
    ProjectWithdrawn,
    ReasoningMissing,
)
from crm.vocabulary import LegalForm, Milestone, Survival, Territory, WithdrawalReason

STATES: dict[type[Event], str] = {
    PromoterPaused: "paused",
    PromoterResumed: "active",
    PromoterWithdrawn: "withdrawn",
    PromoterRedirected: "redirected",
}
"""Where a project stands after each of these."""


class Promoter(Aggregate, noun="promoter"):
    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.persons: set[str] = set()
        self.milestones: dict[Milestone, date] = {}
        """Each with the day it was passed, the last said at the end."""
        self.enterprise_id: str | None = None
        self.state = "active"

    @classmethod
    def welcome(
        cls,
        by: Occurrence,
        *,
        persons: tuple[str, ...],
        notice: NoticeMeans | None,
        working_title: str = "",
        idea: str = "",
        territory: Territory | None = None,
        mrc: str | None = None,
        envisioned_form: LegalForm = "unknown",
        id: str | None = None,
    ) -> Self:
        """A project is welcomed. Raises NobodyCarriesIt, NoticeNotGiven."""
        if not persons:
            raise NobodyCarriesIt
        if not notice:
            raise NoticeNotGiven
        return cls(id or new_id()).trigger(
            PromoterWelcomed,
            by.acting("S4"),
            persons=persons,
            notice=notice,
            working_title=working_title.strip(),
            idea=idea,
            territory=territory,
            mrc=mrc,
            envisioned_form=envisioned_form,
        )

    def describe(
        self,
        by: Occurrence,
        *,
        working_title: str = "",
        idea: str = "",
        envisioned_form: LegalForm = "unknown",
        territory: Territory | None = None,
        mrc: str | None = None,
    ) -> Self:
        """The project as it is understood from that day."""
        return self.trigger(
            PromoterProjectDescribed,
            by,
            working_title=working_title.strip(),
            idea=idea,
            envisioned_form=envisioned_form,
            territory=territory,
            mrc=mrc,
        )

    def welcome_member(self, by: Occurrence, person_id: str) -> Self:
        """Somebody joins those who carry the project. Raises AlreadyMember."""
        if person_id in self.persons:
            raise AlreadyMember
        return self.trigger(MemberJoined, by, person_id=person_id)

    def part_with(self, by: Occurrence, person_id: str) -> Self:
        """Somebody carries the project no more. Raises NotAMember."""
        if person_id not in self.persons:
            raise NotAMember
        return self.trigger(MemberLeft, by, person_id=person_id)

    def reach(
        self,
        by: Occurrence,
        milestone: Milestone,
        *,
        cost_cents: int | None = None,
        jobs_planned: int | None = None,
    ) -> Self:
        """A milestone passed. Raises ProjectWithdrawn, ProjectRedirected,
        MilestoneAlreadyReached."""
        self._goes_on_here()
        if milestone in self.milestones:
            raise MilestoneAlreadyReached
        return self.trigger(
            MilestoneReached,
            by.acting("S4"),
            milestone=milestone,
            cost_cents=cost_cents,
            jobs_planned=jobs_planned,
        )

    def take_back_milestone(self, by: Occurrence, milestone: Milestone) -> Self:
        """It was not passed after all. Raises MilestoneNotReached."""
        if milestone not in self.milestones:
            raise MilestoneNotReached
        left = [(one, day) for one, day in self.milestones.items() if one != milestone]
        standing, day = left[-1] if left else (None, None)
        return self.trigger(
            MilestoneTakenBack,
            by.acting("S4"),
            milestone=milestone,
            standing=standing,
            standing_on=day.isoformat() if day else None,
        )

    def pause(self, by: Occurrence, reason: str = "") -> Self:
        """Raises ProjectWithdrawn, ProjectRedirected."""
        self._goes_on_here()
        return self.trigger(PromoterPaused, by, reason=reason)

    def resume(self, by: Occurrence) -> Self:
        """A project that is paused, withdrawn or redirected starts again. Raises NotPaused."""
        if self.state == "active":
            raise NotPaused
        return self.trigger(PromoterResumed, by)

    def withdraw(self, by: Occurrence, why: WithdrawalReason, reason: str = "") -> Self:
        """Raises AlreadyFounded, ProjectWithdrawn."""
        if self.enterprise_id:
            raise AlreadyFounded
        if self.state == "withdrawn":
            raise ProjectWithdrawn
        return self.trigger(PromoterWithdrawn, by, why=why, reason=reason)

    def redirect(self, by: Occurrence, organisation_id: str, reason: str = "") -> Self:
        """Raises AlreadyFounded, ProjectWithdrawn, ProjectRedirected."""
        if self.enterprise_id:
            raise AlreadyFounded
        self._goes_on_here()
        return self.trigger(PromoterRedirected, by, organisation_id=organisation_id, reason=reason)

    def complete_founding(self, by: Occurrence, enterprise_id: str) -> Self:
        """The enterprise exists. Raises AlreadyFounded, ProjectWithdrawn, ProjectRedirected."""
        if self.enterprise_id:
            raise AlreadyFounded
        self._goes_on_here()
        return self.trigger(FoundingCompleted, by.acting("S4"), enterprise_id=enterprise_id)

    def note_survival(self, by: Occurrence, standing: Survival) -> Self:
        """What became of the enterprise by that day. Raises NotFounded."""
        if not self.enterprise_id:
            raise NotFounded
        return self.trigger(SurvivalNoted, by, standing=standing)

    def explore_model(
        self,
        by: Occurrence,
        *,
        interview: str,
        answers: dict[str, str],
        chosen: ModelForm | None = None,
        reasoning: str = "",
    ) -> Self:
        """What the project may become, weighed. Raises ProjectWithdrawn, ProjectRedirected,
        NothingAnswered, InterviewUnknown, ReasoningMissing."""
        self._goes_on_here()
        if not answers:
            raise NothingAnswered
        if interview not in INTERVIEWS or not INTERVIEWS[interview].knows(answers):
            raise InterviewUnknown
        if chosen and not reasoning.strip():
            raise ReasoningMissing
        found = weigh(INTERVIEWS[interview], answers)
        return self.trigger(
            ModelExplored,
            by.acting("S4"),
            interview=interview,
            answers=answers,
            weighed=tuple(Standing(w.form, len(w.favours), len(w.opposes)) for w in found),
            chosen=chosen,
            reasoning=reasoning.strip(),
        )

    def _goes_on_here(self) -> None:
        if self.state == "withdrawn":
            raise ProjectWithdrawn
        if self.state == "redirected":
            raise ProjectRedirected

    def evolve(self, event: Event) -> None:
        match event:
            case PromoterWelcomed():
                self.persons = set(event.persons)
            case MemberJoined():
                self.persons.add(event.person_id)
            case MemberLeft():
                self.persons.discard(event.person_id)
            case MilestoneReached():
                self.milestones[event.milestone] = event.occurred_on
            case MilestoneTakenBack():
                self.milestones.pop(event.milestone, None)
            case PromoterPaused() | PromoterResumed() | PromoterWithdrawn() | PromoterRedirected():
                self.state = STATES[type(event)]
            case FoundingCompleted():
                self.enterprise_id = event.enterprise_id

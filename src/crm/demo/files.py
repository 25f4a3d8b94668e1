"""The story of one accompaniment: meetings, needs, referrals and promises, from end to end."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from crm.accompaniment.commands import (
    AgreeObjective,
    AnswerReferral,
    AttainObjective,
    CloseAccompaniment,
    CompleteReferral,
    DeclareResult,
    DoNextStep,
    DropNextStep,
    DropObjective,
    LeaveNeed,
    MeetNeed,
    OpenAccompaniment,
    PlanNextStep,
    PostponeNextStep,
    ReachStage,
    RecordIntervention,
)
from crm.accompaniment.domain.planning import Stage
from crm.demo import notes
from crm.demo.goals import ANY, GOALS
from crm.demo.notes import Talk
from crm.demo.script import Script, weekday
from crm.event_store import Command
from crm.event_store.events import new_id
from crm.vocabulary import PartyRef, Theme

MODES = ("meeting", "meeting", "visit", "video", "call", "call", "email", "background_work")
MINUTES = (15, 20, 30, 30, 45, 45, 60, 60, 75, 90, 90, 120, 150, None)
HURRIES = ("low", "normal", "normal", "normal", "high", "critical", "unknown")


ACTIONS = {"succession": "R8", "training": "R4", "marketing": "R7", "procurement": "R7"}
"""Themes whose files serve another action than R5."""


STAGES_BY_MEETING: dict[int, Stage] = {2: "diagnosis", 3: "plan", 4: "implementation"}
PLANNED_AT = 3
THEIR_PART = "Envoyer les derniers états financiers"


class Cast(NamedTuple):
    """What a file may call on: tools that fit its theme, and partners."""

    tools: dict[str, list[str]]
    partners: list[str]


class Waiting(NamedTuple):
    """A referral that waits for news."""

    id: str
    made_on: date
    need_ids: tuple[str, ...]
    accepted_on: date | None = None


class FileStory:
    """One file, told day by day; days must come in order."""

    def __init__(
        self, script: Script, cast: Cast, party: PartyRef, advisor_id: str, talk: Talk
    ) -> None:
        self.script, self.cast, self.party = script, cast, party
        self.advisor_id, self.talk = advisor_id, talk
        self.id, self.chance = new_id(), script.chance
        self.needs: list[str] = []
        self.waiting: list[Waiting] = []
        self.step: tuple[str, date, date] | None = None
        """Id, day it was planned, day it is due."""
        self.theirs: str | None = None
        """What the party promised."""
        self.meetings = 0
        self.sought: list[str] = []

    def open(self, day: date) -> None:
        self._say(
            OpenAccompaniment,
            day,
            parties=(self.party,),
            title=self.talk.title,
            themes=(self.talk.theme,),
            advisor_id=self.advisor_id,
            action=ACTIONS.get(self.talk.theme),
            accompaniment_id=self.id,
            about_file=False,
        )

    def meet(
        self, day: date, *, due_on: date | None = None, refer: bool = False, quiet: bool = False
    ) -> None:
        """A meeting that settles what it can and promises what comes next.

        `due_on` sets when the next step is due; `refer` makes sure a partner is asked; `quiet`
        promises nothing.
        """
        self.meetings += 1
        self._settle(day)
        said = self._heard(day) | self._asked(refer=refer)
        step_id, need_ids = new_id(), tuple(new_id() for _ in said.get("themes", ()))
        due = due_on or day + timedelta(days=self.chance.randint(7, 30))
        promise = not quiet and (due_on is not None or self.step is None)
        if promise:
            said |= {"next_step": self.chance.choice(self.talk.steps), "next_step_due_on": due}
            self.step = (step_id, day, due)
        referral_id = new_id()
        if "organisation_id" in said:
            self.waiting.append(Waiting(referral_id, day, need_ids))
        else:
            self.needs += need_ids
        self._say(
            RecordIntervention,
            day,
            **said,
            need_ids=need_ids,
            step_id=step_id,
            referral_id=referral_id,
        )
        self._go_on(day)

    def _go_on(self, day: date) -> None:
        """Each meeting takes the file further: what it is at, what is agreed, what is reached."""
        if stage := STAGES_BY_MEETING.get(self.meetings):
            self._say(ReachStage, day, stage=stage)
        if stage == "plan":
            self._agree(day)
            self._let_promise(day)
        elif self.meetings > PLANNED_AT and self.sought and self.meetings % 2:
            self._say(AttainObjective, day, objective_id=self.sought.pop(0))

    def _agree(self, day: date) -> None:
        for goal in GOALS.get(self.talk.theme, ANY):
            due_on, id = weekday(day + timedelta(days=30 * goal.months)), new_id()
            said: dict[str, Any] = {"text": goal.text, "responsible": goal.responsible}
            self._say(AgreeObjective, day, **said, due_on=due_on, objective_id=id)
            self.sought.append(id)

    def _let_promise(self, day: date) -> None:
        self.theirs, due_on = new_id(), weekday(day + timedelta(days=14))
        said: dict[str, Any] = {"text": THEIR_PART, "owed_by": "beneficiary", "due_on": due_on}
        self._say(PlanNextStep, day, **said, step_id=self.theirs)

    def close(self, day: date) -> None:
        """Everything is settled, what came of it is told, and the file is closed."""
        self._settle(day, finally_=True)
        if self.meetings > PLANNED_AT:
            self._say(ReachStage, day, stage="follow_up")
        for n, objective_id in enumerate(self.sought):
            given_up = n > 0 and n == len(self.sought) - 1
            kind = DropObjective if given_up else AttainObjective
            self._say(kind, day, objective_id=objective_id)
        if self.chance.random() < 0.45:
            self._say(
                DeclareResult,
                day,
                jobs_created=self.chance.choice((0, 0, 1, 2, 3)),
                jobs_maintained=self.chance.choice((2, 4, 6, 9, 12)),
                investment_cents=self.chance.choice((None, 1_500_000, 4_000_000, 9_500_000)),
                satisfaction="yes",
            )
        outcomes = ("objective_met", "objective_met", "partly_met", "partly_met", "not_met")
        outcome = self.chance.choice(outcomes)
        self._say(
            CloseAccompaniment, day, outcome=outcome, summary=self.chance.choice(notes.CLOSINGS)
        )

    def _heard(self, day: date) -> dict[str, Any]:
        mode = self.chance.choice(MODES)
        said: dict[str, Any] = {
            "mode": mode,
            "minutes": self.chance.choice(MINUTES),
            "summary": self.chance.choice(self.talk.summaries),
        }
        if mode == "visit":
            said["travel_minutes"] = self.chance.choice((30, 50, 80))
        if self.chance.random() < 0.2:
            said["preparation_minutes"] = self.chance.choice((15, 30, 60))
        tools = self.cast.tools.get(self.talk.theme, [])
        if tools and self.chance.random() < 0.22:
            said["tool_ids"] = (self.chance.choice(tools),)
        return said

    def _asked(self, *, refer: bool) -> dict[str, Any]:
        if not refer and self.chance.random() > 0.34:
            return {}
        themes: tuple[Theme, ...] = (self.talk.theme,)
        if self.chance.random() < 0.2:
            themes = (*themes, self.chance.choice(notes.TALKS).theme)
        said: dict[str, Any] = {
            "themes": tuple(dict.fromkeys(themes)),
            "verbatim": self.chance.choice(self.talk.verbatims),
            "urgency": self.chance.choice(HURRIES),
        }
        if refer or self.chance.random() < 0.3:
            said["organisation_id"] = self.chance.choice(self.cast.partners)
            said["referral_message"] = self.talk.referral
        return said

    def _settle(self, day: date, *, finally_: bool = False) -> None:
        self._settle_step(day, finally_=finally_)
        if self.theirs:
            self._say(DoNextStep, day, step_id=self.theirs)
            self.theirs = None
        self.waiting = [left for w in self.waiting if (left := self._hear_of(w, day, finally_))]
        for need_id in list(self.needs):
            if finally_ or self.chance.random() < 0.3:
                self._settle_need(need_id, day)

    def _settle_step(self, day: date, *, finally_: bool) -> None:
        if not self.step:
            return
        step_id, planned_on, due_on = self.step
        lot = self.chance.random()
        if lot < 0.08 and not finally_:
            later = day + timedelta(days=self.chance.randint(5, 20))
            self._say(PostponeNextStep, day, step_id=step_id, due_on=later)
            self.step = (step_id, planned_on, later)
            return
        if lot < 0.14:
            self._say(DropNextStep, day, step_id=step_id, reason=notes.DROPPED)
        else:
            done_on = min(day, weekday(due_on + timedelta(days=self.chance.randint(-4, 3))))
            self._say(DoNextStep, max(done_on, planned_on), step_id=step_id)
        self.step = None

    def _settle_need(self, need_id: str, day: date) -> None:
        self.needs.remove(need_id)
        if self.chance.random() < 0.85:
            self._say(MeetNeed, day, need_id=need_id)
        else:
            self._say(LeaveNeed, day, need_id=need_id)

    def _hear_of(self, waiting: Waiting, day: date, finally_: bool) -> Waiting | None:
        """What became of a referral by that day; None once there is nothing more to learn."""
        if waiting.accepted_on is None:
            answered_on = waiting.made_on + timedelta(days=self.chance.randint(3, 24))
            if answered_on > day and not finally_:
                return waiting
            answered_on = min(answered_on, day)
            accepted = self.chance.random() < 0.82
            self._say(
                AnswerReferral, weekday(answered_on), referral_id=waiting.id, accepted=accepted
            )
            return waiting._replace(accepted_on=answered_on) if accepted else None
        if (day - waiting.accepted_on).days < 21 or self.chance.random() < 0.3:
            return waiting
        outcome = self.chance.choice(("helped", "helped", "partly_helped", "not_helped"))
        self._say(CompleteReferral, day, referral_id=waiting.id, outcome=outcome)
        if outcome == "helped":
            for need_id in waiting.need_ids:
                self._say(MeetNeed, day, need_id=need_id)
        return None

    def _say(self, kind: type[Command], day: date, *, about_file: bool = True, **said: Any) -> None:
        if about_file:
            said["accompaniment_id"] = self.id
        self.script.say(self.advisor_id, kind(occurred_on=day, **said), self.id)

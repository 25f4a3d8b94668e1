"""What became of needs, referrals, promises and files, counted again from the events alone."""

import random
from collections import Counter, defaultdict
from contextlib import suppress
from datetime import date, timedelta
from statistics import median
from typing import Any

import pytest

from crm.accompaniment.commands import (
    AnswerReferral,
    CloseAccompaniment,
    DoNextStep,
    DropNextStep,
    ExpressNeed,
    HandOverTool,
    LeaveNeed,
    MakeReferral,
    MeetNeed,
    OpenAccompaniment,
    PlanNextStep,
    PostponeNextStep,
    PutBackNextStep,
    RecordIntervention,
    ReopenNeed,
    ReopenNextStep,
)
from crm.accompaniment.domain import events as told
from crm.event_store import Command
from crm.event_store.events import Event, new_id
from crm.indicator.domain.followup import themes_of
from crm.indicator.projections.acts import Scope
from crm.indicator.projections.followup import FollowUp, follow_up
from crm.refusal import Refusal
from crm.vocabulary import PartyRef
from indicator_house import TODAY, House, new_house

THEMES = (("financing",), ("governance", "financing"), ("bylaws",))


class Story:
    """A file of its own, in which things are drawn and told one after the other."""

    def __init__(self, house: House, chance: random.Random, name: str) -> None:
        self.house, self.chance, self.id = house, chance, new_id()
        self.needs: list[str] = []
        self.referrals: list[str] = []
        self.steps: list[str] = []
        self.opened_on = TODAY - timedelta(days=15 * chance.randint(2, 30))
        party = PartyRef(kind="enterprise", id=house.enterprise(name))
        self.day = self.opened_on
        self.ask(OpenAccompaniment, parties=(party,), action=chance.choice((None, "R5", "S4")))

    def ask(self, kind: type[Command], **said: Any) -> None:
        with suppress(Refusal):
            self.house.ask(kind(occurred_on=self.day, **{"accompaniment_id": self.id} | said))

    def go_on(self) -> None:
        """One more thing is told, on that day or later: often on the very day a period begins."""
        chance = self.chance
        self.day = min(TODAY, self.day + timedelta(days=chance.choice((0, 0, 15, 30))))
        chance.choice((self.hear, self.settle, self.refer, self.promise, self.keep, self.meet))()

    def hear(self) -> None:
        self.needs.append(new_id())
        self.ask(ExpressNeed, themes=self.chance.choice(THEMES), need_id=self.needs[-1])

    def settle(self) -> None:
        if self.needs:
            kind = self.chance.choice((MeetNeed, MeetNeed, LeaveNeed, ReopenNeed))
            self.ask(kind, need_id=self.chance.choice(self.needs))

    def refer(self) -> None:
        if self.referrals and self.chance.random() < 0.5:
            asked, yes = self.chance.choice(self.referrals), self.chance.random() < 0.6
            self.ask(AnswerReferral, referral_id=asked, accepted=yes)
            return
        self.referrals.append(new_id())
        some = tuple(self.needs[-1:])
        said = {"organisation_id": new_id(), "referral_id": self.referrals[-1], "need_ids": some}
        self.ask(MakeReferral, **said)

    def promise(self) -> None:
        self.steps.append(new_id())
        due = self.day + timedelta(days=15 * self.chance.randint(0, 4))
        self.ask(PlanNextStep, text="Envoyer", due_on=due, step_id=self.steps[-1])

    def keep(self) -> None:
        if self.steps:
            step: dict[str, Any] = {"step_id": self.chance.choice(self.steps)}
            kinds = (DoNextStep, DropNextStep, ReopenNextStep, PostponeNextStep, PutBackNextStep)
            kind = self.chance.choice(kinds)
            if kind is PostponeNextStep:
                step["due_on"] = self.day + timedelta(days=30)
            self.ask(kind, **step)

    def meet(self) -> None:
        if self.chance.random() < 0.3:
            self.ask(CloseAccompaniment, outcome="objective_met")
        elif self.chance.random() < 0.3:
            self.ask(HandOverTool, tool_id=self.chance.choice((TOOL, OTHER)))
        else:
            self.ask(RecordIntervention, mode="call", minutes=20)


TOOL, OTHER = new_id(), new_id()


class Slow:
    """What the events of some files say, read one by one in the order they were told."""

    def __init__(self, events: list[Event]) -> None:
        self.needs: dict[str, dict[str, Any]] = {}
        self.referrals: dict[str, dict[str, Any]] = {}
        self.steps: dict[str, dict[str, Any]] = {}
        self.files: dict[str, dict[str, Any]] = {}
        self.tools: list[date] = []
        for event in events:
            self.hear(event)

    def hear(self, event: Any) -> None:
        day = event.occurred_on
        match event:
            case told.AccompanimentOpened():
                self.files[event.originator_id] = {"opened": day, "closed": None, "acts": []}
            case told.AccompanimentClosed():
                self.files[event.originator_id]["closed"] = day
            case told.InterventionRecorded():
                self.files[event.originator_id]["acts"].append(day)
            case told.ToolHandedOver():
                self.tools.append(day)
            case _:
                self.hear_of_needs(event, day)
                self.hear_of_steps(event, day)

    def hear_of_needs(self, event: Any, day: date) -> None:
        match event:
            case told.NeedExpressed():
                need = {"day": day, "themes": event.themes, "state": "open", "settled": None}
                self.needs[event.need_id] = need
            case told.NeedMet():
                self.needs[event.need_id] |= {"state": "met", "settled": day}
            case told.NeedLeftUnanswered():
                self.needs[event.need_id] |= {"state": "left_unanswered", "settled": day}
            case told.NeedReopened():
                self.needs[event.need_id] |= {"state": "open", "settled": None}
            case told.ReferralMade():
                made = {"day": day, "state": "sent", "answered": None}
                self.referrals[event.referral_id] = made
                for need_id in event.need_ids:
                    self.needs[need_id] |= {"state": "redirected", "settled": day}
            case told.ReferralAccepted():
                self.referrals[event.referral_id] |= {"state": "accepted", "answered": day}
            case told.ReferralRefused():
                self.referrals[event.referral_id] |= {"state": "refused", "answered": day}

    def hear_of_steps(self, event: Any, day: date) -> None:
        match event:
            case told.NextStepPlanned():
                due = date.fromisoformat(event.due_on or "9999-12-31")
                self.steps[event.step_id] = {"day": day, "due": due, "settled": None}
            case told.NextStepPostponed():
                self.steps[event.step_id]["due"] = date.fromisoformat(event.due_on)
            case told.NextStepPutBack():
                self.steps[event.step_id]["due"] = date.fromisoformat(event.due_on or "9999-12-31")
            case told.NextStepDone() | told.NextStepDropped():
                self.steps[event.step_id]["settled"] = day
            case told.NextStepReopened():
                self.steps[event.step_id]["settled"] = None

    def says(self, since: date, until: date) -> dict[str, Any]:
        """The figures of a period, as a report tells them."""
        needs = [need for need in self.needs.values() if since <= need["day"] <= until]
        made = [one for one in self.referrals.values() if since <= one["day"] <= until]
        alive = [
            f for f in self.files.values()
            if f["opened"] <= until and not (f["closed"] and f["closed"] <= until)
        ]  # fmt: skip
        last = [max([d for d in f["acts"] if d <= until], default=f["opened"]) for f in alive]
        late = [
            step for step in self.steps.values()
            if step["day"] <= until and step["due"] < until
            and not (step["settled"] and step["settled"] <= until)
        ]  # fmt: skip
        waited = [(one["answered"] - one["day"]).days for one in made if one["answered"]]
        return {
            "needs": len(needs),
            "themes": themes(needs),
            "referrals": (len(made), Counter(one["state"] for one in made), middle(waited)),
            "tools": sum(since <= day <= until for day in self.tools),
            "files": (
                sum(since <= f["opened"] <= until for f in self.files.values()),
                sum(bool(f["closed"]) and since <= f["closed"] <= until
                    for f in self.files.values()),
                len(alive),
                sum((until - day).days >= 60 for day in last),
                sum((until - day).days >= 120 for day in last),
            ),
            "late": (len(late), [step["due"] for step in sorted(late, key=lambda s: s["due"])[:8]]),
            "quiet": sorted(day for day in last if (until - day).days >= 60)[:8],
        }  # fmt: skip


def themes(needs: list[dict[str, Any]]) -> dict[str, Any]:
    """By theme, how many needs, their states, and the median of days of those settled."""
    heard: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for need in needs:
        for theme in need["themes"]:
            heard[theme].append(need)
    settled = ("met", "left_unanswered")
    return {
        theme: (
            Counter(need["state"] for need in some),
            middle([(n["settled"] - n["day"]).days for n in some if n["state"] in settled]),
        )
        for theme, some in heard.items()
    }


def middle(days: list[int]) -> float | None:
    return median(days) if days else None


def reported(report: FollowUp) -> dict[str, Any]:
    """The same figures, as the report counts them."""
    counts, made = report.counts, report.counts.referrals
    states = {"sent": made.waiting, "accepted": made.accepted, "refused": made.refused}
    return {
        "needs": sum(needs.times for needs in counts.needs),
        "themes": {
            line.theme: (
                +Counter(open=line.open, redirected=line.redirected, met=line.met,
                         left_unanswered=line.left),
                line.delay,
            )
            for line in themes_of(counts.needs)
        },
        "referrals": (made.made, +Counter(states), made.delay),
        "tools": sum(times for _tool, times in counts.tools),
        "files": tuple(counts.files),
        "late": (report.late_total, [step.due_on for step in report.late]),
        "quiet": [file.last_on for file in report.quiet],
    }  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_the_report_is_counted_again(seed: int, furnished_url: str) -> None:
    chance = random.Random(seed)
    with new_house(furnished_url) as house:
        stories = [Story(house, chance, f"Entreprise {n}") for n in range(6)]
        for _turn in range(80):
            chance.choice(stories).go_on()
            scope = Scope(house.pole_id, TODAY - timedelta(days=300), TODAY)
            follow_up(house.store, scope)  # what is kept from it must not be said again
        events = [event for _position, event in house.standing()]
        for ago in range(0, 240, 15):
            until = TODAY - timedelta(days=ago)
            since = until - timedelta(days=chance.choice((60, 300)))
            scope = Scope(house.pole_id, since, until)
            assert reported(follow_up(house.store, scope)) == Slow(events).says(since, until)

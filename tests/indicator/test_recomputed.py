"""Each figure again, slowly, from the events alone: another path, the same numbers."""

import random
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis.strategies import randoms

from crm.accompaniment.commands import OpenAccompaniment, RecordIntervention
from crm.accompaniment.domain.events import InterventionRecorded
from crm.enterprise.commands import (
    AdoptSuccessionPlan,
    DeclareDeparture,
    FollowEnterprise,
    LapseSuccessionPlan,
    RecordWorkforcePortrait,
    ReleaseEnterprise,
)
from crm.enterprise.domain.events import (
    DepartureDeclared,
    EnterpriseFollowed,
    EnterpriseReleased,
    SuccessionPlanAdopted,
    SuccessionPlanLapsed,
    WorkforcePortraitRecorded,
)
from crm.event_store import AsOf, Command
from crm.event_store.events import Event
from crm.history.commands import CorrectEntry, TakeBackEntry
from crm.indicator.domain.figures import figures
from crm.indicator.projections.acts import Scope, count_acts, list_acts, tally
from crm.indicator.projections.facts import known_enterprises
from crm.refusal import Refusal
from crm.vocabulary import HORIZONS, PartyRef
from indicator_house import TODAY, House, new_house

STORIES = 60
"""Histories that hypothesis draws, each in a pôle of its own."""
ACTS = ("portrait", "departure", "plan", "lapse", "release", "follow", "correct", "take back")
COUNTS = (0, 1, 3, 12, "unknown", "declined", "not_asked")
ANSWERS = ("yes", "no", "unknown", "not_asked")


def drawn(chance: random.Random) -> tuple[Any, ...]:
    """Who, what, when, and every value that some act may need."""
    return (
        chance.randint(0, 2),
        chance.choice(ACTS),
        TODAY - timedelta(days=chance.randint(0, 1_500)),
        chance.choice(COUNTS),
        chance.choice(COUNTS),
        chance.choice(HORIZONS),
        chance.choice(ANSWERS),
        chance.choice((None, chance.randint(0, 700))),
    )


def asked(id: str, one: tuple[Any, ...]) -> Command:
    """The command that this draw stands for."""
    _who, act, day, first, second, horizon, answer, lasts = one
    match act:
        case "departure":
            return DeclareDeparture(occurred_on=day, enterprise_id=id, horizon=horizon)
        case "plan":
            until = None if lasts is None else day + timedelta(days=lasts)
            return AdoptSuccessionPlan(occurred_on=day, enterprise_id=id, valid_until=until)
        case "lapse":
            return LapseSuccessionPlan(occurred_on=day, enterprise_id=id)
        case "release":
            return ReleaseEnterprise(occurred_on=day, enterprise_id=id)
        case "follow":
            return FollowEnterprise(occurred_on=day, enterprise_id=id)
        case "correct":
            return CorrectEntry(
                originator_id=id, entry_version=4 + (lasts or 0) % 4, reason="relu",
                restated={"occurred_on": day.isoformat()},
            )  # fmt: skip
        case "take back":
            return TakeBackEntry(originator_id=id, entry_version=4 + (lasts or 0) % 5, reason="nul")
    told: dict[str, Any] = {"vacant_posts": second, "aged_55_plus": "unknown"}
    return RecordWorkforcePortrait(
        occurred_on=day, enterprise_id=id, headcount=first, succession_plan_in_force=answer, **told
    )


def old(day: date, on: date) -> bool:
    months = (on.year - day.year) * 12 + on.month - day.month
    return months > 24 or (months == 24 and on.day > day.day)


def latest(events: list[Any], on: date) -> Any:
    past = [e for e in events if e.occurred_on <= on]
    return max(past, key=lambda e: (e.occurred_on, e.originator_version), default=None)


def slow(house: House, on: date, known_at: int) -> dict[str, tuple[int, int, int]]:
    """Numerator, denominator and n of each figure, from the events of each enterprise."""
    told: dict[str, list[Event]] = defaultdict(list)
    for _position, event in house.standing(known_at):
        told[event.originator_id].append(event)
    sums: dict[str, list[int]] = {
        id: [0, 0, 0] for id in ("I-02", "I-03", "I-04", "I-05", "I-12", "I-28")
    }
    for events in told.values():
        follows = [e for e in events if isinstance(e, EnterpriseFollowed | EnterpriseReleased)]
        if isinstance(latest(follows, on), EnterpriseFollowed):
            for id, amount, whole in parts(events, on):
                sums[id] = [sums[id][0] + amount, sums[id][1] + whole, sums[id][2] + 1]
    return {id: (amounts[0], amounts[1], amounts[2]) for id, amounts in sums.items()}


def parts(events: list[Event], on: date) -> Iterator[tuple[str, int, int]]:
    """What one enterprise followed adds to each figure."""
    portraits = [e for e in events if isinstance(e, WorkforcePortraitRecorded)]
    said = latest([e for e in events if isinstance(e, DepartureDeclared)], on)
    recent = [e for e in (said, latest(portraits, on)) if e and not old(e.occurred_on, on)]
    yield "I-03", bool(recent), 1
    near, plan = soon(said, on), written(events, portraits, on)
    if near is not None:
        yield "I-02", near, 1
    if plan is not None:
        yield "I-04", plan, 1
    if near is not None and plan is not None:
        yield "I-05", near and not plan, 1
    fresh = [p for p in portraits if not old(p.occurred_on, on) and isinstance(p.headcount, int)]
    if heads := latest(fresh, on):
        yield "I-28", heads.headcount, 1
    if both := latest([p for p in fresh if isinstance(p.vacant_posts, int)], on):
        yield "I-12", both.vacant_posts, both.vacant_posts + both.headcount


def soon(said: DepartureDeclared | None, on: date) -> bool | None:
    """Within five years, once the window has moved on; None when it is not known."""
    if said is None or old(said.occurred_on, on) or said.horizon in ("unknown", "declined"):
        return None
    windows = {
        "up_to_24_months": (0, 24),
        "25_to_60_months": (25, 60),
        "61_to_120_months": (61, 120),
    }
    if said.horizon not in windows:
        return False
    gone = (on.year - said.occurred_on.year) * 12 + on.month - said.occurred_on.month
    gone -= on.day < said.occurred_on.day
    return sum(end - gone for end in windows[said.horizon]) <= 120


def written(events: list[Event], portraits: list[Any], on: date) -> bool | None:
    """Whether a plan is in force; None when it is not known."""
    marks: list[tuple[date, int, bool, bool]] = []
    kinds = SuccessionPlanAdopted | SuccessionPlanLapsed
    plan = latest([e for e in events if isinstance(e, kinds)], on)
    if isinstance(plan, SuccessionPlanAdopted):
        end = date.fromisoformat(plan.valid_until) if plan.valid_until else date.max
        over = end < on
        day = end + timedelta(days=1) if over else plan.occurred_on
        marks.append((day, plan.originator_version, not over, not over))
    elif plan:
        marks.append((plan.occurred_on, plan.originator_version, False, False))
    for p in portraits:
        if p.occurred_on <= on and p.succession_plan_in_force in ("yes", "no"):
            says = p.succession_plan_in_force == "yes"
            marks.append((p.occurred_on, p.originator_version, says, False))
    if not marks:
        return None
    day, _version, says, lasting = max(marks)
    return says if lasting or not old(day, on) else None


def test_succession_figures() -> None:
    with new_house() as house:

        @settings(max_examples=STORIES, deadline=None)
        @given(randoms(use_true_random=False))
        def counted_again(chance: random.Random) -> None:
            story = [drawn(chance) for _ in range(chance.randint(0, 18))]
            alone = House(house.store)
            check_succession(alone, story, chance.randint(0, 400), chance.randint(0, 18))

        counted_again()


def check_succession(house: House, story: list[Any], ago: int, cut: int) -> None:
    ids = [house.enterprise(f"Entreprise {n}") for n in range(3)]
    instants = [house.store.clock()]
    for one in story:
        try:
            instants.append(house.ask(asked(ids[one[0]], one)))
        except Refusal:
            continue
        known_enterprises(house.store, house.pole_id, AsOf(until=TODAY))  # kept up from one to next
    on, known_at = TODAY - timedelta(days=ago), instants[min(cut, len(instants) - 1)]
    for instant in (known_at, None):
        held = known_enterprises(house.store, house.pole_id, AsOf(until=on, known_at=instant))
        told = figures(held, on)
        oracle = slow(house, on, instant if instant is not None else 2**60)
        assert {id: (told[id].amount, told[id].whole, told[id].n) for id in oracle} == oracle


def test_both_databases_count_alike(furnished_url: str) -> None:
    chance = random.Random(11)
    with new_house(furnished_url) as house:
        for _story in range(3):
            check_succession(House(house.store), [drawn(chance) for _ in range(15)], 30, 8)
            check_follow_up(House(house.store), [met(chance) for _ in range(10)], 150)


def met(chance: random.Random) -> tuple[Any, ...]:
    """A meeting: whose file, how long ago, minutes, action, corrected, taken back."""
    return (
        chance.randint(0, 2),
        chance.randint(0, 200),
        chance.choice((None, chance.randint(0, 240))),
        chance.choice((None, "R1", "R5", "S4", "D1")),
        chance.random() < 0.5,
        chance.random() < 0.5,
    )


def test_follow_up_figures() -> None:
    with new_house() as house:

        @settings(max_examples=STORIES // 2, deadline=None)
        @given(randoms(use_true_random=False))
        def counted_again(chance: random.Random) -> None:
            story = [met(chance) for _ in range(chance.randint(0, 12))]
            check_follow_up(House(house.store), story, chance.randint(0, 200))

        counted_again()


def check_follow_up(house: House, story: list[Any], length: int) -> None:
    files = [OpenAccompaniment(
        occurred_on=TODAY - timedelta(days=300),
        parties=(PartyRef(kind="enterprise", id=house.enterprise(f"E{n}")),),
    ) for n in range(3)]  # fmt: skip
    for opening in files:
        house.ask(opening)
    for who, ago, minutes, action, corrected, withdrawn in story:
        file_id = files[who].accompaniment_id
        version = house.store.stream(file_id)[-1].event.originator_version + 1
        house.ask(RecordIntervention(
            accompaniment_id=file_id, occurred_on=TODAY - timedelta(days=ago), mode="call",
            minutes=minutes, action=action, themes=("financing",) if corrected else (),
        ))  # fmt: skip
        if corrected:
            house.ask(CorrectEntry(
                originator_id=file_id, entry_version=version, reason="relu",
                restated={"minutes": (minutes or 0) + 5, "action": "R9"},
            ))  # fmt: skip
        if withdrawn:
            house.ask(TakeBackEntry(originator_id=file_id, entry_version=version, reason="nul"))
    scope = Scope(house.pole_id, TODAY - timedelta(days=length), TODAY)
    exchanges: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    parties, needs = set(), 0
    for _position, event in house.standing():
        if not scope.since <= event.occurred_on <= scope.until:
            continue
        if isinstance(event, InterventionRecorded):
            line = exchanges[event.action or ""]
            line[0] += 1
            line[1] += event.counted_minutes or 0
            line[2] += event.counted_minutes is None
        needs += type(event).__name__ == "NeedExpressed"
        if type(event).__name__ in ("InterventionRecorded", "NeedExpressed"):
            parties.add(event.parties[0].id)  # type: ignore[attr-defined]  # both are in a file
    with house.store.engine.connect() as db:
        lines, served = tally(db, scope)
        assert {
            line.action: [line.acts, line.minutes, line.untimed]
            for line in lines if line.kind == "exchange"
        } == exchanges  # fmt: skip
        assert sum(line.acts for line in lines if line.kind == "need") == needs
        assert sum(served.values()) == len(parties)
        assert count_acts(db, scope) == len(list_acts(db, scope)) == sum(ln.acts for ln in lines)

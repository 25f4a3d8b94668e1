"""The invented enterprises, from what they are to what is known of their people."""

import random
from datetime import date, timedelta
from typing import NamedTuple

from crm.demo.enterprises import BODIES, CHANGED_NAMES, Body
from crm.demo.names import FAMILY, GIVEN
from crm.demo.places import PLACES, STREETS, Place
from crm.demo.script import Script, weekday
from crm.enterprise.commands import (
    AdoptSuccessionPlan,
    AdoptTool,
    DeclareDeparture,
    DeclareWorkChannel,
    LapseSuccessionPlan,
    RecordBoardPortrait,
    RecordWorkforcePortrait,
    RegisterEnterprise,
    RenameEnterprise,
)
from crm.event_store.events import new_id
from crm.person.commands import AssignRole, EndRole, RegisterPerson
from crm.vocabulary import Address, Answer, Count, DepartureHorizon, PartyRef, Territory

EDITION = "2026-01-01"
ROLES = (("direction", "Direction générale"), ("board_chair", "Présidence"), ("contact", ""))
HORIZONS: tuple[DepartureHorizon, ...] = (
    "up_to_24_months", "up_to_24_months", "25_to_60_months", "25_to_60_months", "25_to_60_months",
    "61_to_120_months", "61_to_120_months", "over_120_months", "none_foreseen", "unknown",
)  # fmt: skip


class Known(NamedTuple):
    """An enterprise of the script and the day we began to follow it."""

    id: str
    body: Body
    since: date

    @property
    def party(self) -> PartyRef:
        return PartyRef(kind="enterprise", id=self.id)


def register_all(script: Script, advisors: list[str], first: date) -> list[Known]:
    """Every enterprise, most of them on the first days, the others as they are met."""
    known, places = [], _places(script.chance)
    for n, body in enumerate(BODIES):
        met = n * 29 % 10
        later = 0 if met < 7 else script.chance.randint(60, 900)
        since = weekday(first + timedelta(days=later))
        known.append(Known(new_id(), body, since))
        _register(script, advisors[n % len(advisors)], known[-1], n, places[n])
    return known


def _register(script: Script, actor: str, known: Known, n: int, place: Place) -> None:
    body, chance = known.body, script.chance
    command = RegisterEnterprise(
        occurred_on=known.since,
        name=body.name,
        neq=f"11{79_999_000 + n:08d}" if n % 9 else "",
        legal_form=body.form,
        coop_type=body.coop,
        address=address_in(place, chance),
        sector=body.sector,
        mission=body.mission,
        website=f"https://entreprise-{n + 1}.example",
        follow=n % 12 != 5,
        enterprise_id=known.id,
    )
    script.say(actor, command, known.id, late=False)
    channel = DeclareWorkChannel(
        occurred_on=known.since,
        enterprise_id=known.id,
        kind="phone",
        value=f"819 555-{100 + n:04d}",
    )
    script.say(actor, channel, known.id, late=False)


def _places(chance: random.Random) -> list[Place]:
    """A place for each enterprise, as many in each as its weight says."""
    places = [place for place in PLACES for _ in range(place.weight)]
    chance.shuffle(places)
    return places


def address_in(place: Place, chance: random.Random) -> Address:
    """An invented address in a real municipality."""
    street = f"{chance.randint(2, 1999)}, {chance.choice(STREETS)}"
    digit, letter = chance.randint(0, 9), chance.choice("ABCEGHJKLMNPRSTVWXYZ")
    return Address(
        lines=street,
        municipality=place.municipality,
        postal_code=f"{place.postal} {digit}{letter}{chance.randint(0, 9)}",
        territory=Territory(level="mrc", code=place.mrc, edition=EDITION),
        mrc=place.mrc,
    )


def tell_people(script: Script, actor: str, known: Known) -> None:
    """Who directs it, who presides, whom to call; one direction in six has changed since."""
    chance = script.chance
    for kind, title in ROLES[: 3 if chance.random() < 0.35 else 2]:
        role_id = _assign(script, actor, known, kind, title, known.since)
        if kind == "direction" and chance.random() < 0.17:
            left = _day(script, known, chance.randint(200, 800))
            ending = EndRole(occurred_on=left, role_id=role_id)
            script.say(actor, ending, role_id)
            _assign(script, actor, known, kind, title, left)
    if known.body.name in CHANGED_NAMES and (day := _day(script, known, 500)) > known.since:
        renaming = RenameEnterprise(
            occurred_on=day, enterprise_id=known.id, name=CHANGED_NAMES[known.body.name]
        )
        script.say(actor, renaming, f"{known.id} name")


def _assign(script: Script, actor: str, known: Known, kind: str, title: str, day: date) -> str:
    person_id, role_id = new_id(), new_id()
    met = RegisterPerson(
        occurred_on=day,
        given_name=script.chance.choice(GIVEN),
        family_name=script.chance.choice(FAMILY),
        person_id=person_id,
    )
    script.say(actor, met, person_id, late=False)
    role = AssignRole(
        occurred_on=day,
        holder=known.party,
        kind=kind,  # type: ignore[arg-type]  # one of ROLES
        title=title,
        person_id=person_id,
        role_id=role_id,
    )
    script.say(actor, role, role_id, late=False)
    return role_id


def tell_workforce(script: Script, actor: str, known: Known) -> None:
    """About a portrait a year, a few enterprises never asked, some answers missing."""
    chance, size = script.chance, known.body.size
    if chance.random() < 0.1:
        return
    day = known.since + timedelta(days=chance.randint(5, 120))
    while day <= script.last:
        if chance.random() < 0.85:
            _portrait(script, actor, known, weekday(day), size)
        size = max(0, size + chance.choice((-2, -1, 0, 0, 1, 1, 2)))
        day += timedelta(days=chance.randint(320, 420))


def _portrait(script: Script, actor: str, known: Known, day: date, size: int) -> None:
    command = _counted(script.chance, known, day, size)
    script.say(actor, command, f"{known.id} people")
    _board(script, actor, known, day)


def _counted(chance: random.Random, known: Known, day: date, size: int) -> RecordWorkforcePortrait:
    aged: Count = min(size, round(size * chance.uniform(0.1, 0.45)))
    return RecordWorkforcePortrait(
        occurred_on=day,
        enterprise_id=known.id,
        quality=chance.choice(("counted", "counted", "estimated")),
        headcount=size,
        full_time_equivalents_hundredths=round(size * chance.uniform(62, 98)),
        permanent=round(size * chance.uniform(0.5, 1)),
        vacant_posts=chance.choice((0, 0, 0, 1, 1, 2, "unknown")),
        departures_12_months=round(size * chance.uniform(0, 0.35)),
        union="yes" if size > 30 else "no",
        succession_plan_in_force=_plan_answer(chance),
        recruitment_difficulty=chance.choice(("yes", "yes", "no", "unknown")),
        aged_55_plus=aged if chance.random() < 0.8 else "declined",
        retirements_5_years=min(aged, round(size * 0.1)),
    )


def _board(script: Script, actor: str, known: Known, day: date) -> None:
    chance = script.chance
    seats = chance.choice((5, 7, 7, 9, 11))
    filled = seats - chance.choice((0, 0, 1, 2))
    board = RecordBoardPortrait(
        occurred_on=day,
        enterprise_id=known.id,
        seats=seats,
        filled=filled,
        aged_35_or_less=chance.randint(0, 2),
        women=round(filled * chance.uniform(0.3, 0.7)),
    )
    script.say(actor, board, f"{known.id} people")


def _plan_answer(chance: random.Random) -> Answer:
    answers: tuple[Answer, ...] = ("yes", "no", "no", "no", "no", "unknown", "not_asked")
    return chance.choice(answers)


def tell_succession(script: Script, actor: str, known: Known, tools: list[str]) -> None:
    """What the direction says of its departure, and the plans written, run out or lifted."""
    chance = script.chance
    if chance.random() < 0.82:
        said = chance.choice(HORIZONS)
        for back in sorted((chance.randint(30, 900), chance.randint(5, 600)), reverse=True):
            day = weekday(script.last - timedelta(days=back))
            if day > known.since:
                _declare(script, actor, known, day, said)
    if chance.random() < 0.3:
        _plan(script, actor, known)
    if tools and chance.random() < 0.25:
        day = _day(script, known, chance.randint(60, 700))
        adopted = AdoptTool(occurred_on=day, enterprise_id=known.id, tool_id=chance.choice(tools))
        script.say(actor, adopted, f"{known.id} tools")


def _declare(
    script: Script, actor: str, known: Known, day: date, horizon: DepartureHorizon
) -> None:
    told = DeclareDeparture(
        occurred_on=day,
        enterprise_id=known.id,
        horizon=horizon,
        told_by=script.chance.choice(("self", "self", "board", "advisor")),
    )
    script.say(actor, told, f"{known.id} departure")


def _plan(script: Script, actor: str, known: Known) -> None:
    chance = script.chance
    day = _day(script, known, chance.randint(60, 800))
    lasts = chance.choice((None, None, 300, 1_000))
    plan = AdoptSuccessionPlan(
        occurred_on=day,
        enterprise_id=known.id,
        by_board="yes",
        valid_until=day + timedelta(days=lasts) if lasts else None,
    )
    script.say(actor, plan, f"{known.id} plan")
    over = _day(script, known, chance.randint(400, 1_000))
    if chance.random() < 0.2 and over > day:
        lapse = LapseSuccessionPlan(
            occurred_on=over, enterprise_id=known.id, reason="Le plan n’a pas été révisé."
        )
        script.say(actor, lapse, f"{known.id} plan")


def _day(script: Script, known: Known, after: int) -> date:
    """A working day so long after it is known, before the script ends."""
    return weekday(min(known.since + timedelta(days=after), script.last))

"""Filling an empty database: the team, the script, then a few corrections of what was written."""

import random
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import select

from crm.accompaniment.projections.interventions import interventions
from crm.account.commands import create_user
from crm.demo import lively, names, work
from crm.demo.bodies import Known, register_all, tell_people, tell_succession, tell_workforce
from crm.demo.files import Cast
from crm.demo.projects import PARTNERS, TOOLS
from crm.demo.qualifying import tell_qualification
from crm.demo.script import DemoClock, Line, Script, weekday
from crm.demo.visiting import tell_visits
from crm.demo.work import Stage
from crm.directory.commands import ListTool
from crm.ecosystem.commands import RegisterOrganisation
from crm.event_store import Author, Command, EventStore, Receipt
from crm.event_store.events import new_id
from crm.history.commands import CorrectEntry, TakeBackEntry
from crm.refusal import N_, Refusal
from crm.settings import Settings
from crm.vocabulary import AccessRole

SEED = 2026
YEARS = 3
MISTAKES = 12
"""Entries corrected at the end; every fourth one is taken back."""


class NotEmpty(Refusal):
    sentence = N_(
        "Cette base contient déjà des événements. La démonstration ne remplit qu’une base vide."
    )
    status = 409


class Told(NamedTuple):
    """What was recorded."""

    pole_id: str
    commands: int
    events: int


def fill(
    store: EventStore, clock: DemoClock, settings: Settings, today: date, seed: int = SEED
) -> Told:
    """Tells three years of the invented pôle, up to the day before `today`.

    `clock` is the store's. Two runs with the same day and seed record the same events, ids and
    instants apart. Raises NotEmpty.
    """
    if store.head():
        raise NotEmpty
    first = weekday(today.replace(year=today.year - YEARS, day=min(today.day, 28)))
    clock.open_day(first - timedelta(days=3), 100)
    pole_id, team = _open_house(store, settings)
    script = Script(random.Random(seed), weekday(today - timedelta(days=1)))  # noqa: S311  # no secret
    _write(script, first, today, team)
    commands = 0
    for day, lines in script.days():
        clock.open_day(day, 3 * len(lines))
        _handle(store, pole_id, lines)
        commands += len(lines)
    commands += _correct(store, clock, pole_id, script)
    commands += _enliven(store, settings, pole_id, team, script.last)
    return Told(pole_id, commands, store.head())


def _open_house(store: EventStore, settings: Settings) -> tuple[str, list[str]]:
    """The pôle and its accounts; answers their ids, the two advisors first, then coordination."""
    pole_id, team = "", []
    for name, email, role in names.TEAM:
        account_id, pole_id = create_user(
            store,
            settings.secret,
            name=name,
            email=email,
            password=settings.demo_password,
            role=_role(role),
            pole_id=pole_id or None,
            new_pole="" if pole_id else names.POLE,
        )
        team.append(account_id)
    return pole_id, team


def _role(role: str) -> AccessRole:
    return role  # type: ignore[return-value]  # one of those of names.TEAM


def _write(script: Script, first: date, today: date, team: list[str]) -> None:
    """The whole script, in the order in which things depend on one another."""
    advisors, office = team[:2], team[2]
    stage = Stage(script, _cast(script, office, first), first, today)
    known = register_all(script, advisors, first)
    tools = [tool for fitting in stage.cast.tools.values() for tool in fitting]
    for n, enterprise in enumerate(known):
        actor = advisors[n % 2]
        tell_people(script, actor, enterprise)
        tell_workforce(script, actor, enterprise)
        tell_succession(script, actor, enterprise, tools)
        tell_qualification(script, actor, enterprise)
    work.tell_past_files(stage, known, advisors)
    _tell_present(stage, known, advisors)
    active = work.tell_projects(stage, advisors)
    work.tell_active_projects(stage, active, advisors)
    work.tell_activities(stage, known, office)


def _tell_present(stage: Stage, known: list[Known], advisors: list[str]) -> None:
    """Who is accompanied today: each enterprise has one open file at most."""
    early = [enterprise for enterprise in known if enterprise.since == stage.first]
    under_way, quiet = len(work.DUE), len(work.QUIET)
    files: dict[str, tuple[str, ...]] = {}
    for advisor in advisors:
        work.tell_files_under_way(stage, early[:under_way], advisor)
        some = early[under_way : under_way + quiet]
        files[advisor] = work.tell_quiet_files(stage, some, advisor)
        early = early[under_way + quiet :]
    work.tell_transfer(stage, files[advisors[1]], advisors[1], advisors[0])
    parties = [enterprise.party for enterprise in early]
    work.tell_contacts(stage, parties, stage.cast.partners, advisors)
    tell_visits(stage, early[:3], advisors)


def _cast(script: Script, actor: str, first: date) -> Cast:
    """The directory of tools and the partners, listed on the first day."""
    tools: dict[str, list[str]] = {}
    for name, themes in TOOLS:
        listed = ListTool(occurred_on=first, name=name, themes=themes)
        script.say(actor, listed, "directory", late=False)
        for theme in themes:
            tools.setdefault(theme, []).append(listed.tool_id)
    partners = []
    for name, kind in PARTNERS:
        known = RegisterOrganisation(occurred_on=first, name=name, kind=kind)
        script.say(actor, known, "ecosystem", late=False)
        partners.append(known.organisation_id)
    return Cast(tools, partners)


def _handle(store: EventStore, pole_id: str, lines: list[Line]) -> None:
    """Records the lines of one day. Raises the refusal of the first line that is refused."""
    pairs = [(line.command, _author(pole_id, line.actor_id)) for line in lines]
    for outcome in store.handle_all(pairs):
        if not isinstance(outcome, Receipt):
            raise outcome


def _author(pole_id: str, actor_id: str) -> Author:
    return Author(pole_id=pole_id, actor_id=actor_id, command_id=new_id())


def _correct(store: EventStore, clock: DemoClock, pole_id: str, script: Script) -> int:
    """Durations mistyped in the last months are corrected, a meeting noted twice is taken back."""
    c = interventions.c
    recent = (
        select(c.accompaniment_id, c.version, c.minutes, c.advisor_id)
        .where(c.minutes.is_not(None), interventions.known())
        .order_by(c.position.desc())
        .limit(MISTAKES * 5)
    )
    with store.engine.connect() as db:
        mistaken = db.execute(recent).all()[::5]
    clock.open_day(script.last, 3 * len(mistaken))
    lines = [
        Line(
            script.last,
            row.advisor_id,
            _correction(n, row.accompaniment_id, row.version, row.minutes),
        )
        for n, row in enumerate(mistaken)
    ]
    _handle(store, pole_id, lines)
    return len(lines)


def _enliven(
    store: EventStore, settings: Settings, pole_id: str, team: list[str], day: date
) -> int:
    """What the last day also holds; the partner who signs in comes with it."""
    name, email, role = names.PARTNER
    partner, _pole = create_user(
        store,
        settings.secret,
        name=name,
        email=email,
        password=settings.demo_password,
        role=_role(role),
        pole_id=pole_id,
    )
    said = [lively.represented(store, pole_id, partner)]
    said += lively.lively(store, pole_id, team[0], day)
    for command in said:
        store.handle(command, _author(pole_id, team[0]))
    return len(said)


def _correction(n: int, file_id: str, version: int, minutes: int) -> Command:
    if n % 4 == 3:
        return TakeBackEntry(
            originator_id=file_id, entry_version=version, reason="Rencontre consignée deux fois."
        )
    return CorrectEntry(
        originator_id=file_id,
        entry_version=version,
        restated={"minutes": minutes + 15},
        reason="Durée vérifiée à l’agenda.",
    )

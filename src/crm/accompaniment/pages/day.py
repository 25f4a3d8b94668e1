"""« Ma journée »: what is promised, what is late, who went quiet, what the team did."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Redirect, Template

from crm.accompaniment.pages.names import Names, Party, names_of
from crm.accompaniment.projections.files import File
from crm.accompaniment.projections.interventions import Intervention, contacts_since
from crm.accompaniment.projections.portfolios import Received, received_since
from crm.accompaniment.projections.quiet import SILENT_DAYS, QuietFile, gone_quiet, without_step
from crm.accompaniment.projections.referrals import Referral, to_chase
from crm.accompaniment.projections.steps import Agenda, Step, agenda
from crm.event_store import EventStore
from crm.event_store.commands import day_of
from crm.site.reader import Reader
from crm.site.rights import EVERYONE

RECEIVED = timedelta(days=14)
"""How long files that somebody handed over are announced."""
TEAM_DAYS = 14
SHOWN, EVERYTHING = 40, 2_000
"""Next steps on the page at first, and when all are asked for."""


class DayPages(Controller):
    opt = EVERYONE

    @get("/", sync_to_thread=True)
    def my_day(
        self,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        equipe: FromQuery[str] = "",
        tout: FromQuery[str] = "",
    ) -> Template | Redirect:
        """Ma journée, or the first page of whoever has none here."""
        if not reader.reads_files:
            return Redirect(reader.home, status_code=303)
        today = day_of(store.clock())
        shown = EVERYTHING if tout else SHOWN
        context = _day(store, reader, today, whole_team=bool(equipe), shown=shown)
        return Template("accompaniment/day.html", context=context)


def _day(
    store: EventStore, reader: Reader, today: date, *, whole_team: bool, shown: int
) -> dict[str, Any]:
    mine = None if whole_team else reader.account_id
    pole = reader.pole_id
    with store.engine.connect() as db:
        steps = agenda(db, pole, today, mine, limit=shown + 1)
        quiet = gone_quiet(db, pole, today, advisor_id=mine, limit=6)
        waiting = to_chase(db, pole, today, limit=6)
        received = received_since(db, pole, reader.account_id, today - RECEIVED)
        idle = without_step(db, pole, mine, limit=6) if mine else []
        acts = contacts_since(db, pole, today - timedelta(days=TEAM_DAYS), limit=6)
        names = names_of(
            store, db, pole, [*_ids(steps, quiet, waiting, acts), *_other_ids(received, idle)]
        )
    return {
        "day": today,
        "reader_name": reader.first_name,
        "whole_team": whole_team,
        **_promised(store, steps, names, shown),
        "quiet": [_quiet(one, names, today) for one in quiet],
        "waiting": [(one, names[one.organisation_id], party(one, names)) for one in waiting],
        "received": [(one, names[one.former_id]) for one in received],
        "idle": [(one, Party(one.party_kind, one.party_id, names[one.party_id])) for one in idle],
        "acts": [(act, names[act.advisor_id], party(act, names)) for act in acts],
    }


def _promised(store: EventStore, steps: Agenda, names: Names, shown: int) -> dict[str, Any]:
    return {
        "steps": _steps(store, steps, names),
        "due_count": len(steps.late) + len(steps.today),
        "late_count": len(steps.late),
        "later": steps.later,
        "cut": len(steps.late) + len(steps.today) + len(steps.week) > shown,
    }


def party(row: Step | Referral | Intervention, names: Names) -> Party:
    """Who a row speaks of, with its name."""
    return Party(row.party_kind, row.party_id, names[row.party_id])


def _steps(store: EventStore, steps: Agenda, names: Names) -> dict[str, list[Any]]:
    groups = {"late": steps.late, "today": steps.today, "week": steps.week}
    shown = [step for group in groups.values() for step in group]
    texts = iter(store.open_many((step.step_id, "note", step.text) for step in shown))
    return {
        name: [(step, next(texts), party(step, names)) for step in group]
        for name, group in groups.items()
    }


def _quiet(one: QuietFile, names: Names, today: date) -> tuple[QuietFile, Party, int, bool]:
    days = (today - one.last_on).days
    file = one.file
    who = Party(file.party_kind, file.party_id, names[file.party_id])
    return one, who, days, days >= SILENT_DAYS


def _ids(
    steps: Agenda,
    quiet: Iterable[QuietFile],
    waiting: Iterable[Referral],
    acts: Iterable[Intervention],
) -> Iterable[str]:
    yield from (step.party_id for step in (*steps.late, *steps.today, *steps.week))
    yield from (one.file.party_id for one in quiet)
    for referral in waiting:
        yield from (referral.party_id, referral.organisation_id)
    for act in acts:
        yield from (act.party_id, act.advisor_id)


def _other_ids(received: Iterable[Received], idle: Iterable[File]) -> Iterable[str]:
    yield from (one.former_id for one in received)
    yield from (file.party_id for file in idle)

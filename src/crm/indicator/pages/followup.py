"""`/rapports/suivi`: what the pôle did in a period, and the acts behind each figure."""

from datetime import date
from typing import Any, NamedTuple

from litestar import Controller, Request, get
from litestar.di import NamedDependency
from litestar.response import Template
from sqlalchemy import Connection, select

from crm.account.projections import accounts
from crm.event_store import EventStore
from crm.event_store.commands import day_of
from crm.event_store.ids import is_id
from crm.history.projections.names import named
from crm.indicator.domain.followup import grouped, themes_of
from crm.indicator.pages.acts import KINDS, shown_acts
from crm.indicator.pages.scope import (
    address,
    query_form,
    read_action,
    read_known,
    read_period,
)
from crm.indicator.projections.acts import PAGE, Act, Place, Scope, list_acts
from crm.indicator.projections.followup import (
    FollowUp,
    LateStep,
    QuietFile,
    acts_total,
    follow_up,
)
from crm.site.folding import fold
from crm.site.forms import Form
from crm.site.languages import _
from crm.site.reader import Reader
from crm.site.rights import POLE, TEAM
from crm.vocabulary import ACTIONS

AnyRequest = Request[Any, Any, Any]
PATH = "/rapports/suivi"
ACTS = "/rapports/suivi/actes"


class Asked(NamedTuple):
    """The question as typed and as understood."""

    form: Form
    scope: Scope

    def address(self, path: str, **values: object) -> str:
        said = {n: self.form.value(n) for n in ("du", "au", "connu", "conseiller", "action")}
        return address(path, **said | values) if path else ""


class FollowUpPages(Controller):
    opt = POLE

    @get(PATH, sync_to_thread=True)
    def report(
        self,
        request: AnyRequest,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
    ) -> Template:
        asked = _asked(request, reader, store)
        return Template(
            "indicator/followup.html",
            context=_report(store, asked) | _linked(reader),
            status_code=422 if asked.form.failed else 200,
        )

    @get(ACTS, sync_to_thread=True, opt=TEAM)
    def acts(
        self,
        request: AnyRequest,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
    ) -> Template:
        asked = _asked(request, reader, store)
        kind, after = asked.scope.kind, _place(asked.form.value("apres"))
        total = acts_total(store, asked.scope)
        with store.engine.connect() as db:
            found = list_acts(db, asked.scope, after)
            acts = shown_acts(store, db, found[:PAGE], reader.pole_id)
        following = _written(found[PAGE - 1]) if len(found) > PAGE else ""
        context = {
            "asked": asked,
            "kind": _(KINDS[kind]) if kind else "",
            "total": total,
            "acts": acts,
            "first": asked.address(ACTS, genre=kind) if after else "",
            "next": asked.address(ACTS, genre=kind, apres=following) if following else "",
            "back": asked.address(PATH),
        }
        return Template("indicator/followup_acts.html", context=context)


def _place(text: str) -> Place | None:
    """The place an address names; None when it makes no sense."""
    try:
        day, position, subject_id, kind = text.split(".")
        place = Place(date.fromisoformat(day), int(position), subject_id, kind)
    except ValueError:
        return None
    sensible = is_id(subject_id) and kind in KINDS and 0 <= place.position < 2**62
    return place if sensible else None


def _written(act: Act) -> str:
    return f"{act.occurred_on.isoformat()}.{act.position}.{act.subject_id}.{act.kind}"


def _asked(request: AnyRequest, reader: Reader, store: EventStore) -> Asked:
    form = query_form(request, day_of(store.clock()))
    since, until = read_period(form)
    kind = form.value("genre")
    advisor = form.value("conseiller")
    return Asked(
        form,
        Scope(
            pole_id=reader.pole_id,
            since=since,
            until=until,
            known_at=read_known(form),
            advisor_id=advisor if is_id(advisor) else "",
            action=read_action(form),
            kind=kind if kind in KINDS else "",
        ),
    )


def _report(store: EventStore, asked: Asked) -> dict[str, Any]:
    scope = asked.scope
    report = follow_up(store, scope)
    counts = report.counts
    with store.engine.connect() as db:
        lists = _named_lists(store, db, scope, report)
        team = advisors(store, db, scope.pole_id)
    return {
        "asked": asked,
        "form": asked.form,
        "scope": scope,
        "parties": report.tally.parties,
        "files": counts.files,
        "needs": sum(needs.times for needs in counts.needs),
        "themes": themes_of(counts.needs),
        "referrals": counts.referrals,
        "advisors": team,
        "action_codes": ACTIONS,
        "path": PATH,
        **_effort(report),
        **lists,
    }


def _linked(reader: Reader) -> dict[str, Any]:
    """Whether figures lead to their acts, and promises late are told: what was confided is."""
    return {"acts_path": ACTS if reader.reads_files else "", "told": reader.reads_files}


def _effort(report: FollowUp) -> dict[str, Any]:
    """Hours and acts, by role and by action."""
    lines = report.tally.lines
    counted = [(line.action, line.acts, line.minutes, line.untimed) for line in lines]
    return {
        "acts": sum(line.acts for line in lines),
        "exchanges": sum(line.acts for line in lines if line.kind == "exchange"),
        "minutes": sum(line.minutes for line in lines if line.kind == "exchange"),
        "untimed": sum(line.untimed for line in lines if line.kind == "exchange"),
        "roles": grouped(counted, by_role=True),
        "actions": grouped(counted),
    }


def _named_lists(
    store: EventStore, db: Connection, scope: Scope, report: FollowUp
) -> dict[str, Any]:
    """Tools handed over, promises late and files gone quiet, with the names they need."""
    names = named(store, db, _wanted(report), scope.pole_id)
    texts = store.open_many((step.step_id, "note", step.text) for step in report.late)
    return {
        "tools": [(names("tool", tool_id), times) for tool_id, times in report.counts.tools],
        "late": list(zip(report.late, texts, strict=True)),
        "late_total": report.late_total,
        "quiet": report.quiet,
        "names": names,
        "days": _days(scope.until),
    }


def _days(until: date) -> Any:
    def since(day: date) -> int:
        return (until - day).days

    return since


def _wanted(report: FollowUp) -> dict[str, set[str]]:
    wanted = {"tool": {tool_id for tool_id, _times in report.counts.tools}}
    rows: list[LateStep | QuietFile] = [*report.late, *report.quiet]
    for row in rows:
        wanted.setdefault(row.party_kind, set()).add(row.party_id)
    wanted["account"] = {file.advisor_id for file in report.quiet}
    return wanted


def advisors(store: EventStore, db: Connection, pole_id: str) -> list[tuple[str, str]]:
    """(id, name) of the accounts of the pôle, by name."""
    a = accounts.c
    query = select(a.account_id, a.name).where(a.pole_id == pole_id, accounts.known())
    rows = db.execute(query).all()
    names = store.open_many((row.account_id, "identity", row.name) for row in rows)
    pairs = zip((row.account_id for row in rows), names, strict=True)
    return sorted(pairs, key=lambda pair: fold(pair[1]))

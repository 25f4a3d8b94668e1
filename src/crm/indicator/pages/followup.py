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
    read_page,
    read_period,
)
from crm.indicator.projections.acts import (
    PAGE,
    Scope,
    by_action,
    count_acts,
    list_acts,
    parties_served,
)
from crm.indicator.projections.followup import (
    file_count,
    late_steps,
    needs_told,
    quiet_files,
    referral_count,
    tools_handed,
)
from crm.site.folding import fold
from crm.site.forms import Form
from crm.site.languages import _
from crm.site.reader import Reader
from crm.vocabulary import ACTIONS

AnyRequest = Request[Any, Any, Any]
PATH = "/rapports/suivi"
ACTS = "/rapports/suivi/actes"
FIRST_LINES = 8


class Asked(NamedTuple):
    """The question as typed and as understood."""

    form: Form
    scope: Scope

    def address(self, path: str, **values: object) -> str:
        said = {n: self.form.value(n) for n in ("du", "au", "connu", "conseiller", "action")}
        return address(path, **said | values)


class FollowUpPages(Controller):
    @get(PATH, sync_to_thread=True)
    def report(
        self,
        request: AnyRequest,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
    ) -> Template:
        asked = _asked(request, reader, store)
        with store.engine.connect() as db:
            context = _report(store, db, asked)
        return Template(
            "indicator/followup.html",
            context=context,
            status_code=422 if asked.form.failed else 200,
        )

    @get(ACTS, sync_to_thread=True)
    def acts(
        self,
        request: AnyRequest,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
    ) -> Template:
        asked = _asked(request, reader, store)
        page, kind = read_page(asked.form), asked.scope.kind
        with store.engine.connect() as db:
            found = list_acts(db, asked.scope, page)
            context = {
                "asked": asked,
                "kind": _(KINDS[kind]) if kind else "",
                "total": count_acts(db, asked.scope),
                "acts": shown_acts(store, db, found[:PAGE], reader.pole_id),
            }
        turn = {"genre": kind}
        context["previous"] = asked.address(ACTS, **turn, page=page - 1) if page > 1 else ""
        context["next"] = asked.address(ACTS, **turn, page=page + 1) if len(found) > PAGE else ""
        context["back"] = asked.address(PATH)
        return Template("indicator/followup_acts.html", context=context)


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


def _report(store: EventStore, db: Connection, asked: Asked) -> dict[str, Any]:
    scope = asked.scope
    needs = needs_told(db, scope)
    return {
        "asked": asked,
        "form": asked.form,
        "scope": scope,
        "parties": parties_served(db, scope),
        "files": file_count(db, scope),
        "needs": len({need.need_id for need in needs}),
        "themes": themes_of(needs),
        "referrals": referral_count(db, scope),
        "advisors": advisors(store, db, scope.pole_id),
        "action_codes": ACTIONS,
        "path": PATH,
        "acts_path": ACTS,
        **_effort(db, scope),
        **_named_lists(store, db, scope),
    }


def _effort(db: Connection, scope: Scope) -> dict[str, Any]:
    """Hours and acts, by role and by action."""
    lines = by_action(db, scope)
    counted = [(line.action, line.acts, line.minutes, line.untimed) for line in lines]
    return {
        "acts": sum(line.acts for line in lines),
        "exchanges": sum(line.acts for line in lines if line.kind == "exchange"),
        "minutes": sum(line.minutes for line in lines if line.kind == "exchange"),
        "untimed": sum(line.untimed for line in lines if line.kind == "exchange"),
        "roles": grouped(counted, by_role=True),
        "actions": grouped(counted),
    }


def _named_lists(store: EventStore, db: Connection, scope: Scope) -> dict[str, Any]:
    """Tools handed over, promises late and files gone quiet, with the names they need."""
    late, quiet, tools = late_steps(db, scope), quiet_files(db, scope), tools_handed(db, scope)
    names = named(store, db, _wanted(late, quiet, tools), scope.pole_id)
    texts = store.open_many((step.step_id, "note", step.text) for step in late[:FIRST_LINES])
    return {
        "tools": [(names("tool", tool_id), times) for tool_id, times in tools],
        "late": list(zip(late[:FIRST_LINES], texts, strict=False)),
        "late_total": len(late),
        "quiet": quiet[:FIRST_LINES],
        "names": names,
        "days": _days(scope.until),
    }


def _days(until: date) -> Any:
    def since(day: date) -> int:
        return (until - day).days

    return since


def _wanted(late: Any, quiet: Any, tools: Any) -> dict[str, set[str]]:
    wanted: dict[str, set[str]] = {"tool": {tool_id for tool_id, _times in tools}}
    for row in (*late[:FIRST_LINES], *quiet[:FIRST_LINES]):
        wanted.setdefault(row.party_kind, set()).add(row.party_id)
    for row in quiet[:FIRST_LINES]:
        wanted.setdefault("account", set()).add(row.advisor_id)
    return wanted


def advisors(store: EventStore, db: Connection, pole_id: str) -> list[tuple[str, str]]:
    """(id, name) of the accounts of the pôle, by name."""
    a = accounts.c
    query = select(a.account_id, a.name).where(a.pole_id == pole_id, accounts.known())
    rows = db.execute(query).all()
    names = store.open_many((row.account_id, "identity", row.name) for row in rows)
    pairs = zip((row.account_id for row in rows), names, strict=True)
    return sorted(pairs, key=lambda pair: fold(pair[1]))

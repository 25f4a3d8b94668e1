"""The projects on their way: by state and by milestone, the last welcomed first."""

from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Controller, Request, get
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Redirect, Template

from crm.account.commands.saved_views import SavedViews
from crm.account.domain.views import kept
from crm.enterprise.commands.places import mrc_name
from crm.event_store import EventStore
from crm.promoter.pages.reading import carriers, titles
from crm.promoter.pages.words import BADGES, STATES, milestone_choices, states
from crm.promoter.projections import Project, counts_by_state, projects
from crm.site.languages import _
from crm.site.reader import Reader
from crm.site.rights import TEAM
from crm.vocabulary import MILESTONES

AnyRequest = Request[Any, Any, Any]
A_PAGE = 50


class ListingPages(Controller):
    opt = TEAM

    @get("/projets", sync_to_thread=True)
    def projects(
        self,
        request: AnyRequest,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        saved_views: NamedDependency[SavedViews],
        etat: FromQuery[str] = "active",
        jalon: FromQuery[str] = "",
        avant: FromQuery[str] = "",
        vue: FromQuery[str] = "",
    ) -> Template | Redirect:
        """The view that this list opens with, when nothing is asked of it."""
        bar = saved_views.bar(reader, "projets", vue)
        if bar.first and not request.url.query:
            return Redirect(bar.first.url, status_code=303)
        state = etat if etat in STATES else ""
        milestone = jalon if jalon in (*MILESTONES, "none") else ""
        before = read_cursor(avant)
        with store.engine.connect() as db:
            found = projects(db, reader.pole_id, state, milestone, before, A_PAGE + 1)
            shown, counts = found[:A_PAGE], counts_by_state(db, reader.pole_id)
            people = carriers(store, db, reader, [p.promoter_id for p in shown])
        asked = {"etat": etat, "jalon": milestone}
        more = urlencode({**asked, "avant": written(shown[-1])}) if len(found) > A_PAGE else ""
        context = {
            "projects": shown,
            "titles": titles(store, shown),
            "people": people,
            **_counted(counts),
            "asked": {"etat": state, "jalon": milestone},
            "next": f"/projets?{more}" if more else "",
            "first": "" if not before else f"/projets?{urlencode(asked)}",
            "writable": reader.may_write,
        }
        views = {"bar": bar, "here": kept("projets", request.url.query)}
        return Template("promoter/list.html", context=context | views | _words())


def _counted(by_state: dict[str, int]) -> dict[str, object]:
    return {"by_state": by_state, "total": sum(by_state.values())}


def _words() -> dict[str, object]:
    return {
        "states": states(),
        "badges": BADGES,
        "milestones": [*milestone_choices(), ("none", _("aucun jalon"))],
        "mrc_name": mrc_name,
    }


def read_cursor(text: str) -> tuple[date, str] | None:
    day, _point, id = text.partition(".")
    try:
        return date.fromisoformat(day), str(UUID(id))
    except ValueError:
        return None


def written(last: Project) -> str:
    return f"{last.welcomed_on.isoformat()}.{last.promoter_id}"

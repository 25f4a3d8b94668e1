"""The projects on their way by milestone, side by side; and the milestone taken back."""

from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery
from litestar.response import Template

from crm.event_store import EventStore
from crm.event_store.commands import day_of
from crm.promoter.commands import TakeBackMilestone
from crm.promoter.pages.listing import read_cursor, written
from crm.promoter.pages.reading import carriers, project_of, titles
from crm.promoter.pages.words import DEEDS, milestone_choices
from crm.promoter.projections import Project, projects
from crm.site.answers import local_path, see_other
from crm.site.consultations import shows
from crm.site.forms import Form
from crm.site.languages import N_, _
from crm.site.reader import Reader
from crm.site.rights import TEAM, WRITERS
from crm.vocabulary import MILESTONES

SHOWN = 12
NONE_YET = N_("Accueillis")


class Column(NamedTuple):
    """A milestone and the projects that passed it last, the last welcomed first."""

    code: str
    name: str
    projects: list[Project]
    following: str
    """Address of the next page of this column, when there is one."""
    started: bool


class BoardPages(Controller):
    path = "/projets/tableau"
    opt = TEAM

    @get(sync_to_thread=True)
    def board(
        self,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        apres: FromQuery[str] = "",
    ) -> Template:
        """`apres` is the milestone whose next page is asked for, a tilde, and its cursor."""
        asked, _mark, place = apres.partition("~")
        before, columns = read_cursor(place), []
        with store.engine.connect() as db:
            for code, name in [("none", _(NONE_YET)), *milestone_choices()]:
                after = before if code == asked else None
                found = projects(db, reader.pole_id, "active", code, after, SHOWN + 1)
                columns.append(Column(code, name, found[:SHOWN], _next(code, found), bool(after)))
            shown = [one for column in columns for one in column.projects]
            people = carriers(store, db, reader, [one.promoter_id for one in shown])
        context = {
            "columns": columns,
            "titles": titles(store, shown),
            "people": people,
            "milestones": milestone_choices(),
            "today_is": day_of(store.clock()),
        }
        return Template("promoter/board.html", context=context)


class TakingBackPages(Controller):
    path = "/projets/{promoter_id:uuid}/jalons/{milestone:str}/retirer"
    opt = WRITERS | shows("promoter", "promoter_id")

    @post(sync_to_thread=True)
    def take_back(
        self,
        request: Request[Any, Any, Any],
        promoter_id: FromPath[UUID],
        milestone: FromPath[str],
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        form: NamedDependency[Form],
    ) -> Response[Any]:
        """Raises MilestoneNotReached, Unknown."""
        if milestone not in MILESTONES:
            raise NotFoundException
        with store.engine.connect() as db:
            found = project_of(db, reader, promoter_id)
        wrong: Any = milestone
        command = TakeBackMilestone(promoter_id=found.promoter_id, milestone=wrong)
        store.handle(command, reader.author(form.command_id))
        page = f"/projets/{found.promoter_id}"
        back = local_path(form.value("retour"), page) if form.value("retour") else page
        return see_other(request, back, DEEDS["taken_back"])


def _next(code: str, found: list[Project]) -> str:
    if len(found) <= SHOWN:
        return ""
    return "/projets/tableau?" + urlencode({"apres": f"{code}~{written(found[SHOWN - 1])}"})

"""The page of a project: how far it is, who carries it, what happened."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Template

from crm.accompaniment.projections.files import File, files_of
from crm.enterprise.commands.places import mrc_name
from crm.enterprise.projections.known import names_of
from crm.event_store import EventStore
from crm.history.projections import timeline_of
from crm.promoter.pages.reading import carriers, project_of, titles
from crm.promoter.pages.weighing import opened
from crm.promoter.pages.words import BADGES, STATES
from crm.promoter.projections import Milestone, Project, milestones_of
from crm.promoter.projections.explorations import explorations_of
from crm.site.consultations import shows
from crm.site.labels import label
from crm.site.languages import _
from crm.site.reader import Reader
from crm.site.rights import TEAM
from crm.vocabulary import MILESTONES


class RecordPages(Controller):
    path = "/projets/{promoter_id:uuid}"
    opt = TEAM | shows("promoter", "promoter_id")

    @get(sync_to_thread=True)
    def record(
        self,
        promoter_id: FromPath[UUID],
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        fil: FromQuery[str] = "",
        avant: FromQuery[str] = "",
    ) -> Template:
        """Raises Unknown."""
        with store.engine.connect() as db:
            found = project_of(db, reader, promoter_id)
            id = found.promoter_id
            reached = milestones_of(db, reader.pole_id, id)
            people = carriers(store, db, reader, [id])[id]
            files = files_of(db, reader.pole_id, id)
            history = timeline_of(store, db, id, reader.pole_id, fil, avant)
            made = explorations_of(db, reader.pole_id, id)
            founded = names_of(db, reader.pole_id, filter(None, [found.enterprise_id]))
        context = _shown(store, found) | {
            "stages": stages(reached),
            "reached": {m.milestone: m for m in reached},
            "people": people,
            "files": _files(store, files),
            "history": history,
            "model": next(iter(opened(store, id, made[:1])), None),
            "enterprise_name": founded.get(found.enterprise_id or "", ""),
            "path": f"/projets/{id}",
            "writable": reader.may_write,
            "eraser": reader.guards_privacy,
        }
        return Template("promoter/record.html", context=context)


def _shown(store: EventStore, found: Project) -> dict[str, Any]:
    return {
        "project": found,
        "title": titles(store, [found])[found.promoter_id],
        "idea": store.open(found.promoter_id, "note", found.idea),
        "state": _(STATES[found.state]),
        "badge_of": BADGES[found.state],
        "mrc": mrc_name(found.mrc),
    }


def stages(reached: list[Milestone]) -> list[tuple[str, date | None, str]]:
    """(name, date, « fait » or « ici ») of each of the six milestones: here is the furthest."""
    dates = {milestone.milestone: milestone.reached_on for milestone in reached}
    furthest = max((MILESTONES.index(code) for code in dates), default=-1)
    return [
        (
            label(code, "phases").capitalize(),
            dates.get(code),
            "ici" if place == furthest else "fait" if code in dates else "",
        )
        for place, code in enumerate(MILESTONES)
    ]


def _files(store: EventStore, files: list[File]) -> list[tuple[File, str]]:
    clear = store.open_many((f.accompaniment_id, "note", f.title) for f in files)
    otherwise = {"mandate": _("Accompagnement"), "occasional": _("Contacts ponctuels")}
    return [(f, title or otherwise[f.opened_as]) for f, title in zip(files, clear, strict=True)]

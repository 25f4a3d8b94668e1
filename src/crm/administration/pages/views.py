"""« État des vues »: what each view lacks, and having it built anew."""

from typing import Any, NamedTuple

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from crm.event_store import EventStore
from crm.event_store.claims import under_way
from crm.event_store.conditions import Condition, conditions
from crm.event_store.lateness import late_since, mendable, parked_events
from crm.event_store.worker import Worker
from crm.history.projections.subjects import home_of
from crm.history.projections.telling import term_of
from crm.refusal import N_, Unknown
from crm.site.answers import see_other
from crm.site.languages import _
from crm.site.reader import Reader
from crm.site.rights import OVERSEERS

AnyRequest = Request[Any, Any, Any]
SHOWN = 20
"""Events that a view lacks, on the page."""
BEGUN = N_("Cette vue est en train d’être refaite. L’ancienne sert pendant ce temps.")
ALREADY = N_("Cette vue est déjà en train d’être refaite.")
FAILED = {
    "Differs": N_(
        "Refaite, elle ne dit pas la même chose que celle qui sert : rien n’a été remplacé. "
        "Prévenez la personne qui entretient Trame."
    ),
    "Poisoned": N_(
        "Elle refuse trop d’événements pour être refaite. Prévenez la personne qui entretient "
        "Trame."
    ),
    "Held": N_("Elle était lue sans arrêt et n’a pas pu être remplacée. Essayez de nouveau."),
}
"""Why a view was not built, by kind of error."""
OTHERWISE = N_("Le dernier essai a échoué. Le journal du serveur dit pourquoi : {error}.")


class Lacking(NamedTuple):
    """An event that a view lacks."""

    term: str
    position: int
    since: int
    error: str
    url: str
    """The page where it is told; empty when it has none that the reader may open."""


class View(NamedTuple):
    """A view as the page shows it."""

    condition: Condition
    since: int | None
    lacking: list[Lacking]
    more: int
    """Events that it lacks and that are not shown: later ones, or another pôle's."""
    is_mendable: bool
    is_building: bool
    failed: str
    """Why it was not built the last time; empty when it was."""

    @property
    def is_late(self) -> bool:
        """Whether pages that read it lack something."""
        return self.condition.state in ("late", "unbuilt")

    @property
    def is_troubled(self) -> bool:
        """Whether somebody has to look at it."""
        return self.is_late or bool(self.failed)


class ViewPages(Controller):
    path = "/administration/vues"
    opt = OVERSEERS

    @get(sync_to_thread=True)
    def show(
        self,
        reader: NamedDependency[Reader],
        store: NamedDependency[EventStore],
        worker: NamedDependency[Worker],
    ) -> Template:
        health = store.health()
        since = late_since(store.engine)
        views = [
            _view(store, worker, reader, condition, since.get(condition.name))
            for condition in conditions(health, store.projections)
        ]
        context = {"views": views, "head": health.head}
        return Template("administration/views.html", context=context)

    @post("/{name:str}/refaire", sync_to_thread=True, status_code=200)
    def build(
        self,
        name: FromPath[str],
        request: AnyRequest,
        store: NamedDependency[EventStore],
        worker: NamedDependency[Worker],
    ) -> Response[Any]:
        chosen = next((p for p in store.projections if p.name == name), None)
        if chosen is None:
            raise Unknown
        return see_other(request, self.path, BEGUN if worker.mend_now(chosen) else ALREADY)


def _view(
    store: EventStore, worker: Worker, reader: Reader, condition: Condition, since: int | None
) -> View:
    name, late = condition.name, condition.state in ("late", "unbuilt")
    lacking = _lacking(store, name, reader) if condition.parked else []
    error = worker.failed.get(name)
    projection = next(p for p in store.projections if p.name == name)
    return View(
        condition=condition,
        since=since,
        lacking=lacking,
        more=condition.parked - len(lacking),
        is_mendable=late and mendable(store.engine, projection),
        is_building=(late or condition.built is not None) and under_way(store.engine, name),
        failed=_(FAILED.get(error, OTHERWISE), error=error) if error else "",
    )


def _lacking(store: EventStore, name: str, reader: Reader) -> list[Lacking]:
    parked = parked_events(store.engine, SHOWN, projection=name, pole_id=reader.pole_id)
    told = {r.position: r.event for r in store.events([p.position for p in parked])}
    return [
        Lacking(
            term=term_of(type(told[p.position])),
            position=p.position,
            since=p.parked_at,
            error=p.error,
            url=home_of(told[p.position]) if reader.reads_files else "",
        )
        for p in parked
    ]

"""`/sante`: whether Trame answers and what its views say, in JSON. Names nobody and no pôle."""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency

from crm.event_store import EventStore
from crm.event_store.conditions import Condition, conditions
from crm.site.labels import LISTS


@get("/sante", opt={"public": True}, sync_to_thread=True)
def health(store: NamedDependency[EventStore]) -> Response[dict[str, Any]]:
    """503 when a view shows nothing sensible until it is built; one that lacks a few events still
    serves, and says so."""
    found = store.health()
    views = conditions(found, store.projections)
    unbuilt = any(view.state == "unbuilt" for view in views)
    body = {
        "etat": "vues à refaire" if unbuilt else _word(views),
        "position": found.head,
        "vues": {view.name: _told(view) for view in views},
    }
    return Response(body, status_code=503 if unbuilt else 200)


def _word(views: list[Condition]) -> str:
    return "vues en retard" if any(view.state == "late" for view in views) else "en marche"


def _told(view: Condition) -> dict[str, Any]:
    return {
        "etat": LISTS["view_states"][view.state],
        "retard": view.lag,
        "manquants": view.parked,
    }

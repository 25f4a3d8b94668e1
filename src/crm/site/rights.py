"""Which roles open what: the rule book, one declaration for each route, and nothing by default.

A handler says `opt=TEAM` (or its controller does, once for all); `opened_to` reads it before the
handler runs. What nobody declared opens to nobody, and `refuse_undeclared` stops the app at its
start. An account that holds several roles may do what any of them may.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from litestar.connection import ASGIConnection
from litestar.exceptions import PermissionDeniedException
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler
from litestar.routes import BaseRoute, HTTPRoute
from msgspec import Struct

from crm.event_store import reach
from crm.site.roles import (
    ANSWERING,
    OVERSEEING,
    READING_FILES,
    READING_POLE,
    SAYING,
    WATCHING,
    WRITING,
    Roles,
)

KEY = "for"
SAFE = ("GET", "HEAD", "OPTIONS")
FORGED = "CSRF: sent from another site"


class Opening(Struct, frozen=True):
    """Whom a route opens to, and who among them has the rows of the pôle within reach there."""

    roles: Roles
    rows: Roles


def _opening(roles: Roles, rows: Roles | None = None) -> dict[str, Opening]:
    return {KEY: Opening(roles, roles if rows is None else rows)}


NOBODY_YET = {"public": True}
"""Open without a session: the door, the health of the house, what pages are drawn with."""
EVERYONE = _opening(
    READING_POLE | {"administrator", "partner", "network"}, READING_POLE | {"administrator"}
)
"""One's own account, one's first page."""
OWN_ACCOUNT = _opening(READING_POLE | {"administrator", "partner", "network"})
"""What a person decides of one's own account: its events are those of the pôle."""
WRITERS = _opening(WRITING)
TEAM = _opening(READING_FILES)
POLE = _opening(READING_POLE)
REPORTS = _opening(READING_POLE | {"network"})
"""Figures that name nobody, small numbers left out."""
OVERSEERS = _opening(OVERSEEING)
WATCHERS = _opening(WATCHING)
OFFICERS = _opening(ANSWERING)
RECEIVERS = _opening(SAYING)
"""Whoever a person may speak to of her rights writes down what she asks."""
ADMINISTRATORS = _opening(frozenset({"administrator"}))
ENTRUSTED = _opening(frozenset({"partner"}), frozenset())
"""What was referred to a partner: no row is within reach, save those that the page of referrals
received asks for itself."""


class Undeclared(Exception):
    """A route says neither whom it opens to nor that it is public."""


async def opened_to(
    connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler
) -> None:
    """For every route: whoever may not open it goes no further, and whoever may has within reach
    the rows that this route shows them. Raises PermissionDeniedException."""
    if connection.scope.get("method") not in SAFE and _is_from_elsewhere(connection):
        raise PermissionDeniedException(FORGED)
    if handler.opt.get("public"):
        return
    reader, opening = connection.user, handler.opt.get(KEY)
    if opening is None or not reader.held & opening.roles:
        raise PermissionDeniedException
    if reader.held & opening.rows:
        reach.settle(reader.pole_id)


def _is_from_elsewhere(connection: ASGIConnection[Any, Any, Any, Any]) -> bool:
    """Whether the browser says that another site sent this; browsers that say nothing have the
    token of the form against them."""
    return connection.headers.get("sec-fetch-site", "none") not in ("same-origin", "none")


def refuse_undeclared(routes: Iterable[BaseRoute]) -> None:
    """Raises Undeclared when a route says nothing of whom it opens to."""
    for path, handler in declared(routes):
        if not handler.opt.get("public") and KEY not in handler.opt:
            raise Undeclared(f"{path} {handler.handler_name}")


def declared(routes: Iterable[BaseRoute]) -> Iterator[tuple[str, HTTPRouteHandler]]:
    """(path, handler) of every route that a browser may ask for."""
    for route in routes:
        if isinstance(route, HTTPRoute):
            for handler in route.route_handlers:
                if handler.http_methods != {"OPTIONS"}:
                    yield route.path, handler


def pages_opened(routes: Iterable[BaseRoute]) -> Mapping[str, Roles]:
    """By path, the roles that a page opens to: for the menu."""
    return {
        path: opening.roles
        for path, handler in declared(routes)
        if "GET" in handler.http_methods and (opening := handler.opt.get(KEY))
    }

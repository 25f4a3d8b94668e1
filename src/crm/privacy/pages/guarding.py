"""Who opens these pages, and how what they send is recorded or said to be wrong."""

from typing import Any

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.exceptions import PermissionDeniedException
from litestar.handlers import BaseRouteHandler

from crm.event_store import Command, EventStore
from crm.refusal import Refusal, Unknown
from crm.site.forms import Form
from crm.site.reader import Reader

AnyRequest = Request[Any, Any, Any]


def guards_privacy(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """Raises PermissionDeniedException for whoever does not answer for personal information."""
    if not connection.user.guards_privacy:
        raise PermissionDeniedException


def handled(store: EventStore, reader: Reader, form: Form, command: Command | None) -> bool:
    """Whether it was recorded; if not, the form says why. Raises Unknown, ConsultsOnly."""
    if form.failed or command is None:
        return False
    try:
        store.handle(command, reader.author(form.command_id))
    except Unknown:
        raise
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    return True

"""How what is sent from these pages is recorded, or said to be wrong."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Request

from crm.event_store import Command, EventStore
from crm.refusal import Refusal, Unknown
from crm.site.forms import Form
from crm.site.reader import Reader

AnyRequest = Request[Any, Any, Any]


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


def cursor(text: str) -> tuple[date, str] | None:
    """The (day, id) that an address says a page begins after; None when it makes no sense."""
    day, _point, id = text.partition(".")
    try:
        return date.fromisoformat(day), str(UUID(id))
    except ValueError:
        return None

"""The address that takes back what was just recorded."""

from sqlalchemy import bindparam, func, select

from crm.accompaniment.domain.events import FileEntry, FileEvent
from crm.event_store import EventStore, Receipt
from crm.event_store.events import NAMES
from crm.event_store.tables import events

_TOLD = [name for kind, name in NAMES.items() if issubclass(kind, FileEntry | FileEvent)]
_VERSION = events.c.originator_version
_SPAN = (
    select(events.c.originator_id, func.min(_VERSION), func.max(_VERSION))
    .where(events.c.position.between(bindparam("first"), bindparam("last")))
    .where(events.c.topic.in_(_TOLD))
    .group_by(events.c.originator_id)
)
"""Where the events of one command lie in its file: nothing of what they say is opened."""


def undo_address(store: EventStore, receipt: Receipt) -> tuple[str, str]:
    """(page of the file, address of the undo) for what one command recorded in one file."""
    with store.engine.connect() as db:
        span = db.execute(_SPAN, {"first": receipt.first, "last": receipt.last}).first()
    if not span:
        return "/", ""
    page = f"/accompagnements/{span[0]}"
    return page, f"{page}/retirer/{span[1]}/{span[2]}"

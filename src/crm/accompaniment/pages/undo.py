"""The address that takes back what was just recorded."""

from crm.accompaniment.domain.events import FileEntry, FileEvent
from crm.event_store import EventStore, Receipt


def undo_address(store: EventStore, receipt: Receipt) -> tuple[str, str]:
    """(page of the file, address of the undo) for what one command recorded in one file."""
    positions = [*range(receipt.first, receipt.last + 1)] if receipt.first else []
    said = [recorded.event for recorded in store.events(positions)]
    said = [event for event in said if isinstance(event, FileEntry | FileEvent)]
    if not said:
        return "/", ""
    versions = [event.originator_version for event in said]
    page = f"/accompagnements/{said[-1].originator_id}"
    return page, f"{page}/retirer/{min(versions)}/{max(versions)}"

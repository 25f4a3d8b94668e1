"""The address that takes back what was just recorded."""

from crm.event_store import EventStore, Receipt


def undo_address(store: EventStore, receipt: Receipt) -> tuple[str, str]:
    """(page of the file, address of the undo) for what one command recorded in one file."""
    recorded = store.events([*range(receipt.first, receipt.last + 1)]) if receipt.first else []
    if not recorded:
        return "/", ""
    versions = [one.event.originator_version for one in recorded]
    page = f"/accompagnements/{recorded[-1].event.originator_id}"
    return page, f"{page}/retirer/{min(versions)}/{max(versions)}"

"""The event store: every event, in order, and the projections kept true to it."""

from crm.event_store.application import Clock, EventStore
from crm.event_store.as_of import AsOf
from crm.event_store.commands import Author, Command, Desk
from crm.event_store.opening import open_event_store
from crm.event_store.pens import Receipt
from crm.event_store.projections import Projection
from crm.event_store.proof import (
    BrokenProof,
    Checkpoint,
    Checkpointer,
    Export,
    Fault,
    NoEvents,
    NothingSigned,
    OtherKey,
    Signed,
    Unprovable,
    Verification,
    export_proof,
    public_bytes,
    read_checkpoints,
    signing_key,
    verify_events,
    verify_views,
)
from crm.event_store.recorded import Recorded
from crm.event_store.rows import Id, Operations, Rows

__all__ = [
    "AsOf",
    "Author",
    "BrokenProof",
    "Checkpoint",
    "Checkpointer",
    "Clock",
    "Command",
    "Desk",
    "EventStore",
    "Export",
    "Fault",
    "Id",
    "NoEvents",
    "NothingSigned",
    "Operations",
    "OtherKey",
    "Projection",
    "Receipt",
    "Recorded",
    "Rows",
    "Signed",
    "Unprovable",
    "Verification",
    "export_proof",
    "open_event_store",
    "public_bytes",
    "read_checkpoints",
    "signing_key",
    "verify_events",
    "verify_views",
]

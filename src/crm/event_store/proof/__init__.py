"""Proof: that what is stored is what was recorded, no more and no less."""

from crm.event_store.proof.checkpointer import BrokenProof, Checkpointer, OtherKey
from crm.event_store.proof.checkpoints import Checkpoint, public_bytes, signing_key
from crm.event_store.proof.exporting import (
    Export,
    NothingSigned,
    Signed,
    Unprovable,
    export_proof,
    read_checkpoints,
)
from crm.event_store.proof.faults import Fault
from crm.event_store.proof.verifying import NoEvents, Verification, verify_events
from crm.event_store.proof.views import verify_views

__all__ = [
    "BrokenProof",
    "Checkpoint",
    "Checkpointer",
    "Export",
    "Fault",
    "NoEvents",
    "NothingSigned",
    "OtherKey",
    "Signed",
    "Unprovable",
    "Verification",
    "export_proof",
    "public_bytes",
    "read_checkpoints",
    "signing_key",
    "verify_events",
    "verify_views",
]

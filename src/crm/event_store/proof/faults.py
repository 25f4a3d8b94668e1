"""What verifying may find: each fault has its place."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from msgspec import Struct
from sqlalchemy.exc import DBAPIError

from crm.event_store.proof.leaves import Described
from crm.event_store.proof.stored import unreadable

Kind = Literal[
    "altered",
    "missing",
    "inserted",
    "unreadable",
    "rewritten",
    "contradictory",
    "stream_gap",
    "stream_double",
    "no_receipt",
    "receipt_without_events",
    "checkpoint_missing",
    "checkpoint_unreadable",
    "checkpoint_signature",
    "checkpoint_key",
    "checkpoint_chain",
    "checkpoint_leaves",
    "checkpoint_altered",
    "anchor_signature",
    "anchor_key",
    "anchor_missing",
    "anchor_differs",
    "file",
    "view_differs",
    "view_late",
    "view_busy",
]


class Fault(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that is not as it was recorded or signed, and where."""

    kind: Kind
    position: int | None = None
    stream: str | None = None
    version: int | None = None
    checkpoint: int | None = None
    detail: str | None = None
    """Positions or versions concerned, a key, the name of a view, a database's own words."""


def of_event(kind: Kind, event: Described, checkpoint: int | None = None) -> Fault:
    """A fault of an event that can be read."""
    return Fault(
        kind=kind,
        position=event.position,
        stream=event.stream,
        version=event.version,
        checkpoint=checkpoint,
    )


@contextmanager
def noting(faults: list[Fault]) -> Iterator[None]:
    """What does not read at all is noted with the others, and verifying goes on."""
    try:
        yield
    except Exception as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        if not isinstance(cause, Exception) or not unreadable(cause):
            raise
        faults.append(Fault(kind="file", detail=str(cause).strip()))

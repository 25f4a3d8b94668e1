"""Échanges: files that came in, the fate of their rows, and what a person still has to decide."""

from typing import Annotated, Literal, Self

from crm.event_store.events import Aggregate, Event, Occurrence, new_id, stored
from crm.event_store.sealing import Sealed

SetAsideFor = Literal["no_organisation", "several_candidates", "unreadable", "conflict"]


@stored("import.received.v1")
class ImportReceived(Event, frozen=True, kw_only=True):
    """A file was read. Its digest recognises the same file; the counts are what it held."""

    digest: str
    sheets: int
    rows: int


@stored("row.set_aside.v1")
class RowSetAside(Event, frozen=True, kw_only=True):
    """A row that waits for a person: nothing is dropped in silence."""

    row: str
    """Sheet and row by number, as « 2!37 »: a sheet's title may hold a name."""
    reason: SetAsideFor
    raw: Annotated[str, Sealed("note")]
    candidates: tuple[str, ...] = ()


@stored("import.completed.v1")
class ImportCompleted(Event, frozen=True, kw_only=True):
    """Every row has its fate; the counts by fate."""

    recorded: int
    duplicate: int
    undecided: int
    unreadable: int
    ignored: int


class Import(Aggregate, noun="import"):
    @classmethod
    def receive(cls, by: Occurrence, *, digest: str, sheets: int, rows: int, id: str = "") -> Self:
        """A file begins to be imported."""
        return cls(id or new_id()).trigger(
            ImportReceived, by, digest=digest, sheets=sheets, rows=rows
        )

    def set_aside(
        self,
        by: Occurrence,
        *,
        row: str,
        reason: SetAsideFor,
        raw: str,
        candidates: tuple[str, ...] = (),
    ) -> Self:
        """A row nobody can record without deciding something."""
        return self.trigger(RowSetAside, by, row=row, reason=reason, raw=raw, candidates=candidates)

    def complete(self, by: Occurrence, **counts: int) -> Self:
        """`counts` by fate: recorded, duplicate, undecided, unreadable, ignored."""
        return self.trigger(ImportCompleted, by, **counts)

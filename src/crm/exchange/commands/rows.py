"""What an import records: the file, each row as one command, and the rows set aside."""

from crm.event_store.commands import Command, Desk
from crm.exchange.domain import Import, SetAsideFor


class RecordRow(Command, frozen=True, kw_only=True):
    """All that one row of a file says, in one command: it is recorded whole or not at all."""

    parts: tuple[Command, ...]

    def decide(self, desk: Desk) -> None:
        """Raises whatever one of its parts refuses."""
        for part in self.parts:
            part.decide(desk)


class ReceiveImport(Command, frozen=True, kw_only=True):
    import_id: str
    digest: str
    sheets: int
    rows: int

    def decide(self, desk: Desk) -> None:
        by = desk.occurrence(self)
        desk.add(
            Import.receive(
                by, digest=self.digest, sheets=self.sheets, rows=self.rows, id=self.import_id
            )
        )


class SetRowAside(Command, frozen=True, kw_only=True):
    """A row waits for a person; it is recorded the day its organisation can be told."""

    import_id: str
    row: str
    reason: SetAsideFor
    raw: str
    candidates: tuple[str, ...] = ()

    def decide(self, desk: Desk) -> None:
        desk.load(Import, self.import_id).set_aside(
            desk.occurrence(self),
            row=self.row,
            reason=self.reason,
            raw=self.raw,
            candidates=self.candidates,
        )


class CompleteImport(Command, frozen=True, kw_only=True):
    import_id: str
    counts: dict[str, int]

    def decide(self, desk: Desk) -> None:
        desk.load(Import, self.import_id).complete(desk.occurrence(self), **self.counts)

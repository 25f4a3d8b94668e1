"""Importing a file: plan every row, record what is sure, set aside what a person must decide."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import get_args
from uuid import UUID, uuid5

from msgspec import Struct

from crm.event_store import Author, Command, EventStore, Receipt
from crm.event_store.commands import day_of
from crm.event_store.events import new_id
from crm.exchange.commands.known import KnownThings
from crm.exchange.commands.places import Places
from crm.exchange.commands.planning import Planned, Planner
from crm.exchange.commands.rows import CompleteImport, ReceiveImport, SetRowAside
from crm.exchange.reading.files import open_book
from crm.exchange.reading.rows import Fate, SheetRead, Told
from crm.exchange.reading.sheets import read_sheets
from crm.refusal import Refusal

FATES: tuple[Fate, ...] = get_args(Fate)
Progress = Callable[[int, int], None]
Pair = tuple[Command, Author]


class Imported(Struct, kw_only=True):
    """What became of a file: how many new events, and the fate of each row."""

    new_events: int
    rows: list[Planned]

    @property
    def counts(self) -> dict[str, int]:
        """Rows by fate."""
        found = Counter(row.fate for row in self.rows)
        return {fate: found.get(fate, 0) for fate in FATES}


def foresee(store: EventStore, pole_id: str, path: Path) -> Imported:
    """The fate of every row of a file; nothing is recorded. Raises the refusals of a file."""
    return Imported(new_events=0, rows=_Run(store, pole_id, "", path).planned)


def import_file(
    store: EventStore,
    pole_id: str,
    actor_id: str,
    path: Path,
    progress: Progress = lambda done, total: None,
) -> Imported:
    """Records what a file says. The same file again records nothing new.

    Raises the refusals of a file that is no table.
    """
    run = _Run(store, pole_id, actor_id, path)
    new = run.record(progress)
    return Imported(new_events=new, rows=run.planned)


class _Run:
    """One file on its way in."""

    def __init__(self, store: EventStore, pole_id: str, actor_id: str, path: Path) -> None:
        self.store, self.pole_id, self.actor_id = store, pole_id, actor_id
        self.digest = sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        today: date = day_of(store.clock())
        self.sheets: tuple[SheetRead, ...] = read_sheets(open_book(path), today)
        self.import_id = self._id(f"file:{self.digest}")
        with store.engine.connect() as db:
            planner = Planner(KnownThings(store, pole_id), Places(db, pole_id))
        self.planned = list(planner.plan(self.sheets, self._receipted))

    def record(self, progress: Progress) -> int:
        """Records all that is sure; answers how many events are new."""
        new = self._handle([self._received()])
        waiting = [p for p in self.planned if p.command or p.fate == "undecided"]
        for start in range(0, len(waiting), 200):
            some = waiting[start : start + 200]
            new += self._record_rows(some)
            progress(start + len(some), len(waiting))
        if new or not waiting:
            new += self._handle([self._completed()])
        return new

    def _record_rows(self, rows: Sequence[Planned]) -> int:
        pairs = [(row, pair) for row in rows for pair in self._pairs(row)]
        outcomes = self.store.handle_all(pair for _, pair in pairs)
        new = 0
        for (row, (command, _)), outcome in zip(pairs, outcomes, strict=True):
            if isinstance(outcome, Refusal):
                if command is row.command:
                    _refused(row, outcome)
            else:
                new += _events_of(outcome)
        return new

    def _pairs(self, row: Planned) -> Iterator[Pair]:
        for made in row.before:
            yield made, self._author(new_id(), row.row.place)
        if row.command:
            yield row.command, self._author(row.command_id, row.row.place)
        elif row.fate == "undecided" and row.reason:
            aside = SetRowAside(
                import_id=self.import_id,
                row=row.row.place,
                reason=row.reason,
                raw=row.row.raw,
                candidates=row.candidates,
            )
            yield aside, self._author(self._id(f"aside:{row.row.digest}"), row.row.place)

    def _received(self) -> Pair:
        rows = sum(len(sheet.rows) for sheet in self.sheets)
        received = ReceiveImport(
            import_id=self.import_id, digest=self.digest, sheets=len(self.sheets), rows=rows
        )
        return received, self._author(self._id(f"received:{self.digest}"))

    def _completed(self) -> Pair:
        counts = Imported(new_events=0, rows=self.planned).counts
        completed = CompleteImport(import_id=self.import_id, counts=counts)
        return completed, self._author(self._id(f"completed:{self.digest}"))

    def _handle(self, pairs: Sequence[Pair]) -> int:
        outcomes = self.store.handle_all(pairs)
        return sum(_events_of(o) for o in outcomes if isinstance(o, Receipt))

    def _author(self, command_id: str, row: str | None = None) -> Author:
        return Author(
            pole_id=self.pole_id,
            actor_id=self.actor_id,
            command_id=command_id,
            source="import",
            import_id=self.import_id,
            import_row=row,
        )

    def _receipted(self, command_ids: list[str]) -> set[str]:
        return set(self.store.receipts(command_ids))

    def _id(self, name: str) -> str:
        return str(uuid5(UUID(self.pole_id), name))


def _events_of(receipt: Receipt) -> int:
    if receipt.repeated or not receipt.first:
        return 0
    return receipt.last - receipt.first + 1


def _refused(row: Planned, refusal: Refusal) -> None:
    """The rules of the trade refuse what the row says: a person must look at it."""
    row.fate, row.reason = "undecided", "conflict"
    values = {name: str(value) for name, value in refusal.values.items()}
    row.told = Told(refusal.sentence, values)

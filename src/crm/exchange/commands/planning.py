"""What each row of a file asks, decided before anything is recorded: that is the dry run."""

from collections.abc import Iterator
from typing import Protocol
from uuid import UUID, uuid5

from msgspec import Struct

from crm.event_store.commands import Command
from crm.exchange.commands.bodies import plan_directory, plan_register
from crm.exchange.commands.exchanges import plan_follow_up
from crm.exchange.commands.known import KnownThings
from crm.exchange.commands.observed import plan_portrait, plan_training
from crm.exchange.commands.places import Places
from crm.exchange.commands.planned import Asked, Doubt
from crm.exchange.commands.projects import plan_promoter
from crm.exchange.reading.rows import (
    DirectoryRow,
    Fate,
    FollowUpRow,
    PortraitRow,
    PromoterRow,
    Reason,
    RegisterRow,
    RowRead,
    SheetRead,
    Told,
    TrainingRow,
)
from crm.refusal import N_, Refusal

ALREADY = N_("Cette ligne a déjà été consignée.")
NOTHING_NEW = N_("Tout ce que dit cette ligne est déjà connu.")


class Planned(Struct, kw_only=True):
    """A row, its fate, and what is to be recorded for it. `before` makes what it speaks of."""

    sheet: str
    row: RowRead
    fate: Fate
    command_id: str
    reason: Reason = ""
    told: Told | None = None
    organisation: str = ""
    candidates: tuple[str, ...] = ()
    before: tuple[Command, ...] = ()
    command: Command | None = None


class Receipts(Protocol):
    """Tells which commands are already receipted."""

    def __call__(self, command_ids: list[str]) -> set[str]: ...


class Planner:
    """Plans the rows of a file, one after the other: each sees what those before it register."""

    def __init__(self, known: KnownThings, places: Places) -> None:
        self.known, self.places = known, places
        self._pole = UUID(known.pole_id)

    def plan(self, sheets: tuple[SheetRead, ...], receipts: Receipts) -> Iterator[Planned]:
        """The fate of each row of each sheet, in order."""
        named = [(sheet.title, row, self.command_id(row)) for sheet in sheets for row in sheet.rows]
        done = receipts([command_id for _, _, command_id in named])
        for title, row, command_id in named:
            planned = Planned(
                sheet=title,
                row=row,
                fate=row.fate,
                reason=row.reason,
                told=row.told,
                command_id=command_id,
            )
            if row.fate == "recorded":
                self._settle(planned, again=command_id in done)
            yield planned

    def command_id(self, row: RowRead) -> str:
        """The id under which this row is recorded, whatever its number: a repeat is harmless."""
        return str(uuid5(self._pole, f"row:{row.digest}"))

    def _settle(self, planned: Planned, *, again: bool) -> None:
        if again:
            planned.fate, planned.told = "duplicate", Told(ALREADY)
            planned.organisation = getattr(planned.row.content, "organisation", "")
            return
        try:
            asked = self._ask(planned.row)
        except Doubt as doubt:
            planned.fate, planned.reason = "undecided", doubt.reason
            planned.told, planned.candidates = doubt.told, doubt.candidates
            return
        except Refusal as refusal:
            planned.fate, planned.reason = "unreadable", "unreadable"
            values = {name: str(value) for name, value in refusal.values.items()}
            planned.told = Told(refusal.sentence, values)
            return
        planned.organisation = asked.organisation
        planned.before, planned.command = asked.before, asked.command
        if asked.command is None:
            planned.fate, planned.told = "duplicate", Told(NOTHING_NEW)

    def _ask(self, row: RowRead) -> Asked:
        match row.content:
            case DirectoryRow() as content:
                return plan_directory(content, self.known, self.places)
            case RegisterRow() as content:
                return plan_register(content, self.known, self.places)
            case FollowUpRow() as content:
                return plan_follow_up(content, self.known)
            case PromoterRow() as content:
                return plan_promoter(content, self.known, self.places)
            case PortraitRow() as content:
                return plan_portrait(content, self.known)
            case TrainingRow() as content:
                return plan_training(content, self.known)
        raise TypeError(row.kind)

"""What a row asks once it is understood, and the doubts that leave it to a person."""

from msgspec import Struct

from crm.event_store.commands import Command
from crm.exchange.commands.rows import RecordRow
from crm.exchange.reading.attaching import attach_name
from crm.exchange.reading.directory import Directory
from crm.exchange.reading.rows import Reason, Told


class Asked(Struct, kw_only=True):
    """`before` makes what the row speaks of (a tool, a file, a person met), each for itself;
    `command` is the row; None when it says nothing new."""

    organisation: str = ""
    before: tuple[Command, ...] = ()
    command: RecordRow | None = None


class Doubt(Exception):
    """The row cannot be attached without a person."""

    def __init__(self, reason: Reason, told: Told | None, candidates: tuple[str, ...] = ()) -> None:
        super().__init__(reason)
        self.reason, self.told, self.candidates = reason, told, candidates


def body_named(name: str, directory: Directory) -> tuple[str, str]:
    """Id and name of the organisation that a name as written means. Raises Doubt."""
    attached = attach_name(name, directory)
    if attached.fate != "recorded":
        raise Doubt(attached.reason, attached.told, attached.candidates)
    return attached.id, directory.bodies[attached.id].name

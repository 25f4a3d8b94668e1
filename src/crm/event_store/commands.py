"""Commands: what somebody asks, and the desk it is decided on."""

from datetime import UTC, date, datetime
from operator import itemgetter
from typing import ClassVar, Protocol, TypeVar
from zoneinfo import ZoneInfo

from msgspec import Struct
from sqlalchemy import Connection, Engine

from crm.event_store.events import Aggregate, Event, Occurrence
from crm.event_store.writer import Author
from crm.refusal import Unknown

__all__ = ["Author", "Command", "Desk"]
HERE = ZoneInfo("America/Toronto")
"""The clock of Québec: it says which day it is."""
A = TypeVar("A", bound=Aggregate)


class Command(Struct, frozen=True, kw_only=True):
    """What somebody asks. Rooms subclass it: fields say what, `decide` says what follows."""

    adds: ClassVar[bool] = True
    """Commands that add are decided again when somebody wrote in between; others (`False`) are
    refused with a Conflict, so that a person sees what changed."""

    occurred_on: date | None = None
    """The day it happened; today when absent."""
    occurred_precision: str = "day"

    def decide(self, desk: "Desk") -> None:
        """Loads, triggers, and leaves the recording to the event store. Raises Refusal."""
        raise NotImplementedError  # a Struct takes no ABC: said here instead


class Loader(Protocol):
    """What a desk asks of the event store."""

    engine: Engine

    def load(self, kind: type[A], id: str) -> A: ...


class Desk:
    """One command at work: it loads from the store, or from the commands of its group before."""

    def __init__(
        self, store: Loader, author: Author, now: int, kept: dict[str, Aggregate] | None = None
    ) -> None:
        self._store, self.author, self.today = store, author, day_of(now)
        self._kept = {} if kept is None else kept
        self._touched: dict[str, Aggregate] = {}
        self._opened: Connection | None = None

    @property
    def db(self) -> Connection:
        """Reads the live projections, as they stood when the command began."""
        if self._opened is None:
            self._opened = self._store.engine.connect()
        return self._opened

    def load(self, kind: type[A], id: str) -> A:
        """The aggregate as it stands. Raises Unknown when absent or of another pôle."""
        held = self._kept.get(id) or self._store.load(kind, id)
        if not isinstance(held, kind) or held.pole_id not in (None, self.author.pole_id):
            raise Unknown
        self._kept[id] = self._touched[id] = held
        return held

    def add(self, aggregate: A) -> A:
        """A new aggregate; what it triggered and will trigger is recorded with the command."""
        self._kept[aggregate.id] = self._touched[aggregate.id] = aggregate
        return aggregate

    def occurrence(self, command: Command, action: str | None = None) -> Occurrence:
        """Who says it (the author) and when it happened (the command; today by default)."""
        return Occurrence(
            pole_id=self.author.pole_id,
            actor_id=self.author.actor_id,
            occurred_on=command.occurred_on or self.today,
            occurred_precision=command.occurred_precision,
            action=action,
        )

    def collect_events(self) -> list[Event]:
        """All that the command decided, in the order it was triggered."""
        turns = [turn for held in self._touched.values() for turn in held.collect_turns()]
        return [event for _, event in sorted(turns, key=itemgetter(0))]

    def unsay(self) -> None:
        """The command is refused: nothing it triggered stays on the aggregates of its group."""
        for id, held in self._touched.items():
            if held.pending == held.version:
                del self._kept[id]
            elif held.pending:
                held.rewind(held.version - held.pending)

    def close(self) -> None:
        """Gives back the connection, if one was asked for."""
        if self._opened is not None:
            self._opened.close()


def day_of(instant: int) -> date:
    """The day it is in Québec at an instant (microseconds, UTC)."""
    return datetime.fromtimestamp(instant / 1_000_000, UTC).astimezone(HERE).date()

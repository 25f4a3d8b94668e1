"""What one page of events says about one table, folded in memory before it is written."""

from collections.abc import Hashable, Sequence
from typing import Any

from crm.event_store.restating import Ref, Undone
from crm.event_store.rows import (
    AMEND,
    BY,
    CHANGE,
    END,
    INSERT,
    PUT,
    SUPERSEDED,
    UNDO,
    Key,
    Op,
    Row,
    Rows,
)

Ended = tuple[int, int, Key]
"""(instant, position, key) of a row known before this page."""


class Sheet:
    """Rows to add, rows to end."""

    __slots__ = ("_looked", "asks", "plain", "rows", "said")

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.said: list[tuple[int, str, Op]] = []
        self.plain = True
        """Whether rows are only added, as most are: then nothing has to be found or ended."""
        self.asks = False
        """Whether a row said before has to be known to say the next."""
        self._looked: tuple[set[Hashable], set[tuple[Hashable, Ref]]] | None = None

    def hear(self, turn: int, pole_id: str, op: Op) -> None:
        """Keeps an operation; `turn` is the place of its event in the page."""
        self.said.append((turn, pole_id, op))
        if (word := op[0]) != INSERT:
            self.plain, self._looked = False, None
            self.asks = self.asks or word not in (PUT, END)

    @property
    def wanted(self) -> set[Hashable]:
        """Keys whose present row must be read before folding."""
        return self._look()[0]

    @property
    def undone(self) -> set[tuple[Hashable, Ref]]:
        """Rows to be found as they were before an event."""
        return self._look()[1]

    def fold(
        self,
        stamps: Sequence[tuple[int, int]],
        found: dict[Key, Row],
        past: "Past | None" = None,
    ) -> tuple[list[Row], list[Ended]]:
        """(rows to add, rows to end); `stamps` are (position, instant) of each turn.

        Raises LookupError when a row to change is not known.
        """
        if self.plain:
            said = self.said
            return [[*op[3], pole_id, *stamps[turn], None, None] for turn, pole_id, op in said], []
        fold = _Fold(self.rows, found, past or Past())
        for turn, pole_id, op in self.said:
            if op[0] == INSERT:
                row = [*op[3], pole_id, *stamps[turn], None, None]
                fold.current[self.rows.key_of(row)] = row
                fold.new.append(row)
            else:
                fold.say(op, pole_id, *stamps[turn])
        return fold.new, fold.ended

    def _look(self) -> tuple[set[Hashable], set[tuple[Hashable, Ref]]]:
        if self._looked is None:
            opened: set[Hashable] = set()
            self._looked = wanted, undone = set(), set()
            for _, _, (word, rows, key, values) in self.said if self.asks else ():
                if word in (INSERT, PUT):
                    opened.add(rows.key_of(values))
                elif word != END and key not in opened:
                    wanted.add(key)
                if word == UNDO:
                    undone.add((key, values.event))
        return self._looked


class Past:
    """Positions of events that are undone, and rows as they were before them."""

    def __init__(self) -> None:
        self.positions: dict[Ref, int] = {}
        self.rows: dict[tuple[Key, int], Row] = {}

    def watch(self, event: Ref, position: int) -> None:
        """Keeps the rows that this event will be seen to end."""
        self.positions[event] = position

    @property
    def watched(self) -> frozenset[int]:
        return frozenset(self.positions.values())


class _Fold:
    def __init__(self, rows: Rows, found: dict[Key, Row], past: Past) -> None:
        self.rows, self.found, self.past = rows, found, past
        self.watched = past.watched
        self.new: list[Row] = []
        self.ended: list[Ended] = []
        self.current: dict[Key, Row] = {}

    def say(self, op: Op, pole_id: str, position: int, at: int) -> None:
        word, rows, key, values = op
        if word == PUT:
            key = rows.key_of(values)
        elif word in (AMEND, UNDO) and not self._needed(op):
            return
        before = self._end(key, position, at)
        if (row := self._after(op, key, before)) is not None:
            self._open(key, row, pole_id, position, at)

    def _after(self, op: Op, key: Key, before: Row | None) -> Row | None:
        word, rows, _, values = op
        if word == PUT:
            return list(values)
        if word == UNDO:
            return self._restored(key, before, values)
        if word == END:
            return None
        if before is None:
            raise LookupError(f"{rows.name}: a row to change is not known")
        return [values.get(n, v) for n, v in zip(rows.names, before, strict=False)]

    def _open(self, key: Key, row: Row, pole_id: str, position: int, at: int) -> None:
        row += (pole_id, position, at, None, None)
        self.current[key] = row
        self.new.append(row)

    def _end(self, key: Key, position: int, at: int) -> Row | None:
        before = self.current.pop(key, None)
        if before is not None:
            before[SUPERSEDED], before[BY] = at, position
        else:
            self.ended.append((at, position, key))
            before = self.found.pop(key, None)
        if before is not None and position in self.watched:
            self.past.rows[key, position] = before
        return before

    def _needed(self, op: Op) -> bool:
        """Whether anything is left to amend or to undo."""
        word, _, key, values = op
        known = key in self.current or key in self.found
        return not known if word == UNDO and values.word == END else known

    def _restored(self, key: Key, before: Row | None, said: Undone) -> Row | None:
        """The row without what the event said of it, unless another has said otherwise since."""
        names = self.rows.names
        then = self.past.rows.get((key, self.past.positions.get(said.event, 0)))
        if before is None:
            if then is None and not said.values:
                return None
            return list(then[: len(names)]) if then else list(map(said.values.get, names))
        if then is None:
            return list(before[: len(names)]) if said.word == CHANGE else None
        return [
            old if n in said.values and _same(now, said.values[n]) else now
            for n, now, old in zip(names, before, then, strict=False)
        ]


def _same(stored: Any, said: Any) -> bool:
    """SQLite answers dates as text."""
    return bool(stored == said) or str(stored) == str(said)

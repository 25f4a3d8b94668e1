"""From checkpoint to checkpoint: signatures, the chain, and leaves up to each signed root."""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from msgspec import Struct

from crm.event_store.pens import Pen
from crm.event_store.proof import leaves
from crm.event_store.proof.checkpoints import NONE_BEFORE, Checkpoint, Kept
from crm.event_store.proof.faults import Fault, Kind
from crm.event_store.proof.leaves import LOWEST
from crm.event_store.proof.stored import stored, unreadable
from crm.event_store.proof.tree import Frontier, split

MOST = 8
"""Trees to be remembered at once."""


class Verdict(Struct, frozen=True, kw_only=True):
    """What is to be said of one checkpoint, and what its leaves are worth."""

    number: int
    faults: list[Fault]
    positions: str = ""
    """Those that its root answers for."""
    proven: bool = False
    """Its leaves lead to its root."""
    intact: bool = False
    """It is what somebody signed."""
    signed: bool = False
    """It is what somebody trusted signed."""
    spoilt: bool = False
    """Its leaves do not lead to its root, but the events do: somebody touched the leaves."""


class Reached(NamedTuple):
    """A tree, the checkpoint that it goes to, and the position where its events end."""

    tree: Frontier
    number: int
    end: int


class Walker:
    """Remembers the checkpoint before, and the tree so far: several ones while somebody's hand
    leaves it open, until the next signed root says which was right."""

    def __init__(self, p: Pen, trusted: Collection[bytes]) -> None:
        self.p, self.trusted = p, trusted
        self.before: Checkpoint | None = None
        """The last one that is what somebody signed."""
        self.seen = 0
        """How many there are."""
        self._number, self._sound, self._clear = 0, True, 0
        self._reached, self._keys = [Reached(Frontier(), 0, 0)], set[str | None]()

    def walk(self, upto: int, forged: Collection[int]) -> Iterator[Verdict]:
        """A verdict for each checkpoint, and one for each run of numbers that are missing.
        `forged`: the numbers of those that nobody signed as they are."""
        for number, kept in stored(self.p, LOWEST, upto):
            self.seen += 1
            if number > self._number + 1:
                missing = f"{self._number + 1}-{number - 1}"
                fault = _fault("checkpoint_missing", self._number + 1, missing)
                yield Verdict(number=self._number + 1, faults=[fault])
            if kept and _reads(kept.checkpoint):
                yield self._judge(kept, intact=number not in forged)
            else:
                yield Verdict(number=number, faults=[_fault("checkpoint_unreadable", number)])
            self._number = number

    def _judge(self, kept: Kept, *, intact: bool) -> Verdict:
        checkpoint, positions = kept.checkpoint, self._answers_for(kept.checkpoint)
        faults = self._signature(checkpoint, intact=intact)
        sound = not faults
        if sound and self._sound and not self._is_linked(checkpoint):
            faults.append(_fault("checkpoint_chain", checkpoint.number))
        proven, spoilt, altered = self._grow(kept, sound=sound)
        if altered:
            faults.append(_fault("checkpoint_altered", checkpoint.number))
        if proven or spoilt:
            self._clear = checkpoint.last_position
        if intact:
            self.before, self._sound = checkpoint, sound
        return Verdict(
            number=checkpoint.number,
            faults=self._told_once(faults),
            positions=positions,
            proven=proven,
            intact=intact,
            signed=sound,
            spoilt=spoilt,
        )

    def _is_linked(self, checkpoint: Checkpoint) -> bool:
        """Whether it holds the hash of the one before, unless that one is missing."""
        if checkpoint.number == 1:
            return checkpoint.previous == NONE_BEFORE
        missing = self.before is None or self.before.number != checkpoint.number - 1
        return missing or (self.before is not None and checkpoint.follows(self.before))

    def _answers_for(self, checkpoint: Checkpoint) -> str:
        """The positions that its root answers for: since the last root that was reached."""
        before = self.before
        number, end = (before.number, before.last_position) if before else (0, 0)
        if checkpoint.number == number + 1 and end == self._clear:
            return checkpoint.positions
        return f"{self._clear + 1}-{checkpoint.last_position}"

    def _signature(self, checkpoint: Checkpoint, *, intact: bool) -> list[Fault]:
        if not intact:
            return [_fault("checkpoint_signature", checkpoint.number, checkpoint.positions)]
        if checkpoint.public_key not in self.trusted:
            return [_fault("checkpoint_key", checkpoint.number, checkpoint.public_key.hex())]
        return []

    def _told_once(self, faults: list[Fault]) -> list[Fault]:
        """A key that changed signs thousands of checkpoints: the first of them is enough."""
        new = [f for f in faults if f.kind != "checkpoint_key" or f.detail not in self._keys]
        self._keys |= {f.detail for f in new if f.kind == "checkpoint_key"}
        return new

    def _grow(self, kept: Kept, *, sound: bool) -> tuple[bool, bool, bool]:
        """Takes its leaves in. Whether they lead to its root; if not, whether its events do;
        whether it keeps something else than what follows from them."""
        checkpoint, told = kept.checkpoint, (kept.frontier, kept.nodes, kept.last_position)
        number, end = checkpoint.number, checkpoint.last_position
        signed, trees = (checkpoint.size, checkpoint.root), self._trees_before(checkpoint)
        grown = [_extended(tree, split(kept.leaves)) for tree in trees]
        if not sound:
            possible = [Reached(tree, number, end) for tree, _ in grown]
            self._reached = [*possible, *self._reached][:MOST]
            return False, False, False
        for tree, nodes in grown:
            if (tree.size, tree.root) == signed:
                self._reached = [Reached(tree, number, end)]
                return True, False, told != (tree.peaks, nodes, end)
        events = self._leaves(checkpoint.first_position, end) or []
        again = [_extended(tree, events)[0] for tree in trees]
        right = [tree for tree in again if (tree.size, tree.root) == signed]
        known = right or _claimed(kept) or [tree for tree, _ in grown]
        self._reached = [Reached(tree, number, end) for tree in known]
        return False, bool(right), False

    def _trees_before(self, checkpoint: Checkpoint) -> list[Frontier]:
        """Where a checkpoint between is missing or proves nothing, the events that it covered
        stand for its leaves; the root that follows says whether rightly."""
        trees = []
        for tree, number, end in self._reached:
            if number == checkpoint.number - 1:
                trees.append(tree)
            elif (found := self._leaves(end + 1, checkpoint.first_position - 1)) is not None:
                trees.append(_extended(tree, found)[0])
        return trees

    def _leaves(self, first: int, last: int) -> list[bytes] | None:
        try:
            return leaves.leaves(self.p, first, last)
        except Exception as error:
            if not unreadable(error):
                raise
            return None


def _extended(tree: Frontier, leaves: Sequence[bytes]) -> tuple[Frontier, bytes]:
    grown = tree.copy()
    return grown, grown.extend(leaves)


def _claimed(kept: Kept) -> list[Frontier]:
    """The frontier that it keeps, if that is the one whose root was signed."""
    try:
        claimed = Frontier(kept.checkpoint.size, kept.frontier)
    except ValueError:
        return []
    return [claimed] if claimed.root == kept.checkpoint.root else []


def _reads(checkpoint: Checkpoint) -> bool:
    try:
        return checkpoint.count > 0
    except ValueError:
        return False


def _fault(kind: Kind, number: int, detail: str | None = None) -> Fault:
    return Fault(kind=kind, checkpoint=number, detail=detail)

"""From checkpoint to checkpoint: signatures, the chain, and leaves up to each signed root."""

from collections.abc import Collection, Iterator

from msgspec import Struct

from crm.event_store.pens import Pen
from crm.event_store.proof import leaves
from crm.event_store.proof.checkpoints import NONE_BEFORE, Checkpoint, Kept
from crm.event_store.proof.comparing import is_whole
from crm.event_store.proof.faults import Fault, Kind
from crm.event_store.proof.leaves import LOWEST
from crm.event_store.proof.stored import stored, unreadable
from crm.event_store.proof.tree import Frontier, split


class Verdict(Struct, frozen=True, kw_only=True):
    """What is to be said of one checkpoint, and what its leaves are worth."""

    number: int
    faults: list[Fault]
    positions: str = ""
    proven: bool = False
    """Its leaves lead to its root."""
    signed: bool = False
    spoilt: bool = False
    """They do not, but the events do: somebody touched the leaves."""


class Walker:
    """Remembers the checkpoint before, and the tree so far."""

    def __init__(self, p: Pen, trusted: Collection[bytes]) -> None:
        self.p, self.trusted = p, trusted
        self.before: Checkpoint | None = None
        self.number, self._sound = 0, True
        self._tree: Frontier | None = Frontier()

    def walk(self, upto: int) -> Iterator[Verdict]:
        """A verdict for each checkpoint, and one for each run of numbers that are missing."""
        for number, kept in stored(self.p, LOWEST, upto):
            if number > self.number + 1:
                missing = f"{self.number + 1}-{number - 1}"
                fault = _fault("checkpoint_missing", self.number + 1, missing)
                yield Verdict(number=self.number + 1, faults=[fault])
            if kept and _reads(kept.checkpoint):
                yield self._judge(kept, follows=number == self.number + 1)
                self.before = kept.checkpoint
            else:
                yield Verdict(number=number, faults=[_fault("checkpoint_unreadable", number)])
                self._sound, self._tree = False, None
            self.number = number

    def _judge(self, kept: Kept, *, follows: bool) -> Verdict:
        checkpoint, sound = kept.checkpoint, kept.checkpoint.is_signed
        faults = self._signature(checkpoint, sound=sound)
        previous = self.before.digest if self.before else NONE_BEFORE
        if follows and self._sound and sound and checkpoint.previous != previous:
            faults.append(_fault("checkpoint_chain", checkpoint.number))
        tree = self._tree if follows else self._bridged(kept)
        grown, nodes = _grown(tree, kept)
        proven = grown is not None and grown.root == checkpoint.root
        spoilt = False
        if grown and proven:
            told = (kept.frontier, kept.nodes, kept.last_position)
            if told != (grown.peaks, nodes, checkpoint.last_position):
                faults.append(_fault("checkpoint_altered", checkpoint.number))
        else:
            grown = self._regrown(tree, checkpoint)
            spoilt = grown is not None
        self._tree, self._sound = grown or _claimed(kept, sound=sound), sound
        return Verdict(
            number=checkpoint.number,
            faults=faults,
            positions=self._reach(checkpoint, follows=follows),
            proven=proven,
            signed=sound,
            spoilt=spoilt,
        )

    def _reach(self, checkpoint: Checkpoint, *, follows: bool) -> str:
        """The positions that its root answers for: those of missing checkpoints before too."""
        if follows:
            return checkpoint.positions
        first = self.before.last_position + 1 if self.before else 1
        return f"{first}-{checkpoint.last_position}"

    def _signature(self, checkpoint: Checkpoint, *, sound: bool) -> list[Fault]:
        if not sound:
            return [_fault("checkpoint_signature", checkpoint.number, checkpoint.positions)]
        if checkpoint.public_key not in self.trusted:
            return [_fault("checkpoint_key", checkpoint.number, checkpoint.public_key.hex())]
        return []

    def _bridged(self, kept: Kept) -> Frontier | None:
        """Over checkpoints that are missing: the events that they covered stand for their leaves,
        and the root that follows says whether rightly."""
        first = self.before.last_position + 1 if self.before else 1
        found = self._leaves(first, kept.checkpoint.first_position - 1)
        if self._tree is None or found is None or self._tree.size + len(found) != kept.before:
            return None
        tree = self._tree.copy()
        tree.extend(found)
        return tree

    def _regrown(self, tree: Frontier | None, checkpoint: Checkpoint) -> Frontier | None:
        """The tree with the events instead of the leaves kept, if that is what was signed."""
        found = self._leaves(checkpoint.first_position, checkpoint.last_position)
        if tree is None or found is None:
            return None
        grown = tree.copy()
        grown.extend(found)
        return grown if (grown.size, grown.root) == (checkpoint.size, checkpoint.root) else None

    def _leaves(self, first: int, last: int) -> list[bytes] | None:
        try:
            return leaves.leaves(self.p, first, last)
        except Exception as error:
            if not unreadable(error):
                raise
            return None


def _grown(tree: Frontier | None, kept: Kept) -> tuple[Frontier | None, bytes]:
    if tree is None or not is_whole(kept) or kept.before != tree.size:
        return None, b""
    grown = tree.copy()
    return grown, grown.extend(split(kept.leaves))


def _claimed(kept: Kept, *, sound: bool) -> Frontier | None:
    """The frontier that it keeps, if that is the one whose root was signed."""
    try:
        claimed = Frontier(kept.checkpoint.size, kept.frontier)
    except ValueError:
        return None
    return claimed if sound and claimed.root == kept.checkpoint.root else None


def _reads(checkpoint: Checkpoint) -> bool:
    try:
        return checkpoint.count > 0
    except ValueError:
        return False


def _fault(kind: Kind, number: int, detail: str | None = None) -> Fault:
    return Fault(kind=kind, checkpoint=number, detail=detail)

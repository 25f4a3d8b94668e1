"""Full subtrees, read where they were completed: a proof reads a few hundred hashes, however many
events there are."""

from functools import lru_cache

from crm.event_store.pens import Pen
from crm.event_store.proof.tree import KEPT, parent, place, split

_COMPLETED = (
    "SELECT size, length(leaves), nodes FROM checkpoints WHERE size>=? ORDER BY size LIMIT 1"
)
_COVERING = (
    "SELECT size, leaves FROM checkpoints WHERE size>? AND size<="
    "(SELECT min(size) FROM checkpoints WHERE size>=?) ORDER BY size"
)


class Subtrees:
    """By level and index, the root of a full subtree among the first `size` leaves."""

    def __init__(self, p: Pen, size: int) -> None:
        self.p, self.size = p, size
        self._read = lru_cache(4096)(self._node)
        self._tiles = lru_cache(64)(self._tile)

    def __call__(self, level: int, index: int) -> bytes:
        return self._read(level, index)

    def _node(self, level: int, index: int) -> bytes:
        if level >= KEPT:
            return self._kept(level, index)
        if level == 0:
            return self._tiles(index >> KEPT)[index % (1 << KEPT)]
        return parent(self._read(level - 1, 2 * index), self._read(level - 1, 2 * index + 1))

    def _kept(self, level: int, index: int) -> bytes:
        size, length, nodes = self.p.run(_COMPLETED, (index + 1) << level).fetchone()
        at = 32 * place(level, index, size - length // 32, size)
        return bytes(nodes[at : at + 32])

    def _tile(self, number: int) -> list[bytes]:
        """The leaves of one of the smallest subtrees that are kept; fewer at the right edge."""
        first = number << KEPT
        end = min(first + (1 << KEPT), self.size)
        found, start = list[bytes](), first
        for size, leaves in self.p.run(_COVERING, first, end):
            before = size - len(leaves) // 32
            found += split(leaves)[start - before : end - before]
            start = size
        return found

"""The Merkle tree of RFC 6962: a root over leaves in order, and short proofs about them.

A tree that grows needs only its frontier, the roots of its full subtrees. A proof needs a few
subtrees more: those of 256 leaves and above are kept, smaller ones are made again from leaves.
"""

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256

EMPTY = sha256(b"").digest()
"""The root of a tree without leaves."""
KEPT = 8
"""From this level on (2**8 leaves), full subtrees are kept: one hash for every 128 leaves."""
Subtree = Callable[[int, int], bytes]
"""By level and index, the root of a full subtree: leaves from index * 2**level on."""


def leaf(data: bytes) -> bytes:
    """The hash of one entry; another prefix than that of nodes, so that neither passes for the
    other."""
    return sha256(b"\0" + data).digest()


def parent(left: bytes, right: bytes) -> bytes:
    """The hash of a node."""
    return sha256(b"\1" + left + right).digest()


class Frontier:
    """A tree as far as it must be known to grow: at most one full subtree at each level."""

    def __init__(self, size: int = 0, peaks: bytes = b"") -> None:
        """`peaks`: as `peaks` gave them. Raises ValueError when they are not those of a size."""
        levels = [level for level in reversed(range(size.bit_length())) if size >> level & 1]
        if len(peaks) != 32 * len(levels):
            raise ValueError(f"{len(peaks)} bytes of peaks for {size} leaves")
        self.size = size
        self._held = dict(zip(levels, split(peaks), strict=True))

    @property
    def peaks(self) -> bytes:
        """The roots of its full subtrees, largest first."""
        return b"".join(self._held[level] for level in sorted(self._held, reverse=True))

    @property
    def root(self) -> bytes:
        """The hash of the whole tree."""
        first, *others = [self._held[level] for level in sorted(self._held)] or [EMPTY]
        for peak in others:
            first = parent(peak, first)
        return first

    def copy(self) -> "Frontier":
        """The same tree, to grow apart."""
        return Frontier(self.size, self.peaks)

    def extend(self, leaves: Sequence[bytes]) -> bytes:
        """Takes leaves in; answers the full subtrees to keep, by level, then in order."""
        self.size += len(leaves)
        completed, nodes, level = list[bytes](), list(leaves), 0
        while nodes:
            if level >= KEPT:
                completed += nodes
            if held := self._held.pop(level, None):
                nodes.insert(0, held)
            if len(nodes) & 1:
                self._held[level] = nodes[-1]
            pairs = zip(nodes[::2], nodes[1::2], strict=False)
            nodes = [sha256(b"\1" + left + right).digest() for left, right in pairs]
            level += 1
        return b"".join(completed)


def place(level: int, index: int, before: int, size: int) -> int:
    """Where `extend` put a subtree, when it made a tree of `before` leaves one of `size`."""
    lower = sum((size >> n) - (before >> n) for n in range(KEPT, level))
    return lower + index - (before >> level)


def inclusion(subtree: Subtree, index: int, size: int) -> list[bytes]:
    """The hashes that lead from a leaf to the root of the first `size` leaves, bottom first."""
    path = []
    for (start, end), _ in _descent(index, size):
        path.append(_root(subtree, start, end))
    return path[::-1]


def climb(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """The root that an inclusion proof leads to. Raises ValueError when it has another length."""
    sides = [on_left for _, on_left in _descent(index, size)][::-1]
    for sibling, on_left in zip(path, sides, strict=True):
        leaf = parent(sibling, leaf) if on_left else parent(leaf, sibling)
    return leaf


def consistency(subtree: Subtree, first: int, size: int) -> list[bytes]:
    """The hashes that prove the tree of the first leaves to be the beginning of a larger one."""
    start, end, whole, path = 0, size, True, list[bytes]()
    while first < end:
        middle = _middle(start, end)
        if first <= middle:
            path.append(_root(subtree, middle, end))
            end = middle
        else:
            path.append(_root(subtree, start, middle))
            start, whole = middle, False
    return ([] if whole else [_root(subtree, start, end)]) + path[::-1]


def split(hashes: bytes) -> list[bytes]:
    """Joined hashes, one by one."""
    return [hashes[at : at + 32] for at in range(0, len(hashes), 32)]


def _descent(index: int, size: int) -> Iterator[tuple[tuple[int, int], bool]]:
    """From the root to a leaf: the other half each time, and whether it lies on the left."""
    start, end = 0, size
    while end - start > 1:
        middle = _middle(start, end)
        if index < middle:
            yield (middle, end), False
            end = middle
        else:
            yield (start, middle), True
            start = middle


def _root(subtree: Subtree, start: int, end: int) -> bytes:
    level = (end - start - 1).bit_length()
    if end - start == 1 << level:
        return subtree(level, start >> level)
    middle = _middle(start, end)
    return parent(_root(subtree, start, middle), _root(subtree, middle, end))


def _middle(start: int, end: int) -> int:
    """Where RFC 6962 halves a run of leaves: at the largest power of two below its length."""
    return start + (1 << (end - start - 1).bit_length() - 1)

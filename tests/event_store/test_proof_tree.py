"""The tree of RFC 6962: known vectors, and the RFC's own definitions on trees drawn at random."""

from collections.abc import Sequence
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.event_store.proof import tree
from crm.event_store.proof.tree import EMPTY, Frontier, climb, consistency, inclusion, leaf, split

# Certificate Transparency's reference vectors: entries, roots by size, and proofs.
ENTRIES = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
N01 = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
N04 = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
N06 = "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f"
N11 = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
N12 = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
N13 = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
N21 = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
INCLUSION = [
    (0, 1, []),
    (0, 8, [N01, N11, N21]),
    (5, 8, [N04, N13, ROOTS[4]]),
    (2, 3, [ROOTS[2]]),
    (1, 5, [ROOTS[1], N11, N04]),
]
CONSISTENCY = [
    (1, 1, []),
    (1, 8, [N01, N11, N21]),
    (6, 8, [N12, N13, ROOTS[4]]),
    (2, 5, [N11, N04]),
    (6, 7, [N12, N06, ROOTS[4]]),
]
LEAVES = [leaf(bytes.fromhex(entry)) for entry in ENTRIES]


def root(leaves: Sequence[bytes]) -> bytes:
    """MTH of the RFC, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    half = largest_power_below(len(leaves))
    return sha256(b"\1" + root(leaves[:half]) + root(leaves[half:])).digest()


def largest_power_below(size: int) -> int:
    return max(1 << k for k in range(size.bit_length()) if 1 << k < size)


def subtree_of(leaves: Sequence[bytes]) -> tree.Subtree:
    return lambda level, index: root(leaves[index << level : (index + 1) << level])


def hexadecimal(path: Sequence[bytes]) -> list[str]:
    return [node.hex() for node in path]


def test_roots_are_those_of_certificate_transparency() -> None:
    frontier, found = Frontier(), [EMPTY.hex()]
    for one in LEAVES:
        frontier.extend([one])
        found.append(frontier.root.hex())
    assert found == ROOTS


@pytest.mark.parametrize(("index", "size", "path"), INCLUSION)
def test_inclusion_is_that_of_certificate_transparency(
    index: int, size: int, path: list[str]
) -> None:
    found = inclusion(subtree_of(LEAVES), index, size)
    assert hexadecimal(found) == path
    assert climb(LEAVES[index], index, size, found).hex() == ROOTS[size]


@pytest.mark.parametrize(("first", "size", "path"), CONSISTENCY)
def test_consistency_is_that_of_certificate_transparency(
    first: int, size: int, path: list[str]
) -> None:
    assert hexadecimal(consistency(subtree_of(LEAVES), first, size)) == path


PARTS = st.lists(st.integers(1, 700), min_size=1, max_size=5)


@given(PARTS)
def test_a_tree_that_grows_is_the_tree_made_at_once(parts: list[int]) -> None:
    """Whatever the steps, and the frontier written down and read back at each."""
    leaves = [leaf(str(n).encode()) for n in range(sum(parts))]
    frontier, kept = Frontier(), dict[tuple[int, int], bytes]()
    for count in parts:
        before = frontier.size
        frontier = Frontier(before, frontier.peaks)
        nodes = split(frontier.extend(leaves[before : before + count]))
        for level in range(tree.KEPT, frontier.size.bit_length()):
            for index in range(before >> level, frontier.size >> level):
                kept[level, index] = nodes[tree.place(level, index, before, frontier.size)]
        assert len(nodes) == sum((frontier.size >> n) - (before >> n) for n in range(tree.KEPT, 12))
    assert frontier.root == root(leaves)
    subtree = subtree_of(leaves)
    assert kept == {(level, index): subtree(level, index) for level, index in kept}


@given(st.integers(1, 90), st.data())
def test_a_wrong_leaf_or_path_leads_elsewhere(size: int, data: st.DataObject) -> None:
    leaves = [leaf(str(n).encode()) for n in range(size)]
    index = data.draw(st.integers(0, size - 1))
    path = inclusion(subtree_of(leaves), index, size)
    assert climb(leaves[index], index, size, path) == root(leaves)
    assert climb(leaf(b"other"), index, size, path) != root(leaves)
    with pytest.raises(ValueError, match="zip"):
        climb(leaves[index], index, size, [*path, EMPTY])
    if path:
        at = data.draw(st.integers(0, len(path) - 1))
        path[at] = EMPTY
        assert climb(leaves[index], index, size, path) != root(leaves)


def test_peaks_of_another_size_are_refused() -> None:
    with pytest.raises(ValueError, match="peaks"):
        Frontier(3, bytes(32))

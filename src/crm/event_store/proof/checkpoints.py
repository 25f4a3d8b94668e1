"""Checkpoints: signed statements that the event store held these events, and these alone.

Each one names the one before by its hash, so that none can be taken out or put in between.
"""

import re
from collections.abc import Sequence
from functools import cached_property
from hashlib import sha256
from itertools import pairwise
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from msgspec import Struct
from msgspec.structs import asdict, replace

from crm.event_store.tables import checkpoints

COLUMNS = tuple(map(str, checkpoints.columns.keys()))
NONE_BEFORE = bytes(32)
"""What the first checkpoint says of the one before."""
_RANGE = r"\d{1,19}(?:-\d{1,19})?"
_POSITIONS = re.compile(rf"{_RANGE}(?:,{_RANGE})*", re.ASCII)


class Checkpoint(Struct, frozen=True, kw_only=True, dict=True):
    """What is signed. `docs/proof.md` tells a third party how to read it."""

    number: int
    """From 1 on, without a hole."""
    size: int
    """How many events it covers, those of the checkpoints before included."""
    positions: str
    """Of the events since the one before: `1-4096,4099`."""
    root: bytes
    """Of the Merkle tree over all the events it covers."""
    previous: bytes
    """Hash of the checkpoint before, its signature included."""
    signed_at: int
    """Instant (microseconds, UTC)."""
    public_key: bytes
    signature: bytes = b""

    @property
    def body(self) -> bytes:
        """The text that is signed."""
        return (
            f"trame checkpoint 1\nnumber {self.number}\nsize {self.size}\n"
            f"positions {self.positions}\nroot {self.root.hex()}\n"
            f"previous {self.previous.hex()}\nsigned_at {self.signed_at}\n"
            f"public_key {self.public_key.hex()}\n"
        ).encode()

    @property
    def digest(self) -> bytes:
        """What the next checkpoint says of this one: body and signature, so that the signature of
        the last one answers for them all."""
        return sha256(self.body + self.signature).digest()

    @cached_property
    def ranges(self) -> list[range]:
        """Its positions. Raises ValueError when they do not read, or do not follow each other."""
        return ranges(self.positions)

    @property
    def first_position(self) -> int:
        return self.ranges[0].start

    @property
    def last_position(self) -> int:
        return self.ranges[-1].stop - 1

    @property
    def count(self) -> int:
        """How many events it adds to the one before."""
        return sum(map(len, self.ranges))

    def follows(self, before: "Checkpoint") -> bool:
        """Whether it was made after that one, as that one is."""
        return self.number == before.number + 1 and self.previous == before.digest

    def sign(self, key: Ed25519PrivateKey) -> "Checkpoint":
        """The same, signed."""
        return replace(self, signature=key.sign(self.body))

    @cached_property
    def is_signed(self) -> bool:
        """Whether the key that it names signed it."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public_key).verify(self.signature, self.body)
        except (InvalidSignature, ValueError):
            return False
        return True


class Kept(Struct, frozen=True, kw_only=True):
    """A checkpoint as it is stored: beside what is signed, hashes that its root proves."""

    checkpoint: Checkpoint
    last_position: int
    frontier: bytes
    nodes: bytes
    leaves: bytes

    @property
    def before(self) -> int:
        """How many leaves the tree had before."""
        return self.checkpoint.size - len(self.leaves) // 32

    @property
    def row(self) -> tuple[Any, ...]:
        """Its values, in the order of `COLUMNS`."""
        values = asdict(self.checkpoint) | asdict(self)
        return tuple(values[name] for name in COLUMNS)


def signing_key(secret: str) -> Ed25519PrivateKey:
    """The key that signs checkpoints, from the secret drawn for it alone."""
    if not secret:
        raise ValueError("no secret to sign with")
    seed = HKDF(SHA256(), 32, salt=None, info=b"trame proof").derive(secret.encode())
    return Ed25519PrivateKey.from_private_bytes(seed)


def public_bytes(key: Ed25519PrivateKey) -> bytes:
    """What others need to check its signatures: 32 bytes."""
    return key.public_key().public_bytes_raw()


def ranges(positions: str) -> list[range]:
    """`1-4096,4099` as ranges. Raises ValueError when it does not read so, in order."""
    if not _POSITIONS.fullmatch(positions):
        raise ValueError(f"positions: {positions[:40]}")
    parts = [part.partition("-") for part in positions.split(",")]
    found = [range(int(first), int(last or first) + 1) for first, _, last in parts]
    if not all(found) or any(one.stop >= other.start for one, other in pairwise(found)):
        raise ValueError(f"positions: {positions[:40]}")
    return found


def told(positions: Sequence[int]) -> str:
    """Positions in order, as a checkpoint tells them."""
    if positions[-1] - positions[0] == len(positions) - 1:
        starts = [0]
    else:
        jumps = enumerate(pairwise(positions), 1)
        starts = [0, *(n for n, (one, other) in jumps if other != one + 1)]
    ends = [*(start - 1 for start in starts[1:]), len(positions) - 1]
    pairs = [(positions[start], positions[end]) for start, end in zip(starts, ends, strict=True)]
    return ",".join(f"{one}-{other}" if other > one else str(one) for one, other in pairs)

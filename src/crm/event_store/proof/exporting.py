"""Exports: checkpoints, and events with the hashes that lead from them to a signed root.

Whoever receives one verifies it alone, with `docs/verify_export.py` or with tools of their own.
"""

from collections.abc import Iterator, Sequence
from typing import Literal, Self

import msgspec
from msgspec import Struct
from sqlalchemy import Engine

from crm.event_store.databases import pen
from crm.event_store.pens import Pen
from crm.event_store.proof import leaves
from crm.event_store.proof.checkpoints import Checkpoint, Kept
from crm.event_store.proof.leaves import ENVELOPE, LOWEST, describe
from crm.event_store.proof.stored import one, stored
from crm.event_store.proof.subtrees import Subtrees
from crm.event_store.proof.tree import climb, consistency, inclusion, leaf
from crm.refusal import N_, Refusal


class Unprovable(Refusal):
    sentence = N_(
        "La preuve ne peut être faite : ce qui est gardé ne mène pas à ce qui a été signé. "
        "« crm verify » dit ce qui a été touché."
    )


class NothingSigned(Refusal):
    sentence = N_("Il n’y a encore aucun point de contrôle à exporter.")


class Signed(Struct, frozen=True, kw_only=True):
    """A checkpoint as it is exported: bytes in hexadecimal."""

    number: int
    size: int
    positions: str
    root: str
    previous: str
    signed_at: int
    public_key: str
    signature: str

    @classmethod
    def of(cls, checkpoint: Checkpoint) -> Self:
        """A checkpoint, to be exported."""
        values = msgspec.structs.asdict(checkpoint).items()
        return msgspec.convert({n: v.hex() if isinstance(v, bytes) else v for n, v in values}, cls)

    @property
    def checkpoint(self) -> Checkpoint:
        """Raises ValueError when it does not read."""
        return Checkpoint(
            number=self.number,
            size=self.size,
            positions=self.positions,
            root=bytes.fromhex(self.root),
            previous=bytes.fromhex(self.previous),
            signed_at=self.signed_at,
            public_key=bytes.fromhex(self.public_key),
            signature=bytes.fromhex(self.signature),
        )


class Growth(Struct, frozen=True, kw_only=True):
    """That the tree of one checkpoint is the beginning of that of a later one."""

    first: int
    second: int
    """Numbers of the two checkpoints."""
    path: list[str]


class Proven(Struct, frozen=True, kw_only=True):
    """An event, and the hashes that lead from it to the root of a checkpoint."""

    line: str
    """What is hashed: the envelope as a JSON array, a line feed, the state as stored."""
    index: int
    """Its place among all events, from 0 on."""
    checkpoint: int
    path: list[str]

    @property
    def stream(self) -> str:
        """The stream that the event belongs to."""
        return describe(self.line.encode()).stream


class Export(Struct, frozen=True, kw_only=True):
    """One file."""

    format: Literal["trame-proof-1"] = "trame-proof-1"
    envelope: tuple[str, ...] = ENVELOPE
    """Names of the columns of the array in each line."""
    checkpoints: list[Signed]
    growth: list[Growth] = []
    events: list[Proven] = []


def export_proof(
    engine: Engine,
    *,
    streams: Sequence[str] = (),
    anchors: Sequence[Checkpoint] = (),
    whole: bool = False,
) -> Export:
    """The last checkpoint (all of them when `whole`); the events of these streams that it covers,
    with their proofs; for each checkpoint kept elsewhere, the proof that nothing changed since.

    Raises Unprovable and NothingSigned.
    """
    with pen(engine) as p:
        last = _last(p)
        listed = {kept.checkpoint.number: kept.checkpoint for _, kept in _all(p)} if whole else {}
        listed |= {anchor.number: anchor for anchor in anchors} | {last.number: last}
        subtrees = Subtrees(p, last.size)
        return Export(
            checkpoints=[Signed.of(listed[number]) for number in sorted(listed)],
            growth=[_growth(p, subtrees, anchor, last) for anchor in anchors],
            events=[proof for stream in streams for proof in _events(p, subtrees, stream, last)],
        )


def read_checkpoints(text: bytes) -> list[Checkpoint]:
    """The checkpoints of an export. Raises ValueError when it is none."""
    found = [signed.checkpoint for signed in msgspec.json.decode(text, type=Export).checkpoints]
    for checkpoint in found:
        _ = checkpoint.ranges
    return found


def _last(p: Pen) -> Checkpoint:
    if not (number := p.run("SELECT max(number) FROM checkpoints").fetchone()[0]):
        raise NothingSigned
    if not (kept := one(p, number)):
        raise Unprovable
    return kept.checkpoint


def _all(p: Pen) -> Iterator[tuple[int, Kept]]:
    for number, kept in stored(p, LOWEST, 2**62):
        if not kept:
            raise Unprovable
        yield number, kept


def _growth(p: Pen, subtrees: Subtrees, first: Checkpoint, last: Checkpoint) -> Growth:
    known = one(p, first.number)
    if not known or known.checkpoint != first:
        raise Unprovable
    path = consistency(subtrees, first.size, last.size)
    return Growth(first=first.number, second=last.number, path=[node.hex() for node in path])


def _events(p: Pen, subtrees: Subtrees, stream: str, last: Checkpoint) -> Iterator[Proven]:
    sql = (
        "SELECT position FROM events WHERE originator_id=? AND position<=? "
        "ORDER BY originator_version"
    )
    for (position,) in p.run(sql, stream, last.last_position).fetchall():
        said, index = leaves.lines(p, position, position)[0], _index(p, position)
        path = inclusion(subtrees, index, last.size)
        if climb(leaf(said), index, last.size, path) != last.root:
            raise Unprovable
        yield Proven(
            line=said.decode(),
            index=index,
            checkpoint=last.number,
            path=[node.hex() for node in path],
        )


def _index(p: Pen, position: int) -> int:
    sql = "SELECT number FROM checkpoints WHERE last_position>=? ORDER BY last_position LIMIT 1"
    number = p.run(sql, position).fetchone()[0]
    if not (kept := one(p, number)):
        raise Unprovable
    index = kept.checkpoint.size - kept.checkpoint.count
    for run in kept.checkpoint.ranges:
        if position in run:
            return index + run.index(position)
        index += len(run)
    raise Unprovable

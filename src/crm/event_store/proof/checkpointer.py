"""Making checkpoints: what was recorded since the last one, up to the head, signed.

Interrupted anywhere, nothing is half done: a checkpoint is one row. Of several processes at it at
once, one is first; the others find its number taken and go on from there.
"""

from collections.abc import Callable
from contextlib import suppress

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Engine

from crm.event_store.databases import head, pen
from crm.event_store.pens import Pen
from crm.event_store.proof import leaves
from crm.event_store.proof.checkpoints import (
    COLUMNS,
    NONE_BEFORE,
    Checkpoint,
    Kept,
    public_bytes,
    told,
)
from crm.event_store.proof.stored import latest, unreadable
from crm.event_store.proof.tree import Frontier
from crm.event_store.tables import checkpoints
from crm.refusal import N_, Refusal

MOST = 8_192
"""Events under one checkpoint: few megabytes in memory, and one wait for the disk."""


class BrokenProof(Refusal):
    sentence = N_(
        "Le point de contrôle %(number)s n’est plus ce qui a été signé, ou des événements qu’il "
        "couvre manquent : rien n’a été signé après lui. « crm verify » dit ce qui a été touché."
    )


class Checkpointer:
    """Signs what no checkpoint covers yet."""

    def __init__(
        self,
        engine: Engine,
        key: Ed25519PrivateKey,
        clock: Callable[[], int],
        most: int = MOST,
    ) -> None:
        """`clock`: microseconds, UTC."""
        self.engine, self.key, self.clock, self.most = engine, key, clock, most

    def checkpoint(self) -> Checkpoint | None:
        """The last checkpoint made, as many as it takes to reach the head; None when there is
        nothing new, which costs two short questions. Raises BrokenProof."""
        last = self._latest()
        with pen(self.engine) as p:
            reached = p.run("SELECT max(position) FROM events").fetchone()[0] or 0
        if last and reached <= last.last_position:
            if reached < last.last_position:
                raise BrokenProof(number=last.checkpoint.number)
            return None
        made, upto = None, head(self.engine)
        while following := self._following(last, upto):
            if self._write(following):
                made, last = following.checkpoint, following
            else:
                last = self._latest()
        return made

    def latest(self) -> Checkpoint | None:
        """The last checkpoint there is, whoever made it. Raises BrokenProof."""
        kept = self._latest()
        return kept.checkpoint if kept else None

    def _latest(self) -> Kept | None:
        with pen(self.engine) as p:
            try:
                kept = latest(p)
            except Exception as error:
                if not unreadable(error):
                    raise
                last = p.run("SELECT max(number) FROM checkpoints").fetchone()[0]
                raise BrokenProof(number=last) from error
        if kept:
            _frontier(kept)
        return kept

    def _following(self, last: Kept | None, upto: int) -> Kept | None:
        """The next checkpoint; incremental, because the frontier of the last one is enough."""
        after, frontier = (last.last_position, _frontier(last)) if last else (0, Frontier())
        with pen(self.engine) as p:
            covered = leaves.positions(p, after + 1, upto, self.most)
            if not covered:
                return None
            found = leaves.leaves(p, after + 1, covered[-1])
        if len(found) != len(covered):
            raise BrokenProof(number=last.checkpoint.number if last else 0)
        nodes = frontier.extend(found)
        checkpoint = Checkpoint(
            number=last.checkpoint.number + 1 if last else 1,
            size=frontier.size,
            positions=told(covered),
            root=frontier.root,
            previous=last.checkpoint.digest if last else NONE_BEFORE,
            signed_at=self.clock(),
            public_key=public_bytes(self.key),
        )
        return Kept(
            checkpoint=checkpoint.sign(self.key),
            last_position=covered[-1],
            frontier=frontier.peaks,
            nodes=nodes,
            leaves=b"".join(found),
        )

    def _write(self, kept: Kept) -> bool:
        """Whether nobody else made it first."""
        with pen(self.engine) as p:
            p.begin()
            try:
                p.insert(checkpoints, COLUMNS, [kept.row])
            except Exception as error:
                if not _taken(p, error):
                    raise
                p.run("ROLLBACK")
                return False
        return True


def _frontier(last: Kept) -> Frontier:
    """The frontier to go on from. Raises BrokenProof when it is not the one that was signed."""
    checkpoint = last.checkpoint
    with suppress(ValueError):
        frontier = Frontier(checkpoint.size, last.frontier)
        ends = checkpoint.last_position == last.last_position
        if ends and frontier.root == checkpoint.root and checkpoint.is_signed:
            return frontier
    raise BrokenProof(number=checkpoint.number)


def _taken(p: Pen, error: Exception) -> bool:
    return "checkpoints" in (p.broken_index(error) or "")

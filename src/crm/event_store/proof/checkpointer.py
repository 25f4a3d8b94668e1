"""Making checkpoints: what was recorded since the last one, up to the head, signed.

Interrupted anywhere, nothing is half done: a checkpoint is one row. Of several processes at it at
once, one is first; the others find its number taken and go on from there.
"""

from collections.abc import Callable, Collection

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
ENOUGH, PATIENCE = 1_024, 600
"""So many events, or the first of them for so many seconds: then it is time to sign."""


class BrokenProof(Refusal):
    sentence = N_(
        "Le point de contrôle %(number)s n’est plus ce qui a été signé, ou des événements qu’il "
        "couvre manquent : rien n’a été signé après lui. « crm verify » dit ce qui a été touché."
    )


class OtherKey(Refusal):
    sentence = N_(
        "Le point de contrôle %(number)s est signé par une autre clé, %(key)s : rien n’a été signé "
        "après lui. Si elle est l’une des vôtres, dites-le une fois : « crm checkpoint --cle »."
    )


class Checkpointer:
    """Signs what no checkpoint covers yet."""

    def __init__(
        self,
        engine: Engine,
        key: Ed25519PrivateKey,
        clock: Callable[[], int],
        *,
        former: Collection[bytes] = (),
        most: int = MOST,
    ) -> None:
        """`clock`: microseconds, UTC. `former`: public keys that may have signed the checkpoint
        to go on from, beside this one's."""
        self.engine, self.key, self.clock, self.most = engine, key, clock, most
        self.accepted = {public_bytes(key), *former}

    def checkpoint(self) -> Checkpoint | None:
        """Signs now: the last checkpoint made, as many as it takes to reach the head; None when
        there is nothing new. Raises BrokenProof and OtherKey."""
        made, last, upto = None, self._latest(), head(self.engine)
        while following := self._following(last, upto):
            if self._write(following):
                made, last = following.checkpoint, following
            else:
                last = self._latest()
        return made

    def checkpoint_when_due(self) -> Checkpoint | None:
        """The same, once enough events wait, or the first of them has waited long enough: a
        worker asks every second, and is answered by three short questions."""
        last = self._latest()
        after = last.last_position if last else 0
        with pen(self.engine) as p:
            waiting = leaves.positions(p, after + 1, 2**62, ENOUGH)
            if not waiting:
                return None
            since = p.run("SELECT recorded_at FROM events WHERE position=?", waiting[0]).fetchone()
        due = len(waiting) == ENOUGH or self.clock() - since[0] >= PATIENCE * 1_000_000
        return self.checkpoint() if due else None

    def latest(self) -> Checkpoint | None:
        """The last checkpoint there is, whoever made it. Raises BrokenProof and OtherKey."""
        kept = self._latest()
        return kept.checkpoint if kept else None

    def _latest(self) -> Kept | None:
        with pen(self.engine) as p:
            try:
                kept = latest(p)
            except Exception as error:
                if not unreadable(error):
                    raise
                number = p.run("SELECT max(number) FROM checkpoints").fetchone()[0]
                raise BrokenProof(number=number) from error
            reached = p.run("SELECT coalesce(max(position), 0) FROM events").fetchone()[0]
        if not kept:
            return None
        checkpoint = kept.checkpoint
        if not _is_sound(kept) or reached < kept.last_position:
            raise BrokenProof(number=checkpoint.number)
        if checkpoint.public_key not in self.accepted:
            raise OtherKey(number=checkpoint.number, key=checkpoint.public_key.hex())
        return kept

    def _following(self, last: Kept | None, upto: int) -> Kept | None:
        """The next checkpoint; incremental, because the frontier of the last one is enough."""
        after, frontier = 0, Frontier()
        if last:
            after, frontier = last.last_position, Frontier(last.checkpoint.size, last.frontier)
        with pen(self.engine) as p:
            covered = leaves.positions(p, after + 1, upto, self.most)
            found = leaves.leaves(p, after + 1, covered[-1]) if covered else []
        if len(found) != len(covered):
            raise BrokenProof(number=last.checkpoint.number if last else 0)
        if not covered:
            return None
        nodes = frontier.extend(found)
        return Kept(
            checkpoint=self._signed(last, frontier, told(covered)),
            last_position=covered[-1],
            frontier=frontier.peaks,
            nodes=nodes,
            leaves=b"".join(found),
        )

    def _signed(self, last: Kept | None, tree: Frontier, positions: str) -> Checkpoint:
        return Checkpoint(
            number=last.checkpoint.number + 1 if last else 1,
            size=tree.size,
            positions=positions,
            root=tree.root,
            previous=last.checkpoint.digest if last else NONE_BEFORE,
            signed_at=self.clock(),
            public_key=public_bytes(self.key),
        ).sign(self.key)

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


def _is_sound(last: Kept) -> bool:
    """Whether what it keeps to go on from is what was signed."""
    checkpoint = last.checkpoint
    try:
        frontier = Frontier(checkpoint.size, last.frontier)
        ends = checkpoint.last_position == last.last_position
    except ValueError:
        return False
    return ends and frontier.root == checkpoint.root and checkpoint.is_signed


def _taken(p: Pen, error: Exception) -> bool:
    return "checkpoints" in (p.broken_index(error) or "")

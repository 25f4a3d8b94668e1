"""Erasing: decided in an event, done in the keyring, said to be done in another event."""

from collections.abc import Iterable
from typing import NamedTuple

from crm.event_store import Author, Command, Desk, EventStore
from crm.event_store.events import new_id
from crm.event_store.reach import whole_house
from crm.privacy.domain.erasure import (
    Erased,
    ErasedKey,
    Erasure,
    ErasureCompleted,
    ErasureGround,
)
from crm.privacy.projections.erasures import done, undone


class DecideErasure(Command, frozen=True, kw_only=True):
    """Whose keys will go, and why."""

    adds = False
    erasure_id: str
    kind: Erased
    subject_id: str
    ground: ErasureGround
    subjects: tuple[str, ...]
    reason: str = ""

    def decide(self, desk: Desk) -> None:
        """Raises NothingToErase."""
        decided = Erasure.decide(
            desk.occurrence(self),
            kind=self.kind,
            subject_id=self.subject_id,
            ground=self.ground,
            subjects=self.subjects,
            reason=self.reason,
            id=self.erasure_id,
        )
        desk.add(decided)


class CompleteErasure(Command, frozen=True, kw_only=True):
    """The keys that went."""

    adds = False
    erasure_id: str
    keys: tuple[ErasedKey, ...]

    def decide(self, desk: Desk) -> None:
        """Raises AlreadyErased, Unknown."""
        desk.load(Erasure, self.erasure_id).complete(desk.occurrence(self), self.keys)


class Done(NamedTuple):
    """An erasure that was completed."""

    erasure_id: str
    keys: tuple[ErasedKey, ...]


def erase(
    store: EventStore,
    author: Author,
    *,
    kind: Erased,
    subject_id: str,
    ground: ErasureGround,
    subjects: Iterable[str],
    reason: str = "",
) -> Done:
    """Silences these subjects for good, with its proof. Raises NothingToErase."""
    decision = DecideErasure(
        erasure_id=author.command_id,  # sent twice, it is one erasure
        kind=kind,
        subject_id=subject_id,
        ground=ground,
        subjects=tuple(sorted(set(subjects))),
        reason=reason,
    )
    store.handle(decision, author)
    return _do(store, decision.erasure_id, author.pole_id, author.actor_id)


def take_up_erasures(store: EventStore) -> list[Done]:
    """Does what was decided and not completed: a failure came in between."""
    with whole_house():
        with store.engine.connect() as db:
            left = list(undone(db))
        return [_do(store, erasure, pole, actor) for pole, erasure, actor in left]


def hold_erasures(store: EventStore) -> int:
    """What was erased stays so, even in a keyring put back from an older copy; answers how many
    erasures had to be done again. Cheap when there is none."""
    with whole_house():
        with store.engine.connect() as db:
            completed = done(db)
        if store.keyring.erased >= len(completed):
            return 0
        for erasure in completed:
            for said in store.stream(erasure):
                if isinstance(said.event, ErasureCompleted):
                    keys = said.event.keys
                    store.keyring.silence((k.subject, k.seal_class, k.generation) for k in keys)
    return len(completed)


def _do(store: EventStore, erasure_id: str, pole_id: str, actor_id: str) -> Done:
    decided = store.load(Erasure, erasure_id).decided
    gone = store.keyring.erase(*decided.subjects)
    keys = tuple(ErasedKey(subject, kind, n) for subject, kind, n in sorted(gone))  # type: ignore[arg-type]  # a class of the events that sealed them
    said = CompleteErasure(erasure_id=erasure_id, keys=keys)
    author = Author(pole_id=pole_id, actor_id=actor_id, command_id=new_id(), source="system")
    store.handle(said, author)
    return Done(erasure_id, keys)

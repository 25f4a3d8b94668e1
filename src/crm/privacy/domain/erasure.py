"""An erasure: what is held about somebody falls silent, and the proof of it outlives the person.

It is decided first, then done, then said to be done: whoever comes back after a failure in between
finds what was decided. It names nobody: ids alone, which lead to nothing once keys are gone.
"""

from typing import Annotated, Literal, Self

from msgspec import Struct

from crm.event_store.events import Aggregate, Event, Occurrence, new_id, stored
from crm.event_store.sealing import SealClass, Sealed
from crm.refusal import N_, Refusal

Erased = Literal["person", "promoter"]
ErasureGround = Literal["request", "purpose_ended", "unlawful"]
"""The person asks (P-39.1 s. 28), the purpose is accomplished (s. 23), or it is held unlawfully."""


class ErasedKey(Struct, frozen=True):
    """One key that is no more."""

    subject: str
    seal_class: SealClass
    generation: int


@stored("erasure.decided.v1")
class ErasureDecided(Event, frozen=True, kw_only=True):
    """Somebody answers for it: from that moment it is done, even if it has to be taken up again."""

    kind: Erased
    subject_id: str
    """The person or the project."""
    ground: ErasureGround
    subjects: tuple[str, ...]
    """Whose keys go: the person's, and those of each text about them."""
    reason: Annotated[str, Sealed("note")] = ""


@stored("erasure.completed.v1")
class ErasureCompleted(Event, frozen=True, kw_only=True):
    """The keys are destroyed: what they sealed can be read nowhere, by nobody."""

    kind: Erased
    subject_id: str
    keys: tuple[ErasedKey, ...]


class NothingToErase(Refusal):
    sentence = N_("Rien de lisible n’est gardé sur cette personne : il n’y a rien à effacer.")


class AlreadyErased(Refusal):
    sentence = N_("Cet effacement est déjà fait.")


class Erasure(Aggregate, noun="erasure"):
    decided: ErasureDecided
    completed = False

    @classmethod
    def decide(
        cls,
        by: Occurrence,
        *,
        kind: Erased,
        subject_id: str,
        ground: ErasureGround,
        subjects: tuple[str, ...],
        reason: str = "",
        id: str | None = None,
    ) -> Self:
        """What will fall silent, and why. Raises NothingToErase."""
        if not subjects:
            raise NothingToErase
        return cls(id or new_id()).trigger(
            ErasureDecided,
            by,
            kind=kind,
            subject_id=subject_id,
            ground=ground,
            subjects=subjects,
            reason=reason.strip(),
        )

    def complete(self, by: Occurrence, keys: tuple[ErasedKey, ...]) -> Self:
        """The keys that went. Raises AlreadyErased."""
        if self.completed:
            raise AlreadyErased
        said = self.decided
        return self.trigger(
            ErasureCompleted, by, kind=said.kind, subject_id=said.subject_id, keys=keys
        )

    def evolve(self, event: Event) -> None:
        match event:
            case ErasureDecided():
                self.decided = event
            case ErasureCompleted():
                self.completed = True

"""Écosystème: the organisations we refer to and work with."""

from typing import Literal, Self

from crm.event_store.events import Aggregate, Event, Occurrence, new_id, stored
from crm.refusal import N_, Refusal

OrganisationKind = Literal[
    "mrc", "funder", "support", "college", "ministry", "federation", "company", "media", "other"
]


@stored("organisation.registered.v1")
class OrganisationRegistered(Event, frozen=True, kw_only=True):
    """We know of this partner."""

    name: str
    kind: OrganisationKind = "other"


@stored("representative.named.v1")
class RepresentativeNamed(Event, frozen=True, kw_only=True):
    """This account reads, on the organisation's behalf, the referrals shared with it."""

    account_id: str


@stored("representative.removed.v1")
class RepresentativeRemoved(Event, frozen=True, kw_only=True):
    """This account reads nothing more on the organisation's behalf."""

    account_id: str


class NotRepresentative(Refusal):
    sentence = N_("Ce compte ne représente pas cet organisme.")


class OrganisationUnnamed(Refusal):
    sentence = N_("Le nom de l’organisme est obligatoire.")
    field = "organisme"


class Organisation(Aggregate, noun="organisation"):
    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.representatives: set[str] = set()

    @classmethod
    def register(
        cls,
        by: Occurrence,
        name: str,
        kind: OrganisationKind = "other",
        id: str | None = None,
    ) -> Self:
        """A partner we may refer to. Raises OrganisationUnnamed."""
        if not name.strip():
            raise OrganisationUnnamed
        return cls(id or new_id()).trigger(OrganisationRegistered, by, name=name.strip(), kind=kind)

    def name_representative(self, by: Occurrence, account_id: str) -> Self:
        """An account that reads what is shared with it; named twice changes nothing."""
        if account_id in self.representatives:
            return self
        return self.trigger(RepresentativeNamed, by, account_id=account_id)

    def remove_representative(self, by: Occurrence, account_id: str) -> Self:
        """Raises NotRepresentative."""
        if account_id not in self.representatives:
            raise NotRepresentative
        return self.trigger(RepresentativeRemoved, by, account_id=account_id)

    def evolve(self, event: Event) -> None:
        match event:
            case RepresentativeNamed():
                self.representatives.add(event.account_id)
            case RepresentativeRemoved():
                self.representatives.discard(event.account_id)

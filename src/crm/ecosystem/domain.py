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


class OrganisationUnnamed(Refusal):
    sentence = N_("Le nom de l’organisme est obligatoire.")
    field = "organisme"


class Organisation(Aggregate, noun="organisation"):
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

"""Registering an organisation."""

from msgspec import field

from crm.ecosystem.domain import Organisation, OrganisationKind
from crm.event_store.commands import Command, Desk
from crm.event_store.events import new_id


class RegisterOrganisation(Command, frozen=True, kw_only=True):
    """A partner we may refer to."""

    name: str
    kind: OrganisationKind = "other"
    organisation_id: str = field(default_factory=new_id)

    def decide(self, desk: Desk) -> None:
        """Raises OrganisationUnnamed."""
        known = Organisation.register(
            desk.occurrence(self), self.name, self.kind, id=self.organisation_id
        )
        desk.add(known)

"""Registering an organisation, and saying who reads on its behalf."""

from msgspec import field

from crm.account.domain import Account
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


class NameRepresentative(Command, frozen=True, kw_only=True):
    """Ties an account of a partner to the organisation on whose behalf it reads."""

    organisation_id: str
    account_id: str

    def decide(self, desk: Desk) -> None:
        """Raises Unknown when either is of another pôle."""
        desk.load(Account, self.account_id)
        organisation = desk.load(Organisation, self.organisation_id)
        organisation.name_representative(desk.occurrence(self), self.account_id)


class RemoveRepresentative(Command, frozen=True, kw_only=True):
    organisation_id: str
    account_id: str

    def decide(self, desk: Desk) -> None:
        """Raises NotRepresentative, Unknown."""
        organisation = desk.load(Organisation, self.organisation_id)
        organisation.remove_representative(desk.occurrence(self), self.account_id)

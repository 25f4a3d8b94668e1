"""Meeting a person, and telling which roles they hold."""

from msgspec import field

from crm.event_store.commands import Command, Desk
from crm.event_store.events import new_id
from crm.person.domain import ChannelKind, MetThrough, Person, Role
from crm.vocabulary import Answer, PartyRef, RoleKind


class RegisterPerson(Command, frozen=True, kw_only=True):
    """A person newly met, under at least a part of a name."""

    given_name: str = ""
    family_name: str = ""
    as_written: str = ""
    met_through: MetThrough = "page"
    person_id: str = field(default_factory=new_id)

    def decide(self, desk: Desk) -> None:
        """Raises PersonUnnamed."""
        met = Person.register(
            desk.occurrence(self),
            given_name=self.given_name,
            family_name=self.family_name,
            as_written=self.as_written,
            met_through=self.met_through,
            id=self.person_id,
        )
        desk.add(met)


class ProvideChannel(Command, frozen=True, kw_only=True):
    """A personal way to reach somebody, told by that person."""

    person_id: str
    kind: ChannelKind
    value: str

    def decide(self, desk: Desk) -> None:
        """Raises Unknown."""
        person = desk.load(Person, self.person_id)
        person.provide_channel(desk.occurrence(self), self.kind, self.value)


class AssignRole(Command, frozen=True, kw_only=True):
    """A person takes up a role in a body from that day; one not yet met is registered by the
    name, as written or in its two parts."""

    holder: PartyRef
    kind: RoleKind
    title: str = ""
    person_id: str | None = None
    given_name: str = ""
    family_name: str = ""
    as_written: str = ""
    met_through: MetThrough = "page"
    until: str | None = None
    paid: Answer = "not_asked"
    role_id: str = field(default_factory=new_id)

    def decide(self, desk: Desk) -> None:
        """Raises PersonUnnamed, or Unknown when this pôle has not met the person."""
        role = Role.assign(
            desk.occurrence(self),
            person_id=self._person(desk),
            holder=self.holder,
            kind=self.kind,
            title=self.title,
            until=self.until,
            paid=self.paid,
            id=self.role_id,
        )
        desk.add(role)

    def _person(self, desk: Desk) -> str:
        if self.person_id:
            return desk.load(Person, self.person_id).id
        met = RegisterPerson(
            given_name=self.given_name,
            family_name=self.family_name,
            as_written=self.as_written,
            met_through=self.met_through,
        )
        met.decide(desk)
        return met.person_id


class EndRole(Command, frozen=True, kw_only=True):
    """The role is over from that day."""

    role_id: str
    reason: str = ""

    def decide(self, desk: Desk) -> None:
        """Raises RoleAlreadyEnded, Unknown."""
        desk.load(Role, self.role_id).end(desk.occurrence(self), self.reason)

"""Personne: someone we met, and the roles they hold in enterprises and organisations.

A person's identity lies in one place, under that person's keys: that is what makes an erasure one
gesture. Work, opinions and files refer to the person and never repeat the name.
"""

from typing import Annotated, Literal, Self

from crm.event_store.events import Aggregate, Entry, Event, Occurrence, new_id, stored
from crm.event_store.sealing import Sealed
from crm.refusal import N_, Refusal
from crm.vocabulary import Answer, PartyRef, RoleKind

MetThrough = Literal["page", "import", "referral", "activity", "promoter"]
ChannelKind = Literal["phone", "email", "address", "social"]


@stored("person.registered.v1")
class PersonRegistered(Event, frozen=True, kw_only=True):
    """We know of this person: at least a name as somebody wrote it."""

    given_name: Annotated[str, Sealed("identity")] = ""
    family_name: Annotated[str, Sealed("identity")] = ""
    as_written: Annotated[str, Sealed("identity")] = ""
    met_through: MetThrough


@stored("person.renamed.v1")
class PersonRenamed(Event, frozen=True, kw_only=True):
    """The name the person bears from that day."""

    given_name: Annotated[str, Sealed("identity")]
    family_name: Annotated[str, Sealed("identity")]


@stored("personal_channel.provided.v1")
class PersonalChannelProvided(Entry, frozen=True, kw_only=True):
    """A way to reach the person outside work, told by the person: always personal."""

    kind: ChannelKind
    value: Annotated[str, Sealed("contact")]


@stored("role.assigned.v1")
class RoleAssigned(Entry, frozen=True, kw_only=True):
    """One mandate of one person in one body. Duties are not sealed (P-39.1 s. 1)."""

    person_id: str
    holder: PartyRef
    kind: RoleKind
    title: str = ""
    until: str | None = None
    paid: Answer = "not_asked"


@stored("role.ended.v1")
class RoleEnded(Event, frozen=True, kw_only=True):
    """The person no longer holds this role."""

    person_id: str
    holder: PartyRef
    kind: RoleKind
    reason: Annotated[str, Sealed("succession", of="person_id")] = ""


class PersonUnnamed(Refusal):
    sentence = N_("Le nom de la personne est obligatoire, même incomplet.")
    field = "personne"


class RoleAlreadyEnded(Refusal):
    sentence = N_("Ce rôle est déjà terminé.")


class Person(Aggregate, noun="person"):
    @classmethod
    def register(
        cls,
        by: Occurrence,
        *,
        given_name: str = "",
        family_name: str = "",
        as_written: str = "",
        met_through: MetThrough = "page",
        id: str | None = None,
    ) -> Self:
        """A person newly met. Raises PersonUnnamed when no part of a name is given."""
        parts = [part.strip() for part in (given_name, family_name, as_written)]
        if not any(parts):
            raise PersonUnnamed
        return cls(id or new_id()).trigger(
            PersonRegistered,
            by,
            given_name=parts[0],
            family_name=parts[1],
            as_written=parts[2],
            met_through=met_through,
        )

    def rename(self, by: Occurrence, given_name: str, family_name: str) -> Self:
        """The person's present name. Raises PersonUnnamed when both parts are blank."""
        if not (given_name.strip() or family_name.strip()):
            raise PersonUnnamed
        return self.trigger(
            PersonRenamed, by, given_name=given_name.strip(), family_name=family_name.strip()
        )

    def provide_channel(self, by: Occurrence, kind: ChannelKind, value: str) -> Self:
        """A personal phone, e-mail or address, as the person told it."""
        return self.trigger(PersonalChannelProvided, by, kind=kind, value=value.strip())


class Role(Aggregate, noun="role"):
    person_id = ""
    holder: PartyRef
    kind: RoleKind
    ended = False

    @classmethod
    def assign(
        cls,
        by: Occurrence,
        *,
        person_id: str,
        holder: PartyRef,
        kind: RoleKind,
        title: str = "",
        until: str | None = None,
        paid: Answer = "not_asked",
        id: str | None = None,
    ) -> Self:
        """The person takes up this role in that body on the day of the occurrence."""
        return cls(id or new_id()).trigger(
            RoleAssigned,
            by,
            person_id=person_id,
            holder=holder,
            kind=kind,
            title=title.strip(),
            until=until,
            paid=paid,
        )

    def end(self, by: Occurrence, reason: str = "") -> Self:
        """The role is over from that day. Raises RoleAlreadyEnded the second time."""
        if self.ended:
            raise RoleAlreadyEnded
        return self.trigger(
            RoleEnded,
            by,
            person_id=self.person_id,
            holder=self.holder,
            kind=self.kind,
            reason=reason,
        )

    def evolve(self, event: Event) -> None:
        match event:
            case RoleAssigned():
                self.person_id, self.holder, self.kind = event.person_id, event.holder, event.kind
            case RoleEnded():
                self.ended = True

"""Territoire: which geography is read, and which place a name turned out to mean."""

from typing import Self

from crm.event_store.events import Aggregate, Entry, Event, Occurrence, new_id, stored
from crm.refusal import N_, Refusal
from crm.vocabulary import Territory


@stored("edition.adopted.v1")
class EditionAdopted(Event, frozen=True, kw_only=True):
    """From that day this edition of a reference table is read. `edition` is its date (ISO)."""

    table: str
    """territories, municipalities, scian, domains or poles."""
    edition: str
    digest: str


@stored("place_name.recognized.v1")
class PlaceNameRecognized(Entry, frozen=True, kw_only=True):
    """Somebody said which place this name means: it is not asked again."""

    as_written: str
    territory: Territory
    mrc: str
    """Code of the MRC or equivalent territory (three digits)."""


class PlaceUnnamed(Refusal):
    sentence = N_("Le nom du lieu est obligatoire.")
    field = "municipalite"


class PlaceUnknown(Refusal):
    sentence = N_("Ce lieu est inconnu. Choisissez une municipalité ou une MRC de la liste.")
    field = "municipalite"


class Edition(Aggregate, noun="edition"):
    @classmethod
    def adopt(cls, by: Occurrence, *, table: str, edition: str, digest: str) -> Self:
        """A reference table is read in this edition."""
        return cls(new_id()).trigger(
            EditionAdopted, by, table=table, edition=edition, digest=digest
        )


class PlaceName(Aggregate, noun="place_name"):
    @classmethod
    def recognize(cls, by: Occurrence, *, as_written: str, territory: Territory, mrc: str) -> Self:
        """A name means this place. Raises PlaceUnnamed."""
        if not as_written.strip():
            raise PlaceUnnamed
        return cls(new_id()).trigger(
            PlaceNameRecognized,
            by,
            as_written=" ".join(as_written.split()),
            territory=territory,
            mrc=mrc,
        )

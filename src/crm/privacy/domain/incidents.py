"""A confidentiality incident: what the register must say of each one (P-39.1 s. 3.5, 3.8).

The register outlives the persons concerned and goes to the Commission: nothing in it is sealed, so
that no erasure can silence it, and whoever fills it is asked to name nobody. Nothing is taken back:
an incident better known is said again whole, with the reason.
"""

from datetime import date
from typing import Literal, Self

from msgspec import Struct
from msgspec.structs import asdict

from crm.event_store.events import Aggregate, Event, Occurrence, new_id, stored
from crm.refusal import N_, Refusal

SeriousRisk = Literal["yes", "no", "unknown"]
"""Whether there is a risk of serious injury: then the Commission and the persons are told."""


@stored("incident.recorded.v1")
class IncidentRecorded(Event, frozen=True, kw_only=True):
    """An incident enters the register; `occurred_on` is its date, as precisely as known."""

    information: str
    """What information is concerned, by kind."""
    circumstances: str
    known_on: date
    person_count: int | None = None
    """How many persons are concerned; None while it is unknown."""
    serious_risk: SeriousRisk = "unknown"
    risk_reasoning: str = ""
    commission_told_on: date | None = None
    persons_told_on: date | None = None
    measures: str = ""


@stored("incident.restated.v1")
class IncidentRestated(Event, frozen=True, kw_only=True):
    """The same incident said again, whole, as it is known from now on, and why."""

    information: str
    circumstances: str
    known_on: date
    person_count: int | None = None
    serious_risk: SeriousRisk = "unknown"
    risk_reasoning: str = ""
    commission_told_on: date | None = None
    persons_told_on: date | None = None
    measures: str = ""
    reason: str


class RegisterFields(Struct, frozen=True, kw_only=True):
    """What the register says of an incident, beside the date it occurred."""

    information: str
    circumstances: str
    known_on: date
    person_count: int | None = None
    serious_risk: SeriousRisk = "unknown"
    risk_reasoning: str = ""
    commission_told_on: date | None = None
    persons_told_on: date | None = None
    measures: str = ""

    def check(self, occurred_on: date) -> None:
        """Raises IncidentUndescribed, IncidentUnexplained, KnownBeforeIncident, ToldBeforeKnown."""
        if not self.information.strip():
            raise IncidentUndescribed
        if not self.circumstances.strip():
            raise IncidentUnexplained
        if self.known_on < occurred_on:
            raise KnownBeforeIncident
        for field in ("commission_told_on", "persons_told_on"):
            day = getattr(self, field)
            if day and day < self.known_on:
                raise ToldBeforeKnown(TOLD[field])


TOLD = {"commission_told_on": "avis_commission", "persons_told_on": "avis_personnes"}
"""The fields of the form for each notice."""


class IncidentUndescribed(Refusal):
    sentence = N_("Dites quels renseignements sont visés, sans nommer personne.")
    field = "renseignements"


class IncidentUnexplained(Refusal):
    sentence = N_("Dites brièvement ce qui s’est passé, sans nommer personne.")
    field = "circonstances"


class KnownBeforeIncident(Refusal):
    sentence = N_("L’incident ne peut être connu avant d’être survenu. Vérifiez les deux dates.")
    field = "connu"


class ToldBeforeKnown(Refusal):
    sentence = N_("Un avis ne peut partir avant que l’incident soit connu. Vérifiez les dates.")


class RestatementUnexplained(Refusal):
    sentence = N_("Dites ce qui change et pourquoi : le registre le garde.")
    field = "motif"


class Incident(Aggregate, noun="incident"):
    @classmethod
    def record(cls, by: Occurrence, said: RegisterFields, id: str | None = None) -> Self:
        """Raises what `check` raises."""
        said.check(by.occurred_on)
        return cls(id or new_id()).trigger(IncidentRecorded, by, **asdict(said))

    def restate(self, by: Occurrence, said: RegisterFields, reason: str) -> Self:
        """Raises RestatementUnexplained, and what `check` raises."""
        if not reason.strip():
            raise RestatementUnexplained
        said.check(by.occurred_on)
        return self.trigger(IncidentRestated, by, reason=reason.strip(), **asdict(said))

"""How long what is held about somebody is kept: a rule per kind, and who keeps it longer, and why.

The Act says that information is destroyed, or made anonymous, once its purpose is accomplished
(P-39.1 s. 23); it sets no number. The pôle does: each rule is its own decision, with its date.
"""

from datetime import date
from typing import Annotated, Literal, Self

from crm.event_store.events import Aggregate, Event, Occurrence, new_id, stored
from crm.event_store.sealing import Sealed
from crm.privacy.domain.erasure import Erased
from crm.refusal import N_, Refusal

Kept = Literal["inactive_promoter", "former_contact"]
"""A project without any news; a person whose every role has ended."""
SHORTEST, LONGEST = 1, 240
"""Months."""


@stored("retention_rule.adopted.v1")
class RetentionRuleAdopted(Event, frozen=True, kw_only=True):
    """From that day, this kind is kept so long after the last news of it."""

    of: Kept
    months: int


@stored("retention.prolonged.v1")
class RetentionProlonged(Event, frozen=True, kw_only=True):
    """Somebody answers for keeping this one longer."""

    kind: Erased
    subject_id: str
    until: date
    reason: Annotated[str, Sealed("note")]


class MonthsOutOfBounds(Refusal):
    sentence = N_("Écrivez un nombre de mois de 1 à 240.")
    field = "mois"


class ProlongedIntoThePast(Refusal):
    sentence = N_("Cette date est passée. Écrivez jusqu’à quel jour garder ces renseignements.")
    field = "jusque"


class ProlongedWithoutReason(Refusal):
    sentence = N_("Dites pourquoi garder ces renseignements plus longtemps.")
    field = "raison"


class RetentionRule(Aggregate, noun="retention_rule"):
    months = 0

    def adopt(self, by: Occurrence, of: Kept, months: int) -> Self:
        """The rule from that day; the same again changes nothing. Raises MonthsOutOfBounds."""
        if not SHORTEST <= months <= LONGEST:
            raise MonthsOutOfBounds
        if months == self.months:
            return self
        return self.trigger(RetentionRuleAdopted, by, of=of, months=months)

    def evolve(self, event: Event) -> None:
        if isinstance(event, RetentionRuleAdopted):
            self.months = event.months


class Retention(Aggregate, noun="retention"):
    @classmethod
    def prolong(
        cls, by: Occurrence, *, kind: Erased, subject_id: str, until: date, reason: str
    ) -> Self:
        """Kept until that day. Raises ProlongedIntoThePast, ProlongedWithoutReason."""
        if until <= by.occurred_on:
            raise ProlongedIntoThePast
        if not reason.strip():
            raise ProlongedWithoutReason
        return cls(new_id()).trigger(
            RetentionProlonged,
            by,
            kind=kind,
            subject_id=subject_id,
            until=until,
            reason=reason.strip(),
        )

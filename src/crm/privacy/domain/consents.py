"""What a person agrees to, one purpose at a time: given, with its proof; withdrawn; run out.

Consent is manifest, free, informed and given for specific purposes, for no longer than needed
(P-39.1 s. 14); it is asked for each purpose, apart from other text, and may be withdrawn. Whether
it stands on a day is read from the dates: nothing needs to happen for it to run out.
"""

from datetime import date
from typing import Annotated, Literal, Self

from crm.event_store.events import Aggregate, Event, Occurrence, new_id, stored
from crm.event_store.sealing import Sealed
from crm.refusal import N_, Refusal

ConsentPurpose = Literal["follow_up", "partner_sharing", "newsletter", "testimony", "research"]
ConsentProof = Literal["written", "email", "spoken", "form"]
"""How it was given; "spoken" is heard by the account that records it."""
Consenting = Literal["person", "promoter"]
"""Somebody; or those who carry a project, together."""
LONGEST_TERM = 240
"""Months."""


class ConsentEvent(Event, frozen=True, kw_only=True):
    about: Consenting
    subject_id: str
    purpose: ConsentPurpose


@stored("consent.given.v1")
class ConsentGiven(ConsentEvent, frozen=True, kw_only=True):
    """From that day, this purpose is agreed to; until a day, when one is set."""

    proof: ConsentProof
    expires_on: date | None = None
    words: Annotated[str, Sealed("note", of="subject_id")] = ""
    """What was said or written, when it was kept."""


@stored("consent.withdrawn.v1")
class ConsentWithdrawn(ConsentEvent, frozen=True, kw_only=True):
    """From that day, it is agreed to no more."""


@stored("consent.reinstated.v1")
class ConsentReinstated(ConsentEvent, frozen=True, kw_only=True):
    """The withdrawal was recorded by mistake: it never was asked for."""


@stored("consent.annulled.v1")
class ConsentAnnulled(ConsentEvent, frozen=True, kw_only=True):
    """The consent was recorded by mistake: it never was given."""


@stored("consent_term.adopted.v1")
class ConsentTermAdopted(Event, frozen=True, kw_only=True):
    """From that day, a consent to this purpose lasts so long when no other day is set."""

    purpose: ConsentPurpose
    months: int
    """Zero: until it is withdrawn."""


class ExpiryBeforeConsent(Refusal):
    sentence = N_("L’échéance vient après le jour où le consentement est donné.")
    field = "echeance"


class ConsentOver(Refusal):
    sentence = N_("Ce consentement est déjà retiré ou annulé.")


class NothingToWithdraw(Refusal):
    sentence = N_("Aucun consentement ne tient pour cette fin : il n’y a rien à retirer.")


class WithdrawnBeforeGiven(Refusal):
    sentence = N_("Cette date précède le consentement. Vérifiez la saisie.")
    field = "date"


class WithdrawalStands(Refusal):
    sentence = N_(
        "Un retrait ne s’annule que le jour même, par qui l’a consigné. Si la personne consent "
        "de nouveau, consignez un nouveau consentement."
    )


class TermOutOfBounds(Refusal):
    sentence = N_("Écrivez un nombre de mois de 0 à 240; 0 veut dire sans échéance.")
    field = "mois"


class Consent(Aggregate, noun="consent"):
    given: ConsentGiven
    withdrawn: ConsentWithdrawn | None = None
    is_annulled = False

    @classmethod
    def give(
        cls,
        by: Occurrence,
        *,
        about: Consenting,
        subject_id: str,
        purpose: ConsentPurpose,
        proof: ConsentProof,
        expires_on: date | None = None,
        words: str = "",
        id: str | None = None,
    ) -> Self:
        """Agreed to from that day. Raises ExpiryBeforeConsent."""
        if expires_on and expires_on <= by.occurred_on:
            raise ExpiryBeforeConsent
        return cls(id or new_id()).trigger(
            ConsentGiven,
            by,
            about=about,
            subject_id=subject_id,
            purpose=purpose,
            proof=proof,
            expires_on=expires_on,
            words=words.strip(),
        )

    def withdraw(self, by: Occurrence) -> Self:
        """Raises ConsentOver, WithdrawnBeforeGiven."""
        self._stands()
        if by.occurred_on < self.given.occurred_on:
            raise WithdrawnBeforeGiven
        return self._tell(ConsentWithdrawn, by)

    def reinstate(self, by: Occurrence) -> Self:
        """Lawful only as the mending of a slip: nobody is made to consent again by a click.

        Raises WithdrawalStands.
        """
        slip = self.withdrawn
        if not slip or (slip.actor_id, slip.occurred_on) != (by.actor_id, by.occurred_on):
            raise WithdrawalStands
        return self._tell(ConsentReinstated, by)

    def annul(self, by: Occurrence) -> Self:
        """Raises ConsentOver."""
        self._stands()
        return self._tell(ConsentAnnulled, by)

    def evolve(self, event: Event) -> None:
        match event:
            case ConsentGiven():
                self.given = event
            case ConsentWithdrawn():
                self.withdrawn = event
            case ConsentReinstated():
                self.withdrawn = None
            case ConsentAnnulled():
                self.is_annulled = True

    def _stands(self) -> None:
        if self.withdrawn or self.is_annulled:
            raise ConsentOver

    def _tell(self, kind: type[ConsentEvent], by: Occurrence) -> Self:
        told = self.given
        return self.trigger(
            kind, by, about=told.about, subject_id=told.subject_id, purpose=told.purpose
        )


class ConsentTerm(Aggregate, noun="consent_term"):
    months: int | None = None

    def adopt(self, by: Occurrence, purpose: ConsentPurpose, months: int) -> Self:
        """How long from that day; the same again changes nothing. Raises TermOutOfBounds."""
        if not 0 <= months <= LONGEST_TERM:
            raise TermOutOfBounds
        if months == self.months:
            return self
        return self.trigger(ConsentTermAdopted, by, purpose=purpose, months=months)

    def evolve(self, event: Event) -> None:
        if isinstance(event, ConsentTermAdopted):
            self.months = event.months

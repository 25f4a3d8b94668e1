"""What whoever is accompanied says of one thing: that it is right, or what is not."""

from datetime import date
from typing import Annotated, Literal, Self

from crm.accompaniment.domain.events import FileEvent
from crm.accompaniment.domain.hands import Hands
from crm.accompaniment.domain.life import checked
from crm.accompaniment.domain.refusals import ConfirmationOver, ConfirmationUnsaid, ContestUnsaid
from crm.event_store.events import Event, Occurrence, stored
from crm.event_store.sealing import Sealed

Thing = Literal["result", "meeting"]


class OnConfirmation(FileEvent, frozen=True, kw_only=True):
    confirmation_id: str
    about: Thing
    thing_id: str
    """A result, or an act."""


@stored("confirmation.asked.v1")
class ConfirmationAsked(OnConfirmation, frozen=True, kw_only=True):
    """A link left by which somebody accompanied confirms one thing; where it went is not kept."""

    words: Annotated[str, Sealed("note", of="confirmation_id")]
    """What is to be confirmed, as it is shown."""
    until: str
    """ISO date: the last day on which the link serves."""


@stored("confirmation.revoked.v1")
class ConfirmationRevoked(OnConfirmation, frozen=True, kw_only=True):
    """The link serves no more."""


@stored("outcome.confirmed.v1")
class OutcomeConfirmed(OnConfirmation, frozen=True, kw_only=True):
    """Whoever is accompanied says that it is right."""


@stored("outcome.contested.v1")
class OutcomeContested(OnConfirmation, frozen=True, kw_only=True):
    """Whoever is accompanied says what is not right."""

    words: Annotated[str, Sealed("note", of="confirmation_id")]


class Confirming(Hands):
    """What was asked of those accompanied; `Accompaniment` adds the mandate."""

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.asked: dict[str, ConfirmationAsked] = {}
        """Those that wait for an answer."""

    def ask_confirmation(
        self,
        by: Occurrence,
        confirmation_id: str,
        *,
        about: Thing,
        thing_id: str,
        words: str,
        until: date,
    ) -> Self:
        """A new link about the same thing voids the former. Raises ConfirmationUnsaid,
        NoteTooLong."""
        if not words.strip():
            raise ConfirmationUnsaid
        for former in [id for id, one in self.asked.items() if one.thing_id == thing_id]:
            self.revoke_confirmation(by, former)
        return self._tell(
            ConfirmationAsked,
            by,
            confirmation_id=confirmation_id,
            about=about,
            thing_id=thing_id,
            words=checked(words),
            until=until.isoformat(),
        )

    def revoke_confirmation(self, by: Occurrence, confirmation_id: str) -> Self:
        """Raises ConfirmationOver."""
        return self._tell(ConfirmationRevoked, by, **self._waiting(confirmation_id))

    def confirm(self, by: Occurrence, confirmation_id: str) -> Self:
        """Raises ConfirmationOver."""
        return self._tell(OutcomeConfirmed, by, **self._waiting(confirmation_id))

    def contest(self, by: Occurrence, confirmation_id: str, words: str) -> Self:
        """Raises ConfirmationOver, ContestUnsaid, NoteTooLong."""
        waiting = self._waiting(confirmation_id)
        if not words.strip():
            raise ContestUnsaid
        return self._tell(OutcomeContested, by, words=checked(words), **waiting)

    def _waiting(self, confirmation_id: str) -> dict[str, str]:
        found = self.asked.get(confirmation_id)
        if not found:
            raise ConfirmationOver
        return {
            "confirmation_id": confirmation_id,
            "about": found.about,
            "thing_id": found.thing_id,
        }

    def confirm_on(self, event: Event) -> bool:
        """What an event says of confirmations; false when it says nothing of them."""
        match event:
            case ConfirmationAsked():
                self.asked[event.confirmation_id] = event
            case ConfirmationRevoked() | OutcomeConfirmed() | OutcomeContested():
                self.asked.pop(event.confirmation_id, None)
            case _:
                return False
        return True

    def stand_on(self, event: Event) -> bool:
        """What an event says of hands or of confirmations; false when it says nothing of them."""
        return self.hand_on(event) or self.confirm_on(event)

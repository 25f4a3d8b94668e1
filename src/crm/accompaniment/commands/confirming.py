"""Asking whoever is accompanied to confirm one thing, and what they answer."""

from datetime import date

from msgspec import field

from crm.accompaniment.commands.files import OnFile
from crm.accompaniment.commands.occurring import occurrence
from crm.accompaniment.domain.accompaniment import Accompaniment
from crm.accompaniment.domain.confirming import Thing
from crm.accompaniment.domain.refusals import ConfirmationNotAgreed
from crm.accompaniment.projections.confirmations import may_be_asked, thing_of
from crm.event_store.commands import Desk
from crm.event_store.events import new_id
from crm.refusal import Unknown


class AskConfirmation(OnFile, frozen=True, kw_only=True):
    """A link leaves about one result or one meeting of the file, to serve until a day."""

    about: Thing
    thing_id: str
    words: str
    until: date
    confirmation_id: str = field(default_factory=new_id)

    def decide(self, desk: Desk) -> None:
        """Raises Unknown, ConfirmationNotAgreed, ConfirmationUnsaid, NoteTooLong."""
        file, pole = self.file(desk), desk.author.pole_id
        if not thing_of(desk.db, pole, file.id, self.about, self.thing_id):
            raise Unknown
        if not may_be_asked(desk.db, pole, _projects(file), desk.today):
            raise ConfirmationNotAgreed
        file.ask_confirmation(
            occurrence(desk, self),
            self.confirmation_id,
            about=self.about,
            thing_id=self.thing_id,
            words=self.words,
            until=self.until,
        )


class RevokeConfirmation(OnFile, frozen=True, kw_only=True):
    confirmation_id: str

    def decide(self, desk: Desk) -> None:
        """Raises ConfirmationOver."""
        self.file(desk).revoke_confirmation(occurrence(desk, self), self.confirmation_id)


class ConfirmOutcome(OnFile, frozen=True, kw_only=True):
    confirmation_id: str

    def decide(self, desk: Desk) -> None:
        """Raises ConfirmationOver."""
        self.file(desk).confirm(occurrence(desk, self), self.confirmation_id)


class ContestOutcome(OnFile, frozen=True, kw_only=True):
    confirmation_id: str
    words: str

    def decide(self, desk: Desk) -> None:
        """Raises ConfirmationOver, ContestUnsaid, NoteTooLong."""
        self.file(desk).contest(occurrence(desk, self), self.confirmation_id, self.words)


def _projects(file: Accompaniment) -> list[str]:
    return [party.id for party in file.parties if party.kind == "promoter"]

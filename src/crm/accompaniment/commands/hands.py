"""Naming the body that leads a file, and the other hands that come and go."""

from msgspec import field

from crm.accompaniment.commands.files import OnFile
from crm.accompaniment.commands.occurring import occurrence
from crm.event_store.commands import Desk
from crm.event_store.events import new_id


class DesignateLead(OnFile, frozen=True, kw_only=True):
    """An organisation of the ecosystem; None for the pôle itself."""

    organisation_id: str | None = None

    def decide(self, desk: Desk) -> None:
        """Raises LeadAlready."""
        self.file(desk).designate(occurrence(desk, self), self.organisation_id)


class JoinCoIntervener(OnFile, frozen=True, kw_only=True):
    """An organisation, or an advisor: one of the two."""

    organisation_id: str | None = None
    advisor_id: str | None = None
    part: str = ""
    hand_id: str = field(default_factory=new_id)

    def decide(self, desk: Desk) -> None:
        """Raises HandAnswers, HandAlreadyThere, NoteTooLong."""
        self.file(desk).join_hand(
            occurrence(desk, self),
            self.hand_id,
            organisation_id=self.organisation_id,
            advisor_id=self.advisor_id,
            part=self.part,
        )


class LeaveCoIntervener(OnFile, frozen=True, kw_only=True):
    hand_id: str

    def decide(self, desk: Desk) -> None:
        """Raises HandGone."""
        self.file(desk).part_with_hand(occurrence(desk, self), self.hand_id)

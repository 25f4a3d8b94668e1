"""What was agreed to reach, and how far a file is."""

from datetime import date

from msgspec import field

from crm.accompaniment.commands.files import OnFile
from crm.accompaniment.commands.occurring import occurrence
from crm.accompaniment.domain.planning import Stage
from crm.event_store.commands import Desk
from crm.event_store.events import new_id


class ReachStage(OnFile, frozen=True, kw_only=True):
    stage: Stage

    def decide(self, desk: Desk) -> None:
        """Raises AlreadyClosed."""
        self.file(desk).reach(occurrence(desk, self), self.stage)


class AgreeObjective(OnFile, frozen=True, kw_only=True):
    text: str
    responsible: str = ""
    due_on: date | None = None
    objective_id: str = field(default_factory=new_id)

    def decide(self, desk: Desk) -> None:
        """Raises ObjectiveUnsaid, NoteTooLong."""
        self.file(desk).agree(
            occurrence(desk, self),
            self.text,
            responsible=self.responsible,
            due_on=self.due_on,
            objective_id=self.objective_id,
        )


class PostponeObjective(OnFile, frozen=True, kw_only=True):
    objective_id: str
    due_on: date

    def decide(self, desk: Desk) -> None:
        """Raises ObjectiveNotSought, DueBeforeToday."""
        by = occurrence(desk, self)
        self.file(desk).postpone_objective(by, self.objective_id, self.due_on)


class AttainObjective(OnFile, frozen=True, kw_only=True):
    objective_id: str

    def decide(self, desk: Desk) -> None:
        """Raises ObjectiveNotSought."""
        self.file(desk).attain(occurrence(desk, self), self.objective_id)


class DropObjective(OnFile, frozen=True, kw_only=True):
    objective_id: str
    reason: str = ""

    def decide(self, desk: Desk) -> None:
        """Raises ObjectiveNotSought, NoteTooLong."""
        by = occurrence(desk, self)
        self.file(desk).drop_objective(by, self.objective_id, self.reason)


class ReopenObjective(OnFile, frozen=True, kw_only=True):
    objective_id: str

    def decide(self, desk: Desk) -> None:
        """Raises ObjectiveStillSought."""
        self.file(desk).reopen_objective(occurrence(desk, self), self.objective_id)

"""The plan of a file: its stage, and objectives from agreed to attained or dropped."""

from datetime import date
from typing import Self

from crm.accompaniment.domain.deferring import Deferring
from crm.accompaniment.domain.life import checked
from crm.accompaniment.domain.planning import (
    ObjectiveAgreed,
    ObjectiveAttained,
    ObjectiveDropped,
    ObjectivePostponed,
    ObjectiveReopened,
    Stage,
    StageReached,
)
from crm.accompaniment.domain.refusals import (
    AlreadyClosed,
    DueBeforeToday,
    ObjectiveNotSought,
    ObjectiveStillSought,
    ObjectiveUnsaid,
)
from crm.event_store.events import Event, Occurrence, new_id


class Plan(Deferring):
    """What was agreed to reach, and how far the file is; `Accompaniment` adds the mandate."""

    closed: bool

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.objectives: dict[str, str] = {}
        self.stage: Stage = "intake"

    @property
    def open_objectives(self) -> list[str]:
        """Objectives neither attained nor dropped."""
        return [one for one, state in self.objectives.items() if state == "sought"]

    def reach(self, by: Occurrence, stage: Stage) -> Self:
        """The file is at this stage, whether before or after the last; the same changes nothing.

        Raises AlreadyClosed.
        """
        if self.closed:
            raise AlreadyClosed
        if stage == self.stage:
            return self
        return self._tell(StageReached, by, stage=stage)

    def agree(
        self,
        by: Occurrence,
        text: str,
        *,
        responsible: str = "",
        due_on: date | None = None,
        objective_id: str | None = None,
    ) -> Self:
        """An objective agreed with the party. Raises ObjectiveUnsaid, NoteTooLong."""
        if not text.strip():
            raise ObjectiveUnsaid
        return self._tell(
            ObjectiveAgreed,
            by,
            objective_id=objective_id or new_id(),
            text=checked(text),
            responsible=checked(responsible),
            due_on=due_on and due_on.isoformat(),
        )

    def postpone_objective(self, by: Occurrence, objective_id: str, due_on: date) -> Self:
        """Raises ObjectiveNotSought, DueBeforeToday."""
        self._must(self.objectives, objective_id, ("sought",), ObjectiveNotSought)
        if due_on < by.occurred_on:
            raise DueBeforeToday
        return self._tell(
            ObjectivePostponed, by, objective_id=objective_id, due_on=due_on.isoformat()
        )

    def attain(self, by: Occurrence, objective_id: str) -> Self:
        """Raises ObjectiveNotSought."""
        self._must(self.objectives, objective_id, ("sought",), ObjectiveNotSought)
        return self._tell(ObjectiveAttained, by, objective_id=objective_id)

    def drop_objective(self, by: Occurrence, objective_id: str, reason: str = "") -> Self:
        """Raises ObjectiveNotSought, NoteTooLong."""
        self._must(self.objectives, objective_id, ("sought",), ObjectiveNotSought)
        return self._tell(ObjectiveDropped, by, objective_id=objective_id, reason=checked(reason))

    def reopen_objective(self, by: Occurrence, objective_id: str) -> Self:
        """Raises ObjectiveStillSought."""
        self._must(self.objectives, objective_id, ("attained", "dropped"), ObjectiveStillSought)
        return self._tell(ObjectiveReopened, by, objective_id=objective_id)

    def plan_on(self, event: Event) -> bool:
        """What an event says of the plan; false when it says nothing of it.

        Raises LookupError for an objective that does not stand: an entry is not taken back from
        under what was said of it since.
        """
        match event:
            case StageReached():
                self.stage = event.stage
            case ObjectiveAgreed():
                self.objectives[event.objective_id] = "sought"
            case ObjectivePostponed() | ObjectiveAttained() | ObjectiveDropped():
                self._turn(event.objective_id, _STATES[type(event)])
            case ObjectiveReopened():
                self._turn(event.objective_id, "sought")
            case _:
                return False
        return True

    def _turn(self, objective_id: str, state: str) -> None:
        if objective_id not in self.objectives:
            raise LookupError(objective_id)
        self.objectives[objective_id] = state


_STATES: dict[type[Event], str] = {
    ObjectivePostponed: "sought",
    ObjectiveAttained: "attained",
    ObjectiveDropped: "dropped",
}

"""When next steps are due: put off, and put back where they were."""

from datetime import date
from typing import Self

from crm.accompaniment.domain.events import NextStepPlanned, NextStepPostponed, NextStepPutBack
from crm.accompaniment.domain.life import Life, checked
from crm.accompaniment.domain.refusals import DueBeforeToday, StepNotOpen, StepNotPostponed
from crm.event_store.events import Event, Occurrence


class Deferring(Life):
    """The due dates of a file's steps; `Accompaniment` adds the mandate."""

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.dues: dict[str, str | None] = {}
        self.former_dues: dict[str, str | None] = {}
        """What the last postponement of a step moved it from, until it is put back there."""

    def postpone_step(self, by: Occurrence, step_id: str, due_on: date, reason: str = "") -> Self:
        """Raises StepNotOpen, DueBeforeToday."""
        self._must(self.steps, step_id, ("open",), StepNotOpen)
        if due_on < by.occurred_on:
            raise DueBeforeToday
        return self._tell(
            NextStepPostponed,
            by,
            step_id=step_id,
            due_on=due_on.isoformat(),
            reason=checked(reason),
        )

    def put_back_step(self, by: Occurrence, step_id: str) -> Self:
        """Due again when it was before it was last postponed, be it past.

        Raises StepNotOpen, StepNotPostponed.
        """
        self._must(self.steps, step_id, ("open",), StepNotOpen)
        if step_id not in self.former_dues:
            raise StepNotPostponed
        return self._tell(NextStepPutBack, by, step_id=step_id, due_on=self.former_dues[step_id])

    def live_on(self, event: Event) -> None:
        super().live_on(event)
        match event:
            case NextStepPlanned():
                self.dues[event.step_id] = event.due_on
            case NextStepPostponed():
                self.former_dues[event.step_id] = self.dues.get(event.step_id)
                self.dues[event.step_id] = event.due_on
            case NextStepPutBack():
                self.former_dues.pop(event.step_id, None)
                self.dues[event.step_id] = event.due_on

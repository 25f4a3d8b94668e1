"""A visit told in one go, and what it shows taken up as a task."""

from datetime import date

from msgspec import field

from crm.accompaniment.commands import PlanNextStep, RecordIntervention
from crm.enterprise.commands.describing import OnEnterprise
from crm.enterprise.commands.observing import (
    DeclareDeparture,
    RecordBoardPortrait,
    RecordWorkforcePortrait,
)
from crm.enterprise.domain.enterprise import Enterprise
from crm.event_store.commands import Desk
from crm.event_store.events import Occurrence, new_id


class RecordVisit(OnEnterprise, frozen=True, kw_only=True):
    """The meeting, and the portraits it filled: all is recorded, or nothing."""

    meeting: RecordIntervention
    workforce: RecordWorkforcePortrait | None = None
    board: RecordBoardPortrait | None = None
    departure: DeclareDeparture | None = None

    def decide(self, desk: Desk) -> None:
        """Raises Unknown, DayAhead, NoteTooLong, PortraitEmpty, CountsInconsistent."""
        desk.load(Enterprise, self.enterprise_id)
        for said in (self.meeting, self.workforce, self.board, self.departure):
            if said:
                said.decide(desk)


class TakeUpRedFlag(OnEnterprise, frozen=True, kw_only=True):
    """What a visit showed becomes the next step of a file, for a day that somebody chose."""

    flag: str
    accompaniment_id: str
    text: str
    due_on: date
    step_id: str = field(default_factory=new_id)

    def say(self, enterprise: Enterprise, by: Occurrence, desk: Desk) -> None:
        """Raises Unknown, StepUnsaid, NoteTooLong."""
        PlanNextStep(
            accompaniment_id=self.accompaniment_id,
            text=self.text,
            due_on=self.due_on,
            step_id=self.step_id,
            occurred_on=self.occurred_on,
        ).decide(desk)
        enterprise.take_up(by, self.flag, self.step_id, self.accompaniment_id)

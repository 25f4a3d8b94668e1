"""Naming who answers for personal information, and adopting the delay of answers."""

from crm.event_store import Command, Desk
from crm.privacy.domain.office import Capacity, PrivacyAct, PrivacySetting


class DesignateOfficer(Command, frozen=True, kw_only=True):
    """Who answers, from a day."""

    title: str
    capacity: Capacity
    email: str = ""
    phone: str = ""

    def decide(self, desk: Desk) -> None:
        """Raises OfficerUntitled, OfficerUnreachable."""
        desk.add(
            PrivacySetting.designate(
                desk.occurrence(self),
                title=self.title,
                capacity=self.capacity,
                email=self.email,
                phone=self.phone,
            )
        )


class AdoptAnswerDelay(Command, frozen=True, kw_only=True):
    """In how many days persons are answered, from a day."""

    act: PrivacyAct
    answer_days: int
    first_warning_days: int
    second_warning_days: int

    def decide(self, desk: Desk) -> None:
        """Raises WarningsDisordered."""
        desk.add(
            PrivacySetting.adopt_delay(
                desk.occurrence(self),
                act=self.act,
                answer_days=self.answer_days,
                first=self.first_warning_days,
                second=self.second_warning_days,
            )
        )

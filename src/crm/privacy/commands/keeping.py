"""How long to keep: adopting a rule, keeping one longer."""

from datetime import date

from crm.event_store import Command, Desk
from crm.event_store.events import new_id
from crm.privacy.domain.erasure import Erased
from crm.privacy.domain.retention import Kept, Retention, RetentionRule
from crm.privacy.projections.due import rules_of


class AdoptRetentionRule(Command, frozen=True, kw_only=True):
    """This kind is kept so many months after the last news of it."""

    adds = False
    of: Kept
    months: int

    def decide(self, desk: Desk) -> None:
        """Raises MonthsOutOfBounds."""
        known = rules_of(desk.db, desk.author.pole_id).get(self.of)
        rule = (
            desk.load(RetentionRule, known.rule_id)
            if known and known.rule_id
            else desk.add(RetentionRule(new_id()))
        )
        rule.adopt(desk.occurrence(self), self.of, self.months)


class ProlongRetention(Command, frozen=True, kw_only=True):
    """One of those that are due, kept until a day, for a reason."""

    kind: Erased
    subject_id: str
    until: date
    reason: str = ""

    def decide(self, desk: Desk) -> None:
        """Raises ProlongedIntoThePast, ProlongedWithoutReason."""
        prolonged = Retention.prolong(
            desk.occurrence(self),
            kind=self.kind,
            subject_id=self.subject_id,
            until=self.until,
            reason=self.reason,
        )
        desk.add(prolonged)

"""Telling what is observed of an enterprise: its people, who leaves, its plans, its tools."""

from datetime import date

from msgspec import field

from crm.directory.commands import ListTool
from crm.directory.domain import Tool
from crm.enterprise.commands.describing import OnEnterprise
from crm.enterprise.domain.enterprise import Enterprise
from crm.enterprise.domain.events import LineVerdict, Overall, Quality, ToldBy
from crm.enterprise.domain.grid import CURRENT
from crm.event_store.commands import Desk
from crm.event_store.events import Occurrence, new_id
from crm.vocabulary import Answer, Count, DepartureHorizon, RoleKind


class OfTool(OnEnterprise, frozen=True, kw_only=True):
    """What is said of a tool of the directory; `new_tool` names one that is listed at once."""

    tool_id: str = field(default_factory=new_id)
    version: str = ""
    new_tool: str = ""

    def tool(self, desk: Desk) -> Tool:
        """Raises ToolUnnamed, or Unknown when the directory lists no such tool."""
        if self.new_tool:
            ListTool(name=self.new_tool, tool_id=self.tool_id).decide(desk)
        return desk.load(Tool, self.tool_id)


class AdoptTool(OfTool, frozen=True, kw_only=True):
    def say(self, enterprise: Enterprise, by: Occurrence, desk: Desk) -> None:
        """Raises ToolUnnamed, Unknown."""
        enterprise.adopt_tool(by, self.tool(desk).id, self.version)


class TryTool(OfTool, frozen=True, kw_only=True):
    def say(self, enterprise: Enterprise, by: Occurrence, desk: Desk) -> None:
        """Raises ToolUnnamed, Unknown."""
        enterprise.try_tool(by, self.tool(desk).id, self.version)


class AbandonTool(OnEnterprise, frozen=True, kw_only=True):
    tool_id: str
    reason: str = ""

    def say(self, enterprise: Enterprise, by: Occurrence, desk: Desk) -> None:
        """Raises ToolNotAdopted."""
        enterprise.abandon_tool(by, self.tool_id, self.reason)


class ObserveToolResult(OnEnterprise, frozen=True, kw_only=True):
    tool_id: str
    result: str

    def say(self, enterprise: Enterprise, by: Occurrence, desk: Desk) -> None:
        """Raises ToolNotAdopted, ResultUnsaid."""
        enterprise.observe_result(by, self.tool_id, self.result)


class RecordWorkforcePortrait(OnEnterprise, frozen=True, kw_only=True):
    """The workforce on that day. Full-time equivalents are in hundredths."""

    quality: Quality = "counted"
    headcount: Count = "not_asked"
    headcount_12_months_ago: Count = "not_asked"
    full_time_equivalents_hundredths: Count = "not_asked"
    permanent: Count = "not_asked"
    vacant_posts: Count = "not_asked"
    departures_12_months: Count = "not_asked"
    union: Answer = "not_asked"
    succession_plan_in_force: Answer = "not_asked"
    recruitment_difficulty: Answer = "not_asked"
    aged_55_plus: Count = "not_asked"
    retirements_5_years: Count = "not_asked"

    def say(self, enterprise: Enterprise, by: Occurrence, desk: Desk) -> None:
        """Raises PortraitEmpty, CountsInconsistent."""
        own = RecordWorkforcePortrait.__struct_fields__
        told = {name: getattr(self, name) for name in own if name not in KEPT_APART}
        if self.quality != "counted" and any(v != "not_asked" for v in told.values()):
            told["quality"] = self.quality
        enterprise.record_workforce(by, **told)


KEPT_APART = {"occurred_on", "occurred_precision", "enterprise_id", "quality"}
"""Of the fields of a portrait, those that tell nothing of the workforce."""


class RecordBoardPortrait(OnEnterprise, frozen=True, kw_only=True):
    seats: Count = "not_asked"
    filled: Count = "not_asked"
    aged_35_or_less: Count = "not_asked"
    women: Count = "not_asked"

    def say(self, enterprise: Enterprise, by: Occurrence, desk: Desk) -> None:
        """Raises PortraitEmpty, CountsInconsistent."""
        enterprise.record_board(
            by,
            seats=self.seats,
            filled=self.filled,
            aged_35_or_less=self.aged_35_or_less,
            women=self.women,
        )


class DeclareDeparture(OnEnterprise, frozen=True, kw_only=True):
    """Somebody expects to leave a post, within a band that starts that day."""

    horizon: DepartureHorizon
    post: RoleKind = "direction"
    person_id: str | None = None
    told_by: ToldBy = "advisor"

    def say(self, enterprise: Enterprise, by: Occurrence, desk: Desk) -> None:
        enterprise.declare_departure(
            by, self.horizon, post=self.post, person_id=self.person_id, told_by=self.told_by
        )


class AdoptSuccessionPlan(OnEnterprise, frozen=True, kw_only=True):
    by_board: Answer = "unknown"
    valid_until: date | None = None

    def say(self, enterprise: Enterprise, by: Occurrence, desk: Desk) -> None:
        """Raises PlanOver."""
        enterprise.adopt_plan(by, self.by_board, self.valid_until)


class LapseSuccessionPlan(OnEnterprise, frozen=True, kw_only=True):
    reason: str = ""

    def say(self, enterprise: Enterprise, by: Occurrence, desk: Desk) -> None:
        """Raises PlanNotInForce."""
        enterprise.lapse_plan(by, self.reason)


class AssessQualification(OnEnterprise, frozen=True, kw_only=True):
    """Whether it is of the social economy, by the grid in use. `verdicts` has every line of it;
    `evidence` those about which something is said."""

    verdicts: dict[str, LineVerdict]
    overall: Overall
    opinion: str
    evidence: dict[str, str] = field(default_factory=dict)
    grid: str = CURRENT.version
    assessment_id: str = field(default_factory=new_id)

    def say(self, enterprise: Enterprise, by: Occurrence, desk: Desk) -> None:
        """Raises GridUnknown, NothingAssessed, LineUnexplained, VerdictsAtOdds, OpinionMissing."""
        enterprise.assess(
            by,
            grid=self.grid,
            verdicts=self.verdicts,
            evidence=self.evidence,
            overall=self.overall,
            opinion=self.opinion,
            assessment_id=self.assessment_id,
        )

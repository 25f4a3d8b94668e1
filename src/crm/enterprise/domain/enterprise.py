"""The aggregate: what is decided about an enterprise, and what is observed of it."""

from datetime import date
from typing import Self

from crm.enterprise.domain.events import (
    BoardPortraitRecorded,
    ChannelKind,
    DepartureDeclared,
    EnterpriseClassified,
    EnterpriseConstituted,
    EnterpriseFollowed,
    EnterpriseIdentified,
    EnterpriseLocated,
    EnterpriseRegistered,
    EnterpriseReleased,
    EnterpriseRenamed,
    LineVerdict,
    MissionStated,
    Origin,
    Overall,
    QualificationAssessed,
    RedFlagTakenUp,
    SeenIn,
    StatusObserved,
    SuccessionPlanAdopted,
    SuccessionPlanLapsed,
    ToldBy,
    ToolAbandoned,
    ToolAdopted,
    ToolResultObserved,
    ToolTried,
    WorkChannelDeclared,
    WorkforcePortraitRecorded,
)
from crm.enterprise.domain.grid import GRIDS
from crm.enterprise.domain.neq import read_neq
from crm.enterprise.domain.refusals import (
    AlreadyFollowed,
    CountsInconsistent,
    EnterpriseUnnamed,
    GridUnknown,
    LineUnexplained,
    NotFollowed,
    NothingAssessed,
    OpinionMissing,
    PlanNotInForce,
    PlanOver,
    PortraitEmpty,
    ResultUnsaid,
    ToolNotAdopted,
    VerdictsAtOdds,
)
from crm.event_store.events import Aggregate, Event, Occurrence, new_id
from crm.vocabulary import (
    Address,
    Answer,
    CoopType,
    Count,
    DepartureHorizon,
    LegalForm,
    RoleKind,
    is_known,
)

PORTRAIT_PARTS = ("aged_55_plus", "retirements_5_years", "permanent")


class Enterprise(Aggregate, noun="enterprise"):
    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.name = ""
        self.neq: str | None = None
        self.followed = False
        self.plan_in_force = False
        self.tools: dict[str, str] = {}
        self.tools_known: set[str] = set()
        """Those it ever tried or adopted."""

    @classmethod
    def register(
        cls,
        by: Occurrence,
        name: str,
        *,
        as_written: str = "",
        origin: Origin = "page",
        promoter_id: str | None = None,
        id: str | None = None,
    ) -> Self:
        """A body newly known. Raises EnterpriseUnnamed."""
        if not name.strip():
            raise EnterpriseUnnamed
        return cls(id or new_id()).trigger(
            EnterpriseRegistered,
            by,
            name=name.strip(),
            as_written=as_written,
            origin=origin,
            promoter_id=promoter_id,
        )

    def follow(self, by: Occurrence, reason: str = "") -> Self:
        """Raises AlreadyFollowed."""
        if self.followed:
            raise AlreadyFollowed
        return self.trigger(EnterpriseFollowed, by, reason=reason)

    def release(self, by: Occurrence, reason: str = "") -> Self:
        """Raises NotFollowed."""
        if not self.followed:
            raise NotFollowed
        return self.trigger(EnterpriseReleased, by, reason=reason)

    def identify(self, by: Occurrence, neq: str, seen_in: SeenIn = "declaration") -> Self:
        """Its NEQ; the same one again changes nothing. Raises NeqMalformed, NeqOfIndividual."""
        number = read_neq(neq)
        if number == self.neq:
            return self
        return self.trigger(EnterpriseIdentified, by, neq=number, seen_in=seen_in)

    def rename(self, by: Occurrence, name: str) -> Self:
        """Raises EnterpriseUnnamed; the same name again changes nothing."""
        if not name.strip():
            raise EnterpriseUnnamed
        if name.strip() == self.name:
            return self
        return self.trigger(EnterpriseRenamed, by, name=name.strip())

    def constitute(
        self, by: Occurrence, legal_form: LegalForm, coop_type: CoopType | None = None
    ) -> Self:
        return self.trigger(EnterpriseConstituted, by, legal_form=legal_form, coop_type=coop_type)

    def locate(self, by: Occurrence, address: Address) -> Self:
        return self.trigger(EnterpriseLocated, by, address=address)

    def classify(self, by: Occurrence, sector: str, scian: str | None = None) -> Self:
        return self.trigger(EnterpriseClassified, by, sector=sector.strip(), scian=scian)

    def state_mission(self, by: Occurrence, text: str) -> Self:
        return self.trigger(MissionStated, by, text=text.strip())

    def declare_channel(self, by: Occurrence, kind: ChannelKind, value: str) -> Self:
        return self.trigger(WorkChannelDeclared, by, kind=kind, value=value.strip())

    def observe_status(self, by: Occurrence, status: str, source: str = "") -> Self:
        return self.trigger(StatusObserved, by, status=status, source=source)

    def adopt_tool(self, by: Occurrence, tool_id: str, version: str = "") -> Self:
        """The tool is now the enterprise's own; adopting it twice changes nothing."""
        if self.tools.get(tool_id) == "adopted":
            return self
        return self.trigger(ToolAdopted, by, tool_id=tool_id, version=version)

    def try_tool(self, by: Occurrence, tool_id: str, version: str = "") -> Self:
        """The tool is on trial; one already on trial or adopted stays as it is."""
        if tool_id in self.tools:
            return self
        return self.trigger(ToolTried, by, tool_id=tool_id, version=version)

    def abandon_tool(self, by: Occurrence, tool_id: str, reason: str = "") -> Self:
        """Raises ToolNotAdopted."""
        if tool_id not in self.tools:
            raise ToolNotAdopted
        return self.trigger(ToolAbandoned, by, tool_id=tool_id, reason=reason)

    def observe_result(self, by: Occurrence, tool_id: str, result: str) -> Self:
        """What came of a tool it used, even given up since. Raises ToolNotAdopted, ResultUnsaid."""
        if tool_id not in self.tools_known:
            raise ToolNotAdopted
        if not result.strip():
            raise ResultUnsaid
        return self.trigger(ToolResultObserved, by, tool_id=tool_id, result=result.strip())

    def record_workforce(self, by: Occurrence, **told: Count | Answer) -> Self:
        """A portrait of the workforce; a single known number is a good portrait.

        `told` takes the fields of WorkforcePortraitRecorded. Raises PortraitEmpty, or
        CountsInconsistent when a part exceeds the headcount.
        """
        if all(value in ("not_asked", None) for value in told.values()):
            raise PortraitEmpty
        whole = told.get("headcount", "unknown")
        for part in PORTRAIT_PARTS:
            value = told.get(part, "unknown")
            if isinstance(value, int) and isinstance(whole, int) and value > whole:
                raise CountsInconsistent(part)
        return self.trigger(WorkforcePortraitRecorded, by.acting("R8"), **told)

    def record_board(self, by: Occurrence, **told: Count) -> Self:
        """A portrait of the board. Raises PortraitEmpty, CountsInconsistent."""
        if not any(is_known(value) for value in told.values()):
            raise PortraitEmpty
        seats, filled = told.get("seats"), told.get("filled")
        if isinstance(seats, int) and isinstance(filled, int) and filled > seats:
            raise CountsInconsistent("filled")
        return self.trigger(BoardPortraitRecorded, by.acting("R8"), **told)

    def declare_departure(
        self,
        by: Occurrence,
        horizon: DepartureHorizon,
        *,
        post: RoleKind = "direction",
        person_id: str | None = None,
        told_by: ToldBy = "advisor",
    ) -> Self:
        return self.trigger(
            DepartureDeclared,
            by.acting("R8"),
            post=post,
            person_id=person_id,
            horizon=horizon,
            told_by=told_by,
        )

    def adopt_plan(
        self, by: Occurrence, by_board: Answer = "unknown", valid_until: date | None = None
    ) -> Self:
        """A written succession plan. Raises PlanOver when it ends before it begins."""
        if valid_until and valid_until < by.occurred_on:
            raise PlanOver
        return self.trigger(
            SuccessionPlanAdopted,
            by.acting("R8"),
            by_board=by_board,
            valid_until=valid_until and valid_until.isoformat(),
        )

    def lapse_plan(self, by: Occurrence, reason: str = "") -> Self:
        """Raises PlanNotInForce."""
        if not self.plan_in_force:
            raise PlanNotInForce
        return self.trigger(SuccessionPlanLapsed, by, reason=reason)

    def take_up(self, by: Occurrence, flag: str, step_id: str, accompaniment_id: str) -> Self:
        """A red flag became a next step of a file."""
        return self.trigger(
            RedFlagTakenUp,
            by.acting("R8"),
            flag=flag,
            step_id=step_id,
            accompaniment_id=accompaniment_id,
        )

    def assess(
        self,
        by: Occurrence,
        *,
        grid: str,
        verdicts: dict[str, LineVerdict],
        evidence: dict[str, str],
        overall: Overall,
        opinion: str,
        assessment_id: str,
    ) -> Self:
        """Raises GridUnknown, NothingAssessed, LineUnexplained, VerdictsAtOdds, OpinionMissing."""
        if grid not in GRIDS or set(verdicts) != set(GRIDS[grid].codes):
            raise GridUnknown
        if set(verdicts.values()) == {"to_document"} and overall != "to_document":
            raise NothingAssessed
        said = {code: text.strip() for code, text in evidence.items() if text.strip()}
        for code, verdict in verdicts.items():
            if verdict == "not_met" and code not in said:
                raise LineUnexplained(f"preuve_{code}")
        if overall == "qualified" and "not_met" in verdicts.values():
            raise VerdictsAtOdds
        if not opinion.strip():
            raise OpinionMissing
        return self.trigger(
            QualificationAssessed,
            by.acting("V2"),
            assessment_id=assessment_id,
            grid=grid,
            verdicts=verdicts,
            overall=overall,
            evidence=said or "",
            opinion=opinion.strip(),
        )

    def evolve(self, event: Event) -> None:
        match event:
            case EnterpriseRegistered() | EnterpriseRenamed():
                self.name = event.name
            case EnterpriseIdentified():
                self.neq = event.neq
            case EnterpriseFollowed() | EnterpriseReleased():
                self.followed = isinstance(event, EnterpriseFollowed)
            case ToolAdopted() | ToolTried():
                is_own = isinstance(event, ToolAdopted)
                self.tools[event.tool_id] = "adopted" if is_own else "tried"
                self.tools_known.add(event.tool_id)
            case ToolAbandoned():
                self.tools.pop(event.tool_id, None)
            case SuccessionPlanAdopted() | SuccessionPlanLapsed():
                self.plan_in_force = isinstance(event, SuccessionPlanAdopted)

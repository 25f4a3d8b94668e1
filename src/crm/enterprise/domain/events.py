"""What an enterprise is, and is observed to be, in the words that will still be read in decades."""

from typing import Annotated, Any, Literal

from crm.event_store.events import Entry, Event, stored
from crm.event_store.sealing import Sealed
from crm.vocabulary import (
    Address,
    Answer,
    CoopType,
    Count,
    LegalForm,
    RoleKind,
)

Origin = Literal["page", "import", "referral", "promoter", "activity", "register"]
SeenIn = Literal["register", "document", "declaration"]
ToldBy = Literal["self", "board", "colleague", "advisor"]
Quality = Literal["counted", "estimated"]
ChannelKind = Literal["phone", "email", "website"]
LineVerdict = Literal["met", "not_met", "to_document", "not_applicable"]
Overall = Literal["qualified", "not_qualified", "to_document"]


@stored("enterprise.registered.v1")
class EnterpriseRegistered(Event, frozen=True, kw_only=True):
    """We know of this body. Following it is another sentence."""

    name: str
    as_written: str = ""
    """The name as the source spelt it, when that differs."""
    origin: Origin = "page"
    promoter_id: str | None = None


@stored("enterprise.followed.v1")
class EnterpriseFollowed(Event, frozen=True, kw_only=True):
    """From that day the pôle accompanies it: the denominator of the succession indicators."""

    reason: str = ""


@stored("enterprise.released.v1")
class EnterpriseReleased(Event, frozen=True, kw_only=True):
    """The pôle no longer accompanies it."""

    reason: str = ""


@stored("enterprise.identified.v1")
class EnterpriseIdentified(Entry, frozen=True, kw_only=True):
    """Its Québec enterprise number (NEQ) is known."""

    neq: str
    seen_in: SeenIn = "declaration"


@stored("enterprise.renamed.v1")
class EnterpriseRenamed(Entry, frozen=True, kw_only=True):
    """It bears another name from that day."""

    name: str
    kind: Literal["legal", "usual"] = "usual"


@stored("enterprise.constituted.v1")
class EnterpriseConstituted(Entry, frozen=True, kw_only=True):
    """Its legal form; `occurred_precision` "by" when the day of constitution is unknown."""

    legal_form: LegalForm
    coop_type: CoopType | None = None


@stored("enterprise.located.v1")
class EnterpriseLocated(Entry, frozen=True, kw_only=True):
    """It moved, or its first known seat."""

    address: Address
    kind: Literal["head_office", "place_of_business"] = "head_office"


@stored("enterprise.classified.v1")
class EnterpriseClassified(Entry, frozen=True, kw_only=True):
    """Its sector: as a source words it, and by SCIAN 2022 when somebody coded it."""

    sector: str
    scian: str | None = None


@stored("mission.stated.v1")
class MissionStated(Entry, frozen=True, kw_only=True):
    """What it says it does, in public."""

    text: str


@stored("work_channel.declared.v1")
class WorkChannelDeclared(Entry, frozen=True, kw_only=True):
    """A public way to reach the body: the light class (P-39.1 s. 1)."""

    kind: ChannelKind
    value: str


@stored("status.observed.v1")
class StatusObserved(Entry, frozen=True, kw_only=True):
    """What the register, or our own eyes, say of its existence."""

    status: Literal["registered", "struck_off", "dissolved", "not_found", "active_seen", "unknown"]
    source: str = ""


@stored("tool.adopted.v1")
class ToolAdopted(Entry, frozen=True, kw_only=True):
    """The enterprise uses this tool as its own from that day."""

    tool_id: str
    version: str = ""


@stored("tool.tried.v1")
class ToolTried(Entry, frozen=True, kw_only=True):
    """The enterprise tries this tool from that day, without having made it its own."""

    tool_id: str
    version: str = ""


def _said_in_clear(old: dict[str, Any]) -> dict[str, Any]:
    """Reasons were not sealed; what has a colon would be taken for a sealed text."""
    return old | {"reason": old.get("reason", "").replace(":", ",")}


@stored("tool.abandoned.v2", _said_in_clear)
class ToolAbandoned(Entry, frozen=True, kw_only=True):
    """The enterprise no longer uses this tool, or gave up its trial; and why, what came of it."""

    tool_id: str
    reason: Annotated[str, Sealed("note")] = ""


@stored("tool_result.observed.v1")
class ToolResultObserved(Entry, frozen=True, kw_only=True):
    """What a tool gave the enterprise, tried or adopted, given up since or not; in words."""

    tool_id: str
    result: Annotated[str, Sealed("note")]


@stored("workforce_portrait.recorded.v1")
class WorkforcePortraitRecorded(Entry, frozen=True, kw_only=True):
    """The workforce on that day, as the enterprise told it. Counts of persons about age and the
    like are sealed under the enterprise: in a body of five they name somebody."""

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
    aged_55_plus: Annotated[int | str, Sealed("succession")] = "not_asked"
    retirements_5_years: Annotated[int | str, Sealed("succession")] = "not_asked"


@stored("board_portrait.recorded.v1")
class BoardPortraitRecorded(Entry, frozen=True, kw_only=True):
    """The seats of the board on that day, as the enterprise told them."""

    seats: Count = "not_asked"
    filled: Count = "not_asked"
    aged_35_or_less: Annotated[int | str, Sealed("succession")] = "not_asked"
    women: Annotated[int | str, Sealed("succession")] = "not_asked"


@stored("departure.declared.v1")
class DepartureDeclared(Entry, frozen=True, kw_only=True):
    """Somebody expects to leave this post. The horizon is a band that starts that day."""

    post: RoleKind = "direction"
    person_id: str | None = None
    horizon: Annotated[str, Sealed("succession")]
    """One of DepartureHorizon."""
    told_by: ToldBy = "advisor"


@stored("succession_plan.adopted.v1")
class SuccessionPlanAdopted(Entry, frozen=True, kw_only=True):
    """A written plan is in force from that day, until `valid_until` when it says so (ISO date)."""

    by_board: Answer = "unknown"
    valid_until: str | None = None


@stored("succession_plan.lapsed.v1")
class SuccessionPlanLapsed(Event, frozen=True, kw_only=True):
    """No written plan is in force any more."""

    reason: str = ""


@stored("red_flag.taken_up.v1")
class RedFlagTakenUp(Entry, frozen=True, kw_only=True):
    """What was told of its people asked for something, which became a next step of a file."""

    flag: Annotated[str, Sealed("succession")]
    """Its kind, and what it bears on."""
    step_id: str
    accompaniment_id: str


@stored("qualification.assessed.v1")
class QualificationAssessed(Event, frozen=True, kw_only=True):
    """Whoever acts judged, that day, whether it is of the social economy: line by line of a grid,
    then as a whole and in words. Another assessment follows; this one stays."""

    assessment_id: str
    grid: str
    """The version of the grid."""
    verdicts: dict[str, LineVerdict]
    """By code of the grid."""
    overall: Overall
    evidence: Annotated[dict[str, str] | str, Sealed("note", of="assessment_id")] = ""
    """By code: a clause, a document, what was seen."""
    opinion: Annotated[str, Sealed("note", of="assessment_id")] = ""

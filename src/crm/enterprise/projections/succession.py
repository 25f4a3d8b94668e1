"""Who works there, who is about to leave, and is the succession written down?

Counts are numbers or empty: every reason why a number is missing leaves a denominator alike.
"""

from datetime import date

from sqlalchemy import Column, Date, Integer, String, Text

from crm.enterprise.domain.events import (
    BoardPortraitRecorded,
    DepartureDeclared,
    SuccessionPlanAdopted,
    SuccessionPlanLapsed,
    WorkforcePortraitRecorded,
)
from crm.event_store.projections import Projection
from crm.event_store.rows import Id, Operations, Rows
from crm.vocabulary import Count

COUNTS = (
    "headcount", "headcount_12_months_ago", "full_time_equivalents_hundredths", "permanent",
    "vacant_posts", "departures_12_months",
)  # fmt: skip
SEALED_COUNTS = ("aged_55_plus", "retirements_5_years")

portraits = Rows(
    "portraits",
    Column("enterprise_id", Id),
    Column("version", Integer),
    Column("occurred_on", Date),
    Column("quality", String(10)),
    *(Column(name, Integer) for name in COUNTS),
    Column("unionised", String(15)),
    Column("succession_plan_in_force", String(15)),
    Column("recruitment_difficulty", String(15)),
    *(Column(name, Text) for name in SEALED_COUNTS),
    key="enterprise_id version",
    happened="occurred_on",
    indexes=["enterprise_id occurred_on", "pole_id occurred_on"],
)
boards = Rows(
    "boards",
    Column("enterprise_id", Id),
    Column("version", Integer),
    Column("occurred_on", Date),
    Column("seats", Integer),
    Column("filled", Integer),
    Column("aged_35_or_less", Text),
    Column("women", Text),
    key="enterprise_id version",
    happened="occurred_on",
    indexes=["enterprise_id occurred_on"],
)
departures = Rows(
    "departures",
    Column("enterprise_id", Id),
    Column("version", Integer),
    Column("post", String(20)),
    Column("person_id", Id),
    Column("horizon", Text),
    Column("told_by", String(10)),
    Column("occurred_on", Date),
    key="enterprise_id version",
    happened="occurred_on",
    indexes=["enterprise_id occurred_on", "pole_id occurred_on"],
)
succession_plans = Rows(
    "succession_plans",
    Column("enterprise_id", Id),
    Column("version", Integer),
    Column("adopted_on", Date),
    Column("by_board", String(15)),
    Column("valid_until", Date),
    Column("lapsed_on", Date),
    key="enterprise_id version",
    happened="adopted_on lapsed_on",
    indexes=["enterprise_id", "pole_id adopted_on"],
)
"""A row for each adoption, and one for each lapse (`adopted_on` empty): a plan is in force on a
day when the last of these rows by then is an adoption that has not run out."""

who_comes_next = Projection("who_comes_next", portraits, boards, departures, succession_plans)


def _number(count: Count) -> int | None:
    return count if isinstance(count, int) else None


@who_comes_next.on(WorkforcePortraitRecorded)
def _(event: WorkforcePortraitRecorded) -> Operations:
    yield portraits.insert(
        enterprise_id=event.originator_id,
        version=event.originator_version,
        occurred_on=event.occurred_on,
        quality=event.quality,
        unionised=event.union,
        succession_plan_in_force=event.succession_plan_in_force,
        recruitment_difficulty=event.recruitment_difficulty,
        **{name: _number(getattr(event, name)) for name in COUNTS},
        **{name: str(getattr(event, name)) for name in SEALED_COUNTS},
    )


@who_comes_next.on(BoardPortraitRecorded)
def _(event: BoardPortraitRecorded) -> Operations:
    yield boards.insert(
        enterprise_id=event.originator_id,
        version=event.originator_version,
        occurred_on=event.occurred_on,
        seats=_number(event.seats),
        filled=_number(event.filled),
        aged_35_or_less=str(event.aged_35_or_less),
        women=str(event.women),
    )


@who_comes_next.on(DepartureDeclared)
def _(event: DepartureDeclared) -> Operations:
    yield departures.insert(
        enterprise_id=event.originator_id,
        version=event.originator_version,
        post=event.post,
        person_id=event.person_id,
        horizon=event.horizon,
        told_by=event.told_by,
        occurred_on=event.occurred_on,
    )


@who_comes_next.on(SuccessionPlanAdopted)
def _(event: SuccessionPlanAdopted) -> Operations:
    yield succession_plans.insert(
        enterprise_id=event.originator_id,
        version=event.originator_version,
        adopted_on=event.occurred_on,
        by_board=event.by_board,
        valid_until=date.fromisoformat(event.valid_until) if event.valid_until else None,
    )


@who_comes_next.on(SuccessionPlanLapsed)
def _(event: SuccessionPlanLapsed) -> Operations:
    yield succession_plans.insert(
        enterprise_id=event.originator_id,
        version=event.originator_version,
        lapsed_on=event.occurred_on,
    )

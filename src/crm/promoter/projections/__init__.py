"""Which projects are on their way, how far are they, and who carries them?

Titles and ideas are stored sealed under the project's key: a page opens what it shows.
"""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Date,
    Integer,
    Select,
    String,
    Text,
    and_,
    func,
    or_,
    select,
)

from crm.event_store.projections import Projection
from crm.event_store.rows import Id, Operations, Rows
from crm.person.projections import people
from crm.promoter.domain.events import (
    FoundingCompleted,
    MemberJoined,
    MemberLeft,
    MilestoneReached,
    MilestoneTakenBack,
    PromoterPaused,
    PromoterProjectDescribed,
    PromoterRedirected,
    PromoterResumed,
    PromoterWelcomed,
    PromoterWithdrawn,
)
from crm.promoter.projections.explorations import what_is_weighed

promoters = Rows(
    "promoters",
    Column("promoter_id", Id),
    Column("working_title", Text),
    Column("idea", Text),
    Column("envisioned_form", String(25)),
    Column("mrc", String(10)),
    Column("state", String(10)),
    Column("milestone", String(15)),
    Column("milestone_on", Date),
    Column("welcomed_on", Date),
    Column("enterprise_id", Id),
    key="promoter_id",
    happened="welcomed_on",
    indexes=["pole_id welcomed_on"],
)
promoter_members = Rows(
    "promoter_members",
    Column("promoter_id", Id),
    Column("person_id", Id),
    Column("since", Date),
    Column("left_on", Date),
    key="promoter_id person_id",
    happened="since",
    indexes=["promoter_id", "person_id"],
)
milestones = Rows(
    "milestones",
    Column("promoter_id", Id),
    Column("milestone", String(15)),
    Column("reached_on", Date),
    Column("cost_cents", BigInteger),
    Column("jobs_planned", Integer),
    key="promoter_id milestone",
    happened="reached_on",
    indexes=["promoter_id", "pole_id reached_on"],
)
projects_on_their_way = Projection("projects_on_their_way", promoters, promoter_members, milestones)
PROJECTIONS: list[Projection] = [projects_on_their_way, what_is_weighed]


@projects_on_their_way.on(PromoterWelcomed)
def _(event: PromoterWelcomed) -> Operations:
    yield promoters.insert(
        promoter_id=event.originator_id,
        working_title=event.working_title,
        idea=event.idea,
        envisioned_form=event.envisioned_form,
        mrc=event.mrc,
        state="active",
        welcomed_on=event.occurred_on,
    )
    for person in event.persons:
        yield promoter_members.insert(
            promoter_id=event.originator_id, person_id=person, since=event.occurred_on
        )


@projects_on_their_way.on(PromoterProjectDescribed)
def _(event: PromoterProjectDescribed) -> Operations:
    yield promoters.change(
        event.originator_id,
        working_title=event.working_title,
        idea=event.idea,
        envisioned_form=event.envisioned_form,
        mrc=event.mrc,
    )


@projects_on_their_way.on(MemberJoined)
def _(event: MemberJoined) -> Operations:
    yield promoter_members.put(
        promoter_id=event.originator_id, person_id=event.person_id, since=event.occurred_on
    )


@projects_on_their_way.on(MemberLeft)
def _(event: MemberLeft) -> Operations:
    key = (event.originator_id, event.person_id)
    yield promoter_members.change(key, left_on=event.occurred_on)


@projects_on_their_way.on(MilestoneReached)
def _(event: MilestoneReached) -> Operations:
    yield milestones.insert(
        promoter_id=event.originator_id,
        milestone=event.milestone,
        reached_on=event.occurred_on,
        cost_cents=event.cost_cents,
        jobs_planned=event.jobs_planned,
    )
    yield promoters.change(
        event.originator_id, milestone=event.milestone, milestone_on=event.occurred_on
    )


@projects_on_their_way.on(MilestoneTakenBack)
def _(event: MilestoneTakenBack) -> Operations:
    yield milestones.end((event.originator_id, event.milestone))
    since = date.fromisoformat(event.standing_on) if event.standing_on else None
    yield promoters.change(event.originator_id, milestone=event.standing, milestone_on=since)


@projects_on_their_way.on(PromoterPaused)
def _(event: PromoterPaused) -> Operations:
    yield promoters.change(event.originator_id, state="paused")


@projects_on_their_way.on(PromoterResumed)
def _(event: PromoterResumed) -> Operations:
    yield promoters.change(event.originator_id, state="active")


@projects_on_their_way.on(PromoterWithdrawn)
def _(event: PromoterWithdrawn) -> Operations:
    yield promoters.change(event.originator_id, state="withdrawn")


@projects_on_their_way.on(PromoterRedirected)
def _(event: PromoterRedirected) -> Operations:
    yield promoters.change(event.originator_id, state="redirected")


@projects_on_their_way.on(FoundingCompleted)
def _(event: FoundingCompleted) -> Operations:
    yield promoters.change(event.originator_id, state="founded", enterprise_id=event.enterprise_id)


class Project(NamedTuple):
    """One project; `working_title` (identity) and `idea` (note) are sealed under its id."""

    promoter_id: str
    working_title: str
    idea: str
    envisioned_form: str
    mrc: str | None
    state: str
    milestone: str | None
    milestone_on: date | None
    welcomed_on: date
    enterprise_id: str | None


class Member(NamedTuple):
    """Somebody who carries a project; the parts of the name are sealed under the person."""

    promoter_id: str
    person_id: str
    given_name: str
    family_name: str
    as_written: str
    since: date
    left_on: date | None


class Milestone(NamedTuple):
    """A milestone reached, with what the project was then expected to cost and employ."""

    milestone: str
    reached_on: date
    cost_cents: int | None
    jobs_planned: int | None


def carried_by(db: Connection, pole_id: str, person_id: str) -> list[str]:
    """The projects that somebody carries today."""
    c = promoter_members.c
    mine = (c.person_id == person_id, c.left_on.is_(None), promoter_members.of(pole_id))
    return list(db.scalars(select(c.promoter_id).where(*mine, promoter_members.known())))


def project(db: Connection, pole_id: str, promoter_id: str) -> Project | None:
    """A project of this pôle, or None."""
    here = and_(promoters.c.promoter_id == promoter_id, promoters.of(pole_id))
    row = db.execute(_projects().where(here)).first()
    return Project(*row) if row else None


def projects(
    db: Connection,
    pole_id: str,
    state: str | None = None,
    milestone: str | None = None,
    before: tuple[date, str] | None = None,
    limit: int = 50,
) -> list[Project]:
    """Projects, the last welcomed first. `before` is (welcomed_on, id) of the last one seen."""
    c = promoters.c
    query = _projects().where(c.pole_id == pole_id)
    if state:
        query = query.where(c.state == state)
    if milestone:
        query = query.where(_at(milestone))
    if before:
        day, id_ = before
        same_day = and_(c.welcomed_on == day, c.promoter_id < id_)
        query = query.where(or_(c.welcomed_on < day, same_day))
    newest = query.order_by(c.welcomed_on.desc(), c.promoter_id.desc()).limit(limit)
    return [Project(*row) for row in db.execute(newest)]


def counts_by_state(db: Connection, pole_id: str) -> dict[str, int]:
    """How many projects are in each state."""
    c = promoters.c
    query = select(c.state, func.count()).where(c.pole_id == pole_id, promoters.known())
    return {row[0]: row[1] for row in db.execute(query.group_by(c.state))}


def members_of(db: Connection, pole_id: str, promoter_ids: list[str]) -> list[Member]:
    """Those who carry these projects, in the order they came."""
    m, p = promoter_members.c, people.c
    query = select(
        m.promoter_id, m.person_id, p.given_name, p.family_name, p.as_written, m.since, m.left_on
    ).where(
        m.promoter_id.in_(promoter_ids),
        promoter_members.of(pole_id),
        promoter_members.known(),
        p.person_id == m.person_id,
        people.known(),
    )
    return [Member(*row) for row in db.execute(query.order_by(m.since, m.person_id))]


def milestones_of(db: Connection, pole_id: str, promoter_id: str) -> list[Milestone]:
    """The milestones a project has reached, by date."""
    c = milestones.c
    query = select(c.milestone, c.reached_on, c.cost_cents, c.jobs_planned).where(
        c.promoter_id == promoter_id, milestones.of(pole_id), milestones.known()
    )
    return [Milestone(*row) for row in db.execute(query.order_by(c.reached_on))]


def _projects() -> Select[tuple[Any, ...]]:
    return select(*(promoters.c[name] for name in Project._fields)).where(promoters.known())


def _at(milestone: str) -> ColumnElement[bool]:
    """At this milestone; `none` for those that reached none."""
    return (
        promoters.c.milestone.is_(None)
        if milestone == "none"
        else (promoters.c.milestone == milestone)
    )

"""What has been kept as long as its rule says, and waits for somebody to decide?"""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    Column,
    Connection,
    Date,
    Integer,
    Select,
    String,
    exists,
    func,
    select,
)

from crm.accompaniment.projections.interventions import interventions
from crm.event_store import EventStore
from crm.event_store.projections import Projection
from crm.event_store.rows import Id, Operations, Rows
from crm.person.projections import people, roles
from crm.privacy.domain.erasure import Erased
from crm.privacy.domain.retention import Kept, RetentionProlonged, RetentionRuleAdopted
from crm.privacy.projections.erasures import erasures
from crm.promoter.projections import milestones, promoter_members, promoters

SUGGESTED: dict[Kept, int] = {"inactive_promoter": 36, "former_contact": 36}
"""Months, until the pôle adopts its own: suggestions of the network, not a rule of law."""

rules = Rows(
    "retention_rules",
    Column("rule_id", Id),
    Column("of_kind", String(20)),
    Column("months", Integer),
    Column("adopted_on", Date),
    key="rule_id",
    happened="adopted_on",
    indexes=["pole_id of_kind"],
    unique=["pole_id of_kind"],
)
prolongations = Rows(
    "retention_prolongations",
    Column("prolongation_id", Id),
    Column("subject_id", Id),
    Column("until", Date),
    key="prolongation_id",
    undated="what counts is until when",
    indexes=["subject_id until"],
)
how_long_is_kept = Projection("how_long_is_kept", rules, prolongations)


@how_long_is_kept.on(RetentionRuleAdopted)
def _(event: RetentionRuleAdopted) -> Operations:
    yield rules.put(
        rule_id=event.originator_id,
        of_kind=event.of,
        months=event.months,
        adopted_on=event.occurred_on,
    )


@how_long_is_kept.on(RetentionProlonged)
def _(event: RetentionProlonged) -> Operations:
    yield prolongations.insert(
        prolongation_id=event.originator_id, subject_id=event.subject_id, until=event.until
    )


class Rule(NamedTuple):
    """How many months; `rule_id` and `adopted_on` are absent while it is only suggested."""

    months: int
    rule_id: str | None = None
    adopted_on: date | None = None


class Due(NamedTuple):
    """One subject whose time has come, with the last news of it."""

    kind: Erased
    subject_id: str
    last_on: date


def rules_of(db: Connection, pole_id: str) -> dict[Kept, Rule]:
    """By kind, the rule of this pôle."""
    c = rules.c
    query = select(c.of_kind, c.months, c.rule_id, c.adopted_on)
    found = db.execute(query.where(c.pole_id == pole_id, rules.known()))
    suggested: dict[Kept, Rule] = {of: Rule(months) for of, months in SUGGESTED.items()}
    return suggested | {row.of_kind: Rule(*row[1:]) for row in found}


def due(db: Connection, pole_id: str, today: date, limit: int = 200) -> list[Due]:
    """Those to decide about, the longest silent first."""
    kept = rules_of(db, pole_id)
    before = {of: months_before(today, rule.months) for of, rule in kept.items()}
    found = [
        *_due(db, _silent_projects(pole_id, before["inactive_promoter"]), "promoter", limit),
        *_due(db, _former_contacts(pole_id, before["former_contact"]), "person", limit),
    ]
    held = _decided(db, pole_id, [one.subject_id for one in found], today)
    left = (one for one in found if one.subject_id not in held)
    return sorted(left, key=lambda one: (one.last_on, one.subject_id))[:limit]


def months_before(day: date, months: int) -> date:
    """The same day so many months before; the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise ValueError(day)


def _due(db: Connection, query: Select[Any], kind: Erased, limit: int) -> list[Due]:
    return [Due(kind, *row) for row in db.execute(query.limit(limit))]


def _silent_projects(pole_id: str, before: date) -> Select[Any]:
    """Projects that founded nothing, welcomed before a day, of which nothing was said since."""
    c, act, milestone, member = promoters.c, interventions.c, milestones.c, promoter_members.c
    talked = exists().where(
        act.party_id == c.promoter_id, act.occurred_on > before, interventions.known()
    )
    reached = exists().where(
        milestone.promoter_id == c.promoter_id, milestone.reached_on > before, milestones.known()
    )
    joined = exists().where(
        member.promoter_id == c.promoter_id, member.since > before, promoter_members.known()
    )
    last = (
        select(func.max(act.occurred_on))
        .where(act.party_id == c.promoter_id, interventions.known())
        .scalar_subquery()
    )
    query = select(c.promoter_id, func.coalesce(last, c.welcomed_on).label("last_on"))
    mine = (c.pole_id == pole_id, c.welcomed_on <= before, promoters.known())
    silent = (c.state != "founded", ~talked, ~reached, ~joined)
    return query.where(*mine, *silent).order_by("last_on", c.promoter_id)


def _former_contacts(pole_id: str, before: date) -> Select[Any]:
    """Persons whose last role ended before a day, and who carry no project."""
    c, member = roles.c, promoter_members.c
    carries = exists().where(member.person_id == c.person_id, promoter_members.known())
    last = func.max(c.ended_on)
    query = select(c.person_id, last.label("last_on"))
    mine = query.where(c.pole_id == pole_id, roles.known(), ~carries).group_by(c.person_id)
    all_ended = mine.having(func.count() == func.count(c.ended_on), last <= before)
    return all_ended.order_by("last_on", c.person_id)


def _decided(db: Connection, pole_id: str, ids: list[str], today: date) -> set[str]:
    """Of these, those already erased, and those kept longer."""
    if not ids:
        return set()
    p, e = prolongations.c, erasures.c
    longer = select(p.subject_id).where(
        p.subject_id.in_(ids), p.until >= today, prolongations.of(pole_id), prolongations.known()
    )
    gone = select(e.subject_id).where(e.subject_id.in_(ids), erasures.of(pole_id), erasures.known())
    return set(db.scalars(longer)) | set(db.scalars(gone))


def names_of_due(store: EventStore, pole_id: str, found: list[Due]) -> dict[str, str]:
    """By id, the name of each person and the title of each project, opened; empty when unsaid."""
    p, c = people.c, promoters.c
    of_kind = {k: [d.subject_id for d in found if d.kind == k] for k in ("person", "promoter")}
    whom = select(p.person_id, p.given_name, p.family_name, p.as_written).where(
        p.person_id.in_(of_kind["person"]), people.of(pole_id), people.known()
    )
    what = select(c.promoter_id, c.working_title).where(
        c.promoter_id.in_(of_kind["promoter"]), promoters.of(pole_id), promoters.known()
    )
    with store.engine.connect() as db:
        rows = [*db.execute(whom), *db.execute(what)]
    clear = iter(store.open_many((row[0], "identity", part) for row in rows for part in row[1:]))
    parts = {row[0]: [next(clear) for _ in row[1:]] for row in rows}
    return {id: " ".join(filter(None, said)) for id, said in parts.items()}

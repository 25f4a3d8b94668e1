"""What does somebody agree to today, until when, and how do we know?"""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Date,
    Integer,
    Select,
    String,
    Text,
    bindparam,
    exists,
    func,
    or_,
    select,
    tuple_,
    union_all,
)

from crm.event_store.prepared import POLE, THIS, prepared
from crm.event_store.projections import Projection
from crm.event_store.rows import Id, Operations, Rows
from crm.person.projections import roles
from crm.privacy.domain.consents import (
    ConsentAnnulled,
    ConsentGiven,
    ConsentPurpose,
    ConsentReinstated,
    ConsentTermAdopted,
    ConsentWithdrawn,
)

consents = Rows(
    "consents",
    Column("consent_id", Id),
    Column("about", String(10)),
    Column("subject_id", Id),
    Column("purpose", String(20)),
    Column("given_on", Date),
    Column("proof", String(10)),
    Column("words", Text),
    Column("expires_on", Date),
    Column("withdrawn_on", Date),
    Column("heard_by", Id),
    key="consent_id",
    happened="given_on",
    indexes=["subject_id purpose", "pole_id withdrawn_on superseded_at expires_on"],
)
terms = Rows(
    "consent_terms",
    Column("term_id", Id),
    Column("purpose", String(20)),
    Column("months", Integer),
    Column("adopted_on", Date),
    key="term_id",
    happened="adopted_on",
    indexes=["pole_id purpose"],
    unique=["pole_id purpose"],
)
what_is_agreed_to = Projection("what_is_agreed_to", consents, terms)
DAY = bindparam("day", type_=Date)
MOST = 200


class Agreed(NamedTuple):
    """One consent; `words` is sealed under `subject_id`."""

    consent_id: str
    about: str
    subject_id: str
    purpose: str
    given_on: date
    proof: str
    words: str
    expires_on: date | None
    withdrawn_on: date | None
    heard_by: str

    def stands(self, day: date) -> bool:
        """Whether it holds on a day: given, neither run out nor withdrawn."""
        over = self.withdrawn_on and self.withdrawn_on <= day
        return self.given_on <= day and not over and not self.has_run_out(day)

    def has_run_out(self, day: date) -> bool:
        """Whether its last day is past."""
        return self.expires_on is not None and self.expires_on < day


class RunningOut(NamedTuple):
    """A page of those that run out; `last` is where it ended, when there are more."""

    lines: list[Agreed]
    last: Agreed | None


class Term(NamedTuple):
    """Months that a consent lasts, zero for no end; the rest is empty until the pôle decides."""

    months: int
    term_id: str | None = None
    adopted_on: date | None = None


@what_is_agreed_to.on(ConsentGiven)
def _(event: ConsentGiven) -> Operations:
    yield consents.insert(
        consent_id=event.originator_id,
        about=event.about,
        subject_id=event.subject_id,
        purpose=event.purpose,
        given_on=event.occurred_on,
        proof=event.proof,
        words=event.words,
        expires_on=event.expires_on,
        heard_by=event.actor_id,
    )


@what_is_agreed_to.on(ConsentWithdrawn)
def _(event: ConsentWithdrawn) -> Operations:
    yield consents.change(event.originator_id, withdrawn_on=event.occurred_on)


@what_is_agreed_to.on(ConsentReinstated)
def _(event: ConsentReinstated) -> Operations:
    yield consents.change(event.originator_id, withdrawn_on=None)


@what_is_agreed_to.on(ConsentAnnulled)
def _(event: ConsentAnnulled) -> Operations:
    yield consents.end(event.originator_id)


@what_is_agreed_to.on(ConsentTermAdopted)
def _(event: ConsentTermAdopted) -> Operations:
    yield terms.put(
        term_id=event.originator_id,
        purpose=event.purpose,
        months=event.months,
        adopted_on=event.occurred_on,
    )


def stands(db: Connection, pole_id: str, subject_id: str, purpose: str, on: date) -> bool:
    """Whether somebody, or those who carry a project, agree to this on a day. Whatever shares,
    lists or hands over for a purpose asks this, or `standing` inside its own question."""
    asked = {"pole_id": pole_id, "id": subject_id, "purpose": purpose, "day": on}
    return db.execute(_standing_one(), asked).first() is not None


def agreed_by(db: Connection, pole_id: str, project_ids: list[str], on: date) -> bool:
    """Whether all these projects agree on a day to be shared with a partner; none is agreement."""
    return all(stands(db, pole_id, id, "partner_sharing", on) for id in project_ids)


def standing(subject: ColumnElement[Any], purpose: ConsentPurpose) -> ColumnElement[bool]:
    """The same, inside a question about many; the question binds `day` and `pole_id`."""
    c = consents.c
    mine = (c.subject_id == subject, c.purpose == purpose, consents.of(POLE), consents.known())
    return exists().where(*mine, *_holds())


def consents_of(db: Connection, pole_id: str, subject_id: str) -> list[Agreed]:
    """All that a subject ever agreed to, the last given first."""
    rows = db.execute(_of_one(), {"pole_id": pole_id, "id": subject_id})
    return [Agreed(*row) for row in rows]


def consents_around(db: Connection, pole_id: str, party_id: str) -> list[Agreed]:
    """The last consent to each purpose of a project, or of those who hold a role somewhere."""
    rows = db.execute(_around(), {"pole_id": pole_id, "id": party_id})
    last: dict[tuple[str, str], Agreed] = {}
    for one in (Agreed(*row) for row in rows):
        last.setdefault((one.subject_id, one.purpose), one)
    return list(last.values())


def running_out(
    db: Connection, pole_id: str, until: date, after: tuple[date, str] | None, limit: int
) -> RunningOut:
    """Those with an end by a day, not withdrawn, that no later one replaces: the first to end
    first, after a (day, id). A page holds `limit` lines at most, fewer when some were renewed."""
    asked = {"pole_id": pole_id, "until": until, "limit": limit + 1}
    asked |= {"day": after[0], "id": after[1]} if after else {}
    rows = db.execute(_ending(further=after is not None), asked)
    found = [Agreed(*row) for row in rows]
    page = found[:limit]
    last = _last_given(db, pole_id, {one.subject_id for one in page}) if page else {}
    lines = [one for one in page if one.given_on >= last[one.subject_id, one.purpose]]
    return RunningOut(lines, page[-1] if len(found) > limit else None)


def _last_given(db: Connection, pole_id: str, subject_ids: set[str]) -> dict[tuple[str, str], date]:
    c = consents.c
    query = select(c.subject_id, c.purpose, func.max(c.given_on))
    mine = (c.subject_id.in_(subject_ids), consents.of(pole_id), consents.known())
    rows = db.execute(query.where(*mine).group_by(c.subject_id, c.purpose))
    return {(row[0], row[1]): row[2] for row in rows}


def terms_of(db: Connection, pole_id: str) -> dict[str, Term]:
    """By purpose, how long a consent lasts in this pôle, where it decided."""
    rows = db.execute(_terms(), {"pole_id": pole_id})
    return {row.purpose: Term(*row[1:]) for row in rows}


@prepared
def _standing_one() -> Select[Any]:
    c = consents.c
    mine = (c.subject_id == THIS, c.purpose == bindparam("purpose"), consents.of(POLE))
    return select(c.consent_id).where(*mine, consents.known(), *_holds()).limit(1)


@prepared
def _of_one() -> Select[Any]:
    c = consents.c
    mine = (c.subject_id == THIS, consents.of(POLE), consents.known())
    latest = select(*_columns()).where(*mine).order_by(c.given_on.desc(), c.consent_id.desc())
    return latest.limit(MOST)


@prepared
def _around() -> Select[Any]:
    c, r = consents.c, roles.c
    there = (r.holder_id == THIS, roles.of(POLE), roles.known(), r.ended_on.is_(None))
    subjects = union_all(select(THIS), select(r.person_id).where(*there))
    mine = (c.subject_id.in_(subjects), consents.of(POLE), consents.known())
    latest = select(*_columns()).where(*mine).order_by(c.given_on.desc(), c.consent_id.desc())
    return latest.limit(MOST)


@prepared
def _ending(*, further: bool) -> Select[Any]:
    c = consents.c
    mine = (c.pole_id == POLE, c.withdrawn_on.is_(None), consents.known())
    query = select(*_columns()).where(*mine, c.expires_on <= bindparam("until", type_=Date))
    if further:
        query = query.where(tuple_(c.expires_on, c.consent_id) > tuple_(DAY, THIS))
    return query.order_by(c.expires_on, c.consent_id).limit(bindparam("limit"))


@prepared
def _terms() -> Select[Any]:
    c = terms.c
    query = select(c.purpose, c.months, c.term_id, c.adopted_on)
    return query.where(c.pole_id == POLE, terms.known())


def _holds() -> tuple[ColumnElement[bool], ...]:
    """Given by the day, neither run out nor withdrawn on it."""
    c = consents.c
    return (
        c.given_on <= DAY,
        or_(c.expires_on.is_(None), c.expires_on >= DAY),
        or_(c.withdrawn_on.is_(None), c.withdrawn_on > DAY),
    )


def _columns() -> list[Any]:
    return [consents.c[name] for name in Agreed._fields]

"""To whom did we refer, and who still owes an answer?"""

from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Date,
    Select,
    String,
    Text,
    bindparam,
    exists,
    or_,
    select,
)

from crm.accompaniment.domain.answers import ReferralQuestioned, ReferralSeen, ReferralUndertaken
from crm.accompaniment.domain.events import (
    ReferralAccepted,
    ReferralChased,
    ReferralCompleted,
    ReferralMade,
    ReferralRefused,
    ReferralShared,
    ReferralUnshared,
)
from crm.accompaniment.projections.files import beneficiaries
from crm.ecosystem.projections import representatives
from crm.event_store.as_of import NOW, AsOf
from crm.event_store.prepared import POLE, THIS, prepared
from crm.event_store.projections import Projection
from crm.event_store.rows import Id, Operations, Rows
from crm.privacy.projections.consents import standing

referrals = Rows(
    "referrals",
    Column("referral_id", Id),
    Column("accompaniment_id", Id),
    Column("party_kind", String(12)),
    Column("party_id", Id),
    Column("organisation_id", Id),
    Column("message", Text),
    Column("made_on", Date),
    Column("state", String(12)),
    Column("answered_on", Date),
    Column("chased_on", Date),
    Column("completed_on", Date),
    Column("outcome", String(16)),
    Column("action", String(12)),
    Column("consent", String(8)),
    Column("shared_on", Date),
    Column("seen_on", Date),
    Column("undertaken_on", Date),
    Column("question", Text),
    Column("refusal", Text),
    Column("chase_on", Date),
    key="referral_id",
    happened="made_on",
    indexes=[
        "accompaniment_id",
        "pole_id made_on state",
        "pole_id state superseded_at chase_on",
        "organisation_id",
    ],
)
referral_loop = Projection("referral_loop", referrals)
FIRST, AGAIN = timedelta(days=10), timedelta(days=20)
"""A referral without answer is chased ten days after it was made, and again at thirty."""


class Referral(NamedTuple):
    """One referral; `message` and what the organisation wrote are sealed under `referral_id`."""

    referral_id: str
    accompaniment_id: str
    party_kind: str
    party_id: str
    organisation_id: str
    message: str
    made_on: date
    state: str
    answered_on: date | None
    chased_on: date | None
    completed_on: date | None
    outcome: str | None
    consent: str | None
    """How its partner was allowed to read it; None while it is not shared."""
    seen_on: date | None
    undertaken_on: date | None
    question: str
    """What the organisation needs to know; sealed, as `refusal` is."""
    refusal: str
    chase_on: date | None
    """When to remind it, while it does not answer."""


@referral_loop.on(ReferralMade)
def _(event: ReferralMade) -> Operations:
    yield referrals.insert(
        referral_id=event.referral_id,
        accompaniment_id=event.originator_id,
        party_kind=event.parties[0].kind,
        party_id=event.parties[0].id,
        organisation_id=event.organisation_id,
        message=event.message,
        made_on=event.occurred_on,
        state="sent",
        action=event.action,
        question="",
        refusal="",
        chase_on=event.occurred_on + FIRST,
    )


@referral_loop.on(ReferralChased)
def _(event: ReferralChased) -> Operations:
    day = event.occurred_on
    yield referrals.change(event.referral_id, chased_on=day, chase_on=day + AGAIN)


@referral_loop.on(ReferralAccepted)
def _(event: ReferralAccepted) -> Operations:
    yield referrals.change(event.referral_id, state="accepted", answered_on=event.occurred_on)


@referral_loop.on(ReferralRefused)
def _(event: ReferralRefused) -> Operations:
    answered = {"state": "refused", "answered_on": event.occurred_on}
    yield referrals.change(event.referral_id, refusal=event.reason, **answered)


@referral_loop.on(ReferralSeen)
def _(event: ReferralSeen) -> Operations:
    yield referrals.change(event.referral_id, seen_on=event.occurred_on)


@referral_loop.on(ReferralQuestioned)
def _(event: ReferralQuestioned) -> Operations:
    yield referrals.change(event.referral_id, question=event.words)


@referral_loop.on(ReferralUndertaken)
def _(event: ReferralUndertaken) -> Operations:
    day = event.occurred_on
    yield referrals.change(event.referral_id, state="under_way", undertaken_on=day)


@referral_loop.on(ReferralCompleted)
def _(event: ReferralCompleted) -> Operations:
    yield referrals.change(
        event.referral_id,
        state="completed",
        completed_on=event.occurred_on,
        outcome=event.outcome,
    )


@referral_loop.on(ReferralShared)
def _(event: ReferralShared) -> Operations:
    yield referrals.change(event.referral_id, consent=event.consent, shared_on=event.occurred_on)


@referral_loop.on(ReferralUnshared)
def _(event: ReferralUnshared) -> Operations:
    yield referrals.change(event.referral_id, consent=None, shared_on=None)


def referrals_in(db: Connection, pole_id: str, id: str, as_of: AsOf = NOW) -> list[Referral]:
    """The referrals of a file, latest first."""
    rows = db.execute(_in_file(as_of), {"id": id, "pole_id": pole_id})
    return [Referral(*row) for row in rows]


@prepared
def _in_file(as_of: AsOf) -> Select[Any]:
    c = referrals.c
    mine = (c.accompaniment_id == THIS, referrals.of(POLE), referrals.at(as_of))
    query = select(*(c[name] for name in Referral._fields)).where(*mine)
    return query.order_by(c.made_on.desc()).limit(100)


def to_chase(db: Connection, pole_id: str, today: date, *, limit: int = 20) -> list[Referral]:
    """Referrals that nobody answered and that are to be chased by today; the longest due first."""
    asked = {"pole_id": pole_id, "day": today, "limit": limit}
    return [Referral(*row) for row in db.execute(_to_chase(), asked)]


@prepared
def _to_chase() -> Select[Any]:
    c = referrals.c
    mine = (c.pole_id == POLE, c.state == "sent", referrals.known())
    due = c.chase_on <= bindparam("day", type_=Date)
    query = select(*(c[name] for name in Referral._fields)).where(*mine, due)
    return query.order_by(c.chase_on, c.referral_id).limit(bindparam("limit"))


def shared_with(
    db: Connection, pole_id: str, account_id: str, on: date, referral_id: str = ""
) -> list[Referral]:
    """What an account reads on a day on behalf of the organisations it represents, latest first:
    the referrals made to them, shared and still agreed to, or one of those. The only way from a
    partner to a row."""
    asked = {"pole_id": pole_id, "account_id": account_id, "day": on, "referral_id": referral_id}
    return [Referral(*row) for row in db.execute(_shared(one=bool(referral_id)), asked)]


@prepared
def _shared(*, one: bool) -> Select[Any]:
    c, r = referrals.c, representatives.c
    mine = (
        r.account_id == bindparam("account_id"),
        representatives.of(POLE),
        representatives.known(),
        referrals.of(POLE),
        referrals.known(),
        c.consent.is_not(None),
        or_(c.consent != "standing", ~disagreed(c.accompaniment_id)),
    )
    query = select(*(c[name] for name in Referral._fields)).where(*mine)
    query = query.join_from(
        c.referral_id.table, r.account_id.table, c.organisation_id == r.organisation_id
    )
    if one:
        query = query.where(c.referral_id == bindparam("referral_id"))
    return query.order_by(c.made_on.desc(), c.referral_id).limit(200)


def still_shared(db: Connection, pole_id: str, referral_id: str, on: date) -> Referral | None:
    """One referral, if it is shared and still agreed to on a day: what a link may show."""
    asked = {"pole_id": pole_id, "id": referral_id, "day": on}
    row = db.execute(_still_shared(), asked).first()
    return Referral(*row) if row else None


@prepared
def _still_shared() -> Select[Any]:
    c = referrals.c
    mine = (c.referral_id == THIS, referrals.of(POLE), referrals.known(), c.consent.is_not(None))
    agreed = or_(c.consent != "standing", ~disagreed(c.accompaniment_id))
    return select(*(c[name] for name in Referral._fields)).where(*mine, agreed)


def disagreed(file: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether a project of a file does not agree to sharing, on the `day` of the question."""
    b = beneficiaries.c
    projects = (b.accompaniment_id == file, b.party_kind == "promoter", beneficiaries.known())
    return exists().where(*projects, ~standing(b.party_id, "partner_sharing"))


def shared_on_its_own(db: Connection, pole_id: str, party_ids: list[str]) -> list[tuple[str, str]]:
    """(file, referral) of what is shared about these parties by a consent given to that referral
    alone: how projects were shared before consents had a purpose."""
    c, b = referrals.c, beneficiaries.c
    mine = (b.party_id.in_(party_ids), beneficiaries.of(pole_id), beneficiaries.known())
    shared = (c.consent.in_(("spoken", "written")), referrals.of(pole_id), referrals.known())
    query = select(c.accompaniment_id, c.referral_id).distinct()
    query = query.join_from(
        c.referral_id.table,
        b.party_id.table,
        c.accompaniment_id == b.accompaniment_id,
    )
    return [(row[0], row[1]) for row in db.execute(query.where(*mine, *shared))]

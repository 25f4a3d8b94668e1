"""What were those accompanied asked to confirm, and what did they answer?"""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    Column,
    Connection,
    Date,
    Integer,
    Select,
    String,
    Text,
    cast,
    literal,
    null,
    select,
)

from crm.accompaniment.domain.confirming import (
    ConfirmationAsked,
    ConfirmationRevoked,
    OutcomeConfirmed,
    OutcomeContested,
)
from crm.accompaniment.projections.files import beneficiaries
from crm.accompaniment.projections.interventions import interventions
from crm.accompaniment.projections.results import results
from crm.event_store.as_of import AsOf
from crm.event_store.prepared import POLE, THIS
from crm.event_store.projections import Projection
from crm.event_store.rows import Id, Operations, Rows
from crm.privacy.projections.consents import consents_of

confirmations = Rows(
    "confirmations",
    Column("confirmation_id", Id),
    Column("accompaniment_id", Id),
    Column("about", String(10)),
    Column("thing_id", Id),
    Column("words", Text),
    Column("contest", Text),
    Column("state", String(10)),
    Column("asked_on", Date),
    Column("until_on", Date),
    Column("answered_on", Date),
    key="confirmation_id",
    happened="asked_on",
    indexes=["accompaniment_id"],
)
FIGURES = ("jobs_created", "jobs_maintained", "investment_cents")
what_is_confirmed = Projection("what_is_confirmed", confirmations)


class Confirmation(NamedTuple):
    """One thing asked; `words` and `contest` are sealed under `confirmation_id`."""

    confirmation_id: str
    accompaniment_id: str
    about: str
    thing_id: str
    words: str
    contest: str
    state: str
    """asked, confirmed, contested or revoked."""
    asked_on: date
    until_on: date
    answered_on: date | None


class Thing(NamedTuple):
    """What is confirmed: its day, its mode or its figures, and what was written of it, sealed."""

    occurred_on: date
    mode: str | None
    jobs_created: int | None
    jobs_maintained: int | None
    investment_cents: int | None
    text: str


@what_is_confirmed.on(ConfirmationAsked)
def _(event: ConfirmationAsked) -> Operations:
    yield confirmations.insert(
        confirmation_id=event.confirmation_id,
        accompaniment_id=event.originator_id,
        about=event.about,
        thing_id=event.thing_id,
        words=event.words,
        contest="",
        state="asked",
        asked_on=event.occurred_on,
        until_on=date.fromisoformat(event.until),
    )


@what_is_confirmed.on(ConfirmationRevoked)
def _(event: ConfirmationRevoked) -> Operations:
    yield confirmations.change(event.confirmation_id, state="revoked")


@what_is_confirmed.on(OutcomeConfirmed)
def _(event: OutcomeConfirmed) -> Operations:
    answered = {"state": "confirmed", "answered_on": event.occurred_on}
    yield confirmations.change(event.confirmation_id, **answered)


@what_is_confirmed.on(OutcomeContested)
def _(event: OutcomeContested) -> Operations:
    answered = {"state": "contested", "answered_on": event.occurred_on, "contest": event.words}
    yield confirmations.change(event.confirmation_id, **answered)


class Answer(NamedTuple):
    """What a page shows of one: `contest` is sealed under `confirmation_id`."""

    confirmation_id: str
    thing_id: str
    state: str
    contest: str
    asked_on: date
    answered_on: date | None


def answers_told(rows: Iterable[Any]) -> dict[str, Answer]:
    """By thing, what was last asked of it and not revoked: from rows of this arm among others."""
    found = [
        Answer(row[1], row[3], row[5], row[4], row[8], row[7] and date.fromisoformat(row[7]))
        for row in rows
        if row[0] == "confirmation" and row[5] != "revoked"
    ]
    return {one.thing_id: one for one in sorted(found, key=lambda one: one.asked_on)}


def confirmation_arm(as_of: AsOf) -> Select[Any]:
    """An arm of what the page of a file shows beside its talks: the columns are theirs."""
    c = confirmations.c
    mine = (c.accompaniment_id == THIS, confirmations.of(POLE), confirmations.at(as_of))
    blank = cast(null(), Integer)
    columns: list[Any] = [literal("confirmation"), cast(c.confirmation_id, Text), blank, c.thing_id]
    columns += [c.contest, cast(c.state, Text), blank, cast(c.answered_on, Text), c.asked_on]
    return select(*columns).where(*mine)


def confirmation(db: Connection, pole_id: str, confirmation_id: str) -> Confirmation | None:
    """One, whatever its state."""
    c = confirmations.c
    mine = (c.confirmation_id == confirmation_id, confirmations.of(pole_id), confirmations.known())
    row = db.execute(select(*(c[name] for name in Confirmation._fields)).where(*mine)).first()
    return Confirmation(*row) if row else None


def still_asked(
    db: Connection, pole_id: str, confirmation_id: str, on: date
) -> Confirmation | None:
    """One that waits for an answer and may be read on a day: its link shows nothing else."""
    found = confirmation(db, pole_id, confirmation_id)
    if not found or found.state != "asked" or found.until_on < on:
        return None
    b = beneficiaries.c
    mine = (b.accompaniment_id == found.accompaniment_id, b.party_kind == "promoter")
    query = select(b.party_id).where(*mine, beneficiaries.of(pole_id), beneficiaries.known())
    projects = list(db.scalars(query))
    return found if may_be_asked(db, pole_id, projects, on) else None


def may_be_asked(db: Connection, pole_id: str, project_ids: list[str], on: date) -> bool:
    """Whether no project has ended its consent to being followed: a consent given, then withdrawn
    or run out, closes the link; one never asked leaves the notice to speak."""
    return all(_is_followed(db, pole_id, id, on) for id in project_ids)


def _is_followed(db: Connection, pole_id: str, project_id: str, on: date) -> bool:
    given = [c for c in consents_of(db, pole_id, project_id) if c.purpose == "follow_up"]
    return not given or any(one.stands(on) for one in given)


def thing_of(db: Connection, pole_id: str, file_id: str, about: str, thing_id: str) -> Thing | None:
    """The result or the meeting itself, while it stands."""
    rows, key = (results, "result_id") if about == "result" else (interventions, "act_id")
    c = rows.c
    mine = (c.accompaniment_id == file_id, c[key] == thing_id, rows.of(pole_id), rows.known())
    told: list[Any] = [c.occurred_on]
    if about == "result":
        told += [cast(null(), Text), *(c[name] for name in FIGURES), c.comment]
    else:
        told += [c.mode, *(cast(null(), Integer) for _figure in FIGURES), c.summary]
    row = db.execute(select(*told).where(*mine)).first()
    return Thing(*row) if row else None

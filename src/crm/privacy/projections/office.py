"""Who answers for personal information, since when, and in how many days are persons answered?"""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, Date, Integer, Select, String, Text, bindparam, select

from crm.event_store.prepared import POLE, prepared
from crm.event_store.projections import Projection
from crm.event_store.rows import Id, Operations, Rows
from crm.privacy.domain.office import (
    ANSWER_DAYS,
    WARNING_DAYS,
    AnswerDelayAdopted,
    PrivacyOfficerDesignated,
)
from crm.site.languages import N_
from crm.site.languages import _ as tr

officers = Rows(
    "privacy_officers",
    Column("setting_id", Id),
    Column("title", Text),
    Column("capacity", String(20)),
    Column("email", Text),
    Column("phone", Text),
    Column("since", Date),
    Column("said_by", Id),
    key="setting_id",
    happened="since",
    indexes=["pole_id since"],
)
delays = Rows(
    "answer_delays",
    Column("setting_id", Id),
    Column("act", String(8)),
    Column("answer_days", Integer),
    Column("first_warning_days", Integer),
    Column("second_warning_days", Integer),
    Column("since", Date),
    Column("said_by", Id),
    key="setting_id",
    happened="since",
    indexes=["pole_id since"],
)
who_answers = Projection("who_answers", officers, delays)
EARLIER = 50
DAY = bindparam("day", type_=Date)


@who_answers.on(PrivacyOfficerDesignated)
def _(event: PrivacyOfficerDesignated) -> Operations:
    yield officers.insert(
        setting_id=event.originator_id,
        title=event.title,
        capacity=event.capacity,
        email=event.email,
        phone=event.phone,
        since=event.occurred_on,
        said_by=event.actor_id,
    )


@who_answers.on(AnswerDelayAdopted)
def _(event: AnswerDelayAdopted) -> Operations:
    yield delays.insert(
        setting_id=event.originator_id,
        act=event.act,
        answer_days=event.answer_days,
        first_warning_days=event.first_warning_days,
        second_warning_days=event.second_warning_days,
        since=event.occurred_on,
        said_by=event.actor_id,
    )


class Officer(NamedTuple):
    """Who answers: a title and how to join whoever holds it, since a day."""

    title: str
    capacity: str
    email: str
    phone: str
    since: date
    said_by: str


class Delay(NamedTuple):
    """Days to answer, and after how many the officer is warned, since a day."""

    act: str
    answer_days: int
    first_warning_days: int
    second_warning_days: int
    since: date | None = None
    said_by: str = ""


FROM_THE_START = Delay("P-39.1", ANSWER_DAYS, *WARNING_DAYS)
"""What holds until a pôle adopts another delay."""


def officers_of(db: Connection, pole_id: str, day: date) -> list[Officer]:
    """Who answers on a day, then those before, the latest first; empty when none was named."""
    rows = db.execute(_latest_officers(), {"pole_id": pole_id, "day": day})
    return [Officer(*row) for row in rows]


def delays_of(db: Connection, pole_id: str, day: date) -> list[Delay]:
    """The delay in force on a day, then those before, the latest first."""
    rows = db.execute(_latest_delays(), {"pole_id": pole_id, "day": day})
    return [Delay(*row) for row in rows]


def delay_on(db: Connection, pole_id: str, day: date) -> Delay:
    """The delay in force on a day: the pôle's, else the one of P-39.1 s. 32."""
    return next(iter(delays_of(db, pole_id, day)), FROM_THE_START)


def contact_of(officer: Officer | None) -> str:
    """« direction générale, dg@pole.example »: who answers and how to join whoever does, or the
    highest authority of the pôle while nobody is named (P-39.1, s. 3.1)."""
    if not officer:
        return tr(N_("la plus haute autorité du pôle"))
    return ", ".join(filter(None, (officer.title, officer.email, officer.phone)))


def who_answers_on(db: Connection, pole_id: str, day: date) -> str:
    """The same, on a day."""
    return contact_of(next(iter(officers_of(db, pole_id, day)), None))


@prepared
def _latest_officers() -> Select[Any]:
    return _latest(officers, Officer._fields)


@prepared
def _latest_delays() -> Select[Any]:
    return _latest(delays, Delay._fields)


def _latest(rows: Rows, names: tuple[str, ...]) -> Select[Any]:
    c = rows.c
    mine = (c.pole_id == POLE, c.since <= DAY, rows.known())
    query = select(*(c[name] for name in names)).where(*mine)
    return query.order_by(c.since.desc(), c.position.desc()).limit(EARLIER)

"""Which text of the notice is given in each language, since when, and who received which?"""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, Date, Integer, Select, String, Text, bindparam, select

from crm.event_store import EventStore
from crm.event_store.prepared import POLE, THIS, prepared
from crm.event_store.projections import Projection
from crm.event_store.rows import Id, Operations, Rows
from crm.privacy.domain.notices import PROPOSED, NoticeAdopted, NoticeGiven, NoticeLanguage
from crm.privacy.projections.office import who_answers_on
from crm.site.languages import _ as tr
from crm.site.languages import language, reading_in

notices = Rows(
    "notices",
    Column("notice_id", Id),
    Column("language", String(2)),
    Column("version", Integer),
    Column("text", Text),
    Column("since", Date),
    Column("said_by", Id),
    key="notice_id",
    happened="since",
    indexes=["pole_id language version"],
    unique=["pole_id language version"],
)
given = Rows(
    "notices_given",
    Column("giving_id", Id),
    Column("about", String(10)),
    Column("subject_id", Id),
    Column("language", String(2)),
    Column("version", Integer),
    Column("means", String(10)),
    Column("given_on", Date),
    Column("given_by", Id),
    key="giving_id",
    happened="given_on",
    indexes=["subject_id"],
)
what_was_told = Projection("what_was_told", notices, given)
EARLIER, DAY = 50, bindparam("day", type_=Date)


class Notice(NamedTuple):
    """One text of the notice."""

    language: str
    version: int
    text: str
    since: date
    said_by: str


class Told(NamedTuple):
    """One handing of the notice."""

    language: str
    version: int
    means: str
    given_on: date
    given_by: str


class Shown(NamedTuple):
    """The notice as a page reads it out."""

    language: NoticeLanguage
    version: int
    paragraphs: tuple[str, ...]
    officer: str
    """Who answers, and how to join whoever does."""


@what_was_told.on(NoticeAdopted)
def _(event: NoticeAdopted) -> Operations:
    yield notices.insert(
        notice_id=event.originator_id,
        language=event.language,
        version=event.version,
        text=event.text,
        since=event.occurred_on,
        said_by=event.actor_id,
    )


@what_was_told.on(NoticeGiven)
def _(event: NoticeGiven) -> Operations:
    yield given.insert(
        giving_id=event.originator_id,
        about=event.about,
        subject_id=event.subject_id,
        language=event.language,
        version=event.version,
        means=event.means,
        given_on=event.occurred_on,
        given_by=event.actor_id,
    )


def notices_in(db: Connection, pole_id: str, language: str, day: date) -> list[Notice]:
    """The text in force on a day in a language, then those before; empty when the pôle adopted
    none: the proposed text is then given, as version 0."""
    asked = {"pole_id": pole_id, "language": language, "day": day}
    return [Notice(*row) for row in db.execute(_texts(), asked)]


def told_to(db: Connection, pole_id: str, subject_id: str) -> list[Told]:
    """The notices that a subject received, the last first."""
    asked = {"pole_id": pole_id, "id": subject_id}
    return [Told(*row) for row in db.execute(_told(), asked)]


def notice_shown(
    store: EventStore, pole_id: str, day: date, said_in: NoticeLanguage | None = None
) -> Shown:
    """The text in force in a language, the reader's when none is named: the pôle's own, or the
    one that is proposed until it adopts one."""
    chosen = said_in or language()
    with store.engine.connect() as db, reading_in(chosen):
        adopted = notices_in(db, pole_id, chosen, day)
        officer = who_answers_on(db, pole_id, day)
        if not adopted:
            return Shown(chosen, 0, tuple(tr(sentence) for sentence in PROPOSED), officer)
    lines = (line.strip() for line in adopted[0].text.splitlines())
    return Shown(chosen, adopted[0].version, tuple(line for line in lines if line), officer)


@prepared
def _texts() -> Select[Any]:
    c = notices.c
    mine = (c.pole_id == POLE, c.language == bindparam("language"), c.since <= DAY, notices.known())
    query = select(*(c[name] for name in Notice._fields)).where(*mine)
    return query.order_by(c.version.desc()).limit(EARLIER)


@prepared
def _told() -> Select[Any]:
    c = given.c
    mine = (c.subject_id == THIS, given.of(POLE), given.known())
    query = select(*(c[name] for name in Told._fields)).where(*mine)
    return query.order_by(c.given_on.desc(), c.giving_id.desc()).limit(EARLIER)

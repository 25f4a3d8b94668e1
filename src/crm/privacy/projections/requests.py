"""What do persons ask about their information, what is due, and how was each answered?"""

from datetime import date
from typing import Any, Literal, NamedTuple

from sqlalchemy import (
    Column,
    Connection,
    Date,
    Select,
    String,
    Text,
    bindparam,
    func,
    select,
    tuple_,
)

from crm.event_store.prepared import POLE, THIS, prepared
from crm.event_store.projections import Projection
from crm.event_store.rows import Id, Operations, Rows
from crm.privacy.domain.requests import (
    RequestAnswered,
    RequestClosed,
    RequestMatched,
    RequestReceived,
    RequestRefused,
    RequestReopened,
    RequestUnmatched,
)

requests = Rows(
    "person_requests",
    Column("request_id", Id),
    Column("kind", String(15)),
    Column("about", String(10)),
    Column("subject_id", Id),
    Column("sealed_under", Id),
    Column("channel", String(10)),
    Column("asked_by", String(15)),
    Column("requester", Text),
    Column("details", Text),
    Column("received_on", Date),
    Column("first_warning_on", Date),
    Column("second_warning_on", Date),
    Column("due_on", Date),
    Column("state", String(10)),
    Column("settled_on", Date),
    Column("said", Text),
    key="request_id",
    happened="received_on",
    indexes=[
        "pole_id received_on request_id",
        "pole_id settled_on superseded_at first_warning_on request_id",
        "subject_id",
    ],
)
what_persons_ask = Projection("what_persons_ask", requests)
Urgency = Literal["early", "warned", "pressing", "late"]
MOST = 100
DAY = bindparam("day", type_=Date)


class Asked(NamedTuple):
    """One request; `requester`, `details` and `said` (the answer, or the reason) are sealed under
    `sealed_under`."""

    request_id: str
    kind: str
    about: str
    subject_id: str
    sealed_under: str
    channel: str
    asked_by: str
    requester: str
    details: str
    received_on: date
    first_warning_on: date
    second_warning_on: date
    due_on: date
    state: str
    settled_on: date | None
    said: str

    def urgency(self, today: date) -> Urgency:
        """How near its end the clock is; after the end, silence is a refusal (P-39.1 s. 32)."""
        if today > self.due_on:
            return "late"
        if today >= self.second_warning_on:
            return "pressing"
        return "warned" if today >= self.first_warning_on else "early"

    def days_left(self, today: date) -> int:
        """Days until it is due; negative once the day has passed."""
        return (self.due_on - today).days


@what_persons_ask.on(RequestReceived)
def _(event: RequestReceived) -> Operations:
    yield requests.insert(
        request_id=event.originator_id,
        kind=event.kind,
        about=event.about,
        subject_id=event.subject_id,
        sealed_under=event.subject_id,
        channel=event.channel,
        asked_by=event.asked_by,
        requester=event.requester,
        details=event.details,
        received_on=event.occurred_on,
        first_warning_on=event.first_warning_on,
        second_warning_on=event.second_warning_on,
        due_on=event.due_on,
        state="open",
        said="",
    )


@what_persons_ask.on(RequestAnswered)
def _(event: RequestAnswered) -> Operations:
    settled = {"state": "answered", "settled_on": event.occurred_on}
    yield requests.change(event.originator_id, said=event.answer, **settled)


@what_persons_ask.on(RequestRefused)
def _(event: RequestRefused) -> Operations:
    settled = {"state": "refused", "settled_on": event.occurred_on}
    yield requests.change(event.originator_id, said=event.reason, **settled)


@what_persons_ask.on(RequestClosed)
def _(event: RequestClosed) -> Operations:
    settled = {"state": "closed", "settled_on": event.occurred_on}
    yield requests.change(event.originator_id, said=event.reason, **settled)


@what_persons_ask.on(RequestReopened)
def _(event: RequestReopened) -> Operations:
    yield requests.change(event.originator_id, state="open", settled_on=None, said="")


@what_persons_ask.on(RequestMatched)
def _(event: RequestMatched) -> Operations:
    yield requests.change(event.originator_id, about=event.about, subject_id=event.subject_id)


@what_persons_ask.on(RequestUnmatched)
def _(event: RequestUnmatched) -> Operations:
    id = event.originator_id
    yield requests.change(id, about="unmatched", subject_id=id)


def request_of(db: Connection, pole_id: str, request_id: str) -> Asked | None:
    """One request of this pôle, or None."""
    row = db.execute(_one(), {"pole_id": pole_id, "id": request_id}).first()
    return Asked(*row) if row else None


def open_requests(
    db: Connection, pole_id: str, after: tuple[date, str] | None = None, limit: int = MOST
) -> list[Asked]:
    """Those that wait for an answer, the first to be warned of first, after a (day, id)."""
    asked: dict[str, Any] = {"pole_id": pole_id, "limit": limit}
    asked |= {"day": after[0], "id": after[1]} if after else {}
    return [Asked(*row) for row in db.execute(_waiting(further=after is not None), asked)]


def matched_requests(db: Connection, pole_id: str, subject_id: str) -> list[str]:
    """The requests about a subject, whatever seals them: they are its own."""
    rows = db.execute(_about(), {"pole_id": pole_id, "id": subject_id})
    return [row[0] for row in rows]


def settled_requests(
    db: Connection, pole_id: str, before: tuple[date, str] | None, limit: int
) -> list[Asked]:
    """Those answered, refused or closed: the last received first, before a (day, id)."""
    c = requests.c
    query = select(*_columns()).where(
        c.pole_id == pole_id, c.settled_on.is_not(None), requests.known()
    )
    if before:
        query = query.where(tuple_(c.received_on, c.request_id) < before)
    latest = query.order_by(c.received_on.desc(), c.request_id.desc()).limit(limit)
    return [Asked(*row) for row in db.execute(latest)]


def warned_by(db: Connection, pole_id: str, day: date) -> int:
    """How many open requests are past their first warning on a day; 100 means that many or more."""
    return db.scalar(_warned(), {"pole_id": pole_id, "day": day}) or 0


@prepared
def _one() -> Select[Any]:
    c = requests.c
    return select(*_columns()).where(c.request_id == THIS, requests.of(POLE), requests.known())


@prepared
def _waiting(*, further: bool) -> Select[Any]:
    c = requests.c
    query = select(*_columns()).where(c.pole_id == POLE, c.settled_on.is_(None), requests.known())
    if further:
        query = query.where(tuple_(c.first_warning_on, c.request_id) > tuple_(DAY, THIS))
    return query.order_by(c.first_warning_on, c.request_id).limit(bindparam("limit"))


@prepared
def _about() -> Select[Any]:
    c = requests.c
    mine = (c.subject_id == THIS, requests.of(POLE), requests.known())
    return select(c.request_id).where(*mine).limit(MOST)


@prepared
def _warned() -> Select[int]:
    c = requests.c
    mine = (c.pole_id == POLE, c.settled_on.is_(None), requests.known(), c.first_warning_on <= DAY)
    return select(func.count()).select_from(
        select(c.request_id).where(*mine).limit(MOST).subquery()
    )


def _columns() -> list[Any]:
    return [requests.c[name] for name in Asked._fields]

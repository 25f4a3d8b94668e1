"""Which open files went quiet, or have nothing planned?"""

from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, ScalarSelect, Select, bindparam, func, select

from crm.accompaniment.projections.files import File, accompaniments
from crm.accompaniment.projections.interventions import interventions
from crm.accompaniment.projections.listing import nothing_planned, quiet_since
from crm.event_store.as_of import AsOf
from crm.event_store.prepared import POLE, THIS, prepared

QUIET_DAYS, SILENT_DAYS = 60, 120
"""Without any exchange: to look at, then to act on."""


class QuietFile(NamedTuple):
    """An open file and the day something last happened in it (its opening, when nothing did)."""

    file: File
    last_on: date


def gone_quiet(
    db: Connection,
    pole_id: str,
    today: date,
    *,
    advisor_id: str | None = None,
    days: int = QUIET_DAYS,
    limit: int = 20,
    known_at: int | None = None,
) -> list[QuietFile]:
    """Mandates without any exchange for so many days, the most silent first."""
    query = _quiet(today - timedelta(days=days), known_at, of_one=advisor_id is not None)
    found = db.execute(query, {"pole_id": pole_id, "id": advisor_id, "limit": limit})
    return [QuietFile(File(*row[:-1]), row[-1]) for row in found]


@prepared
def _quiet(since: date, known_at: int | None, *, of_one: bool) -> Select[Any]:
    c = accompaniments.c
    last = func.coalesce(_last_exchange(known_at), c.opened_on).label("last_on")
    wanted = [
        c.pole_id == POLE,
        c.opened_as == "mandate",
        accompaniments.at(AsOf(known_at=known_at)),
        *quiet_since(since, known_at),
    ]
    if of_one:
        wanted.append(c.advisor_id == THIS)
    query = select(*(c[name] for name in File._fields), last).where(*wanted)
    return query.order_by("last_on", c.accompaniment_id).limit(bindparam("limit"))


def without_step(db: Connection, pole_id: str, advisor_id: str, *, limit: int = 20) -> list[File]:
    """The open mandates of an advisor in which nothing is planned, the latest opened first."""
    asked = {"pole_id": pole_id, "id": advisor_id, "limit": limit}
    return [File(*row) for row in db.execute(_without_step(), asked)]


@prepared
def _without_step() -> Select[Any]:
    c = accompaniments.c
    mine = (c.pole_id == POLE, c.advisor_id == THIS, c.opened_as == "mandate")
    wanted = (c.closed_on.is_(None), accompaniments.known(), nothing_planned())
    query = select(*(c[name] for name in File._fields)).where(*mine, *wanted)
    return query.order_by(c.opened_on.desc(), c.accompaniment_id).limit(bindparam("limit"))


def _last_exchange(known_at: int | None) -> ScalarSelect[date | None]:
    c, i = accompaniments.c, interventions.c
    spoken = select(func.max(i.occurred_on)).where(
        i.accompaniment_id == c.accompaniment_id, interventions.at(AsOf(known_at=known_at))
    )
    return spoken.correlate(c.accompaniment_id.table).scalar_subquery()

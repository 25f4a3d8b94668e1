"""What came of our files?"""

from datetime import date
from typing import NamedTuple

from sqlalchemy import BigInteger, Column, Date, Integer, String, Text

from crm.accompaniment.domain.events import ResultDeclared
from crm.event_store.projections import Projection
from crm.event_store.rows import Id, Operations, Rows

results = Rows(
    "results",
    Column("result_id", Id),
    Column("accompaniment_id", Id),
    Column("party_kind", String(12)),
    Column("party_id", Id),
    Column("jobs_created", Integer),
    Column("jobs_maintained", Integer),
    Column("investment_cents", BigInteger),
    Column("satisfaction", String(16)),
    Column("comment", Text),
    Column("occurred_on", Date),
    key="result_id",
    happened="occurred_on",
    indexes=["accompaniment_id"],
)
outcomes = Projection("outcomes", results)


class Result(NamedTuple):
    """One result; a count that is not a number is None, `comment` is sealed under `result_id`."""

    result_id: str
    jobs_created: int | None
    jobs_maintained: int | None
    investment_cents: int | None
    satisfaction: str
    comment: str
    occurred_on: date


@outcomes.on(ResultDeclared)
def _(event: ResultDeclared) -> Operations:
    yield results.insert(
        result_id=event.result_id,
        accompaniment_id=event.originator_id,
        party_kind=event.parties[0].kind,
        party_id=event.parties[0].id,
        jobs_created=event.jobs_created if isinstance(event.jobs_created, int) else None,
        jobs_maintained=event.jobs_maintained if isinstance(event.jobs_maintained, int) else None,
        investment_cents=event.investment_cents,
        satisfaction=event.satisfaction,
        comment=event.comment,
        occurred_on=event.occurred_on,
    )

"""Is this enterprise of the social economy, on whose judgement and by which grid?"""

from datetime import date
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Column, Connection, Date, Integer, Select, String, Text, select

from crm.enterprise.domain.events import QualificationAssessed
from crm.event_store.as_of import NOW, AsOf
from crm.event_store.prepared import POLE, THIS, prepared
from crm.event_store.projections import Projection
from crm.event_store.rows import Id, Operations, Rows

qualifications = Rows(
    "qualifications",
    Column("enterprise_id", Id),
    Column("version", Integer),
    Column("assessment_id", String(36)),
    Column("assessed_on", Date),
    Column("assessor_id", Id),
    Column("grid", String(10)),
    Column("overall", String(15)),
    Column("verdicts", Text),
    Column("evidence", Text),
    Column("opinion", Text),
    key="enterprise_id version",
    happened="assessed_on",
    indexes=["enterprise_id assessed_on"],
)
who_qualifies = Projection("who_qualifies", qualifications)
MOST = 20


class Assessment(NamedTuple):
    """One judgement; `evidence` and `opinion` are sealed under `assessment_id`."""

    assessment_id: str
    assessed_on: date
    assessor_id: str
    grid: str
    overall: str
    verdicts: str
    """JSON: by code of the grid, a LineVerdict."""
    evidence: str
    """Opened, JSON: by code, what it rests on; empty when nothing was said."""
    opinion: str

    @classmethod
    def of(cls, told: dict[str, Any]) -> "Assessment":
        """From what one statement tells of an enterprise; who judged is not part of it."""
        said = {name: told.get(name, "") for name in cls._fields}
        return cls(**said | {"assessed_on": told["occurred_on"]})


@who_qualifies.on(QualificationAssessed)
def _(event: QualificationAssessed) -> Operations:
    yield qualifications.insert(
        enterprise_id=event.originator_id,
        version=event.originator_version,
        assessment_id=event.assessment_id,
        assessed_on=event.occurred_on,
        assessor_id=event.actor_id,
        grid=event.grid,
        overall=event.overall,
        verdicts=msgspec.json.encode(event.verdicts, order="deterministic").decode(),
        evidence=event.evidence,
        opinion=event.opinion,
    )


def assessments_of(
    db: Connection, pole_id: str, enterprise_id: str, as_of: AsOf = NOW
) -> list[Assessment]:
    """Those made by the day asked about, the one that holds first; twenty at most."""
    rows = db.execute(_assessments(as_of), {"id": enterprise_id, "pole_id": pole_id})
    return [Assessment(*row) for row in rows]


@prepared
def _assessments(as_of: AsOf) -> Select[Any]:
    c = qualifications.c
    mine = (c.enterprise_id == THIS, qualifications.of(POLE), qualifications.at(as_of))
    query = select(*(c[name] for name in Assessment._fields)).where(*mine)
    return query.order_by(c.assessed_on.desc(), c.version.desc()).limit(MOST)

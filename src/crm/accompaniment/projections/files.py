"""Which files are there, for whom, and who answers for them?"""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    Column,
    Connection,
    Date,
    Select,
    String,
    Text,
    select,
)

from crm.accompaniment.domain.events import (
    AccompanimentClosed,
    AccompanimentEntrusted,
    AccompanimentOpened,
    AccompanimentReopened,
    AccompanimentTitled,
)
from crm.accompaniment.domain.planning import STAGES, StageReached
from crm.event_store.as_of import NOW, AsOf
from crm.event_store.prepared import POLE, THIS, prepared
from crm.event_store.projections import Projection
from crm.event_store.rows import Id, Operations, Rows
from crm.vocabulary import PartyRef

LATER_STAGES = tuple(stage for stage in STAGES if stage != "intake")
"""The first begins with the file."""
accompaniments = Rows(
    "accompaniments",
    Column("accompaniment_id", Id),
    Column("opened_as", String(12)),
    Column("title", Text),
    Column("default_action", String(12)),
    Column("advisor_id", Id),
    Column("stage", String(16)),
    *(Column(f"{stage}_on", Date) for stage in LATER_STAGES),
    Column("opened_on", Date),
    Column("closed_on", Date),
    Column("outcome", String(20)),
    Column("party_kind", String(12)),
    Column("party_id", Id),
    key="accompaniment_id",
    happened="opened_on",
    indexes=["pole_id opened_on", "pole_id advisor_id opened_on", "accompaniment_id"],
)
beneficiaries = Rows(
    "beneficiaries",
    Column("accompaniment_id", Id),
    Column("party_kind", String(12)),
    Column("party_id", Id),
    key="accompaniment_id party_id",
    undated="whom a file is for, from its opening: accompaniments dates it",
    indexes=["party_id", "accompaniment_id"],
)
files = Projection("files", accompaniments, beneficiaries)


class File(NamedTuple):
    """One file in a list; `title` is sealed under the file's own key."""

    accompaniment_id: str
    opened_as: str
    title: str
    default_action: str
    advisor_id: str
    stage: str
    diagnosis_on: date | None
    plan_on: date | None
    implementation_on: date | None
    follow_up_on: date | None
    opened_on: date
    closed_on: date | None
    outcome: str | None
    party_kind: str
    party_id: str


@files.on(AccompanimentOpened)
def _(event: AccompanimentOpened) -> Operations:
    yield accompaniments.insert(
        accompaniment_id=event.originator_id,
        opened_as=event.opened_as,
        title=event.title,
        default_action=event.default_action,
        advisor_id=event.advisor_id,
        stage="intake",
        opened_on=event.occurred_on,
        party_kind=event.parties[0].kind,
        party_id=event.parties[0].id,
    )
    for party in event.parties:
        yield beneficiaries.insert(
            accompaniment_id=event.originator_id, party_kind=party.kind, party_id=party.id
        )


@files.on(AccompanimentTitled)
def _(event: AccompanimentTitled) -> Operations:
    yield accompaniments.change(event.originator_id, title=event.title)


@files.on(AccompanimentEntrusted)
def _(event: AccompanimentEntrusted) -> Operations:
    yield accompaniments.change(event.originator_id, advisor_id=event.advisor_id)


@files.on(StageReached)
def _(event: StageReached) -> Operations:
    since = {f"{event.stage}_on": event.occurred_on} if event.stage in LATER_STAGES else {}
    yield accompaniments.change(event.originator_id, stage=event.stage, **since)


@files.on(AccompanimentClosed)
def _(event: AccompanimentClosed) -> Operations:
    yield accompaniments.change(
        event.originator_id, closed_on=event.occurred_on, outcome=event.outcome
    )


@files.on(AccompanimentReopened)
def _(event: AccompanimentReopened) -> Operations:
    yield accompaniments.change(event.originator_id, closed_on=None, outcome=None)


def file(db: Connection, pole_id: str, id: str, as_of: AsOf = NOW) -> File | None:
    """One file of this pôle, or None."""
    c = accompaniments.c
    mine = (c.accompaniment_id == id, accompaniments.of(pole_id), accompaniments.at(as_of))
    row = db.execute(select(*file_columns()).where(*mine)).first()
    return File(*row) if row else None


def file_with_parties(
    db: Connection, pole_id: str, id: str, as_of: AsOf = NOW
) -> tuple[File, list[PartyRef]] | None:
    """One file and everyone it accompanies, in one statement; None when this pôle has none."""
    rows = db.execute(_with_parties(as_of), {"id": id, "pole_id": pole_id}).all()
    parties = [PartyRef(kind=row[-2], id=row[-1]) for row in rows]
    return (File(*rows[0][:-2]), parties) if rows else None


@prepared
def _with_parties(as_of: AsOf) -> Select[Any]:
    c, b = accompaniments.c, beneficiaries.c
    both = (c.accompaniment_id == THIS, b.accompaniment_id == c.accompaniment_id)
    known = (accompaniments.at(as_of), beneficiaries.at(as_of))
    query = select(*file_columns(), b.party_kind, b.party_id)
    return query.where(*both, accompaniments.of(POLE), *known)


def files_of(db: Connection, pole_id: str, party_id: str, as_of: AsOf = NOW) -> list[File]:
    """The files of a party: open ones first, mandates before the light file, newest first."""
    asked = {"id": party_id, "pole_id": pole_id}
    found = [File(*row) for row in db.execute(_of_party(as_of), asked)]
    found.sort(key=lambda f: (f.opened_on, f.accompaniment_id), reverse=True)
    return sorted(found, key=lambda f: (f.closed_on is not None, f.opened_as == "occasional"))


@prepared
def _of_party(as_of: AsOf) -> Select[Any]:
    c, b = accompaniments.c, beneficiaries.c
    both = (b.party_id == THIS, b.accompaniment_id == c.accompaniment_id)
    known = (accompaniments.at(as_of), beneficiaries.at(as_of))
    return select(*file_columns()).where(*both, beneficiaries.of(POLE), *known).limit(200)


def file_columns() -> list[Any]:
    """The columns of a `File`, in its order."""
    return [accompaniments.c[name] for name in File._fields]

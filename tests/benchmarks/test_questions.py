"""« Tel que connu le »: a question as it was known at a past instant, beside the same one today.

Both are asked about the same past, for the same enterprises, files and advisors, one after the
other.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from typing import NamedTuple

import pytest
from msgspec.structs import replace
from sqlalchemy import Connection

from benchmarks.conftest import Filled
from benchmarks.history import FIRST
from benchmarks.report import Report, Works, interleaved
from crm.accompaniment.projections.interventions import in_file
from crm.accompaniment.projections.listing import Filters, file_list
from crm.accompaniment.projections.steps import steps_due
from crm.enterprise.projections.succession_known import latest_portrait
from crm.event_store import AsOf, EventStore
from crm.event_store.as_of import NOW
from crm.history.projections.reading import timeline_of
from crm.indicator.projections.acts import Scope, by_action

ASKED, ROUNDS, GOAL = 20, 11, 1.3
THEN = FIRST.replace(year=FIRST.year + 5)
INSTANT = int(datetime(THEN.year, THEN.month, THEN.day, tzinfo=UTC).timestamp()) * 1_000_000
KNOWN = AsOf(known_at=INSTANT)


class Asked(NamedTuple):
    """Whom a question is about; all of them were known then."""

    store: EventStore
    pole_id: str
    advisor_id: str
    enterprise_id: str
    file_id: str


Question = Callable[[Connection, Asked, AsOf], object]


def acts_of_a_year(db: Connection, of: Asked, as_of: AsOf) -> object:
    year = THEN.year - 2
    return by_action(db, Scope(of.pole_id, date(year, 1, 1), date(year, 12, 31), as_of.known_at))


def open_files(db: Connection, of: Asked, as_of: AsOf) -> object:
    return file_list(db, of.pole_id, as_of=as_of)


def exchanges(db: Connection, of: Asked, as_of: AsOf) -> object:
    return in_file(db, of.pole_id, of.file_id, as_of=as_of)


def steps(db: Connection, of: Asked, as_of: AsOf) -> object:
    return steps_due(db, of.pole_id, THEN, advisor_id=of.advisor_id, as_of=as_of)


def portrait(db: Connection, of: Asked, as_of: AsOf) -> object:
    return latest_portrait(db, of.pole_id, of.enterprise_id, replace(as_of, until=THEN))


def timeline(db: Connection, of: Asked, as_of: AsOf) -> object:
    return timeline_of(of.store, db, of.enterprise_id, of.pole_id, as_of=replace(as_of, until=THEN))


QUESTIONS: dict[str, Question] = {
    "acts of a year by action": acts_of_a_year,
    "open files of a team": open_files,
    "exchanges of a file": exchanges,
    "steps due of an advisor": steps,
    "portrait of an enterprise": portrait,
    "history of an enterprise": timeline,
}


def some_known_then(told: Filled, db: Connection) -> Iterator[Asked]:
    """From one pôle to the next."""
    files = {
        office.id: file_list(db, office.id, Filters(state="all"), as_of=KNOWN)[0]
        for office in told.history.offices
    }
    offices = told.history.offices
    for turn in range(ASKED):
        office, then = offices[turn % len(offices)], turn // len(offices)
        yield Asked(
            told.store,
            office.id,
            office.advisors[then % len(office.advisors)],
            office.enterprises[then % 10].id,
            files[office.id][then % len(files[office.id])].accompaniment_id,
        )


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_as_known_then(
    kind: str, name: str, filled: Callable[[str], Filled], report: Report
) -> None:
    told, ask = filled(kind), QUESTIONS[name]
    with told.store.engine.connect() as db:
        asked = list(some_known_then(told, db))

        def asking(as_of: AsOf) -> Works:
            yield lambda: [ask(db, of, as_of) for of in asked]

        ways = {"floor": partial(asking, NOW), "ours": partial(asking, KNOWN)}
        interleaved(2, **ways)
        rounds = interleaved(ROUNDS, **ways)
    report.times(f"as known then: {name}", kind, rounds, floor="today", at_most=GOAL, of=ASKED)

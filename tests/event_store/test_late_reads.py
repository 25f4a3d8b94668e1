"""Whoever reads a late projection is told; nobody else is, and nothing is asked for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import copy_context

import pytest
from sqlalchemy import Engine, event, select, text

from crm.event_store import EventStore
from crm.event_store.events import new_id
from crm.event_store.late_reads import Late
from event_store.conftest import Opening, Someone
from event_store.garden import OpenGarden, names, plots, which_gardens, who_tends


@pytest.fixture
def broken() -> list[bool]:
    return [True]


@pytest.fixture
def house(opening: Opening, someone: Someone, broken: list[bool]) -> EventStore:
    """A store whose first projection lacks the event it was just told."""
    store = opening(which_gardens(lambda: broken[0]), who_tends)
    store.handle(OpenGarden(garden_id=new_id(), name="Le Clos"), someone())
    return store


def told_after(store: EventStore, *queries: object) -> Late | None:
    """What a request that sends these statements is told."""

    def request() -> Late | None:
        if not store.late_reads.is_known:
            store.late_reads.ask()
        store.late_reads.begin()
        with store.engine.connect() as db:
            for query in queries:
                db.execute(query)  # type: ignore[call-overload]  # any statement will do
        return store.late_reads.told()

    return copy_context().run(request)


@contextmanager
def counted(store: EventStore) -> Iterator[list[str]]:
    """The statements of pages, as whoever counts them sees them."""
    said: list[str] = []

    def note(_db: object, _cursor: object, sql: str, *_rest: object) -> None:
        said.append(sql)

    event.listen(store.engine, "before_cursor_execute", note)
    yield said
    event.remove(store.engine, "before_cursor_execute", note)


def test_who_reads_it_is_told_since_when(house: EventStore) -> None:
    (recorded,) = house.events([1])
    assert told_after(house, select(names.c.name)) == Late(recorded.recorded_at)


def test_who_reads_another_is_not(house: EventStore) -> None:
    assert told_after(house, select(plots.c.state)) is None
    assert told_after(house, text("SELECT 1 AS names")) is None
    assert told_after(house) is None


def test_a_join_and_a_subquery_are_reading_too(house: EventStore) -> None:
    joined = select(plots.c.state).join(names.c.name.table, names.c.garden_id == plots.c.garden_id)
    inner = select(plots.c.state).where(plots.c.state.in_(select(names.c.name)))
    both = select(plots.c.state, names.c.name).where(plots.c.garden_id == names.c.garden_id)
    assert all(told_after(house, query) for query in (joined, inner, both))


def test_one_that_never_heard_its_events_says_no_date(opening: Opening, someone: Someone) -> None:
    opening(who_tends).handle(OpenGarden(garden_id=new_id(), name="Le Clos"), someone())
    later = opening(which_gardens(lambda: False), who_tends)
    assert told_after(later, select(names.c.name)) == Late(None)


def test_the_database_is_asked_once_for_many_reads(house: EventStore) -> None:
    asked: list[Engine] = []

    def ask(engine: Engine) -> dict[str, int | None]:
        asked.append(engine)
        return {}

    house.late_reads.forget()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("crm.event_store.late_reads.late_since", ask)
        for _ in range(20):
            told_after(house, select(names.c.name))
    assert len(asked) == 1


def test_asking_adds_no_statement_to_a_page(house: EventStore) -> None:
    house.late_reads.forget()
    with counted(house) as said:
        told_after(house, select(names.c.name))
    assert [sql for sql in said if sql != "BEGIN"] == [str(select(names.c.name))]


def test_what_is_parked_here_is_known_at_once(
    house: EventStore, broken: list[bool], someone: Someone
) -> None:
    broken[0] = False
    house.rebuild(house.projections[0])
    assert told_after(house, select(names.c.name)) is None
    broken[0] = True
    house.handle(OpenGarden(garden_id=new_id(), name="La Friche"), someone())
    assert told_after(house, select(names.c.name))


def test_nothing_is_noted_while_none_is_late(house: EventStore, broken: list[bool]) -> None:
    broken[0] = False
    house.rebuild()
    house.late_reads.ask()
    assert told_after(house, select(names.c.name)) is None
    assert house.late_reads._reading is None

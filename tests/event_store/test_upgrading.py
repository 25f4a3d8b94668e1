"""A database made by another release: what its views lack is seen at opening, and made again."""

import pytest
from sqlalchemy import Column, Integer, select

from crm.app import PROJECTIONS
from crm.event_store import EventStore, Operations, Projection, Rows
from crm.event_store.databases import pen
from crm.event_store.events import new_id
from crm.event_store.rows import Id
from crm.event_store.worker import Worker
from event_store.conftest import Opening, Someone, state_of
from event_store.garden import GardenOpened, OpenGarden, who_tends

OPENED = "which_were_opened"


def gardens(*more: Column[int], indexes: tuple[str, ...] = ()) -> tuple[Projection, Rows]:
    """The view of a release: with a column more, or an index more."""
    rows = Rows(
        "gardens_opened", Column("garden_id", Id), *more, key="garden_id", indexes=list(indexes)
    )
    projection = Projection(OPENED, rows)
    said = {column.name: len(column.name) for column in more}

    @projection.on(GardenOpened)
    def _(event: GardenOpened) -> Operations:
        yield rows.insert(garden_id=event.originator_id, **said)

    return projection, rows


def shown(store: EventStore, rows: Rows) -> list[tuple[object, ...]]:
    columns = [rows.c[name] for name in rows.names]
    with store.engine.connect() as db:
        return [tuple(row) for row in db.execute(select(*columns).where(rows.known()))]


@pytest.mark.parametrize("newer", ["a column more", "an index more", "a column less"])
def test_a_view_of_another_shape_is_made_again(
    opening: Opening, someone: Someone, newer: str, caplog: pytest.LogCaptureFixture
) -> None:
    wide = Column("length", Integer)
    former, _ = gardens(*([wide] if newer == "a column less" else []))
    later, rows = gardens(
        *([wide] if newer == "a column more" else []),
        indexes=("pole_id garden_id",) if newer == "an index more" else (),
    )
    opening(who_tends, former).handle(OpenGarden(garden_id=new_id()), someone())
    store = opening(who_tends, later)
    assert shown(store, rows) == []
    assert state_of(store, OPENED) == ["stale"]
    assert f"projection {OPENED} has another shape" in caplog.text
    Worker(store).mend()
    assert state_of(store, OPENED) == ["serving"]
    assert len(shown(store, rows)) == 1
    assert len(shown(store, rows)[0]) == len(rows.names)
    store.handle(OpenGarden(garden_id=new_id()), someone())
    assert len(shown(store, rows)) == 2
    with pen(store.engine) as p:
        left = [name for name in p.shapes() if name.startswith("gardens_opened_g")]
    assert len(left) == 1, "the tables of the former release are gone"


def test_what_this_release_made_is_left_as_it_is(
    opening: Opening, caplog: pytest.LogCaptureFixture
) -> None:
    made = opening(*PROJECTIONS)
    opening(*PROJECTIONS)
    assert {p.generation for p in made.health().projections} == {1}
    assert "another shape" not in caplog.text

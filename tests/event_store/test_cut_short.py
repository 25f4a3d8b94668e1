"""A rebuild that ends before any one of its statements costs nothing, whichever it is."""

from collections.abc import Callable
from itertools import count, islice
from typing import Any

import pytest

from crm.event_store import EventStore
from crm.event_store.databases import pen
from crm.event_store.postgres_pen import PostgresPen
from crm.event_store.rebuild import Builder
from crm.event_store.sqlite_pen import SqlitePen
from event_store.conftest import Opening
from event_store.garden import what_happened, who_tends
from event_store.roles import seasons

SERVING = "SELECT generation FROM projection_generations WHERE projection=? AND state='serving'"
SAID = [(kind, name) for kind in (SqlitePen, PostgresPen) for name in ("run", "insert", "end")]


class CutShort(BaseException):
    """What no handler of errors may catch: the process is gone."""


@pytest.fixture
def cutting(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Lets the pens speak so many times, then no more."""
    left = [0]

    def before(method: Callable[..., Any]) -> Callable[..., Any]:
        def speak(*said: Any) -> Any:
            left[0] -= 1
            if left[0] == 0:
                raise CutShort
            return method(*said)

        return speak

    for kind, name in SAID:
        monkeypatch.setattr(kind, name, before(getattr(kind, name)))
    return lambda statements: left.__setitem__(0, statements)


def whole(store: EventStore) -> None:
    """What everybody reads are the tables that serve, and no other: emptied, they show nothing."""
    with pen(store.engine) as p:
        p.begin()
        for projection in (who_tends, what_happened):
            (serving,) = p.run(SERVING, projection.name).fetchone()
            for rows in projection.tables:
                assert p.run(f"DELETE FROM {rows.name}_g{serving}").rowcount
                assert p.run(f"SELECT count(*) FROM {rows.name}").fetchone()[0] == 0
        p.run("ROLLBACK")


def test_whichever_statement_is_the_last(opening: Opening, cutting: Callable[[int], None]) -> None:
    store = opening()
    store.handle_all(islice(seasons("short", 2), 12))
    before, cut = store.checksums(), 0
    for last in count(1):
        cutting(last)
        try:
            store.builder = Builder(store.builder.engine, page=5)
            store.rebuild()
        except CutShort:
            cut += 1
        else:
            break
        finally:
            cutting(0)
        whole(store)
        assert store.checksums() == before
        store.rebuild()
        assert store.checksums() == before
    assert cut > 50

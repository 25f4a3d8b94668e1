"""Rebuilding: events read, heard and loaded, beside a bare scan and a bare load of the same rows.

The floor reads and decodes every event, then loads the rows, ready in memory, into tables that get
the same indexes at the end. Comparing with what serves comes after, and is left out of the time;
it is not left out of the memory.
"""

import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import partial

import pytest
from sqlalchemy import Engine

from benchmarks import floor
from benchmarks.conftest import EVENTS, Filled
from benchmarks.report import Report, Works, interleaved
from crm.accompaniment.projections.interventions import exchanges
from crm.app import PROJECTIONS
from crm.event_store import Projection
from crm.event_store.databases import head, open_engine, pen
from crm.event_store.events import read
from crm.event_store.feeding import PAGE
from crm.event_store.rebuild import Builder

ROUNDS = 3 if EVENTS <= 200_000 else 1
OTHER = 99
"""The generation that the floor fills."""
VIEWS: dict[str, tuple[Sequence[Projection], float]] = {
    "one view": ([exchanges], 0.5),
    "all views": (PROJECTIONS, 0.6),
}
MOST_MEMORY = 100.0


def scan(engine: Engine) -> None:
    """Reads and decodes every event."""
    after, upto = 0, head(engine)
    while after < upto:
        with pen(engine) as p:
            for position, _, name, state in p.events(after, upto, [], PAGE):
                read(name, state)
                after = position


def load(engine: Engine, projections: Sequence[Projection]) -> Works:
    """The rows that serve, table by table; then the scan."""
    for projection in projections:
        with pen(engine) as p:
            serving = p.run(
                "SELECT generation FROM projection_generations WHERE projection=? AND state=?",
                projection.name,
                "serving",
            ).fetchone()[0]
            projection.drop(p, OTHER)
        for rows in projection.tables:
            names = ",".join(rows.all_names)
            with pen(engine) as p:
                table = f"{rows.name}_g{serving}"
                ready = p.run(f"SELECT {names} FROM {table} ORDER BY position").fetchall()
            yield partial(floor.load, engine, rows, OTHER, ready)
            del ready
        with pen(engine) as p:
            projection.drop(p, OTHER)
    yield partial(scan, engine)


def rebuild(builder: Builder, projections: Sequence[Projection]) -> Works:
    yield partial(builder.rebuild, *projections, replacing=True)
    for projection in projections:
        builder.sweep(projection)


@pytest.mark.parametrize("name", VIEWS)
def test_rebuilding(kind: str, name: str, filled: Callable[[str], Filled], report: Report) -> None:
    url = filled(kind).store.engine.url.render_as_string(hide_password=False)
    engine, (projections, goal) = open_engine(url, durable=False), VIEWS[name]
    builder = Builder(engine, polite=False)
    rounds = interleaved(
        ROUNDS,
        floor=partial(load, engine, projections),
        ours=partial(rebuild, builder, projections),
    )
    engine.dispose()
    report.share(
        f"rebuild {name}, {EVENTS:,} events",
        kind,
        rounds,
        floor="scan and bare load of the same rows",
        at_least=goal,
        of=1,
    )


MEMORY = """
import sys
from crm.app import PROJECTIONS
from crm.event_store import open_event_store
from crm.settings import Settings

def peak():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024

settings = Settings(database=sys.argv[1], keys=sys.argv[2], secret="s" * 40)
store = open_event_store(settings, PROJECTIONS)
store.head()
idle = peak()
store.rebuild()
print(peak() - idle)
"""


def test_memory_while_rebuilding(
    kind: str, filled: Callable[[str], Filled], report: Report
) -> None:
    store = filled(kind).store
    urls = [
        e.url.render_as_string(hide_password=False) for e in (store.engine, store.keyring.engine)
    ]
    ran = subprocess.run(
        [sys.executable, "-c", MEMORY, *urls], capture_output=True, text=True, check=True
    )
    report.at_most(
        f"memory while all views are rebuilt and compared, {EVENTS:,} events",
        kind,
        [float(ran.stdout)],
        limit=MOST_MEMORY,
        unit="MiB",
        floor="above the process that opened the store",
    )

"""What any measure may ask for: a report to write in, databases that wait for the disk."""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack

import pytest
from sqlalchemy import URL

from benchmarks.report import Report
from crm.event_store import Clock, EventStore, Projection, open_event_store
from crm.settings import Settings
from provision import missing, postgresql

EVENTS = int(os.environ.get("CRM_BENCH_EVENTS", "100000"))
"""Events of the long histories: CRM_BENCH_EVENTS=1000000 for the full size."""
KINDS = ("sqlite", "postgresql")
SLOW = 3600
"""Seconds after which a measure is given up."""
REPORT = pytest.StashKey[Report]()
Opening = Callable[..., EventStore]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--publish", action="store_true", help="write the table in docs/")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[REPORT] = Report()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        item.add_marker(pytest.mark.timeout(SLOW))


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    report = config.stash[REPORT]
    if report.lines:
        terminalreporter.write_line("")
        terminalreporter.write_line(report.table())
        report.save()
        if config.getoption("--publish"):
            report.publish()


@pytest.fixture(scope="session")
def report(pytestconfig: pytest.Config) -> Report:
    """The lines of this run: `report.share`, `report.times`, `report.at_most`."""
    return pytestconfig.stash[REPORT]


@pytest.fixture(scope="session")
def durable_server() -> Iterator[URL]:
    """A PostgreSQL server that waits for the disk."""
    try:
        with postgresql.server(safe=True) as address:
            yield address
    except postgresql.NoServer as absent:
        missing(str(absent))


@pytest.fixture(scope="module", params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """`sqlite`, then `postgresql`."""
    return str(request.param)


@pytest.fixture(scope="module")
def opening(
    kind: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Opening]:
    """Opens an empty event store of this kind; each is closed and thrown away with the module."""
    with ExitStack() as closing:

        def _open(projections: Sequence[Projection], clock: Clock | None = None) -> EventStore:
            folder = tmp_path_factory.mktemp("store")
            closing.callback(shutil.rmtree, folder)
            url = f"sqlite:///{folder / 'trame.db'}"
            if kind == "postgresql":
                server = request.getfixturevalue("durable_server")
                address = closing.enter_context(postgresql.database(server))
                url = address.render_as_string(hide_password=False)
            keys = f"sqlite:///{folder / 'keys.db'}"
            settings = Settings(database=url, keys=keys, secret="s" * 40)
            store = open_event_store(settings, projections, clock)
            closing.callback(store.close)
            return store

        yield _open

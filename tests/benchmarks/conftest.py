"""What any measure may ask for: a report to write in, databases that wait for the disk."""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from typing import NamedTuple

import pytest
from sqlalchemy import URL

from benchmarks.history import History, record
from benchmarks.report import Report
from benchmarks.visitor import SECRET
from crm.app import PROJECTIONS
from crm.event_store import EventStore, Projection, open_event_store
from crm.settings import Settings
from provision import missing, postgresql

EVENTS = int(os.environ.get("CRM_BENCH_EVENTS", "100000"))
"""Events of the long histories: CRM_BENCH_EVENTS=1000000 for the full size."""
KINDS = ("sqlite", "postgresql")
SLOW = 3600
"""Seconds after which a measure is given up."""
REPORT = pytest.StashKey[Report]()
Clock = Callable[[], int]
Opening = Callable[[Sequence[Projection]], EventStore]


class Filled(NamedTuple):
    """A store and what was told in it."""

    store: EventStore
    history: History


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


@pytest.fixture(scope="module", params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """`sqlite`, then `postgresql`."""
    return str(request.param)


class Stores:
    """Opens empty stores; the PostgreSQL server, started when first needed, waits for the disk."""

    def __init__(self, folders: pytest.TempPathFactory, closing: ExitStack) -> None:
        self.folders, self.closing = folders, closing
        self._server: URL | None = None

    def open(
        self, kind: str, projections: Sequence[Projection], clock: Clock | None = None
    ) -> EventStore:
        """A new one, with its keys beside it; on the clock of the machine unless given another."""
        folder = self.folders.mktemp("store")
        self.closing.callback(shutil.rmtree, folder)
        url = self._new_database() if kind == "postgresql" else f"sqlite:///{folder / 'trame.db'}"
        keys = f"sqlite:///{folder / 'keys.db'}"
        settings = Settings(database=url, keys=keys, secret=SECRET)
        store = open_event_store(settings, projections, clock)
        self.closing.callback(store.close)
        return store

    def _new_database(self) -> str:
        try:
            started = postgresql.server(safe=True)
            self._server = self._server or self.closing.enter_context(started)
        except postgresql.NoServer as absent:
            missing(str(absent))
        address = self.closing.enter_context(postgresql.database(self._server))
        return address.render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stores]:
    """All of them are thrown away at the end of the run."""
    with ExitStack() as closing:
        yield Stores(tmp_path_factory, closing)


@pytest.fixture
def opening(kind: str, stores: Stores) -> Opening:
    """Opens an empty event store of this kind, with the projections it is told to keep."""
    return partial(stores.open, kind)


@pytest.fixture(scope="session")
def filled(stores: Stores) -> Callable[[str], Filled]:
    """By kind, a store of the real rooms with a long history; made when first asked for."""
    made: dict[str, Filled] = {}

    def _filled(kind: str) -> Filled:
        if kind not in made:
            made[kind] = Filled(stores.open(kind, PROJECTIONS), History(EVENTS))
            record(*made[kind])
        return made[kind]

    return _filled

"""What any test may ask for: databases of both kinds, a browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import URL

from provision import browser as browsers
from provision import missing, postgresql
from provision.furnished import Files, Servers


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[URL]:
    """A PostgreSQL server: one for each test process, started when first asked for."""
    try:
        with postgresql.server() as address:
            yield address
    except postgresql.NoServer as absent:
        missing(str(absent))


@pytest.fixture
def postgres_url(postgres_server: URL) -> Iterator[str]:
    """The address of a new empty PostgreSQL database, dropped afterwards."""
    with postgresql.database(postgres_server) as address:
        yield address.render_as_string(hide_password=False)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The address of a new SQLite file."""
    return f"sqlite:///{tmp_path / 'trame.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a new empty database, of each kind in turn."""
    kind = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    return str(request.getfixturevalue(kind))


@pytest.fixture(scope="session")
def furnished_files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """The model of every furnished SQLite file."""
    return Files(tmp_path_factory.mktemp("furnished"))


@pytest.fixture(scope="session")
def furnished_servers(
    postgres_server: URL, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Servers]:
    """The furnished databases of this test process."""
    servers = Servers(postgres_server, tmp_path_factory.mktemp("furnished"))
    yield servers
    servers.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def furnished_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database with the product's tables and nothing in them, of each kind."""
    if request.param == "sqlite":
        yield request.getfixturevalue("furnished_files").lend(tmp_path)
        return
    with request.getfixturevalue("furnished_servers").lend() as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a browser; skips aloud when there is none, fails under CI."""
    return browsers.find() or missing("Aucun navigateur : lancez scripts/get_browser.")


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """A running browser for the tests of one module."""
    with browsers.browser(chromium) as running:
        yield running


@pytest.fixture
def browser_page(browser: Browser) -> Iterator[Page]:
    """A page with no past, 1360 by 900, in French of Québec."""
    with browsers.page(browser) as page:
        yield page

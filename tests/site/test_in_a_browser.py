"""The door and the frame, in a real browser: reachable, readable, quiet."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from crm.account.commands import create_user
from crm.app import PROJECTIONS, create_app
from crm.event_store import open_event_store
from crm.settings import Settings
from provision import browser as browsers

pytestmark = pytest.mark.browser
EMAIL, PASSWORD = "ariane.beland@pole.example", "une phrase assez longue"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running Trame with one account."""
    folder: Path = tmp_path_factory.mktemp("site")
    settings = Settings(
        database=f"sqlite:///{folder}/trame.db",
        keys=f"sqlite:///{folder}/cles.db",
        secret="s" * 40,
        secure=False,
        demo=True,
    )
    store = open_event_store(settings, PROJECTIONS)
    create_user(
        store,
        settings.secret,
        name="Ariane Béland",
        email=EMAIL,
        password=PASSWORD,
        new_pole="Pôle d’essai",
    )
    config = uvicorn.Config(create_app(settings, store), port=0, log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()
    store.close()


@pytest.mark.parametrize("width", [1360, 390, 320])
def test_the_door_and_the_account_are_accessible(browser: Browser, site: str, width: int) -> None:
    with browsers.page(browser, width=width) as page:
        said: list[str] = []
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{site}/connexion?suite=/compte")
        found = [Axe().run(page).response["violations"]]
        page.fill("#courriel", EMAIL)
        page.fill("#mot_de_passe", PASSWORD)
        page.click("text=Ouvrir la session")
        page.wait_for_url("**/compte")
        page.click("main .btn-primary")
        page.wait_for_selector(".tr-bandeau.erreur:focus")
        found.append(Axe().run(page).response["violations"])
        assert found == [[], []]
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert said == []


def test_the_look_chosen_is_kept(browser: Browser, site: str) -> None:
    with browsers.page(browser) as page:
        page.emulate_media(color_scheme="light")
        page.goto(f"{site}/connexion")
        page.fill("#courriel", EMAIL)
        page.fill("#mot_de_passe", PASSWORD)
        page.click("text=Ouvrir la session")
        page.goto(f"{site}/compte")
        page.click("[data-theme]")
        page.reload()
        assert page.get_attribute("html", "data-bs-theme") == "dark"

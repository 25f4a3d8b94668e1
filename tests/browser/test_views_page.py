"""« État des vues » and what a late page says, in a real browser: reachable, readable, alive."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from crm.account.commands import create_user
from crm.app import PROJECTIONS, create_app
from crm.directory.commands import ListTool
from crm.directory.domain import ToolListed
from crm.directory.projections import directory
from crm.event_store import Author, EventStore, Operations, open_event_store
from crm.event_store.claims import claimed
from crm.event_store.events import new_id
from crm.event_store.restating import Handler
from crm.settings import Settings
from provision import browser as browsers
from provision import server

pytestmark = pytest.mark.browser
EMAIL, PASSWORD = "solange.heroux@pole.example", "une phrase assez longue"
VIEWS, READING = "/administration/vues", "/noter"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]


class House(NamedTuple):
    address: str
    store: EventStore


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A Trame whose view of tools lacks one event that its code can hear by now."""
    folder: Path = tmp_path_factory.mktemp("house")
    settings = Settings(
        database=f"sqlite:///{folder}/trame.db",
        keys=f"sqlite:///{folder}/cles.db",
        secret="s" * 40,
        secure=False,
    )
    store = open_event_store(settings, PROJECTIONS)
    account_id, pole_id = create_user(
        store, settings.secret, name="Solange Héroux", email=EMAIL, password=PASSWORD,
        role="coordination", new_pole="Pôle d’essai",
    )  # fmt: skip
    handlers: dict[Any, Handler] = directory.handlers
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(handlers, ToolListed, failing)
        author = Author(pole_id=pole_id, actor_id=account_id, command_id=new_id())
        store.handle(ListTool(name="Guide de relève"), author)
    with server.serving(create_app(settings, store)) as address:
        yield House(address, store)
    store.close()


def failing(_event: ToolListed) -> Operations:
    raise ZeroDivisionError


def sign_in(page: Page, house: House) -> None:
    page.goto(f"{house.address}/connexion")
    page.fill("#courriel", EMAIL)
    page.fill("#mot_de_passe", PASSWORD)
    page.click("text=Ouvrir la session")
    page.wait_for_url(f"{house.address}/")


def violations(page: Page) -> list[str]:
    options = {"runOnly": {"type": "tag", "values": WCAG}}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{bad['id']} : {[n['html'][:160] for n in bad['nodes'][:3]]}" for bad in found]


@pytest.mark.parametrize(("width", "scheme"), [(1360, "light"), (390, "dark"), (320, "light")])
def test_late_and_building_are_accessible(
    browser: Browser, house: House, width: int, scheme: Any
) -> None:
    with browsers.page(browser, width=width) as page:
        page.emulate_media(color_scheme=scheme)
        sign_in(page, house)
        found = []
        for path, said in (READING, "Cette page est en retard"), (VIEWS, "Il lui manque 1"):
            page.goto(house.address + path)
            assert page.get_by_text(said).is_visible()
            found.append(violations(page))
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        with claimed(house.store.engine, directory.name):
            page.reload()
            assert page.get_by_text("En construction : entendue").is_visible()
            found.append(violations(page))
        assert found == [[], [], []]


def test_the_page_follows_what_is_built_by_itself(browser: Browser, house: House) -> None:
    with browsers.page(browser) as page:
        sign_in(page, house)
        with claimed(house.store.engine, directory.name):
            page.goto(house.address + VIEWS)
            page.wait_for_selector("text=En construction : entendue")
        page.wait_for_selector("text=En construction : entendue", state="hidden")
        assert page.get_by_text("Il lui manque 1").is_visible()


def test_the_button_mends_and_the_notice_goes(browser: Browser, house: House) -> None:
    with browsers.page(browser) as page:
        said: list[str] = []
        page.on("pageerror", lambda error: said.append(str(error)))
        sign_in(page, house)
        page.goto(house.address + READING)
        page.click("text=Voir l’état des vues")
        page.click("main .btn-primary")
        assert page.locator(".tr-toast").inner_text().startswith("Cette vue est en train d’être")
        page.wait_for_selector("text=Toutes les vues disent ce que disent les événements.")
        assert violations(page) == []
        page.goto(house.address + READING)
        assert page.get_by_text("Cette page est en retard").count() == 0
        assert said == []

"""The device of somebody who worked: nothing of what the pages said is left in its browser."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import sync_playwright

from crm.account.commands import create_user
from crm.app import PROJECTIONS, create_app
from crm.event_store import Author, open_event_store
from crm.event_store.events import new_id
from crm.promoter.commands import WelcomePromoter
from crm.settings import Settings
from provision.browser import FLAGS, SLOWEST

pytestmark = pytest.mark.browser
EMAIL, PASSWORD = "ariane.beland@pole.example", "une phrase assez longue"
PROJECT, IDEA, PERSON = "Buanderie Vraincourt", "laver le linge des restaurants", "Odile Vraincourt"


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A running Trame where a project was welcomed; the address of its page."""
    settings = Settings(
        database=f"sqlite:///{tmp_path}/trame.db",
        keys=f"sqlite:///{tmp_path}/cles.db",
        secret="s" * 40,
        secure=False,
    )
    store = open_event_store(settings, PROJECTIONS)
    account, pole = create_user(
        store, settings.secret, name="Ariane Béland", email=EMAIL, password=PASSWORD,
        new_pole="Pôle d'essai",
    )  # fmt: skip
    project = WelcomePromoter(names=(PERSON,), notice="spoken", working_title=PROJECT, idea=IDEA)
    store.handle(project, Author(pole_id=pole, actor_id=account, command_id=new_id()))
    server = uvicorn.Server(uvicorn.Config(create_app(settings, store), port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}/projets/{project.promoter_id}"
    server.should_exit = True
    thread.join()
    store.close()


def test_a_browser_keeps_nothing_of_what_it_showed(
    address: str, chromium: str, tmp_path: Path
) -> None:
    profile = tmp_path / "profile"
    with sync_playwright() as driver:
        context = driver.chromium.launch_persistent_context(
            profile, executable_path=chromium, args=FLAGS, locale="fr-CA"
        )
        context.set_default_timeout(SLOWEST)
        page = context.pages[0]
        page.goto(address)
        page.get_by_label("Courriel").fill(EMAIL)
        page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
        page.keyboard.press("Enter")
        page.get_by_text(IDEA).first.wait_for()
        page.goto(address.rpartition("/")[0])
        page.get_by_text(PROJECT).first.wait_for()
        page.go_back()
        page.get_by_text(IDEA).first.wait_for()
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.reload()
        page.get_by_text(IDEA).first.wait_for()
        context.close()
    assert sum(path.stat().st_size for path in profile.rglob("*") if path.is_file()) > 100_000
    assert _found(profile) == []


def _found(profile: Path) -> list[tuple[str, str]]:
    """(file, text) of what a browser wrote, in any of its ways of writing text."""
    return [
        (str(path.relative_to(profile)), text)
        for path in profile.rglob("*")
        if path.is_file()
        for text in (PROJECT, IDEA, PERSON)
        for form in (text.encode(), text.encode("utf-16-le"), text.encode("latin-1"))
        if form in path.read_bytes()
    ]

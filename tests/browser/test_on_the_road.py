"""On the road in a real browser: typed without network, it arrives once and leaves no trace."""

import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from browser.line import Line, line_to
from browser.test_main_job import COLLEAGUE, EMAIL, PASSWORD, furnished, tab_to, violations
from crm.accompaniment.domain.events import InterventionRecorded, NeedExpressed, NextStepPlanned
from crm.app import PROJECTIONS, create_app
from crm.event_store import EventStore, open_event_store
from crm.event_store.recorded import Recorded
from crm.settings import Settings
from provision.browser import FLAGS, SLOWEST
from provision.server import serving

E = TypeVar("E")
pytestmark = pytest.mark.browser
NAME = "Vraincourt"
SECRET = f"la relève sera Zénobie {NAME}"
LINE = f"@fleuve appel 40 min {SECRET}"
STORES = ("cles", "attente", "copies", "reglages")
KEPT = "stores => Promise.all(stores.map(async s => [s, (await coffre.all(s)).length]))"
NETWORK_BACK = "dispatchEvent(new Event('online'))"
CONTROLLED = """new Promise(done => {
  const look = () => navigator.serviceWorker.controller ? done(true) : setTimeout(look, 20)
  look()
})"""
WIDTH = """source => new Promise(done => {
  const drawn = new Image(); drawn.onload = () => done(drawn.naturalWidth); drawn.src = source
})"""


class Road(NamedTuple):
    """A running Trame at the end of a line that a test cuts."""

    store: EventStore
    line: Line
    pages: dict[str, str]

    def recorded(self) -> list[Recorded]:
        """All that was ever recorded, first to last."""
        return self.store.events([*range(1, self.store.head() + 1)])

    def said(self, kind: type[E]) -> list[E]:
        """The events of this kind, first to last."""
        return [one.event for one in self.recorded() if isinstance(one.event, kind)]

    def meetings(self, note: str = SECRET) -> list[Recorded]:
        return [
            one
            for one in self.recorded()
            if isinstance(one.event, InterventionRecorded) and note in one.event.summary
        ]


@pytest.fixture(scope="module")
def road(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Road]:
    folder = tmp_path_factory.mktemp("road")
    settings = Settings(
        database=f"sqlite:///{folder}/trame.db",
        keys=f"sqlite:///{folder}/cles.db",
        secret="s" * 40,
        master_key="m" * 40,
        secure=False,
    )
    store = open_event_store(settings, PROJECTIONS)
    pages = furnished(store, settings)
    with (
        serving(create_app(settings, store)) as address,
        line_to(int(address.rpartition(":")[2])) as line,
    ):
        yield Road(store, line, pages)
    store.close()


@pytest.fixture(scope="module")
def driver() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@contextmanager
def device(driver: Playwright, chromium: str, profile: Path) -> Iterator[BrowserContext]:
    """A browser that remembers, as the one of a telephone does."""
    context = driver.chromium.launch_persistent_context(
        profile, executable_path=chromium, args=FLAGS, locale="fr-CA",
        timezone_id="America/Toronto", reduced_motion="reduce",
    )  # fmt: skip
    context.set_default_timeout(SLOWEST)
    try:
        yield context
    finally:
        with suppress(PlaywrightError):  # killed
            context.close()


def sign_in(page: Page, road: Road, email: str = EMAIL) -> None:
    road.line.state = "open"
    page.goto(f"{road.line.address}/connexion")
    page.fill("#courriel", email)
    page.fill("#mot_de_passe", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{road.line.address}/")
    assert page.evaluate(CONTROLLED)


def kept(page: Page) -> dict[str, int]:
    """How many rows this browser holds, by store; asked again when the page goes elsewhere."""
    for _time in range(10):
        with suppress(PlaywrightError):
            page.wait_for_load_state()
            return dict(page.evaluate(KEPT, STORES))
    pytest.fail("la page ne cesse d'aller ailleurs")


def until(true: Callable[[], Any]) -> None:
    """Waits for what another process does. Fails after as long as a page may take."""
    end = time.monotonic() + SLOWEST / 1_000
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def on_disk(profile: Path, *texts: str) -> list[tuple[str, str]]:
    """(file, text) of what lies readable in a browser's profile, in its three ways of writing."""
    return [
        (str(path.relative_to(profile)), text)
        for path in profile.rglob("*")
        if path.is_file()
        for text in texts
        for form in (text.encode(), text.encode("utf-16-le"), text.encode("latin-1"))
        if form in path.read_bytes()
    ]


def kill(profile: Path) -> None:
    """The battery is pulled out: each process of the browser of this profile dies at once."""
    mine = f"--user-data-dir={profile}".encode()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if mine in words:
            os.kill(int(folder.name), signal.SIGKILL)


def test_one_meeting_whatever_the_road_does(
    driver: Playwright, chromium: str, road: Road, tmp_path: Path
) -> None:
    """Installed, typed offline in two tabs, cut while it is sent, killed: exactly one meeting."""
    profile = tmp_path / "profile"
    with device(driver, chromium, profile) as context:
        first, second = context.pages[0], context.new_page()
        sign_in(first, road)
        installable(first)
        first.goto(road.line.address + "/entreprises")
        second.goto(road.line.address + "/projets")
        road.line.cut()
        for tab in (first, second):
            tab.bring_to_front()
            tab.keyboard.press("n")
            tab.keyboard.type(LINE)
            tab.keyboard.press("Enter")
            tab.wait_for_selector("[data-attente]:has-text('1 note en attente')")
            tab.wait_for_selector(".tr-toast:has-text('Note gardée sur cet appareil.')")
        assert road.meetings() == []
        road.line.state = "deaf"
        for tab in (first, second):
            tab.evaluate(NETWORK_BACK)
        until(lambda: road.meetings() and road.line.lost)
        assert kept(first)["attente"] == 1
        kill(profile)
    assert on_disk(profile, SECRET, NAME) == []
    with device(driver, chromium, profile) as context:
        page = context.pages[0]
        sign_in(page, road)
        page.wait_for_selector(".tr-toast:has-text('consignée')")
        page.goto(road.line.address + "/sur-la-route")
        page.wait_for_selector("text=Rien n’attend.")
        assert kept(page)["attente"] == 0
    (one,) = road.meetings()
    assert (one.source, one.captured_at is not None) == ("offline", True)
    assert on_disk(profile, SECRET, NAME) == []


def test_a_browser_killed_while_it_sends_loses_nothing(
    driver: Playwright, chromium: str, road: Road, tmp_path: Path
) -> None:
    """The form left, the answer is not there yet, the browser dies: it was on the disk before."""
    profile, note = tmp_path / "profile", "Bail relu chez Vertefeuille"
    with device(driver, chromium, profile) as context:
        page = context.pages[0]
        sign_in(page, road)
        page.goto(road.line.address + road.pages["noter"])
        page.fill("#note", note)
        road.line.state = "mute"
        page.evaluate("document.querySelector('form[action=\"/noter\"]').requestSubmit()")
        until(lambda: road.line.held)
        kill(profile)
    assert on_disk(profile, note) == []
    with device(driver, chromium, profile) as context:
        sign_in(context.pages[0], road)
        until(lambda: kept(context.pages[0])["attente"] == 0)
    assert len(road.meetings(note)) == 1


def test_a_file_is_read_and_written_in_without_network(
    driver: Playwright, chromium: str, road: Road, tmp_path: Path
) -> None:
    profile, steps = tmp_path / "profile", ("Relire la convention", "Appeler la municipalité")
    with device(driver, chromium, profile) as context:
        page = context.pages[0]
        sign_in(page, road)
        page.goto(road.line.address + "/sur-la-route")
        tab_to(page, "#emporte")
        page.keyboard.press("Space")
        page.wait_for_selector("[data-emporter] li:has-text('copie du') >> nth=2")
        assert violations(page) == []
        road.line.cut()
        page.goto(road.line.address + road.pages["dossier"])
        page.wait_for_selector("main .tr-bandeau:has-text('Copie du')")
        assert "Qui prendra la suite?" in page.inner_text("main")
        drawn: set[str] = set()
        for step in steps:  # two from the same copy: two steps
            page.goto(road.line.address + road.pages["dossier"] + "?fixer=1")
            page.click("summary:has-text('Fixer une étape')")
            drawn.add(page.input_value("form[action$='/suites'] [name=command_id]"))
            page.fill("main #suite", step)
            page.fill("main #echeance", "vendredi")
            page.click("button:has-text('Fixer l’étape')")
            page.wait_for_selector(f"[data-attente-liste] >> text={step}")
        assert len(drawn) == len(steps)
        assert violations(page) == []
        _changed_from_the_keyboard(page, steps[1])
        road.line.state = "open"
        page.evaluate(NETWORK_BACK)
        until(lambda: kept(page)["attente"] == 0)
        assert kept(page)["copies"] >= 3
        said = [step.text for step in road.said(NextStepPlanned)][-2:]
        assert said == [steps[0], f"{steps[1]} demain"]
        page.goto(road.line.address + "/administration/vues")  # 403
        until(lambda: kept(page)["copies"] == 0)
        page.goto(road.line.address + "/sur-la-route")
        page.click("[data-rafraichir]")
        until(lambda: kept(page)["copies"] >= 3)
        page.click("details.tr-menu summary:has-text('Mon compte')")
        page.click("button:has-text('Fermer la session')")
        page.wait_for_url("**/connexion")
        assert kept(page) == dict.fromkeys(STORES, 0)
        road.line.cut()
        page.goto(road.line.address + road.pages["dossier"])
        page.wait_for_selector("h1:has-text('Pas de réseau')")
        assert "Qui prendra la suite?" not in page.content()
    assert on_disk(profile, "Qui prendra la suite?", *steps) == []


def _changed_from_the_keyboard(page: Page, step: str) -> None:
    """Deleted and put back, then changed, without the mouse."""
    item = f"[data-entree]:has-text('{step}')"
    page.focus(f"{item} [data-supprimer]")
    page.keyboard.press("Enter")
    page.wait_for_selector(".tr-toast:has-text('Note supprimée')")
    page.wait_for_selector(item, state="detached")
    page.keyboard.press("Enter")
    page.focus(f"{item} [data-changer]")
    page.keyboard.press("Enter")
    page.keyboard.press("End")
    page.keyboard.type(" demain")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"[data-dit]:has-text('{step} demain')")


def test_a_refused_note_stays_with_its_sentence_and_another_s_is_not_sent(
    driver: Playwright, chromium: str, road: Road, tmp_path: Path
) -> None:
    with device(driver, chromium, tmp_path / "profile") as context:
        page = context.pages[0]
        sign_in(page, road)
        road.line.cut()
        page.keyboard.press("n")
        page.keyboard.type("@inconnue appel 10 min #financement")
        page.keyboard.press("Enter")
        page.wait_for_selector("[data-attente]:has-text('1 note en attente')")
        road.line.state = "open"
        page.goto(road.line.address + "/sur-la-route")
        page.wait_for_selector("[data-refus]:has-text('Aucune entreprise ni aucun projet')")
        page.click("details.tr-menu summary:has-text('Mon compte')")
        page.click("button:has-text('Fermer la session')")
        page.wait_for_selector("#depart:has-text('1 note attend encore')")
        assert violations(page) == []
        page.click("#depart [data-quitter]")
        _line_over_a_session_that_ended(page, road)
        sign_in(page, road, COLLEAGUE)
        page.goto(road.line.address + "/sur-la-route")
        page.wait_for_selector("text=Des notes d’une autre personne attendent")
        assert "@inconnue" not in page.inner_text("main")
        needs = len(road.said(NeedExpressed))
        context.clear_cookies()
        sign_in(page, road)
        page.goto(road.line.address + "/sur-la-route")
        page.click("[data-changer]")
        page.fill("[data-champs] textarea", "@fleuve appel 10 min #financement")
        page.click("text=Garder et envoyer")
        until(lambda: len(road.said(NeedExpressed)) == needs + 1)


def _line_over_a_session_that_ended(page: Page, road: Road) -> None:
    """Nothing is lost of what is sent when the session is over: the door says that it waits."""
    page.goto(road.line.address + "/entreprises")
    page.context.clear_cookies()
    page.keyboard.press("n")
    page.keyboard.type("@fleuve appel 20 min")
    page.keyboard.press("Enter")
    page.wait_for_url("**/connexion?suite=/sur-la-route")
    page.wait_for_selector("[data-attente]:has-text('2 notes attendent sur cet appareil.')")


def installable(page: Page) -> None:
    """What a browser asks of an application before it offers to install it."""
    link = page.get_attribute("link[rel=manifest]", "href")
    told = json.loads(page.evaluate("l => fetch(l).then(r => r.text())", link))
    assert (told["start_url"], told["scope"], told["display"]) == ("/", "/", "standalone")
    base = str(link).rpartition("/")[0]
    for icon in told["icons"]:
        drawn = page.evaluate(WIDTH, f"{base}/{icon['src']}")
        assert icon["sizes"] == "any" or icon["sizes"] == f"{drawn}x{drawn}"
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in told["icons"]}
    assert "maskable" in {icon["purpose"] for icon in told["icons"]}
    session = page.context.new_cdp_session(page)
    assert session.send("Page.getAppManifest")["errors"] == []
    assert session.send("Page.getInstallabilityErrors")["installabilityErrors"] == []


def test_without_what_it_takes_all_works_as_before(
    driver: Playwright, chromium: str, road: Road, tmp_path: Path
) -> None:
    """An old browser, or plain http: nothing is kept, and it is said."""
    with device(driver, chromium, tmp_path / "profile") as context:
        works_as_before(context.pages[0], road)


def works_as_before(page: Page, road: Road) -> None:
    page.add_init_script("delete Window.prototype.indexedDB; delete window.indexedDB")
    road.line.state = "open"
    page.goto(f"{road.line.address}/connexion")
    page.fill("#courriel", EMAIL)
    page.fill("#mot_de_passe", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{road.line.address}/")
    page.goto(road.line.address + "/sur-la-route")
    page.wait_for_selector("text=Ce navigateur ne garde rien sans réseau")
    assert page.is_disabled("#emporte")
    road.line.cut()
    page.keyboard.press("n")
    page.keyboard.type("@fleuve appel 5 min")
    page.keyboard.press("Enter")
    page.wait_for_selector("#trait [data-reseau]:visible")
    assert page.input_value("#trait-texte") == "@fleuve appel 5 min"
    road.line.state = "open"
    page.click("#trait button:has-text('Consigner')")
    page.wait_for_selector(".tr-toast:has-text('Rencontre consignée.')")

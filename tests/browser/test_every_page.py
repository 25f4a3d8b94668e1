"""Every page in a browser: readable by all, by keyboard too, whole on a small screen, quiet.

The addresses are those of the routes themselves, so that a new page is looked at the day it is
added. Each is opened once, by the first role that may.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from litestar.types import ASGIApp
from playwright.sync_api import Browser, Page

from crm.account.pages.sessions import COOKIE
from crm.app import PROJECTIONS, create_app
from crm.event_store import open_event_store
from crm.settings import Settings
from provision import browser as browsers
from provision.server import serving
from rights.conftest import ROLES, House, opened, quick_passwords
from rights.test_matrix import LINES, PUBLIC, addresses, table

pytestmark = pytest.mark.browser
LOOK = """async ([rules, dark]) => {
  if (dark) document.documentElement.dataset.bsTheme = 'dark'
  const asked = {runOnly: rules, resultTypes: ['violations'], elementRef: false}
  const found = (await axe.run(document, asked)).violations
  return found.map(bad => [bad.id, ...bad.nodes.slice(0, 3).map(n => n.html.slice(0, 160))])
}"""
KEYS = """() => {
  const keyed = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]'
  const look = e => [e, e.parentElement, e.nextElementSibling, e.closest('form')]
    .filter(Boolean).map(one => {
      const s = getComputedStyle(one)
      return [s.outlineStyle, s.outlineColor, s.boxShadow, s.borderColor, s.backgroundColor]
    }).join()
  const bad = []
  const say = (what, e) => bad.push(what + ' : ' + e.outerHTML.slice(0, 120))
  const folded = [...document.querySelectorAll('details:not([open])')]
  folded.forEach(d => { d.open = true })
  for (const e of document.querySelectorAll(keyed)) {
    const seen = e.checkVisibility({visibilityProperty: true})
    if (e.disabled || e.tabIndex < 0 || !seen) continue
    document.activeElement.blur()
    const before = look(e)
    e.focus({preventScroll: true})
    if (document.activeElement !== e) say('ne se prend pas au clavier', e)
    else if (look(e) === before) say('rien ne montre où est le clavier', e)
  }
  for (const e of document.querySelectorAll('main *, header *, nav *')) {
    const by_hand = getComputedStyle(e).cursor === 'pointer' && !e.closest(keyed + ', label')
    if (by_hand) say('à la souris seulement', e)
  }
  folded.forEach(d => { d.open = false })
  return bad.slice(0, 6)
}"""
"""Everything that a mouse may act on takes the keyboard, and shows that it has it."""
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
CHANGING = ["color-contrast", "target-size"]
"""What another width or look may break of what was right."""
NO_PAGE = {
    "GET /sante", "GET /metriques", "GET /nouvelles/{subject_id}",
    "GET /accompagnements/{id}/documents/{document_id}/{edition}",
}  # fmt: skip
"""Answers that a browser shows nothing of: words for machines, what a script asks, files kept."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with quick_passwords():
        yield from opened(tmp_path_factory.mktemp("every_page"))


@pytest.fixture(scope="module")
def address(house: House) -> Iterator[str]:
    with serving(house.app) as served:
        yield served


def pages_of(role: str) -> Iterator[str]:
    """The pages that this role opens, and none before it in the list; all have a first page."""
    before = ROLES[: ROLES.index(role)]
    for line in LINES:
        is_page = line.method == "GET" and "." not in line.path and line.path != "/"
        is_page = is_page and line.name not in NO_PAGE
        if is_page and line.opens_to(role) and not any(map(line.opens_to, before)):
            yield line.path


@pytest.mark.parametrize("role", ROLES)
def test_each_page_of_a_role(
    browser: Browser,
    house: House,
    address: str,
    role: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    pages = ["/", *(path for line in pages_of(role) for path in addresses(line, house.ours))]
    with browsers.page(browser) as page:
        token = house.visitors[role].enter().client.cookies[COOKIE]  # type: ignore[index]
        page.context.add_cookies([{"name": COOKIE, "value": token, "url": address}])
        assert faults(page, address, pages) == {}
    assert [said for said in caplog.messages if "is missing" in said] == [], "an icon"


def test_each_page_open_to_all(browser: Browser, address: str, tmp_path: Path) -> None:
    lines = [line for line in table() if PUBLIC in line.cells and line.method == "GET"]
    with browsers.page(browser) as page:
        found = faults(page, address, [line.path for line in lines if line.name not in NO_PAGE])
        with serving(nobody_yet(tmp_path)) as empty:
            found |= faults(page, empty, ["/premiere-ouverture"])
    assert found == {}


def nobody_yet(folder: Path) -> ASGIApp:
    settings = Settings(
        database=f"sqlite:///{folder}/trame.db", keys=f"sqlite:///{folder}/cles.db",
        secret="s" * 40, secure=False,
    )  # fmt: skip
    return create_app(settings, open_event_store(settings, PROJECTIONS))


def faults(page: Page, address: str, paths: list[str]) -> dict[str, list[str]]:
    """By page, what axe, the keyboard, the width and the console say against it."""
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda told: said.append(told.text) if told.type == "error" else None)
    found: dict[str, list[str]] = {}
    for path in paths:
        if "html" not in page.context.request.get(address + path).headers.get("content-type", ""):
            continue
        said.clear()
        page.set_viewport_size({"width": 1360, "height": 900})
        answer = page.goto(address + path, wait_until="domcontentloaded")
        if answer and answer.status >= 400:
            said.clear()  # the console says as much
        page.evaluate(Axe().axe_script)
        bad = [f"clair, 1360 : {b}" for b in page.evaluate(LOOK, [WCAG, False])]
        bad += page.evaluate(KEYS)
        page.set_viewport_size({"width": 390, "height": 800})
        bad += [f"sombre, 390 : {b}" for b in page.evaluate(LOOK, [CHANGING, True])]
        page.set_viewport_size({"width": 320, "height": 640})
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > 320:
            bad.append(f"{wide} points de large à 320")
        if bad or said:
            found[path] = [*bad, *said]
    return found

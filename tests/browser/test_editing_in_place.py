"""A value edited where it stands, by two people at once: neither loses anything."""

import pytest
from playwright.sync_api import Browser, Page

from browser.test_main_job import (
    COLLEAGUE,
    PASSWORD,
    House,
    house,  # noqa: F401 - a fixture
    sign_in,
    violations,
)
from provision import browser as browsers

pytestmark = pytest.mark.browser
PENCIL = "main a[data-modifier][href$='champ=phone']"
FIELD = ".tr-ici input[name=telephone]"


def opened(page: Page, house: House) -> None:  # noqa: F811 - the fixture
    page.goto(house.address + house.pages["fiche"])
    page.focus(PENCIL)
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{FIELD}:focus")


def written(page: Page, phone: str) -> None:
    page.fill(FIELD, phone)
    page.keyboard.press("Enter")


def test_two_people_edit_one_value_and_neither_loses_it(
    browser: Browser,
    browser_page: Page,
    house: House,  # noqa: F811 - the fixture
) -> None:
    page = browser_page
    sign_in(page, house)
    opened(page, house)
    assert violations(page) == []
    page.keyboard.press("Escape")
    assert page.evaluate("s => document.activeElement.matches(s)", PENCIL)
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{FIELD}:focus")
    page.fill(FIELD, "819 555-0202")
    with browsers.page(browser) as other:
        other.goto(f"{house.address}/connexion")
        other.fill("#courriel", COLLEAGUE)
        other.fill("#mot_de_passe", PASSWORD)
        other.keyboard.press("Enter")
        other.wait_for_url(f"{house.address}/")
        opened(other, house)
        written(other, "819 555-0101")
        other.wait_for_selector(".tr-toast:has-text('Renseignement consigné.')")
        other.wait_for_selector(f"{PENCIL}:focus")
    page.evaluate("window.trame.look()")
    page.click("[data-actualiser]")
    page.wait_for_selector("#chronologie >> text=819 555-0101")
    assert page.input_value(FIELD) == "819 555-0202"
    page.focus(FIELD)
    page.keyboard.press("Enter")
    page.wait_for_selector(".tr-ici [role=alert]:focus")
    said = page.inner_text(".tr-ici [role=alert]").replace("\u00a0", " ")
    assert "Noé Tremblay a écrit « 819 555-0101 » à l’instant" in said
    assert "vous avez écrit « 819 555-0202 »" in said
    assert page.input_value(FIELD) == "819 555-0202"
    assert violations(page) == []
    page.click(".tr-ici button:has-text('Mettre la mienne')")
    page.wait_for_selector(f"{PENCIL}:focus")
    assert "819 555-0202" in page.inner_text(".tr-faits").replace("\u00a0", " ")
    page.wait_for_selector("#chronologie >> text=819 555-0101")

"""The calendar in a real browser: walked with the arrows, a step moved by key, by menu, by hand."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page, expect

from crm.accompaniment.commands import OpenAccompaniment, PlanNextStep
from crm.account.commands import create_user
from crm.app import PROJECTIONS, create_app
from crm.enterprise.commands import RegisterEnterprise
from crm.event_store import Author, open_event_store
from crm.event_store.commands import day_of
from crm.event_store.events import new_id
from crm.settings import Settings
from crm.vocabulary import PartyRef
from provision import browser as browsers
from provision import server

pytestmark = pytest.mark.browser
EMAIL, PASSWORD = "ariane.beland@pole.example", "une phrase assez longue"
DAY = timedelta(days=1)


class House(NamedTuple):
    """A Trame with one step due in two weeks, and the month of that day."""

    address: str
    step: str
    first: str
    """The Wednesday it is due, two weeks from now at the soonest."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder: Path = tmp_path_factory.mktemp("house")
    settings = Settings(
        database=f"sqlite:///{folder}/trame.db", keys=f"sqlite:///{folder}/cles.db",
        secret="s" * 40, master_key="m" * 40, secure=False,
    )  # fmt: skip
    store = open_event_store(settings, PROJECTIONS)
    account_id, pole_id = create_user(
        store, settings.secret, name="Ariane Béland", email=EMAIL, password=PASSWORD,
        new_pole="Pôle d’essai",
    )  # fmt: skip
    today = day_of(store.clock())
    month = (today.replace(day=1) + 62 * DAY).replace(day=8)
    wednesday = month + (2 - month.weekday()) % 7 * DAY
    body = RegisterEnterprise(name="Ruche du Fleuve")
    party = PartyRef(kind="enterprise", id=body.enterprise_id)
    file = OpenAccompaniment(parties=(party,), title="Relève")
    step = PlanNextStep(
        accompaniment_id=file.accompaniment_id, text="envoyer le gabarit", due_on=wednesday
    )
    for command in (body, file, step):
        author = Author(pole_id=pole_id, actor_id=account_id, command_id=new_id())
        store.handle(command, author)
    with server.serving(create_app(settings, store)) as address:
        yield House(address, step.step_id, wednesday.isoformat())
    store.close()


@pytest.fixture
def page(browser: Browser, house: House) -> Iterator[Page]:
    with browsers.page(browser) as opened:
        opened.goto(f"{house.address}/connexion")
        opened.fill("#courriel", EMAIL)
        opened.fill("#mot_de_passe", PASSWORD)
        opened.click("text=Ouvrir la session")
        opened.wait_for_url(f"{house.address}/")
        opened.goto(f"{house.address}/calendrier?mois={house.first[:7]}")
        yield opened


def later(day: str, days: int) -> str:
    return (date.fromisoformat(day) + days * DAY).isoformat()


def held(page: Page, step: str) -> str:
    """The day that shows the step."""
    line = page.locator(f'[data-etape="{step}"]')
    found: str = line.evaluate("line => line.closest('[data-jour]').dataset.jour")
    return found


def focused(page: Page) -> str:
    """The day that has the keyboard, or what has it inside one."""
    said: str = page.evaluate(
        "document.activeElement.dataset.jour ?? document.activeElement.tagName"
    )
    return said


def test_days_are_walked_with_the_arrows(page: Page, house: House) -> None:
    first = house.first
    page.locator(f"#j-{first}").focus()
    for key, days in (("ArrowRight", 1), ("ArrowDown", 8), ("ArrowLeft", 7), ("ArrowUp", 0)):
        page.keyboard.press(key)
        assert focused(page) == later(first, days), key
    for key, days in (("End", 4), ("Home", -2)):
        page.keyboard.press(key)
        assert focused(page) == later(first, days), key
    assert page.locator('[data-jour][tabindex="0"]').count() == 1
    page.locator(f"#j-{first}").focus()
    page.keyboard.press("Enter")
    assert focused(page) == "A"
    page.keyboard.press("Escape")
    assert focused(page) == first
    page.keyboard.press("PageDown")
    page.wait_for_url("**/calendrier?mois=*")
    expect(page.locator("[data-jour]:focus")).to_have_count(1)
    there = focused(page)
    assert there[8:] == first[8:]
    assert there > first
    page.keyboard.press("PageUp")
    expect(page.locator(f"#j-{first}")).to_be_focused()


def test_a_step_moves_by_key_and_comes_back(page: Page, house: House) -> None:
    first, line = house.first, page.locator(f'[data-etape="{house.step}"]')
    line.locator("a").focus()
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator(f"#j-{later(first, 1)}")).to_contain_text("envoyer le gabarit")
    expect(page.locator("#annonce")).to_have_text("Étape reportée.")
    assert focused(page) == "A"
    page.keyboard.press("Shift+ArrowDown")
    expect(page.locator(f"#j-{later(first, 8)}")).to_contain_text("envoyer le gabarit")
    page.keyboard.press("z")
    expect(page.locator(f"#j-{later(first, 1)}")).to_contain_text("envoyer le gabarit")
    line.locator("a").focus()
    page.keyboard.press("m")
    line.locator("input[name=echeance]").fill(first)
    page.keyboard.press("Enter")
    expect(page.locator(f"#j-{first}")).to_contain_text("envoyer le gabarit")


def test_a_step_is_dragged_and_a_refusal_is_said_on_it(page: Page, house: House) -> None:
    first, line = house.first, page.locator(f'[data-etape="{house.step}"]')
    line.drag_to(page.locator(f"#j-{later(first, 2)}"))
    expect(page.locator(f"#j-{later(first, 2)}")).to_contain_text("envoyer le gabarit")
    assert held(page, house.step) == later(first, 2)
    page.keyboard.press("z")
    expect(page.locator(f"#j-{first}")).to_contain_text("envoyer le gabarit")
    line.locator("a").focus()
    page.keyboard.press("m")
    line.locator("input[name=echeance]").fill("2020-01-01")
    page.keyboard.press("Enter")
    expect(line.locator("[role=alert]")).to_contain_text("La nouvelle échéance doit être à venir.")
    assert held(page, house.step) == first

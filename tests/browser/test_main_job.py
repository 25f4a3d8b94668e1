"""The main job in a real browser: a meeting recorded from the keyboard, read everywhere at once."""

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from crm.accompaniment.commands import (
    ExpressNeed,
    MakeReferral,
    OpenAccompaniment,
    PlanNextStep,
    RecordIntervention,
)
from crm.account.commands import create_user
from crm.app import PROJECTIONS, create_app
from crm.directory.commands import ListTool
from crm.ecosystem.commands import RegisterOrganisation
from crm.enterprise.commands import (
    DeclareDeparture,
    RecordWorkforcePortrait,
    RegisterEnterprise,
    RenameEnterprise,
)
from crm.event_store import Author, Command, EventStore, open_event_store
from crm.event_store.commands import day_of
from crm.event_store.events import new_id
from crm.promoter.commands import WelcomePromoter
from crm.settings import Settings
from crm.vocabulary import Address, PartyRef
from provision import browser as browsers
from provision.server import serving

pytestmark = pytest.mark.browser
EMAIL, PASSWORD = "ariane.beland@pole.example", "une phrase assez longue"
NAME, COLLEAGUE = "Ruche du Fleuve", "noe.tremblay@pole.example"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]


class House(NamedTuple):
    """A running Trame with a little of everything, and the pages to look at."""

    address: str
    pages: dict[str, str]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One server for the whole walk, on a free port."""
    folder: Path = tmp_path_factory.mktemp("house")
    settings = Settings(
        database=f"sqlite:///{folder}/trame.db",
        keys=f"sqlite:///{folder}/cles.db",
        secret="s" * 40,
        master_key="m" * 40,
        secure=False,
    )
    store = open_event_store(settings, PROJECTIONS)
    pages = furnished(store, settings)
    with serving(create_app(settings, store)) as address:
        yield House(address, pages)
    store.close()


def furnished(store: EventStore, settings: Settings) -> dict[str, str]:
    """An advisor, and a little of everything she works with; answers the pages to look at."""
    account_id, pole_id = create_user(
        store,
        settings.secret,
        name="Ariane Béland",
        email=EMAIL,
        password=PASSWORD,
        new_pole="Pôle d'essai",
    )
    create_user(
        store,
        settings.secret,
        name="Noé Tremblay",
        email=COLLEAGUE,
        password=PASSWORD,
        pole_id=pole_id,
    )
    told = _told()
    for command in told:
        author = Author(pole_id=pole_id, actor_id=account_id, command_id=new_id())
        store.handle(command, author)
    enterprise = next(c.enterprise_id for c in told if isinstance(c, RegisterEnterprise))
    file = next(c.accompaniment_id for c in told if isinstance(c, OpenAccompaniment))
    last_year = (day_of(store.clock()) - timedelta(days=365)).isoformat()
    return {
        "ma journée": "/",
        "entreprises": "/entreprises",
        "fiche": f"/entreprises/{enterprise}",
        "fiche à la date": f"/entreprises/{enterprise}?au={last_year}",
        "dossier": f"/accompagnements/{file}",
        "noter": f"/noter?organisation=enterprise:{enterprise}",
        "projets": "/projets",
        "tableau": "/accompagnements/tableau",
        "suivi": "/rapports/suivi",
        "relève": "/rapports/releve",
        "sur la route": "/sur-la-route",
        "hors réseau": "/hors-reseau",
    }


def _told() -> list[Command]:
    today = day_of(time.time_ns() // 1_000)
    known = RegisterEnterprise(
        name="Ruche",
        neq="1140000017",
        legal_form="cooperative",
        coop_type="solidarity",
        address=Address(municipality="Saint-Tite", mrc="350"),
        sector="Apiculture",
        follow=True,
        occurred_on=today - timedelta(days=900),
    )
    id, party = known.enterprise_id, PartyRef(kind="enterprise", id=known.enterprise_id)
    renamed = RenameEnterprise(enterprise_id=id, name=NAME, occurred_on=today - timedelta(days=200))
    file = OpenAccompaniment(
        parties=(party,), title="Préparer la relève", occurred_on=today - timedelta(days=100)
    )
    partner = RegisterOrganisation(name="Fonds des Rivières", kind="funder")
    return [
        known,
        renamed,
        RecordWorkforcePortrait(enterprise_id=id, headcount=14, succession_plan_in_force="no"),
        DeclareDeparture(
            enterprise_id=id, post="direction", horizon="up_to_24_months", told_by="self"
        ),
        file,
        partner,
        ListTool(name="Gabarit de relève"),
        *_in_file(file.accompaniment_id, partner.organisation_id, party),
        WelcomePromoter(names=("Maude Pépin",), notice="spoken", working_title="Café des Rivières"),
    ]


def _in_file(id: str, partner: str, party: PartyRef) -> list[Command]:
    today = day_of(time.time_ns() // 1_000)
    late = today - timedelta(days=3)
    return [
        RecordIntervention(party=party, mode="visit", minutes=90, summary="Tour des ruches."),
        ExpressNeed(accompaniment_id=id, themes=("succession",), verbatim="Qui prendra la suite?"),
        MakeReferral(accompaniment_id=id, organisation_id=partner, occurred_on=late),
        PlanNextStep(accompaniment_id=id, text="Relire le bail", due_on=late),
    ]


def sign_in(page: Page, house: House) -> None:
    page.goto(f"{house.address}/connexion")
    page.fill("#courriel", EMAIL)
    page.fill("#mot_de_passe", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{house.address}/")


def tab_to(page: Page, selector: str) -> None:
    """Goes to a control with the Tab key alone."""
    for _step in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    pytest.fail(f"la touche Tab ne mène pas à {selector}")


def test_one_line_is_enough(browser_page: Page, house: House) -> None:
    """Over any page, in three keys beyond its text and well under 15 s at the speed of a hand."""
    page, hand = browser_page, {"delay": 170.0}
    sign_in(page, house)
    page.goto(house.address + "/projets")
    began = time.monotonic()
    page.keyboard.press("n")
    page.keyboard.type("@ru", **hand)
    page.wait_for_selector("#trait-offres [aria-selected=true]:has-text('Ruche du Fleuve')")
    page.keyboard.press("Enter")
    page.keyboard.type("appel 40 min suite : rappeler le fonds le 3", **hand)
    page.wait_for_selector("#trait .tr-compris:has-text('rappeler le fonds')")
    page.keyboard.press("Enter")
    page.wait_for_selector(".tr-toast:has-text('Rencontre consignée.')")
    assert time.monotonic() - began < 15
    assert page.url == house.address + "/projets"
    read_everywhere(page, house, "Appel", "40 min")


def test_a_line_left_is_found_again_and_one_recorded_is_undone(
    browser_page: Page, house: House
) -> None:
    page = browser_page
    sign_in(page, house)
    page.goto(house.address + house.pages["fiche"])
    page.focus("main a[href^='/noter?organisation']")
    page.keyboard.press("n")
    page.keyboard.type("visite 2 h le bail avance")
    page.wait_for_selector("#trait .tr-compris:has-text('2 h')")
    assert violations(page) == []
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.href").startswith(f"{house.address}/noter?")
    page.keyboard.press("n")
    assert page.input_value("#trait-texte") == "visite 2 h le bail avance"
    page.goto(house.address + "/entreprises")
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    page.keyboard.press("n")
    page.wait_for_selector("#trait .tr-compris:has-text('Ruche du Fleuve')")
    page.click("#trait [data-part=minutes]")
    page.keyboard.type("3 h")
    page.click("#trait [data-ajout=hier]")
    page.wait_for_selector("#trait .tr-compris:has-text('3 h')")
    assert page.input_value("#trait-texte") == "visite 3 h le bail avance hier"
    page.keyboard.press("Enter")
    page.click(".tr-toast button:has-text('Annuler')")
    page.wait_for_selector(".tr-toast:has-text('Saisie retirée.')")
    page.goto(house.address + house.pages["fiche"])
    assert "le bail avance" not in page.inner_text("#chronologie")


def test_a_name_a_page_and_an_act_are_a_few_keys_away(browser_page: Page, house: House) -> None:
    page = browser_page
    sign_in(page, house)
    for typed, seen in [("fleuv", "Ruche du Fleuve"), ("prep rel", "Préparer la relève")]:
        page.keyboard.press("Control+k")
        page.keyboard.type(typed)
        page.wait_for_selector(f"#palette-liste [aria-selected=true]:has-text('{seen}')")
        page.keyboard.press("Enter")
        page.wait_for_selector(f"h1:has-text('{seen}')")
        assert typed not in page.url
    page.click("button[data-palette]")
    page.wait_for_selector("#palette-liste [role=option] >> text=Préparer la relève")
    assert violations(page) == []
    page.keyboard.type("noter")
    page.wait_for_selector("#palette-liste [aria-selected=true]:has-text('Noter un échange')")
    page.keyboard.press("Enter")
    page.wait_for_selector("#trait-texte:focus")


def test_a_card_is_moved_from_the_keyboard_and_a_refusal_is_said_on_it(
    browser_page: Page, house: House
) -> None:
    page = browser_page
    sign_in(page, house)
    page.goto(house.address + "/projets/tableau")
    card = page.locator(".tr-carte:has-text('Café des Rivières')")
    for said in (".tr-toast:has-text('Jalon franchi.')", ".tr-carte [role=alert]"):
        card.locator("summary").focus()
        page.keyboard.press("m")
        tab_to(page, ".tr-carte button[value=idea]")
        page.keyboard.press("Enter")
        page.wait_for_selector(said)
        assert page.evaluate("document.activeElement.closest('.tr-carte') !== null")
        page.evaluate(
            "document.querySelectorAll('.tr-carte [disabled]').forEach(b => b.disabled = false)"
        )
    assert page.url == house.address + "/projets/tableau"
    assert card.locator("[role=alert]").inner_text() == "Ce jalon est déjà franchi."
    assert violations(page) == []


def test_each_key_acts_never_in_a_field_and_may_be_switched_off(
    browser_page: Page, house: House
) -> None:
    page = browser_page
    sign_in(page, house)
    page.keyboard.press("?")
    page.wait_for_selector("#raccourcis[open]")
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("e")
    page.wait_for_url("**/entreprises", wait_until="load")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") == NAME
    page.focus("main input[name=q]")
    page.keyboard.type("nz?")
    assert page.input_value("main input[name=q]") == "nz?"
    page.goto(house.address + "/compte")
    page.uncheck("main [data-touches]")
    page.keyboard.press("Tab")
    for key in ("n", "?", "j"):
        page.keyboard.press(key)
    assert page.query_selector("dialog[open]") is None
    page.keyboard.press("Control+k")
    page.wait_for_selector("#palette[open]")


def test_a_colleague_s_words_come_in_and_take_nothing_away(
    browser: Browser, browser_page: Page, house: House
) -> None:
    page = browser_page
    sign_in(page, house)
    page.goto(house.address + house.pages["dossier"])
    page.evaluate("window.scrollTo(0, 200)")
    with browsers.page(browser) as other:
        other.goto(f"{house.address}/connexion")
        other.fill("#courriel", COLLEAGUE)
        other.fill("#mot_de_passe", PASSWORD)
        other.keyboard.press("Enter")
        other.wait_for_url(f"{house.address}/")
        for words in ("ranger le hangar", "peindre la ruche"):
            other.goto(house.address + house.pages["dossier"])
            other.keyboard.press("n")
            other.keyboard.type(f"appel suite : {words}")
            other.keyboard.press("Enter")
            other.wait_for_selector(".tr-toast:has-text('Rencontre consignée.')")
            page.evaluate("window.trame.look()")
            if words == "ranger le hangar":
                page.wait_for_selector(f"main >> text={words}")
                assert page.evaluate("window.scrollY") == 200
                page.click("summary:has-text('Ajouter un besoin')")
                page.fill("main textarea[name=propos]", "à ne pas perdre")
        page.wait_for_selector("text=Mis à jour par Noé Tremblay.")
        assert words not in page.inner_text("main")
        assert violations(page) == []
        page.click("[data-actualiser]")
        page.wait_for_selector(f"main >> text={words}")
        assert page.input_value("main textarea[name=propos]") == "à ne pas perdre"


def test_the_form_is_filled_from_the_keyboard(browser_page: Page, house: House) -> None:
    page = browser_page
    sign_in(page, house)
    page.goto(house.address + house.pages["fiche"])
    tab_to(page, "main a[href^='/noter?organisation']")
    page.keyboard.press("Enter")
    page.wait_for_selector("form[action='/noter'] #note")
    tab_to(page, "input[name=mode]")
    page.keyboard.press("ArrowRight")
    tab_to(page, "#duree")
    page.keyboard.type("1 h 10")
    tab_to(page, "#note")
    page.keyboard.type("On a relu les statuts.")
    tab_to(page, "#suite")
    page.keyboard.type("envoyer les statuts")
    tab_to(page, "#echeance")
    page.keyboard.type("aujourd'hui")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=Rencontre consignée.")
    read_everywhere(page, house, "On a relu les statuts.", "1 h 10", "envoyer les statuts")


def read_everywhere(page: Page, house: House, act: str, duration: str, step: str = "") -> None:
    """The record, the day and the report say it at once; nothing was restarted."""
    page.goto(house.address + house.pages["fiche"])
    assert act in plain(page, "#chronologie")
    assert duration in plain(page, "#chronologie")
    page.goto(house.address)
    assert step in plain(page, "main")
    page.goto(house.address + house.pages["suivi"])
    page.click("a[href*='/rapports/suivi/actes?'][href*='genre=exchange']")
    page.wait_for_selector("text=Actes derrière le chiffre")
    assert duration in plain(page, "main")


def plain(page: Page, selector: str) -> str:
    return " ".join(page.inner_text(selector).split())


@pytest.mark.parametrize(("width", "scheme"), [(1360, "light"), (390, "dark")])
def test_every_page_is_accessible(browser: Browser, house: House, width: int, scheme: Any) -> None:
    with browsers.page(browser, width=width) as page:
        said: list[str] = []
        page.on("pageerror", lambda error: said.append(str(error)))
        page.emulate_media(color_scheme=scheme)
        page.goto(f"{house.address}/connexion")
        found = {"connexion": violations(page)}
        sign_in(page, house)
        for name, path in house.pages.items():
            page.goto(house.address + path)
            assert page.get_attribute("html", "data-bs-theme") == scheme
            found[name] = violations(page)
        assert {name: bad for name, bad in found.items() if bad} == {}
        assert said == []


def violations(page: Page) -> list[str]:
    """What axe finds against WCAG 2.0 to 2.2, levels A and AA: the rule, and where."""
    options = {"runOnly": {"type": "tag", "values": WCAG}}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{bad['id']} : {[n['html'][:160] for n in bad['nodes'][:3]]}" for bad in found]


def test_a_small_screen_never_scrolls_sideways(browser: Browser, house: House) -> None:
    with browsers.page(browser, width=320, height=640) as page:
        sign_in(page, house)
        wide = {}
        for name, path in house.pages.items():
            page.goto(house.address + path)
            wide[name] = page.evaluate("document.documentElement.scrollWidth")
        assert {name: w for name, w in wide.items() if w > 320} == {}

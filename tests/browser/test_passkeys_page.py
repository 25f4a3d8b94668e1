"""Passkeys in a real browser, whose device is pretended by it: added, shown, declined."""

from pathlib import Path
from socket import socket

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from crm.account.commands import create_user
from crm.app import PROJECTIONS, create_app
from crm.event_store import open_event_store
from crm.settings import Settings
from provision import browser as browsers
from provision import server

pytestmark = pytest.mark.browser
EMAIL, PASSWORD = "ariane.beland@pole.example", "une phrase assez longue"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
SAID = "[data-cle-dit]:not([hidden])"


def test_a_passkey_is_added_then_opens_a_session(browser: Browser, tmp_path: Path) -> None:
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = Settings(
        database=f"sqlite:///{tmp_path}/trame.db", keys=f"sqlite:///{tmp_path}/cles.db",
        secret="s" * 40, secure=False, port=port,
    )  # fmt: skip
    store = open_event_store(settings, PROJECTIONS)
    create_user(
        store, settings.secret, name="Ariane Béland", email=EMAIL, password=PASSWORD,
        new_pole="Pôle d’essai",
    )  # fmt: skip
    with (
        server.serving(create_app(settings, store), port) as elsewhere,
        browsers.page(browser, width=390) as page,
    ):
        here, found = f"http://localhost:{port}", []
        device = page.context.new_cdp_session(page)
        device.send("WebAuthn.enable")
        added = device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
        page.goto(f"{here}/connexion?suite=/compte/cles")
        page.fill("#courriel", EMAIL)
        page.fill("#mot_de_passe", PASSWORD)
        page.click("text=Ouvrir la session")
        page.fill("#nom_cle", "Téléphone")
        page.fill("#mot_de_passe", "pas le bon")
        page.click("main .btn-primary")
        assert "Ce n’est pas votre mot de passe" in page.inner_text(SAID)
        assert page.evaluate("document.activeElement.id") == "mot_de_passe"
        found += Axe().run(page).response["violations"]
        page.fill("#mot_de_passe", PASSWORD)
        page.keyboard.press("Enter")
        page.get_by_text("jamais utilisée").wait_for()
        page.context.clear_cookies()
        page.goto(f"{here}/connexion?suite=/compte/cles")
        page.get_by_role("button", name="Ouvrir avec une clé d’accès").press("Enter")
        page.get_by_text("dernier usage le").wait_for()
        page.context.clear_cookies()
        page.goto(f"{here}/connexion")
        verified = {"authenticatorId": added["authenticatorId"], "isUserVerified": False}
        device.send("WebAuthn.setUserVerified", verified)
        page.click("text=Ouvrir avec une clé")
        assert "vous avez annulé" in page.inner_text(SAID)
        found += Axe().run(page).response["violations"]
        page.goto(f"{elsewhere}/connexion")
        assert not page.is_visible("text=Ouvrir avec une clé"), "this address holds no key"
        assert found == []
    store.close()

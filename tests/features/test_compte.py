"""Se connecter, l'équipe, le mot de passe oublié."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pyotp
import pytest
from msgspec.structs import replace
from pytest_bdd import given, scenarios, then, when

from account.authenticator import Device
from account.provider import Elsewhere, running
from crm.account.commands import GrantAccess, RevokeAccess, create_user
from crm.app import create_app
from crm.settings import Settings
from features.conftest import Served
from features.visitor import PASSWORD, Site, says

CHOSEN = "quatre mots choisis seule"

scenarios("compte")


@given(says('le compte de "{name}", conseillère'))
def account(site: Site, name: str) -> None:
    assert site.email
    assert name == "Ariane Béland"


@when("je me connecte avec son adresse et son mot de passe")
def sign_in(site: Site) -> None:
    site.sign_in()


@when("je me connecte avec un mauvais mot de passe")
def sign_in_wrongly(site: Site) -> None:
    site.sign_in("une autre phrase assez longue")


@when("j'ouvre les entreprises sans être connectée")
def open_unknown(site: Site) -> None:
    site.open("/entreprises")


@then("on me refuse l'entrée")
def refused(site: Site) -> None:
    assert (site.status, site.address) == (422, "/connexion")
    assert "sid" not in site.client.cookies


@then("on m'envoie à la page de connexion")
def sent_to_the_door(site: Site) -> None:
    assert (site.status, site.address) == (303, "/connexion")
    assert "Coop de l" not in site.answer


def letters(served: Served) -> list[Path]:
    return sorted(Path(served.environ["CRM_MAIL"]).glob("*.eml"))


def link_of(served: Served) -> str:
    """The path of the link in the last letter."""
    letter = message_from_bytes(letters(served)[-1].read_bytes(), policy=policy.default)
    found = re.search(r"https?://[^/\s]+(/\S+)", str(letter.get_content()))
    assert found
    return found[1]


def other(site: Site, email: str) -> Site:
    """Somebody else at another browser."""
    made = Site(site.client.app, site.store)
    made.email = email
    return made


def address_of(site: Site, name: str) -> str:
    return f"{site.pole_id}.{name.split(maxsplit=1)[0].lower()}@pole.example"


@given("je suis connectée comme administratrice")
def administrator(site: Site) -> None:
    site.ask(GrantAccess(account_id=site.actor_id, role="administrator"))
    site.ask(RevokeAccess(account_id=site.actor_id, role="advisor"))
    site.sign_in()


@given(says('"{name}" invitée comme conseillère'))
def invited(site: Site, served: Served, name: str) -> None:
    site.open("/equipe").follow("Inviter une personne")
    site.send("Envoyer l'invitation", nom=name, courriel=address_of(site, name), role="advisor")
    site.ids["lien"] = link_of(served)


@given(says('"{name}" de l\'équipe, conseiller'))
def colleague(site: Site, served: Served, name: str) -> None:
    account_id, _pole = create_user(
        served.store,
        Settings.read(served.environ).secret,
        name=name,
        email=address_of(site, name),
        password=CHOSEN,
        pole_id=site.pole_id,
    )
    site.ids[name] = f"/equipe/{account_id}"
    site.remember()


@given(says('le compte de "{name}" fermé'))
def closed(site: Site, name: str) -> None:
    site.record_of(name).send("Fermer ce compte")


@given("j'ai oublié mon mot de passe et demandé un lien")
def asked(site: Site, served: Served) -> None:
    site.open("/connexion").follow("Mot de passe oublié")
    site.send("Recevoir un lien", courriel=site.email)
    site.ids["lien"], site.ids["réponse"] = link_of(served), site.seen()
    site.ids["courriels"] = str(len(letters(served)))


@when(says('"{name}" choisit son mot de passe avec le lien reçu'))
def chooses(site: Site, name: str) -> None:
    person = other(site, address_of(site, name)).open(site.ids["lien"])
    person.send("Choisir ce mot de passe", mot_de_passe=CHOSEN, encore=CHOSEN)


@when(says('je choisis "{password}" avec le lien reçu'))
def choose(site: Site, password: str) -> None:
    site.open(site.ids["lien"])
    site.send("Choisir ce mot de passe", mot_de_passe=password, encore=password)


@when(says('j\'invite "{name}" sans écrire son courriel'))
def invite_nowhere(site: Site, name: str) -> None:
    site.remember()
    site.open("/equipe/inviter").send("Envoyer l'invitation", nom=name)


@when(says('j\'accorde le rôle "{role}" à "{name}" parce que "{reason}"'))
def grant(site: Site, role: str, name: str, reason: str) -> None:
    site.record_of(name).send("Accorder ce rôle", role=role, motif=reason)
    assert site.status == 303


@when("j'annule la fermeture")
def undo_closing(site: Site) -> None:
    site.send("Annuler")


@when("je me retire l'administration")
def relinquish(site: Site) -> None:
    site.ask(GrantAccess(account_id=site.actor_id, role="advisor"))
    site.open(f"/equipe/{site.actor_id}").send("Retirer ce rôle")


@when("j'ouvre la page de l'équipe")
def open_team(site: Site) -> None:
    site.open("/equipe")


@when("je demande un lien pour une adresse inconnue")
def ask_unknown(site: Site) -> None:
    site.open("/mot-de-passe-oublie")
    site.send("Recevoir un lien", courriel="personne@nulle-part.example")


@given("je suis connectée avec un second facteur activé")
def with_second_factor(site: Site) -> None:
    site.sign_in()
    site.open("/compte").follow("Activer un second facteur")
    secret = re.search(r"<code>((?:[A-Z2-7]{4} ?){8})</code>", site.answer)
    assert secret
    code = pyotp.TOTP(secret[1].replace(" ", "")).now()
    site.send("Activer le second facteur", code=code, mot_de_passe=PASSWORD)
    codes = re.findall(r"<code>([A-Z2-7]{4}(?:-[A-Z2-7]{4}){3})</code>", site.answer)
    site.ids["secours"] = codes[0]
    site.client.cookies.delete("sid")


@when("j'ouvre une session avec mon seul mot de passe")
def sign_in_half(site: Site) -> None:
    site.sign_in()


@when("j'ouvre une session avec un code de secours")
def sign_in_with_recovery(site: Site) -> None:
    site.sign_in().send("Ouvrir la session", code=site.ids["secours"])


@when(says('j\'ouvre une session avec le code "{code}"'))
def sign_in_with_code(site: Site, code: str) -> None:
    site.sign_in().send("Ouvrir la session", code=code)


@given(says("j'ai une clé d'accès nommée \"{name}\""), target_fixture="device")
def with_passkey(site: Site, name: str) -> Device:
    device = Device(origin="http://localhost:8000", site="localhost")
    site.sign_in()
    if code := site.ids.get("secours"):
        site.send("Ouvrir la session", code=code)
    site.open("/compte").follow("Ajouter une clé d'accès")
    asked = challenge(site, "/compte/cles/defi", nom_cle=name, mot_de_passe=PASSWORD)
    site.forge("Ajouter une clé", nom_cle=name, reponse=device.make(asked))
    assert site.status == 303
    site.client.cookies.delete("sid")
    return device


def challenge(site: Site, path: str, **typed: str) -> Any:
    """What the script of a page asks before a device answers."""
    said = typed | {"_csrf_token": site.client.cookies["csrftoken"]}
    return site.client.post(path, data=said, headers={"accept": "application/json"}).json()


@given("je l'ai retirée")
def passkey_removed(site: Site) -> None:
    site.sign_in()
    site.open("/compte/cles").follow("Retirer")
    site.send("Retirer cette clé", mot_de_passe=PASSWORD)
    assert site.status == 303
    site.client.cookies.delete("sid")


@when("j'ouvre une session avec ma clé d'accès")
def sign_in_with_passkey(site: Site, device: Device) -> None:
    asked = challenge(site.open("/connexion"), "/connexion/cle/defi")
    site.forge("Ouvrir avec une clé d'accès", reponse=device.show(asked))


@when("j'ouvre une session avec ma clé d'accès sans m'identifier sur l'appareil")
def sign_in_unverified(site: Site, device: Device) -> None:
    device.verifies = False
    sign_in_with_passkey(site, device)


@when("on rejoue ce que mon appareil a répondu")
def replayed(site: Site, device: Device) -> None:
    asked = challenge(site.open("/connexion"), "/connexion/cle/defi")
    said = device.show(asked)
    site.forge("Ouvrir avec une clé d'accès", reponse=said)
    assert site.open("/compte").address == "/compte"
    site.client.cookies.delete("sid")
    site.open("/connexion").forge("Ouvrir avec une clé d'accès", reponse=said)


@when(says("j'ajoute une clé d'accès nommée \"{name}\" avec un mauvais mot de passe"))
def add_with_wrong_password(site: Site, name: str) -> None:
    site.open("/compte/cles")
    said = challenge(site, "/compte/cles/defi", nom_cle=name, mot_de_passe="pas le bon")
    site.ids["dit"] = " ".join(said["refus"].values())


@then(says('la page me dit "{sentence}"'))
def page_says(site: Site, sentence: str) -> None:
    assert sentence in site.ids["dit"]


@then("aucune session n'est ouverte")
def no_session(site: Site) -> None:
    assert "sid" not in site.client.cookies
    assert site.open("/compte").address == "/connexion"


@then(says('"{name}" peut ouvrir une session'))
def comes_in(site: Site, name: str) -> None:
    person = other(site, address_of(site, name))
    assert person.sign_in(CHOSEN).address == "/"


@then(says('j\'ouvre une session avec "{password}"'))
def come_in(site: Site, password: str) -> None:
    assert site.sign_in(PASSWORD).status == 422
    assert site.sign_in(password).address == "/"


@then("le lien reçu ne sert plus")
def link_over(site: Site) -> None:
    assert other(site, "").open(site.ids["lien"]).status == 410


@then("la page m'est refusée")
def page_refused(site: Site) -> None:
    assert site.status == 403


@then("je lis la même réponse")
def same_answer(site: Site) -> None:
    assert site.seen() == site.ids["réponse"]


@then("aucun courriel ne part")
def no_letter(site: Site, served: Served) -> None:
    assert len(letters(served)) == int(site.ids["courriels"])


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    with running() as there:
        yield there


@given(says('le pôle offre de se connecter avec "{name}"'))
def offered(site: Site, served: Served, elsewhere: Elsewhere, name: str) -> None:
    elsewhere.email = site.email
    settings = replace(Settings.read(served.environ), providers=(elsewhere.provider,))
    assert elsewhere.provider.name == name
    site.client = Site(create_app(settings, served.store), served.store).client


@given(says('j\'ai lié mon compte "{name}"'))
def linked(site: Site, elsewhere: Elsewhere, name: str) -> None:
    elsewhere.subject = site.actor_id
    site.sign_in().open("/compte").follow("Lier")
    site.send(f"Lier mon compte {name}", mot_de_passe=PASSWORD)
    come_back(site, elsewhere)
    site.sees("Lié à votre compte")
    site.remember()
    site.client.cookies.delete("sid")


@given("je l'ai délié")
def unlinked(site: Site) -> None:
    site.sign_in().open("/compte").follow("Délier")
    site.send("Délier ce compte", mot_de_passe=PASSWORD)
    site.client.cookies.delete("sid")


@given(says('"{name}" ne répond plus'))
def silent(elsewhere: Elsewhere, name: str) -> None:
    elsewhere.status = 503


@when(says('je continue avec "{name}"'))
def continue_with(site: Site, elsewhere: Elsewhere, name: str) -> None:
    site.open("/connexion").send(f"Continuer avec {name}")
    if site.status == 200:
        come_back(site, elsewhere)


def come_back(site: Site, elsewhere: Elsewhere) -> None:
    """She says yes there, and her browser comes back."""
    link = site.page.find(lambda n: n.given.get("href", "").startswith(elsewhere.address))
    assert link
    parts = urlsplit(elsewhere.say_yes(link.given["href"]))
    site.open(f"{parts.path}?{parts.query}")

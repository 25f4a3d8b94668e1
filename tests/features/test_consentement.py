"""Consentement: given for one purpose, with its proof; withdrawn, and obeyed at once."""

from datetime import date
from typing import Any

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from crm.accompaniment.commands import MakeReferral, OpenAccompaniment, ShareReferral
from crm.ecosystem.commands import NameRepresentative, RegisterOrganisation
from crm.event_store.events import new_id
from crm.privacy.commands.consenting import (
    AdoptConsentTerm,
    AdoptNotice,
    GiveConsent,
)
from crm.privacy.projections.consents import stands
from crm.vocabulary import PartyRef
from features.conftest import Served, colleague
from features.visitor import TODAY, Site, says

scenarios("consentement")
PLACE = "/vie-privee/consentements"
NOTICES = "/vie-privee/avis"


@pytest.fixture
def partner(site: Site, served: Served) -> Site:
    return colleague(served, site, "partner")


def consents(site: Site) -> str:
    return f"{PLACE}/projet/{site.id_of('projet')}"


def agree(site: Site, purpose: Any, expires_on: date | None = None) -> None:
    site.ask(
        GiveConsent(
            about="promoter",
            subject_id=site.id_of("projet"),
            purpose=purpose,
            proof="written",
            expires_on=expires_on,
        )
    )


@given(says('le projet consent à "{purpose}"'))
def agreed(site: Site, purpose: str) -> None:
    agree(site, purpose)


@given(says('le projet consent à "{purpose}" jusqu\'au "{day}"'))
def agreed_until(site: Site, purpose: str, day: str) -> None:
    agree(site, purpose, date.fromisoformat(day))


@when(
    parsers.re(
        r'je consigne le consentement du projet à "(?P<purpose>\w+)", '
        r'(?:donné "(?P<proof>\w+)"|sans preuve,) avec les mots "(?P<words>.*)"'
    )
)
def give(site: Site, purpose: str, proof: str | None, words: str) -> None:
    site.record_of("projet").follow("Consentements")
    typed = {"preuve": proof} if proof else {}
    site.send("Consigner le consentement", finalite=purpose, texte=words, **typed)


@given(says('j\'ai retiré le consentement à "{purpose}"'))
@when(says('je retire le consentement à "{purpose}"'))
def withdraw(site: Site, purpose: str) -> None:
    withdrawn(site, consents(site), purpose)


def withdrawn(site: Site, place: str, purpose: str) -> None:
    token = site.open(place).client.cookies["csrftoken"]
    site.post("post", f"{place}/retirer/{purpose}", [("_csrf_token", token)])
    assert site.status == 303, site.seen()


@when(says('je retire le consentement à "{purpose}" en date du "{day}"'))
def withdraw_on(site: Site, purpose: str, day: str) -> None:
    place = consents(site)
    token = site.open(place).client.cookies["csrftoken"]
    said = [("_csrf_token", token), ("date", day)]
    site.post("post", f"{place}/retirer/{purpose}", said)


@when("j'annule ce que je viens de faire")
def undo(site: Site) -> None:
    site.send("Annuler")
    assert site.status == 303, site.seen()


@when(says('la responsable rétablit le consentement à "{purpose}"'))
def reinstate(officer: Site, site: Site, purpose: str) -> None:
    token = officer.open(consents(site)).client.cookies["csrftoken"]
    officer.post("post", f"{consents(site)}/retablir/{purpose}", [("_csrf_token", token)])


@when(says('je retire, pour "{name}", le consentement à "{purpose}"'))
def withdraw_as_person(site: Site, name: str, purpose: str) -> None:
    withdrawn(site, f"{PLACE}/personne/{site.id_of(name)}", purpose)


@given(says('la responsable a adopté "{months}" mois pour "{purpose}"'))
def term(site: Site, months: str, purpose: Any) -> None:
    site.ask(AdoptConsentTerm(purpose=purpose, months=int(months)))


@when(says('la responsable adopte "{months}" mois pour "{purpose}"'))
def adopt_term(officer: Site, months: str, purpose: str) -> None:
    officer.open(PLACE)
    button = {"research": "Adopter : recherche"}[purpose]
    officer.send(button, mois=months)


@when("la responsable ouvre les consentements du pôle")
def open_list(officer: Site) -> None:
    officer.open("/").follow("Consentements")


@given(says('la responsable a adopté l\'avis "{text}"'))
def notice(site: Site, text: str) -> None:
    site.ask(AdoptNotice(language="fr", text=text))


@when(says('la responsable adopte l\'avis "{text}"'))
def adopt_notice(officer: Site, text: str) -> None:
    officer.open(NOTICES).send("Adopter ce texte", langue="fr", avis=text)


@when(says('j\'accueille le projet "{title}" de "{people}" après avoir lu l\'avis'))
def welcome(site: Site, title: str, people: str) -> None:
    site.open("/projets/nouveau").sees("Nous notons votre nom pour vous accompagner")
    site.send("Accueillir le projet", avis="spoken", personnes=people, titre=title)
    assert site.status == 303, site.seen()
    site.ids["nouveau projet"] = site.address


@then(says('les consentements du nouveau projet montrent "{words}"'))
def new_told(site: Site, words: str) -> None:
    site.open(f"{PLACE}/projet/{site.id_of('nouveau projet')}").sees(words)


@then(says('les consentements du premier projet montrent "{words}"'))
def first_told(site: Site, words: str) -> None:
    site.open(consents(site)).sees(words)


def refer(site: Site, name: str) -> str:
    file, organisation = new_id(), new_id()
    project = PartyRef(kind="promoter", id=site.id_of("projet"))
    made = MakeReferral(accompaniment_id=file, organisation_id=organisation, message="À lire")
    site.ask(RegisterOrganisation(name=name, organisation_id=organisation))
    site.ask(OpenAccompaniment(parties=(project,), accompaniment_id=file))
    site.ask(made)
    site.ids |= {"dossier": f"/accompagnements/{file}", "organisme": f"/{organisation}"}
    site.ids["orientation"] = f"/orientations-recues/{made.referral_id}"
    return made.referral_id


@given(says('une orientation du projet vers "{name}"'))
def referred(site: Site, name: str) -> None:
    refer(site, name)


@when("je partage l'orientation")
def share(site: Site) -> None:
    page = site.record_of("dossier")
    page.sees("Aucun consentement au partage ne tient pour ce projet.")
    at = f"{site.ids['dossier']}/orientations/{site.id_of('orientation')}/partager"
    token = site.client.cookies["csrftoken"]
    site.post("post", at, [("_csrf_token", token), ("consentement", "spoken")])


@given(says('une orientation du projet vers "{name}", partagée et lue par son partenaire'))
def shared(site: Site, partner: Site, name: str) -> None:
    referral = refer(site, name)
    agree(site, "partner_sharing")
    site.ask(ShareReferral(accompaniment_id=site.id_of("dossier"), referral_id=referral))
    organisation = site.id_of("organisme")
    site.ask(NameRepresentative(organisation_id=organisation, account_id=partner.actor_id))
    partner.open("/orientations-recues").sees("Buanderie du Nord")
    assert partner.open(site.ids["orientation"]).status == 200


@then("le partenaire ne lit plus l'orientation")
def no_more(site: Site, partner: Site) -> None:
    partner.open("/orientations-recues").misses("Buanderie du Nord")
    assert partner.open(site.ids["orientation"]).status == 404
    site.record_of("dossier").sees("Partage suspendu")


@then(parsers.re(r'le consentement à "(?P<purpose>\w+)" (?P<how>tient|ne tient plus)'))
def held(site: Site, purpose: str, how: str) -> None:
    with site.store.engine.connect() as db:
        found = stands(db, site.pole_id, site.id_of("projet"), purpose, TODAY)
    assert found is (how == "tient")


@then(says('la page montre "{words}"'))
def page_shows(site: Site, words: str) -> None:
    site.sees(words)


@then(says('la chronologie du projet montre "{words}"'))
def told(site: Site, words: str) -> None:
    site.record_of("projet").sees(words, within="chronologie")


@then(says('elle lit "{words}"'))
def officer_reads(officer: Site, words: str) -> None:
    officer.sees(words)


@then(says('on lui répond "{sentence}"'))
def officer_is_told(officer: Site, sentence: str) -> None:
    assert officer.status == 422, officer.status
    officer.sees(sentence)


@then(says('on me répond "{sentence}"'))
def i_am_told(site: Site, sentence: str) -> None:
    assert site.status in (409, 422), site.status
    site.sees(sentence)


@then(says('"{words}" est encore dans mon formulaire'))
def kept(site: Site, words: str) -> None:
    assert site.kept(words)


@then("l'envoyer de nouveau avec sa preuve le consigne")
def mended(site: Site) -> None:
    site.send("Consigner le consentement", preuve="written")
    assert site.status == 303, site.seen()

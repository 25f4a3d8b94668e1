"""Orientation: made, shared, read, answered by whoever helps, and come back to the pôle."""

from datetime import date
from urllib.parse import urlsplit

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from crm.accompaniment.commands import (
    AnswerReferral,
    MakeReferral,
    OpenAccompaniment,
    ShareReferral,
)
from crm.ecosystem.commands import NameRepresentative, RegisterOrganisation
from crm.enterprise.commands import RegisterEnterprise
from crm.event_store.events import new_id
from crm.vocabulary import PartyRef
from features.conftest import Served, colleague
from features.letters import last_letter
from features.visitor import Site, says

scenarios("orientation")


@pytest.fixture
def partner(site: Site, served: Served) -> Site:
    made = colleague(served, site, "partner")
    organisation = site.id_of("organisme")
    site.ask(NameRepresentative(organisation_id=organisation, account_id=made.actor_id))
    return made


def refer(site: Site, name: str, day: date | None = None) -> MakeReferral:
    organisation, file = new_id(), site.id_of("dossier")
    site.ask(RegisterOrganisation(name=name, organisation_id=organisation))
    made = MakeReferral(
        accompaniment_id=file, organisation_id=organisation, message="Besoin de plan",
        occurred_on=day,
    )  # fmt: skip
    site.ask(made)
    site.ids["organisme"] = f"/{organisation}"
    site.ids["orientation"] = f"/accompagnements/{file}/orientation/{made.referral_id}"
    return made


@given(says('une orientation partagée vers "{name}"'))
def shared(site: Site, name: str) -> None:
    body, file = RegisterEnterprise(name="Coop du Moulin", follow=True), new_id()
    site.ask(body)
    party = PartyRef(kind="enterprise", id=body.enterprise_id)
    site.ask(OpenAccompaniment(parties=(party,), accompaniment_id=file))
    site.ids |= {"dossier": f"/accompagnements/{file}", "coop": f"/entreprises/{party.id}"}
    made = refer(site, name)
    site.ask(ShareReferral(accompaniment_id=file, referral_id=made.referral_id, consent="spoken"))


@given(says('une orientation vers "{name}" faite le "{day}"'))
def referred(site: Site, name: str, day: str) -> None:
    refer(site, name, date.fromisoformat(day))


@given("l'organisme a accepté l'orientation")
def accepted(site: Site) -> None:
    file, referral = site.id_of("dossier"), site.id_of("orientation")
    site.ask(AnswerReferral(accompaniment_id=file, referral_id=referral, accepted=True))


@when(parsers.re(r'le partenaire répond "(?P<answer>\w+)" (?P<how>.+)'))
def answer(partner: Site, site: Site, answer: str, how: str) -> None:
    site.remember()
    partner.open("/orientations-recues").follow("Coop du Moulin")
    partner.send("Envoyer la réponse", reponse=answer)
    assert partner.status == (422 if how == "sans un mot" else 303), partner.seen()


@then(says('on lui répond "{sentence}"'))
def partner_is_told(partner: Site, sentence: str) -> None:
    partner.sees(sentence)


@then("rien de nouveau n'est consigné, sauf sa lecture")
def only_seen(site: Site) -> None:
    assert site.events_recorded() == 1


@then(says('la page de l\'orientation montre "{words}"'))
def referral_shows(site: Site, words: str) -> None:
    site.record_of("orientation").sees(words)


@then(says('la chronologie du dossier montre "{words}"'))
def told(site: Site, words: str) -> None:
    site.record_of("coop").sees(words, within="chronologie")


@when(says('je relance "{name}" depuis ma journée'))
def chase(site: Site, name: str) -> None:
    site.open("/").sees(name)
    site.send("Relancer")
    assert site.status == 303, site.seen()


@then(says('ma journée ne montre plus "{name}"'))
def day_misses(site: Site, name: str) -> None:
    site.open("/").misses(name)


@given(says('j\'ai envoyé le lien à "{email}"'))
@when(says('j\'envoie le lien à "{email}"'))
def send(site: Site, served: Served, letters: set[str], email: str) -> None:
    site.record_of("orientation").send("Envoyer le lien", courriel=email)
    if site.status == 303:
        site.ids["premier lien"] = site.ids.get("lien", "")
        _body, site.ids["lien"] = last_letter(served.environ, letters)
        site.remember()


@then("la lettre mène à une page qui ne montre encore rien")
def threshold(site: Site, outsider: Site) -> None:
    outsider.open(site.ids["lien"]).sees("Une orientation vous attend")
    for name in ("Coop du Moulin", "Besoin de plan", "CLD du Nord"):
        outsider.misses(name)
    answer = outsider.client.get(site.ids["lien"])
    assert answer.headers["referrer-policy"] == "no-referrer"
    outsider.send("Lire l'orientation").sees("Coop du Moulin", "Besoin de plan")
    assert urlsplit(outsider.address).query == ""


@then("la lettre ne nomme personne")
def nameless(served: Served, letters: set[str]) -> None:
    body, link = last_letter(served.environ, letters)
    for name in ("Coop", "Moulin", "CLD"):
        assert name not in body
        assert name not in link


@when(says('l\'organisme répond "{answer}" par le lien, avec "{words}"'))
def answer_by_link(site: Site, outsider: Site, answer: str, words: str) -> None:
    outsider.open(site.ids["lien"]).send("Lire l'orientation")
    outsider.send("Envoyer la réponse", reponse=answer, texte=words)
    assert outsider.status == 200, outsider.seen()


@then(says('il lit "{words}"'))
def outsider_reads(outsider: Site, words: str) -> None:
    outsider.sees(words)


@when("je cesse le partage")
def unshare(site: Site) -> None:
    site.record_of("dossier").send("Cesser le partage")
    assert site.status == 303, site.seen()


@when("quelqu'un essaie un lien inventé")
def invent(site: Site) -> None:
    site.ids["lien"] = "/orientation?jeton=abc"


@then("le lien ne montre plus rien")
def over(site: Site, outsider: Site) -> None:
    _is_over(outsider, site.ids["lien"])


@then("le premier lien ne montre plus rien")
def first_over(site: Site, outsider: Site) -> None:
    _is_over(outsider, site.ids["premier lien"])
    outsider.open(site.ids["lien"]).send("Lire l'orientation").sees("Coop du Moulin")


def _is_over(outsider: Site, link: str) -> None:
    outsider.open(link).send("Lire l'orientation")
    assert outsider.status == 410
    outsider.misses("Coop du Moulin")


@then(says('on me répond "{sentence}"'))
def i_am_told(site: Site, sentence: str) -> None:
    assert site.status == 422, site.status
    site.sees(sentence)

"""Dire qui fait quoi dans un dossier, et faire confirmer ce qui est noté."""

from typing import Any

from pytest_bdd import given, scenarios, then, when

from crm.accompaniment.commands import (
    DeclareResult,
    DesignateLead,
    EntrustAccompaniment,
    JoinCoIntervener,
    OpenAccompaniment,
)
from crm.ecosystem.commands import RegisterOrganisation
from crm.event_store.events import new_id
from crm.history.commands import TakeBackEntry
from crm.privacy.commands.consenting import GiveConsent, WithdrawConsent
from crm.promoter.commands import WelcomePromoter
from crm.vocabulary import PartyRef
from features.conftest import Served
from features.letters import last_letter
from features.visitor import TODAY, Site, says

scenarios("dossier")


@given(says('l\'organisation "{name}", connue du pôle'))
def organisation(site: Site, name: str) -> None:
    command = RegisterOrganisation(name=name, kind="support")
    site.ask(command)
    site.ids[name] = f"/{command.organisation_id}"


def hands(site: Site) -> Site:
    return site.record_of("dossier").follow("Changer")


@given(says('"{name}" chef de file du dossier'))
def led(site: Site, name: str) -> None:
    site.ask(
        DesignateLead(accompaniment_id=site.id_of("dossier"), organisation_id=site.id_of(name))
    )


@when(says('je désigne "{name}" chef de file'))
def designate(site: Site, name: str) -> None:
    hands(site).send("Désigner", chef=site.id_of(name))


@given(says('"{name}" au dossier'))
def joined(site: Site, name: str) -> None:
    command = JoinCoIntervener(
        accompaniment_id=site.id_of("dossier"), organisation_id=site.id_of(name), occurred_on=TODAY
    )
    site.ask(command)


@when(says('"{name}" intervient pour "{part}"'))
def join(site: Site, name: str, part: str) -> None:
    hands(site).send("Joindre", qui=f"organisation:{site.id_of(name)}", part=part)


@when("j'interviens moi-même dans mon dossier")
def join_own(site: Site) -> None:
    hands(site).send("Joindre", qui=f"account:{site.actor_id}")


@when("l'intervention se termine")
def leave(site: Site) -> None:
    hands(site).send("Terminer")


@given("le dossier confié à un collègue, où j'interviens")
def entrusted(site: Site) -> None:
    file = site.id_of("dossier")
    site.ask(EntrustAccompaniment(accompaniment_id=file, advisor_id=new_id()))
    site.ask(JoinCoIntervener(accompaniment_id=file, advisor_id=site.actor_id))


@when("je regarde les dossiers où je participe")
def taking_part(site: Site) -> None:
    site.open("/accompagnements").follow("J'y participe")


@then(says('le dossier montre "{words}"'))
def file_shows(site: Site, words: str) -> None:
    site.record_of("dossier").sees(words)


@given("un résultat déclaré de 3 emplois créés")
def declared(site: Site) -> None:
    file = site.id_of("dossier")
    said = "Deux postes à la production"
    receipt = site.ask(DeclareResult(accompaniment_id=file, jobs_created=3, comment=said))
    result: Any = site.store.events([receipt.first])[0].event
    site.ids["résultat"] = f"/accompagnements/{file}/confirmer/resultat/{result.result_id}"
    site.ids["saisie"] = f"/{result.originator_version}"


@given(says('j\'ai envoyé à "{email}" le lien pour confirmer'))
@when(says('j\'envoie à "{email}" le lien pour confirmer'))
def send(site: Site, served: Served, letters: set[str], email: str) -> None:
    site.record_of("résultat").send("Envoyer le lien", courriel=email)
    if site.status == 303:
        site.ids["premier lien"] = site.ids.get("lien", "")
        _body, site.ids["lien"] = last_letter(served.environ, letters)
        site.remember()


@when("j'envoie un lien sans rien à confirmer")
def send_nothing(site: Site) -> None:
    site.record_of("résultat").send("Envoyer le lien", courriel="dg@moulin.example", texte="")


@then("la lettre ne nomme personne")
def nameless(served: Served, letters: set[str]) -> None:
    body, link = last_letter(served.environ, letters)
    assert not any(name in body + link for name in ("Coop", "Moulin", "Relève", "dg@"))


@then(says('le lien montre "{jobs}" emplois et "{words}", rien d\'autre'))
def shows_only(site: Site, outsider: Site, jobs: str, words: str) -> None:
    outsider.open(site.ids["lien"]).misses(words)
    answer = outsider.client.get(site.ids["lien"])
    assert answer.headers["referrer-policy"] == "no-referrer"
    outsider.send("Lire la question").sees(jobs, words)
    for name in ("Coop du Moulin", "Relève", "Ariane"):
        outsider.misses(name)


@when("la personne répond par le lien que c'est juste")
def confirm(site: Site, outsider: Site) -> None:
    outsider.open(site.ids["lien"]).send("Lire la question")
    outsider.send("Envoyer la réponse", reponse="confirmed").sees("Votre réponse est consignée")


@when(says('la personne conteste par le lien : "{words}"'))
def contest(site: Site, outsider: Site, words: str) -> None:
    outsider.open(site.ids["lien"]).send("Lire la question")
    outsider.send("Envoyer la réponse", reponse="contested", texte=words)


@then(says('on lui répond "{sentence}"'))
def outsider_is_told(outsider: Site, sentence: str) -> None:
    assert outsider.status == 422
    outsider.sees(sentence)


@when("je retire le lien")
def revoke(site: Site) -> None:
    site.record_of("dossier").send("Retirer le lien")


@when("le résultat est annulé")
def take_back(site: Site) -> None:
    version = int(site.id_of("saisie"))
    site.ask(TakeBackEntry(originator_id=site.id_of("dossier"), entry_version=version, reason="x"))


@then("le lien de confirmation ne montre plus rien")
def over(site: Site, outsider: Site) -> None:
    _is_over(outsider, site.ids["lien"])


@then("le premier lien de confirmation ne montre plus rien")
def first_over(site: Site, outsider: Site) -> None:
    _is_over(outsider, site.ids["premier lien"])
    outsider.open(site.ids["lien"]).send("Lire la question").sees("Deux postes")


def _is_over(outsider: Site, link: str) -> None:
    outsider.open(link).send("Lire la question")
    assert outsider.status == 410
    outsider.misses("Deux postes")


@given("un dossier de projet dont le consentement au suivi est retiré")
def project_file(site: Site) -> None:
    welcome = WelcomePromoter(names=("Maude Pépin",), notice="spoken")
    site.ask(welcome)
    party = PartyRef(kind="promoter", id=welcome.promoter_id)
    file = OpenAccompaniment(parties=(party,), title="Relève")
    site.ask(file)
    site.ids["dossier"] = f"/accompagnements/{file.accompaniment_id}"
    given_ = GiveConsent(about="promoter", subject_id=party.id, purpose="follow_up", proof="spoken")
    site.ask(given_)
    site.ask(WithdrawConsent(about="promoter", subject_id=party.id, purpose="follow_up"))
    declared(site)
    site.remember()

"""Vie privée: what persons ask is answered in time; what is held is read, then erased for good."""

import io
from datetime import date
from typing import Any

import python_calamine
from pytest_bdd import given, scenarios, then, when

from crm.accompaniment.commands import RecordIntervention
from crm.privacy.commands import AnswerRequest, DesignateOfficer, ReceiveRequest
from crm.promoter.commands import WelcomePromoter
from crm.vocabulary import PartyRef
from features.paper import plain
from features.visitor import TODAY, Site, says

scenarios("vie_privee")

REGISTER = "/vie-privee/effacements"
REQUESTS = "/vie-privee/demandes"
OFFICE = "/vie-privee/responsable"
INCIDENTS = "/vie-privee/incidents"


@given(says('la note "{summary}" au dossier de "{name}"'))
def noted(site: Site, summary: str, name: str) -> None:
    command = RecordIntervention(party=site.party(name), mode="call", summary=summary)
    site.ask(command)


@given("la responsable des renseignements personnels a lu ce qui est gardé sur le projet")
@when("la responsable des renseignements personnels ouvre l'effacement du projet")
def open_for_project(officer: Site, site: Site) -> None:
    officer.open(site.ids["projet"]).follow("Effacer ce projet")


@when("elle rouvre l'effacement du projet")
def open_again(officer: Site, site: Site) -> None:
    officer.open(f"/vie-privee/effacer/projet/{site.id_of('projet')}")


@given(says('la responsable des renseignements personnels a lu ce qui est gardé sur "{name}"'))
@when(says('la responsable des renseignements personnels ouvre l\'effacement de "{name}"'))
def open_for_person(officer: Site, site: Site, name: str) -> None:
    officer.open(f"/vie-privee/effacer/personne/{site.id_of(name)}")


@when("j'ouvre l'effacement du projet")
def open_as_advisor(site: Site) -> None:
    site.record_of("projet").misses("Effacer ce projet")
    site.open(f"/vie-privee/effacer/projet/{site.id_of('projet')}")


@when("elle efface parce que la personne le demande")
def silence(officer: Site) -> None:
    officer.send("Effacer pour toujours", motif="request", confirmation="effacer")
    assert officer.status == 303, officer.seen()


@when(says('elle demande l\'effacement sans écrire le mot, en précisant "{reason}"'))
def unconfirmed(officer: Site, reason: str) -> None:
    officer.send("Effacer pour toujours", motif="request", raison=reason)


@when("elle demande l'effacement sans motif")
def ungrounded(officer: Site) -> None:
    officer.send("Effacer pour toujours", confirmation="EFFACER")


@when(says('elle force l\'effacement de la note "{summary}"'))
def force(officer: Site, site: Site, summary: str) -> None:
    found = site.store.recorded_between(site.pole_id, 0, 2**62)
    (act,) = [r.event for r in found if plain(getattr(r.event, "summary", "")) == plain(summary)]
    id_ = str(getattr(act, "act_id"))  # noqa: B009  # of whichever event says it
    officer.forge("Effacer pour toujours", motif="request", confirmation="EFFACER", note=[id_])


@then(says('elle lit "{words}"'))
def officer_reads(officer: Site, words: str) -> None:
    officer.sees(words)


@then(says('on lui répond "{sentence}"'))
def officer_is_told(officer: Site, sentence: str) -> None:
    assert officer.status == 422, officer.status
    officer.sees(sentence)


@then(says('"{words}" est encore dans son formulaire'))
def officer_keeps(officer: Site, words: str) -> None:
    assert officer.kept(words)


@then("le registre des effacements compte 1 effacement achevé")
def registered(officer: Site) -> None:
    officer.open("/").follow("Effacements").sees("Registre 1", "la personne le demande", "achevé")


@then(says('nulle part on ne lit plus "{words}"'))
def read_nowhere(site: Site, words: str) -> None:
    for address in ("/projets", site.ids["projet"], "/", "/accompagnements"):
        site.open(address).misses(words)
    site.record_of("projet").sees("[effacé]")


@then(says('la note "{summary}" est proposée et {ticked}'))
def offered(officer: Site, summary: str, ticked: str) -> None:
    lines = officer.page.walk()
    line = next(n for n in lines if n.tag == "label" and plain(summary) in n.words())
    (box,) = [n for n in line.walk() if n.tag == "input"]
    assert ("checked" in box.given) is (ticked == "cochée")


@then(says('la chronologie de "{name}" ne dit plus "{words}"'))
def timeline_misses(site: Site, name: str, words: str) -> None:
    site.record_of(name).misses(words, within="chronologie")


KEEPING = "/vie-privee/conservation"


def welcomed_on(site: Site, title: str, day: str) -> str:
    command = WelcomePromoter(
        names=("Ida Roy",), notice="spoken", working_title=title,
        occurred_on=date.fromisoformat(day),
    )  # fmt: skip
    site.ask(command)
    site.ids[title] = f"/projets/{command.promoter_id}"
    return command.promoter_id


@given(says('le projet "{title}" accueilli le "{day}" et resté sans nouvelles'))
def silent(site: Site, title: str, day: str) -> None:
    welcomed_on(site, title, day)
    site.ids["projet échu"] = site.ids[title]


@given(says('le projet "{title}" accueilli le "{day}", dont on a parlé le "{lately}"'))
def talked_of(site: Site, title: str, day: str, lately: str) -> None:
    party = PartyRef(kind="promoter", id=welcomed_on(site, title, day))
    site.ask(RecordIntervention(party=party, mode="call", occurred_on=date.fromisoformat(lately)))


@when("la responsable ouvre la conservation")
def open_keeping(officer: Site) -> None:
    officer.open("/").follow("Conservation")


@when("j'ouvre la conservation")
def open_keeping_as_advisor(site: Site) -> None:
    site.open(KEEPING)


@when(says('la responsable adopte "{months}" mois pour les projets sans nouvelles'))
def adopt(officer: Site, months: str) -> None:
    officer.open(KEEPING).send("Adopter", mois=months)
    if officer.status == 303:
        officer.open(KEEPING)


@when(says('la responsable garde "{title}" jusqu\'au "{day}" parce que "{reason}"'))
def prolong(officer: Site, title: str, day: str, reason: str) -> None:
    officer.open(KEEPING).sees(title)
    officer.follow("Garder plus longtemps").sees(title)
    officer.send("Garder plus longtemps", jusque=day, raison=reason)
    if officer.status == 303:
        officer.open(KEEPING)


@when(says('la responsable efface "{title}" depuis la liste'))
def erase_from_list(officer: Site, title: str) -> None:
    officer.open(KEEPING).sees(title)
    officer.follow("Lire et effacer").sees(title)
    officer.send("Effacer pour toujours", motif="purpose_ended", confirmation="EFFACER")


@then("la conservation ne demande plus rien")
def nothing_waits(officer: Site) -> None:
    officer.open(KEEPING).sees("À décider 0", "Rien n'attend")


@then(says('elle ne lit pas "{words}"'))
def officer_misses(officer: Site, words: str) -> None:
    officer.misses(words)


@then(says('la chronologie du projet échu montre "{words}"'))
def told_of_due(site: Site, words: str) -> None:
    site.record_of("projet échu").sees(words, within="chronologie")


@when(says('je consigne sur le projet une demande "{kind}" de "{name}" reçue le "{day}"'))
def receive_on_record(site: Site, kind: str, name: str, day: str) -> None:
    site.record_of("projet").follow("Consigner une demande sur ses renseignements")
    site.send("Consigner la demande", demande=kind, nom=name, voie="letter", date=day)
    assert site.status == 303, site.seen()


@given(says('une demande "{kind}" de "{name}" reçue le "{day}" sur le projet'))
def received(site: Site, kind: str, name: str, day: str) -> None:
    command = ReceiveRequest(
        kind=kind,  # type: ignore[arg-type]  # a kind of the feature
        channel="letter",
        requester=name,
        about="promoter",
        subject_id=site.id_of("projet"),
        occurred_on=date.fromisoformat(day),
    )
    site.ask(command)
    site.ids["demande"] = f"{REQUESTS}/{command.request_id}"


@when("la personne responsable ouvre les demandes")
def open_requests(officer: Site) -> None:
    officer.open("/").follow("Demandes")


@when("j'ouvre les demandes")
def open_requests_as_advisor(site: Site) -> None:
    site.open(REQUESTS)


@when(says('la personne responsable règle la demande par "{outcome}", en écrivant "{text}"'))
def settle(officer: Site, site: Site, outcome: str, text: str) -> None:
    officer.open(site.ids["demande"])
    officer.send("Régler la demande", sort=outcome, voie="letter", texte=text)


@when(says('la personne responsable date sa réponse "{text}" du "{day}"'))
def settle_on(officer: Site, site: Site, text: str, day: str) -> None:
    officer.open(site.ids["demande"])
    officer.send("Régler la demande", sort="answered", voie="letter", texte=text, date=day)


@given("la personne responsable l'a réglée par erreur")
def settled_wrongly(site: Site) -> None:
    site.ask(AnswerRequest(request_id=site.id_of("demande"), channel="email", occurred_on=TODAY))


@when(says('elle la rouvre parce que "{reason}"'))
def reopen(officer: Site, site: Site, reason: str) -> None:
    officer.open(site.ids["demande"]).send("Rouvrir la demande", texte=reason)
    assert officer.status == 303, officer.seen()


@when(says('la personne responsable consigne une demande de "{name}"'))
@when(says('elle consigne une demande de "{name}"'))
def receive_unknown(officer: Site, name: str) -> None:
    officer.open(REQUESTS).follow("Consigner une demande")
    officer.send("Consigner la demande", demande="access", nom=name, voie="email")
    assert officer.status == 303, officer.seen()


@when(says('je consigne une demande vide, en précisant "{words}"'))
def receive_empty(site: Site, words: str) -> None:
    site.open(f"{REQUESTS}/nouvelle").send("Consigner la demande", precisions=words)


@when(says('la personne responsable désigne "{title}" au "{phone}"'))
def designate(officer: Site, title: str, phone: str) -> None:
    officer.open(REQUESTS).follow("Désigner")
    officer.send("Désigner", titre=title, qualite="delegate", telephone=phone)


@when(
    says(
        'la personne responsable adopte un délai de "{days}" jours '
        'avec avertissements à "{first}" et "{second}"'
    )
)
def adopt_delay(officer: Site, days: str, first: str, second: str) -> None:
    said = {"delai": days, "premier": first, "second": second}
    officer.open(OFFICE).send("Adopter ce délai", loi="A-2.1", **said)


@then("le menu n'annonce aucune demande")
def menu_is_quiet(officer: Site) -> None:
    assert _announced(officer) == "Demandes"


@then("le menu annonce 1 demande")
def menu_tells(officer: Site) -> None:
    assert _announced(officer) == "Demandes1 à suivre"


@then(says('la page des demandes montre "{words}"'))
def requests_show(officer: Site, words: str) -> None:
    officer.open(REQUESTS).sees(words)


@then(says('la page des demandes ne montre plus "{words}"'))
def requests_miss(officer: Site, words: str) -> None:
    officer.open(REQUESTS).misses(words)
    officer.sees("[effacé]")


def _announced(officer: Site) -> str:
    """What the first link of the menu to the requests says."""
    links = (n for n in officer.page.walk() if n.given.get("href") == REQUESTS)
    return next(links).words()


@given(says('un incident inscrit, connu le "{day}" : "{circumstances}"'))
@when(says('la personne responsable inscrit un incident connu le "{day}" : "{circumstances}"'))
def enter_incident(officer: Site, site: Site, day: str, circumstances: str) -> None:
    officer.open("/").follow("Incidents").follow("Inscrire un incident")
    said = {"renseignements": "noms et courriels", "circonstances": circumstances}
    officer.send("Inscrire un incident", survenu="2026-11-10", connu=day, mesures="rappel", **said)
    site.ids["incident"] = officer.address
    site.remember()


@when(
    says('la personne responsable date l\'incident "{circumstances}" du lendemain de sa découverte')
)
def known_too_early(officer: Site, site: Site, circumstances: str) -> None:
    officer.open(f"{INCIDENTS}/nouveau")
    said = {"renseignements": "noms", "circonstances": circumstances}
    officer.send("Inscrire un incident", survenu="2026-11-12", connu="2026-11-11", **said)


@when(says('elle le redit pour "{persons}" personnes parce que "{reason}"'))
def restate_incident(officer: Site, site: Site, persons: str, reason: str) -> None:
    officer.open(site.ids["incident"]).follow("Redire cet incident")
    officer.send("Redire cet incident", nombre=persons, motif=reason)


@when("j'ouvre le registre des incidents")
def open_incidents_as_advisor(site: Site) -> None:
    site.open(INCIDENTS)


@then(says('la page de l\'incident montre "{words}"'))
def incident_shows(officer: Site, site: Site, words: str) -> None:
    officer.open(site.ids["incident"]).sees(words)


@then(says('le classeur du registre montre "{words}"'))
def workbook_shows(officer: Site, words: str) -> None:
    answer = officer.client.get(f"{INCIDENTS}/registre.xlsx")
    assert answer.status_code == 200
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    sheet = book.get_sheet_by_index(0)
    cells = [str(cell) for row in sheet.to_python() for cell in row]
    assert words in cells, cells


@given(says('une demande "{kind}" de "{name}" que rien ne rattache'))
def unmatched(site: Site, kind: Any, name: str) -> None:
    command = ReceiveRequest(kind=kind, channel="call", requester=name, occurred_on=TODAY)
    site.ask(command)
    site.ids["demande"] = f"{REQUESTS}/{command.request_id}"


@given("la responsable l'a rattachée")
@when("la responsable la rattache en cherchant le nom de qui porte le projet")
def match(officer: Site, site: Site) -> None:
    officer.open(site.ids["demande"]).sees("De qui parle-t-elle")
    officer.send("Chercher", nom="vraincourt").sees("Odile Vraincourt", "Buanderie Vraincourt")
    officer.send("Rattacher à Odile Vraincourt")
    assert officer.status == 303, officer.seen()
    site.remember()


@when("la responsable annule le rattachement")
def unmatch(officer: Site) -> None:
    officer.send("Annuler")
    assert officer.status == 303, officer.seen()


@when("la responsable cherche sans écrire de nom")
def search_nobody(officer: Site, site: Site) -> None:
    officer.open(site.ids["demande"]).send("Chercher", nom="")


@then(says('le lien "{words}" l\'y mène'))
def leads(officer: Site, site: Site, words: str) -> None:
    officer.follow(words)
    assert officer.address == f"/vie-privee/acces/personne/{site.id_of('Odile Vraincourt')}"
    officer.sees("Ce qui est à son nom")


@given(says('la personne responsable "{title}", jointe à "{email}"'))
def named(site: Site, title: str, email: str) -> None:
    site.ask(DesignateOfficer(title=title, capacity="delegate", email=email, occurred_on=TODAY))


@when("j'ouvre l'accueil d'un projet")
def open_welcome(site: Site) -> None:
    site.open("/projets/nouveau")


@then(says('la page montre "{words}"'))
def page_shows(site: Site, words: str) -> None:
    site.sees(words)

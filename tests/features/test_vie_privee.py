"""Vie privée: what is held about somebody is read by who answers for it, then erased for good."""

import pytest
from pytest_bdd import given, scenarios, then, when

from crm.accompaniment.commands import RecordIntervention
from crm.promoter.commands import WelcomePromoter
from crm.promoter.domain.events import PromoterWelcomed
from features.conftest import Served, colleague
from features.paper import plain
from features.visitor import TODAY, Site, says

scenarios("vie_privee")

REGISTER = "/vie-privee/effacements"


@pytest.fixture
def officer(site: Site, served: Served) -> Site:
    """Another browser in the same pôle, where who answers for personal information is signed in."""
    return colleague(served, site, "privacy_officer")


@given(says('le projet "{title}" de "{people}"'))
def welcomed(site: Site, title: str, people: str) -> None:
    command = WelcomePromoter(
        names=(people,), notice="spoken", working_title=title, occurred_on=TODAY
    )
    site.ask(command)
    site.ids["projet"] = f"/projets/{command.promoter_id}"
    (first, *_) = site.store.stream(command.promoter_id)
    assert isinstance(first.event, PromoterWelcomed)
    site.ids[people] = f"/personnes/{first.event.persons[0]}"


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

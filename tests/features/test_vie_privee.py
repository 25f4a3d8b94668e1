"""Vie privée: what is held about somebody is read by who answers for it, then erased for good."""

from datetime import date

import pytest
from pytest_bdd import given, scenarios, then, when

from crm.accompaniment.commands import RecordIntervention
from crm.promoter.commands import WelcomePromoter
from crm.promoter.domain.events import PromoterWelcomed
from crm.vocabulary import PartyRef
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

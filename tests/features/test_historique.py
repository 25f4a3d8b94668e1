"""Corriger une écriture, et voir une fiche telle qu'elle était."""

from datetime import date

from pytest_bdd import given, scenarios, then, when

from crm.enterprise.commands import RenameEnterprise
from features.visitor import Site, says

scenarios("historique")


def timeline(site: Site) -> Site:
    """The page of the only enterprise of the scenario."""
    (address,) = site.ids.values()
    return site.open(address)


@when(says('je corrige la durée de l\'appel pour "{duration}" parce que "{reason}"'))
def correct(site: Site, duration: str, reason: str) -> None:
    timeline(site).follow("Corriger").send("Corriger la saisie", duree=duration, motif=reason)


@when(says('je corrige la durée de l\'appel pour "{duration}" sans dire pourquoi'))
def correct_without_reason(site: Site, duration: str) -> None:
    timeline(site).follow("Corriger").send("Corriger la saisie", duree=duration)


@when("j'ouvre la correction de l'inscription de l'entreprise")
def correct_a_fact(site: Site) -> None:
    (address,) = site.ids.values()
    site.open(f"/historique/{address.rpartition('/')[2]}/1/corriger")


@when(says("j'annule l'appel parce que \"{reason}\""))
def take_back(site: Site, reason: str) -> None:
    timeline(site).follow("Annuler").send("Annuler la saisie", motif=reason)


@given("l'appel annulé")
def taken_back(site: Site) -> None:
    take_back(site, "saisi deux fois")
    site.remember()


@when("je rétablis l'appel")
def restore(site: Site) -> None:
    timeline(site).follow("Rétablir").send("Rétablir la saisie")


@then(
    says('la chronologie de "{name}" montre "{former}" puis "{restated}" et le motif "{reason}"'),
)
def both_are_read(site: Site, name: str, former: str, restated: str, reason: str) -> None:
    shown = site.record_of(name).seen("chronologie")
    assert f"Motif : {reason}" in shown
    assert 0 <= shown.find(former, shown.find("Durée")) < shown.rfind(restated), shown


@then("on me refuse la saisie à côté du motif")
def refused_beside_reason(site: Site) -> None:
    assert site.status == 422
    assert site.beside("motif")


@given(says('l\'entreprise renommée "{name}" le "{day}"'))
def renamed(site: Site, name: str, day: str) -> None:
    ((former, address),) = site.ids.items()
    site.ask(
        RenameEnterprise(
            enterprise_id=site.id_of(former), name=name, occurred_on=date.fromisoformat(day)
        )
    )
    site.ids = {name: address}


@when(says('j\'ouvre la fiche à la date du "{day}"'))
def open_then(site: Site, day: str) -> None:
    timeline(site).send("Voir", au=day)


@when("j'ouvre la fiche à la date d'aujourd'hui")
def open_now(site: Site) -> None:
    timeline(site).follow("Aujourd'hui")


@then(says('la fiche porte le nom "{name}"'))
def bears(site: Site, name: str) -> None:
    title = site.page.find(lambda node: node.tag == "h1")
    assert title
    assert title.words() == name


@then("la fiche est en lecture seule")
def read_only(site: Site) -> None:
    site.sees("Lecture seule")
    site.misses("Corriger")
    site.misses("Consigner une rencontre")


def whole(site: Site, query: str = "") -> Site:
    (address,) = site.ids.values()
    return site.open(f"/chronologie/entreprise/{address.rpartition('/')[2]}{query}")


@when(says('je ne regarde que "{what}" dans la chronologie'))
def look_only_at(site: Site, what: str) -> None:
    timeline(site).follow("Chercher dans la chronologie")
    site.send("Filtrer", fil=what)


@when(says('je cherche "{words}" dans la chronologie'))
def search_in(site: Site, words: str) -> None:
    whole(site).send("Chercher", mots=words)


@when(says('je regarde la chronologie depuis le "{day}"'))
def look_since(site: Site, day: str) -> None:
    whole(site).send("Filtrer", du=day)


@then(says('la chronologie entière montre "{words}"'))
def whole_shows(site: Site, words: str) -> None:
    site.sees(words, within="chronologie")


@then(says('la chronologie entière ne montre pas "{words}"'))
def whole_misses(site: Site, words: str) -> None:
    site.misses(words, within="chronologie")


@then(says('l\'adresse ne dit pas "{word}"'))
def not_in_address(site: Site, word: str) -> None:
    assert word not in site.address.lower()

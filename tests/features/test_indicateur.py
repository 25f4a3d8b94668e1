"""Lire des rapports qui ouvrent leurs actes."""

import re
from datetime import timedelta

from pytest_bdd import scenarios, then, when

from features.visitor import TODAY, Site, says

scenarios("indicateur")


@when("j'ouvre les actes du rapport de suivi")
def open_acts(site: Site) -> None:
    site.open("/rapports").follow("Suivi des activités").follow("Voir l'acte")


@when("j'ouvre le rapport de relève")
def open_succession(site: Site) -> None:
    site.open("/rapports").follow("Relève et main-d'œuvre")


@when("j'ouvre le rapport de suivi tel que connu le mois dernier")
def open_as_known(site: Site) -> None:
    then = TODAY - timedelta(days=30)
    site.open("/rapports/suivi").send("Afficher", connu=then.isoformat())
    assert site.status == 200


@then(says('la couverture est de "{share}"'))
def covers(site: Site, share: str) -> None:
    site.sees(f"Couverture : {share}")


@then('aucun indicateur ne dit "0 %" quand rien n\'est connu')
def unknown_is_not_zero(site: Site) -> None:
    cards = [n for n in site.page.walk() if "tr-chiffre" in n.given.get("class", "").split()]
    assert cards
    for card in cards:
        words = card.words()
        assert not re.search(r"\b0(,0)? %", words.partition("Couverture")[0]), words

"""Administrer: what is late is said, named, mended."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pytest_bdd import given, scenarios, then, when

from crm.accompaniment.commands import RecordIntervention
from crm.accompaniment.domain.events import InterventionRecorded
from crm.accompaniment.projections.interventions import exchanges
from crm.event_store import Operations
from crm.event_store.restating import Handler
from features.conftest import Served, colleague
from features.visitor import Site, says

scenarios("administration")

VIEWS = "/administration/vues"
LATE = "Cette page est en retard sur ce qui a été consigné"
QUESTION = "Quels échanges ont eu lieu"


@pytest.fixture
def correct(monkeypatch: pytest.MonkeyPatch, served: Served) -> Iterator[Callable[[], None]]:
    """Breaks the handler of the exchanges; what it gives mends the code. Other scenarios find
    every view whole."""
    handlers: dict[Any, Handler] = exchanges.handlers
    sound = handlers[InterventionRecorded]

    def failing(_event: InterventionRecorded) -> Operations:
        raise ZeroDivisionError

    monkeypatch.setitem(handlers, InterventionRecorded, failing)
    yield lambda: monkeypatch.setitem(handlers, InterventionRecorded, sound)
    monkeypatch.undo()
    if served.store.late():
        served.store.rebuild(exchanges)


@pytest.fixture
def administrator(site: Site, served: Served) -> Site:
    """Another browser in the same pôle, where somebody who administers is signed in."""
    return colleague(served, site, "coordination")


def only_lacking(served: Served) -> None:
    """The alert is told, by the name of the view alone, and nothing else is."""
    told, served.faults[:] = list(served.faults), []
    assert told
    assert all(line.startswith("projection exchanges lacks the event at") for line in told), told


@given("la vue des échanges qui n'entend plus les rencontres")
def deaf(correct: Callable[[], None]) -> None:
    assert callable(correct)


@given("la vue des échanges corrigée")
def corrected(correct: Callable[[], None]) -> None:
    correct()


@given(says('un appel de "{duration}" avec "{name}" que la vue n\'a pas entendu'))
def unheard(site: Site, served: Served, duration: str, name: str) -> None:
    minutes = int(duration.removesuffix(" min"))
    site.ask(RecordIntervention(party=site.party(name), mode="call", minutes=minutes))
    only_lacking(served)


@when(says('je consigne un appel de "{duration}" avec "{name}"'))
def record(site: Site, served: Served, duration: str, name: str) -> None:
    site.record_of(name).follow("Consigner une rencontre")
    site.send("Consigner la rencontre", mode="call", duree=duration)
    only_lacking(served)


@when("l'administratrice ouvre l'état des vues")
def open_views(administrator: Site) -> None:
    administrator.open("/").follow("État des vues")


@when("j'ouvre l'état des vues comme conseillère")
def open_views_as_advisor(site: Site) -> None:
    site.open("/")
    assert not any("État des vues" in n.words() for n in site.page.walk() if n.tag == "a")
    site.open(VIEWS)


@when("l'administratrice refait la vue des échanges")
def build(administrator: Site, served: Served) -> None:
    open_views(administrator)
    administrator.send("Refaire cette vue : Quels échanges ont eu lieu")
    for _ in range(200):
        administrator.open(VIEWS)
        if "en construction" not in administrator.seen():
            break
        time.sleep(0.05)
    served.faults[:] = [line for line in served.faults if "lacks the event" not in line]


@then(says('le dossier de "{name}" dit qu\'il est en retard'))
def says_late(site: Site, name: str) -> None:
    file_of(site, name).sees(LATE, "Rien n'est perdu", "19 nov. 2026 à 10 h")
    site.misses("Voir l'état des vues")


@then(says('le dossier de "{name}" ne dit plus qu\'il est en retard'))
def says_late_no_more(site: Site, name: str) -> None:
    file_of(site, name).misses(LATE)


@then(says('le dossier de "{name}" montre "{words}"'))
def file_shows(site: Site, name: str, words: str) -> None:
    file_of(site, name).sees(f"Appel, {words}")


@then(says('le dossier de "{name}" ne montre pas encore "{words}"'))
def file_misses(site: Site, name: str, words: str) -> None:
    file_of(site, name).misses(f"Appel, {words}")


def file_of(site: Site, name: str) -> Site:
    return site.record_of(name).follow("Voir le dossier")


@then("la liste des entreprises ne dit rien d'un retard")
def list_is_calm(site: Site) -> None:
    site.open("/entreprises").misses(LATE)


@then("elle lit que la vue des échanges est en retard")
def reads_late(administrator: Site) -> None:
    administrator.sees(QUESTION, "en retard", within="vue-exchanges")


@then(says('elle lit que "{event}" lui manque, et depuis quand'))
def reads_what(administrator: Site, event: str) -> None:
    administrator.sees(
        "Il lui manque 1 événement", event, "19 nov. 2026 à 10 h", "ZeroDivisionError",
        within="vue-exchanges",
    )  # fmt: skip
    administrator.follow(event).sees("Coop de l'Éveil")
    administrator.open(VIEWS)


@then("elle lit que le code n'est pas encore corrigé")
def reads_unmended(administrator: Site) -> None:
    administrator.sees("ne sait pas encore entendre ce qui lui manque")


@then("l'état des vues dit que tout est à jour")
def all_is_well(administrator: Site) -> None:
    administrator.open(VIEWS).sees("Toutes les vues disent ce que disent les événements")


@then("la vue refaite dit la même chose que les événements")
def equal(served: Served) -> None:
    before = served.store.checksums()
    served.store.rebuild(exchanges)
    assert served.store.checksums() == before

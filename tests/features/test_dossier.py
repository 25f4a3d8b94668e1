"""Dire qui fait quoi dans un dossier, et faire confirmer ce qui est noté."""

from pytest_bdd import given, scenarios, then, when

from crm.accompaniment.commands import DesignateLead, EntrustAccompaniment, JoinCoIntervener
from crm.ecosystem.commands import RegisterOrganisation
from crm.event_store.events import new_id
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

"""Passer ses dossiers à quelqu'un d'autre."""

from pytest_bdd import given, scenarios, then, when

from crm.account.commands import OpenAccount
from crm.event_store.events import new_id
from features.visitor import Site, says

scenarios("passation")


@given(says('la collègue "{name}"'))
def colleague_known(site: Site, name: str) -> None:
    command = OpenAccount(name=name, may_sign_in=False, account_id=new_id())
    site.ask(command)
    site.ids[name] = f"/equipe/{command.account_id}"


@given(says('mes dossiers confiés à "{name}"'))
@when(says('je confie mes dossiers à "{name}" avec la note "{text}"'))
def hand_over(site: Site, name: str, text: str = "") -> None:
    site.open("/passations").send("Confier ces dossiers", a=site.id_of(name), note=text)


@when(says('je confie aucun de mes dossiers à "{name}"'))
def hand_nothing(site: Site, name: str) -> None:
    site.open("/passations").send("Confier ces dossiers", a=site.id_of(name), dossier=[])


@when(says('je confie mes dossiers à personne avec la note "{text}"'))
def hand_to_nobody(site: Site, text: str) -> None:
    site.open("/passations").send("Confier ces dossiers", note=text)


@given(says('ma page de passation, ouverte avant qu\'ils passent à "{name}"'))
def page_left_open(site: Site, name: str) -> None:
    left = site.open("/passations").page
    hand_over(site, name)
    site.remember()
    site.page, site.address = left, "/passations"


@when(says('je les confie encore à "{name}"'))
def hand_over_again(site: Site, name: str) -> None:
    site.forge("Confier ces dossiers", a=site.id_of(name), command_id=new_id())


@when("je reprends ces dossiers")
def take_back(site: Site) -> None:
    site.send("Reprendre ces dossiers")


@when("j'ouvre ma journée")
def open_day(site: Site) -> None:
    site.open("/")


@then(says('le résumé de la passation montre "{name}", "{step}" et "{text}"'))
def summed_up(site: Site, name: str, step: str, text: str) -> None:
    site.sees("Dossiers confiés par Ariane Béland à", name, step, text)


@then("on me demande à qui les confier")
def asked_to_whom(site: Site) -> None:
    assert site.status == 422
    assert site.beside("a")


@then(says('ma journée montre "{name}" sans prochaine étape'))
def shows_idle(site: Site, name: str) -> None:
    site.sees(name, within="sans-suite")
    assert site.seen("sans-suite").count("ouvert le") == 1

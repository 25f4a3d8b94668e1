"""Écrire à deux le même renseignement, et rétablir celui d'avant."""

import pytest
from pytest_bdd import given, scenarios, then, when

from crm.accompaniment.commands import TitleAccompaniment
from crm.account.commands import create_user
from crm.enterprise.commands import DeclareWorkChannel
from crm.enterprise.domain.events import ChannelKind
from crm.event_store import Author, Command
from crm.event_store.events import new_id
from crm.promoter.commands import DescribeProject
from crm.settings import Settings
from features.conftest import Served
from features.paper import Node, plain
from features.visitor import PASSWORD, Site, says

scenarios("edition")

WHAT: dict[str, ChannelKind] = {"téléphone": "phone", "courriel": "email"}


@pytest.fixture
def claire() -> list[str]:
    """Her account, once she works there."""
    return []


@given("Claire Roy travaille dans le même pôle")
def hired(site: Site, served: Served, claire: list[str]) -> None:
    account_id, _pole = create_user(
        served.store,
        Settings.read(served.environ).secret,
        name="Claire Roy",
        email=f"{new_id()}@pole.example",
        password=PASSWORD,
        pole_id=site.pole_id,
    )
    claire.append(account_id)
    site.remember()


def tell(site: Site, account_id: str, command: Command) -> None:
    author = Author(pole_id=site.pole_id, actor_id=account_id, command_id=new_id())
    site.store.handle(command, author)
    site.remember()


@given(says('Claire Roy écrit le {what} "{value}" pour "{name}"'))
def she_tells(site: Site, claire: list[str], what: str, value: str, name: str) -> None:
    told = DeclareWorkChannel(enterprise_id=site.id_of(name), kind=WHAT[what], value=value)
    tell(site, claire[0], told)


@given(says('Claire Roy titre le dossier "{title}"'))
def she_titles(site: Site, claire: list[str], title: str) -> None:
    tell(site, claire[0], TitleAccompaniment(accompaniment_id=site.id_of("dossier"), title=title))


@given(says('Claire Roy écrit l\'idée "{idea}"'))
def she_has_an_idea(site: Site, claire: list[str], idea: str) -> None:
    told = DescribeProject(
        promoter_id=site.id_of("projet"), working_title="Café du bassin", idea=idea
    )
    tell(site, claire[0], told)


@given(says('Claire Roy écrit le titre de travail "{title}" et l\'idée "{idea}"'))
def she_names_it(site: Site, claire: list[str], title: str, idea: str) -> None:
    told = DescribeProject(promoter_id=site.id_of("projet"), working_title=title, idea=idea)
    tell(site, claire[0], told)


@given(says('j\'ai sous les yeux le téléphone de "{name}" à modifier'))
def phone_open(site: Site, name: str) -> None:
    site.open(f"{site.ids[name]}/renseignements?champ=phone")


@given("j'ai sous les yeux le titre du dossier à modifier")
def title_open(site: Site) -> None:
    site.open(f"{site.ids['dossier']}/titre")


@given("j'ai sous les yeux la description du projet")
def project_open(site: Site) -> None:
    site.open(f"{site.ids['projet']}/decrire")


@given(says('mon téléphone "{value}" attend mon choix'))
def waiting(site: Site, value: str) -> None:
    write_phone(site, value)
    assert site.status == 409


@when(says('j\'écris le téléphone "{value}"'))
def write_phone(site: Site, value: str) -> None:
    site.send("Consigner", telephone=value)


@when(says('j\'écris le titre "{title}"'))
def write_title(site: Site, title: str) -> None:
    site.send("Consigner", titre=title)


@when(says('j\'écris le titre de travail "{title}"'))
def write_working_title(site: Site, title: str) -> None:
    site.send("Consigner la description", titre=title)


@when("je choisis de mettre le mien")
def put_mine(site: Site) -> None:
    site.send("Mettre la mienne")


@given(says('j\'ai rétabli depuis la chronologie le téléphone "{value}" de "{name}"'))
@when(says('je rétablis depuis la chronologie le téléphone "{value}" de "{name}"'))
def restore_phone(site: Site, value: str, name: str) -> None:
    site.record_of(name)
    lines = (n for n in site.page.walk() if n.tag == "li" and plain(value) in n.words())
    restore(site, next(line for line in lines if "tr-acte" in line.given.get("class", "")))


@when(says('je rétablis depuis la chronologie de "{name}" le titre du dossier'))
def restore_title(site: Site, name: str) -> None:
    site.record_of(name)
    lines = [n for n in site.page.walk() if "tr-acte" in n.given.get("class", "").split()]
    restore(site, next(n for n in lines if "Accompagnement ouvert" in n.words()))


def restore(site: Site, line: Node) -> None:
    link = line.find(lambda n: n.tag == "a" and "Rétablir cette valeur" in n.words())
    assert link, line.words()
    site.open(link.given["href"]).send("Consigner")


@then(says('je lis le message "{words}"'))
def message(site: Site, words: str) -> None:
    toast = site.page.find(lambda n: n.given.get("class") == "tr-toast")
    assert toast and plain(words) in toast.words(), toast


@when("j'annule depuis le message")
def undo(site: Site) -> None:
    site.send("Annuler")


@then(says('les renseignements de "{name}" montrent "{words}"'))
def card_shows(site: Site, name: str, words: str) -> None:
    facts = site.page.find(lambda n: n.given.get("class") == "tr-faits")
    assert facts and plain(words) in facts.words(), site.seen()


@then(says('le dossier s\'appelle "{title}"'))
def titled(site: Site, title: str) -> None:
    site.open(site.ids["dossier"])
    heading = site.page.find(lambda n: n.tag == "h1")
    assert heading and heading.words() == title, heading


@then(says('le projet montre "{words}"'))
def project_shows(site: Site, words: str) -> None:
    site.open(site.ids["projet"]).sees(words)

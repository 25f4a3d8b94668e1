"""Être averti d'un doublon avant de l'inscrire."""

from pytest_bdd import given, scenarios, then, when
from sqlalchemy import select

from crm.person.projections import people
from features.paper import plain
from features.test_entreprise import registered
from features.visitor import Site, says

scenarios("doublon")
given(says('l\'entreprise "{name}" inscrite avec le NEQ "{neq}"'))(registered)


def typed(site: Site, form: str, place: str, **said: str) -> None:
    """What the script of this form asks while somebody types."""
    site.open(form)
    zone = site.page.find(lambda n: n.given.get("data-semblables") == place)
    assert zone and set(said) <= set(zone.given["data-champs"].split())
    token = site.client.cookies["csrftoken"]
    site.post("post", place, [*said.items(), ("_csrf_token", token)])


@when(says('je tape le nom "{name}" pour inscrire une entreprise'))
def type_name(site: Site, name: str) -> None:
    typed(site, "/entreprises/nouvelle", "/semblables/entreprise", nom=name)


@when(says('je tape le nom "{name}" et le NEQ "{neq}" pour inscrire une entreprise'))
def type_number(site: Site, name: str, neq: str) -> None:
    typed(site, "/entreprises/nouvelle", "/semblables/entreprise", nom=name, neq=neq)


@when(says('je tape "{name}" parmi celles qui portent un projet'))
def type_person(site: Site, name: str) -> None:
    typed(site, "/projets/nouveau", "/semblables/projet", personnes=name)


@then(says('on me montre "{name}" parce que "{why}"'))
def shown(site: Site, name: str, why: str) -> None:
    lines = [n.words() for n in site.page.walk() if n.tag == "li"]
    assert any(plain(name) in line and plain(why) in line for line in lines), lines


@then("on ne me montre rien")
def nothing_shown(site: Site) -> None:
    assert site.page.words() == ""


@given(says("l'inscription de \"{name}\" m'a avertie"))
@when(says("j'inscris encore l'entreprise \"{name}\""))
def register_again(site: Site, name: str) -> None:
    site.open("/entreprises/nouvelle").send("Inscrire l'entreprise", nom=name)


@when("j'envoie de nouveau l'inscription")
def sent_again(site: Site) -> None:
    site.send("Inscrire l'entreprise")


@when(says('j\'accueille le projet "{title}" en reconnaissant "{name}"'))
def welcome_known(site: Site, title: str, name: str) -> None:
    site.open("/projets/nouveau")
    known = f"0.{site.id_of(name)}"
    site.forge("Accueillir le projet", avis="spoken", personnes=name, titre=title, connues=known)
    assert site.status == 303, site.seen()


@when(says('je donne un rôle à "{person}" chez "{name}" en la reconnaissant'))
def role_of_known(site: Site, person: str, name: str) -> None:
    site.open("/entreprises").follow(name)
    site.ids[name] = site.address
    site.open(f"{site.address}/personnes")
    site.forge("Ajouter la personne", connue=site.id_of(person))


@then("le pôle connaît une seule personne")
def one_person(site: Site) -> None:
    with site.store.engine.connect() as db:
        mine = select(people.c.person_id).where(people.c.pole_id == site.pole_id, people.known())
        assert len(db.execute(mine).all()) == 1

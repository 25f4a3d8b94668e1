"""Se connecter."""

from pytest_bdd import given, scenarios, then, when

from features.visitor import Site, says

scenarios("compte")


@given(says('le compte de "{name}", conseillère'))
def account(site: Site, name: str) -> None:
    assert site.email
    assert name == "Ariane Béland"


@when("je me connecte avec son adresse et son mot de passe")
def sign_in(site: Site) -> None:
    site.sign_in()


@when("je me connecte avec un mauvais mot de passe")
def sign_in_wrongly(site: Site) -> None:
    site.sign_in("une autre phrase assez longue")


@when("j'ouvre les entreprises sans être connectée")
def open_unknown(site: Site) -> None:
    site.open("/entreprises")


@then("on me refuse l'entrée")
def refused(site: Site) -> None:
    assert (site.status, site.address) == (422, "/connexion")
    assert "sid" not in site.client.cookies


@then("on m'envoie à la page de connexion")
def sent_to_the_door(site: Site) -> None:
    assert (site.status, site.address) == (303, "/connexion")
    assert "Coop de l" not in site.answer

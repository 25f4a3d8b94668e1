"""« Première ouverture »: once, by one person, and never again."""

from threading import Barrier, Thread

from argon2 import PasswordHasher
from sqlalchemy import select

from account.conftest import House
from crm.account.commands import pole_at_work
from crm.account.commands.opening import open_house
from crm.account.commands.passwords import Credentials, credentials
from crm.account.projections import poles
from crm.account.projections.team import team

PATH = "/premiere-ouverture"
SAID = {
    "pole": "Pôle de l’Outaouais",
    "nom": "Ariane Béland",
    "courriel": "ariane@pole.example",
    "mot_de_passe": "quatre mots choisis seule",
    "encore": "quatre mots choisis seule",
}


def pole_ids(house: House) -> list[str]:
    with house.store.engine.connect() as db:
        return list(db.scalars(select(poles.c.id).where(poles.known())))


def test_an_empty_house_is_opened_once(empty: House) -> None:
    visitor = empty.visitor()
    assert visitor.get("/connexion").headers["location"] == PATH
    assert "Nom du pôle" in visitor.get(PATH).text
    assert visitor.post(PATH, SAID).headers["location"] == "/connexion?choisi=oui"
    assert visitor.get(PATH).status_code == 404
    assert visitor.post(PATH, SAID | {"courriel": "autre@pole.example"}).status_code == 404
    assert visitor.sign_in(SAID["courriel"], SAID["mot_de_passe"]).status_code == 303
    (one,) = team(empty.store, pole_ids(empty)[0])
    assert (one.name, one.roles) == (
        "Ariane Béland",
        ("administrator", "coordination", "privacy_officer"),
    )


def test_what_is_missing_is_said_and_nothing_opens(empty: House) -> None:
    answer = empty.visitor().post(PATH, SAID | {"pole": "", "mot_de_passe": "Ariane Béland 12"})
    assert answer.status_code == 422
    for sentence in ("Écrivez le nom de votre pôle", "contient votre nom", "diffèrent"):
        assert sentence in answer.text
    assert empty.store.head() == 0


def test_of_many_who_open_it_together_one_does(empty: House) -> None:
    together, won = Barrier(4), []
    held = Credentials(empty.store.engine, empty.settings.secret, PasswordHasher(1, 8, 1))

    def begin(n: int) -> None:
        together.wait()
        if open_house(
            empty.store,
            held,
            pole=f"Pôle {n}",
            name=f"Personne {n}",
            email=f"p{n}@pole.example",
            password=SAID["mot_de_passe"],
        ):
            won.append(n)

    openers = [Thread(target=begin, args=(n,)) for n in range(4)]
    for opener in openers:
        opener.start()
    for opener in openers:
        opener.join()
    assert len(won) == 1
    assert len(pole_ids(empty)) == 1
    with empty.store.engine.connect() as db:
        assert len(db.scalars(select(credentials.c.account_id)).all()) == 1


def test_a_house_with_an_account_has_no_such_page(house: House) -> None:
    assert house.visitor().get(PATH).status_code == 404
    assert house.visitor().get("/connexion").status_code == 200


def test_the_pole_of_an_import_is_kept(empty: House) -> None:
    pole_id, _account = pole_at_work(empty.store)
    visitor = empty.visitor()
    assert "Nom du pôle" not in visitor.get(PATH).text
    assert visitor.post(PATH, SAID).status_code == 303
    assert pole_ids(empty) == [pole_id]
    assert [one.name for one in team(empty.store, pole_id)] == ["Ariane Béland", "Importation"]

"""The pages of projects, read and filled as an advisor does."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from httpx import Response
from litestar.testing import TestClient

from crm.account.commands import create_user
from crm.app import PROJECTIONS, create_app
from crm.event_store import EventStore, open_event_store
from crm.event_store.commands import Author
from crm.event_store.events import new_id
from crm.promoter.commands import WelcomePromoter
from crm.promoter.pages.record import stages
from crm.promoter.projections import Milestone
from crm.settings import Settings
from crm.vocabulary import AccessRole

PASSWORD = "une phrase assez longue"
HTML = {"accept": "text/html"}
WELCOME = {
    "avis": "spoken",
    "personnes": "Maude Pépin\nGaston Lavoie",
    "titre": "Café des Rivières",
    "idee": "Un lieu pour se voir.",
    "date": "hier",
    "mrc": "350",
    "forme": "cooperative",
}


class Visitor:
    """Somebody signed in with a role, who reads pages and sends their forms."""

    def __init__(self, store: EventStore, settings: Settings, role: AccessRole = "advisor") -> None:
        self.store = store
        self.account, self.pole = create_user(
            store,
            settings.secret,
            name="Ariane Bédard",
            email=f"{role}@pole.example",
            password=PASSWORD,
            role=role,
            new_pole="Pôle d’essai",
        )
        self.client = TestClient(create_app(settings, store), base_url="http://trame.test")
        self.client.follow_redirects = False
        self.send("/connexion", {"courriel": f"{role}@pole.example", "mot_de_passe": PASSWORD})

    def read(self, path: str) -> str:
        return unescape(self.get(path).text)

    def get(self, path: str) -> Response:
        return self.client.get(path, headers=HTML)

    def send(self, path: str, fields: dict[str, str]) -> Response:
        page = self.get(path).text
        token = re.search(r'name="_csrf_token" value="([^"]+)"', page)
        form = re.search(r'<form[^>]*action="([^"]+)"[^>]*data-ctrl-entree', page)
        path = form[1] if form else path
        sent = {"_csrf_token": token[1] if token else "", "command_id": new_id()} | fields
        return self.client.post(path, data=sent, headers=HTML)

    def welcomed(self) -> str:
        command = WelcomePromoter(
            names=("Maude Pépin",), notice="spoken", working_title="Café des Rivières"
        )
        author = Author(pole_id=self.pole, actor_id=self.account, command_id=new_id())
        self.store.handle(command, author)
        return f"/projets/{command.promoter_id}"


@pytest.fixture
def settings(furnished_url: str, tmp_path: Path) -> Settings:
    return Settings(
        database=furnished_url,
        keys=f"sqlite:///{tmp_path / 'keys.db'}",
        secret="s" * 40,
        secure=False,
        demo=True,
    )


@pytest.fixture
def store(settings: Settings) -> Iterator[EventStore]:
    opened = open_event_store(settings, PROJECTIONS)
    yield opened
    opened.close()


@pytest.fixture
def visitor(store: EventStore, settings: Settings) -> Visitor:
    return Visitor(store, settings)


def test_a_project_is_welcomed_and_listed(visitor: Visitor) -> None:
    assert "Les projets accueillis apparaîtront ici" in visitor.read("/projets")
    assert "À lire à voix haute" in visitor.read("/projets/nouveau")
    sent = visitor.send("/projets/nouveau", WELCOME)
    assert sent.status_code == 303, sent.text
    page = visitor.read(sent.headers["location"])
    for said in ("Café des Rivières", "Maude Pépin", "Gaston Lavoie", "Un lieu pour se voir."):
        assert said in page
    assert "Projet accueilli" in page
    listed = visitor.read("/projets")
    assert "Café des Rivières" in listed
    assert "En cours (1)" in listed
    assert "Maude Pépin, Gaston Lavoie" in listed or "Gaston Lavoie, Maude Pépin" in listed
    assert "Café des Rivières" not in visitor.read("/projets?etat=withdrawn")
    assert "Café des Rivières" in visitor.read("/projets?etat=tous&jalon=none")


def test_a_bad_welcome_says_why_and_keeps_what_was_typed(visitor: Visitor) -> None:
    before = visitor.store.head()
    for wrong, said in (
        ({"avis": ""}, "Remettez d’abord l’avis"),
        ({"personnes": " \n "}, "au moins le nom d’une personne"),
        ({"personnes": "x\n" * 21}, "vingt noms au plus"),
        ({"date": "2190-01-01"}, "dans l’avenir"),
        ({"mrc": "999"}, "Choisissez une des réponses"),
        ({"idee": "é" * 4_001}, "la limite est de"),
    ):
        sent = visitor.send("/projets/nouveau", WELCOME | wrong)
        page = unescape(sent.text)
        assert (sent.status_code, said in page) == (422, True), said
        assert "Café des Rivières" in page
    assert visitor.store.head() == before


def test_a_milestone_reached_is_seen(visitor: Visitor) -> None:
    path = visitor.welcomed()
    assert visitor.send(f"{path}/jalon", {"date": ""}).status_code == 422
    sent = visitor.send(
        f"{path}/jalon",
        {"jalon": "feasibility", "date": "hier", "cout": "45 000", "emplois": "3"},
    )
    assert sent.status_code == 303, sent.text
    page = visitor.read(path)
    assert re.search(r'<li aria-current="step">Faisabilité', page)
    assert "coût prévu de 45\u00a0000\u00a0$" in page
    assert "3 emplois prévus" in page
    assert "Faisabilité" not in visitor.read(f"{path}/jalon")
    again = visitor.send(f"{path}/jalon", {"jalon": "feasibility"})
    assert "Ce jalon est déjà franchi" in unescape(again.text)


def test_paused_resumed_withdrawn(visitor: Visitor) -> None:
    path = visitor.welcomed()
    for deed, said in (
        ("suspendre", "Suspendu"),
        ("reprendre", "En cours"),
        ("abandonner", "Abandonné"),
    ):
        said_of = {"date": "", "motif": "parce que", "raison": "funding"}
        sent = visitor.send(f"{path}/{deed}", said_of)
        assert sent.status_code == 303, sent.text
        assert re.search(rf"tr-pastille[^>]*>.*{said}", visitor.read(path))
    refused = visitor.send(f"{path}/jalon", {"jalon": "idea"})
    assert refused.status_code == 422
    assert "Ce projet est abandonné" in unescape(refused.text)


def test_the_group_and_the_description(visitor: Visitor) -> None:
    path = visitor.welcomed()
    assert visitor.send(f"{path}/membres", {"personne": ""}).status_code == 422
    assert visitor.send(f"{path}/membres", {"personne": "Gaston Lavoie"}).status_code == 303
    assert "Gaston Lavoie" in visitor.read(path)
    person = re.search(r'name="personne" value="([^"]+)"', visitor.read(f"{path}/depart"))
    assert person
    assert visitor.send(f"{path}/depart", {"personne": person[1]}).status_code == 303
    told = {"titre": "Café du Pont", "idee": "Autre chose", "forme": "obnl_quebec"}
    assert 'value="Café des Rivières"' in visitor.read(f"{path}/decrire")
    assert visitor.send(f"{path}/decrire", told).status_code == 303
    assert "<h1>Café du Pont</h1>" in visitor.read(path)


def test_the_project_becomes_an_enterprise(visitor: Visitor) -> None:
    path = visitor.welcomed()
    form = {"nom": "Café des Rivières, coop de solidarité", "forme": "cooperative"}
    assert visitor.send(f"{path}/fonder", form | {"forme": ""}).status_code == 422
    assert visitor.send(f"{path}/fonder", form | {"nom": ""}).status_code == 422
    sent = visitor.send(f"{path}/fonder", form | {"type_coop": "solidarity"})
    assert sent.status_code == 303, sent.text
    page = visitor.read(path)
    assert "Devenu entreprise" in page
    link = re.search(r'href="(/entreprises/[^"]+)">Café des Rivières, coop', page)
    assert link
    assert "Maude Pépin" in visitor.read(link[1])
    assert "Café des Rivières, coop de solidarité" in visitor.read("/entreprises")


def test_what_is_not_there_is_not_found(visitor: Visitor) -> None:
    path = visitor.welcomed()
    for missing in (f"/projets/{new_id()}", "/projets/rien", f"{path}/vendre"):
        assert visitor.get(missing).status_code == 404
    assert visitor.client.post(f"{path}/jalon", data={}, headers=HTML).status_code == 403


def test_the_privacy_officer_reads_and_writes_nothing(
    store: EventStore, settings: Settings
) -> None:
    reader = Visitor(store, settings, role="privacy_officer")
    path = reader.welcomed()
    assert "Franchir un jalon" not in reader.read(path)
    assert reader.get("/projets/nouveau").status_code == 403
    assert reader.get(f"{path}/jalon").status_code == 403
    before = store.head()
    token = re.search(r'_csrf_token" value="([^"]+)"', reader.get(path).text)
    assert token
    sent = {"_csrf_token": token[1], "jalon": "idea"}
    assert reader.client.post(f"{path}/jalon", data=sent, headers=HTML).status_code == 403
    assert store.head() == before


def test_the_furthest_milestone_is_where_the_project_is() -> None:
    from datetime import date

    reached = [
        Milestone("feasibility", date(2026, 1, 2), None, None),
        Milestone("idea", date(2026, 2, 1), None, None),
    ]
    assert [state for _name, _day, state in stages(reached)] == ["fait", "", "ici", "", "", ""]

"""Views kept under a name: one's own, shared by link, kept from a colleague, put back."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from httpx import Response
from litestar.testing import TestClient
from litestar.types import ASGIApp
from sqlalchemy import select

import crm.app
from crm.account.commands import create_user, users
from crm.account.commands.saved_views import FORGOTTEN_AFTER, SavedViews, views
from crm.account.domain.views import MOST, kept
from crm.app import PROJECTIONS, create_app
from crm.event_store import EventStore, open_event_store
from crm.event_store.events import new_id
from crm.settings import Settings
from crm.vocabulary import AccessRole

PASSWORD, HTML = "une phrase assez longue", {"accept": "text/html"}
FILES, PROJECTS = "/accompagnements", "/projets"


class Somebody:
    """Somebody signed in."""

    def __init__(self, house: "House", role: AccessRole, pole_id: str = "") -> None:
        email = f"{new_id()}@pole.example"
        place: dict[str, Any] = {"pole_id": pole_id} if pole_id else {"new_pole": f"Pôle {email}"}
        self.account, self.pole = create_user(
            house.store, house.settings.secret, name="Ariane Béland", email=email,
            password=PASSWORD, role=role, **place,
        )  # fmt: skip
        self.client: TestClient[ASGIApp] = TestClient(house.app, base_url="http://trame.test")
        self.client.follow_redirects = False
        self.client.get("/connexion", headers=HTML)
        self.post("/connexion", courriel=email, mot_de_passe=PASSWORD, suite="/")

    def get(self, path: str) -> Response:
        return self.client.get(path, headers=HTML)

    def post(self, path: str, **said: str) -> Response:
        token = self.client.cookies["csrftoken"]
        return self.client.post(path, data={**said, "_csrf_token": token}, headers=HTML)

    def keep(self, name: str, query: str = "silence=60", listed: str = "accompagnements") -> str:
        """The id of a view just kept."""
        answer = self.post("/vues", liste=listed, requete=query, nom=name, partagee="oui")
        assert answer.status_code == 303, unescape(answer.text)[-900:]
        return answer.headers["location"].rpartition("=")[2]


class House:
    def __init__(self, folder: Path) -> None:
        self.settings = Settings(
            database=f"sqlite:///{folder}/trame.db", keys=f"sqlite:///{folder}/cles.db",
            secret="s" * 40, master_key="m" * 40, secure=False,
        )  # fmt: skip
        self.store: EventStore = open_event_store(self.settings, PROJECTIONS)
        self.app = create_app(self.settings, self.store)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One for all: each test has a pôle of its own. Features ask the same of PostgreSQL."""
    with pytest.MonkeyPatch.context() as patch:
        for place in (users, crm.app):
            patch.setattr(place, "owasp_hasher", lambda: PasswordHasher(1, 8, 1))
        made = House(tmp_path_factory.mktemp("house"))
        yield made
    made.store.close()


@pytest.fixture
def ariane(house: House) -> Somebody:
    return Somebody(house, "advisor")


def test_a_view_is_kept_opened_and_put_back(ariane: Somebody) -> None:
    id = ariane.keep("À relancer", "silence=60&q=Maude&etat=")
    assert ariane.get(f"/vues/{id}").headers["location"] == f"{FILES}?silence=60&vue={id}"
    page = ariane.get(f"{FILES}?silence=60&vue={id}").text
    assert re.search(rf'vue={id}" aria-current="true"[^§]*À relancer', page)
    assert "Mettre la vue à jour" not in page
    changed = ariane.get(f"{FILES}?silence=120&vue={id}").text
    assert "Mettre la vue à jour" in changed
    ariane.post(f"/vues/{id}/refaire", requete="silence=120&zzz=1")
    assert ariane.get(f"/vues/{id}").headers["location"] == f"{FILES}?silence=120&vue={id}"
    gone = ariane.post(f"/vues/{id}/supprimer")
    listed = ariane.get(gone.headers["location"]).text
    assert f'action="/vues/{id}/retablir"' in listed
    assert "À relancer" not in listed
    lost = ariane.get(f"/vues/{id}")
    assert (lost.status_code, "Cette vue n’existe plus" in lost.text) == (404, True)
    ariane.post(f"/vues/{id}/retablir")
    assert "À relancer" in ariane.get(FILES).text


def test_what_is_wrong_with_a_name_is_said_and_nothing_typed_is_lost(ariane: Somebody) -> None:
    ariane.keep("À relancer")
    other = ariane.keep("Mes mandats", "etat=tous")
    for name, said in (
        ("  ", "Donnez un nom à cette vue."),
        ("x" * 61, "Le nom d’une vue tient en 60 caractères."),
        ("a RELANCER", "Vous avez déjà une vue de ce nom dans cette liste."),
    ):
        refused = ariane.post("/vues", liste="accompagnements", requete="etat=tous", nom=name)
        assert (refused.status_code, said in refused.text) == (422, True)
        assert 'name="requete" value="etat=tous"' in refused.text
        assert f'value="{name}"' in refused.text
        renamed = ariane.post(f"/vues/{other}/renommer", nom=name)
        assert (renamed.status_code, said in renamed.text) == (422, True)
    assert ariane.post("/vues", liste="zzz", nom="Ailleurs").status_code == 422
    ariane.post(f"/vues/{other}/renommer", nom="mes MANDATS")
    assert "mes MANDATS" in ariane.get("/vues").text
    ariane.keep("À relancer", "etat=active", "projets")


def test_a_colleague_opens_what_is_shared_and_keeps_it(house: House, ariane: Somebody) -> None:
    noe, elsewhere = Somebody(house, "advisor", ariane.pole), Somebody(house, "advisor")
    id = ariane.keep("À relancer")
    assert noe.get(f"/vues/{id}").status_code == 303
    assert elsewhere.get(f"/vues/{id}").status_code == 404
    page = unescape(noe.get(f"{FILES}?silence=60&vue={id}").text)
    assert "Vue partagée : À relancer" in page.replace("\u00a0", " ")
    for verb in ("renommer", "supprimer", "partager", "ouvrir", "refaire"):
        refused = noe.post(f"/vues/{id}/{verb}", nom="À moi", requete="etat=tous")
        assert (refused.status_code, "est à quelqu’un d’autre" in refused.text) == (403, True), verb
        assert elsewhere.post(f"/vues/{id}/{verb}", nom="À moi").status_code == 404
    copied = noe.post(f"/vues/{id}/garder")
    mine = copied.headers["location"].rpartition("=")[2]
    assert mine != id
    again = noe.post(f"/vues/{id}/garder")
    assert (again.status_code, "déjà une vue de ce nom" in again.text) == (422, True)
    ariane.post(f"/vues/{id}/reprendre")
    assert noe.get(f"/vues/{id}").status_code == 404
    assert "Vue partagée" not in noe.get(f"{FILES}?silence=60&vue={id}").text
    assert noe.get(f"/vues/{mine}").status_code == 303
    assert ariane.get(f"/vues/{mine}").status_code == 404
    assert ariane.post(f"/vues/{id}/zzz").status_code == 404


def test_a_shared_view_shows_what_its_reader_may_see(house: House, ariane: Somebody) -> None:
    reader, partner = (
        Somebody(house, "reader", ariane.pole),
        Somebody(house, "partner", ariane.pole),
    )
    files = ariane.keep("À relancer")
    bodies = ariane.keep("Suivies", "suivi=oui", "entreprises")
    opened = reader.get(f"/vues/{files}").headers["location"]
    assert reader.get(opened).status_code == 403
    assert reader.get(reader.get(f"/vues/{bodies}").headers["location"]).status_code == 200
    assert partner.get(f"/vues/{bodies}").status_code == 403


def test_a_list_opens_with_the_view_chosen(ariane: Somebody) -> None:
    first, second = ariane.keep("À relancer"), ariane.keep("Tous", "etat=tous")
    ariane.post(f"/vues/{first}/ouvrir")
    ariane.post(f"/vues/{second}/ouvrir")
    assert ariane.get(FILES).headers["location"] == f"{FILES}?etat=tous&vue={second}"
    assert ariane.get(f"{FILES}?vue=").status_code == 200
    assert ariane.get(PROJECTS).status_code == 200
    ariane.post(f"/vues/{second}/ordinaire")
    assert ariane.get(FILES).status_code == 200
    ariane.post(f"/vues/{first}/ouvrir")
    ariane.post(f"/vues/{first}/supprimer")
    assert ariane.get(FILES).status_code == 200


def test_names_are_sealed_and_forgotten_with_their_key(house: House, ariane: Somebody) -> None:
    id = ariane.keep("Confidences")
    with house.store.engine.connect() as db:
        row = db.execute(select(views).where(views.c.view_id == id)).one()
    assert "Confidences" not in str(row)
    assert house.store.open(id, "note", row.sealed_name) == "Confidences"
    ariane.post(f"/vues/{id}/supprimer")
    held, now = SavedViews(house.store), house.store.clock()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(house.store, "clock", lambda: now + FORGOTTEN_AFTER + 1_000_000_000)
        held._forget_old()
    with house.store.engine.connect() as db:
        assert db.execute(select(views).where(views.c.view_id == id)).all() == []
    assert house.store.open(id, "note", row.sealed_name) != "Confidences"


def test_thirty_are_enough(ariane: Somebody) -> None:
    for n in range(MOST):
        ariane.keep(f"Vue {n}")
    refused = ariane.post("/vues", liste="accompagnements", nom="Une de trop")
    assert (refused.status_code, "Vous avez déjà 30 vues" in refused.text) == (422, True)


@pytest.mark.parametrize(
    ("address", "held"),
    [
        ("etat=tous&q=Maude+P%C3%A9pin", "etat=tous"),
        ("etat=tous&apres=2026-01-01_x&vue=zzz", "etat=tous"),
        ("action=R5&action=R8", "action=R5&action=R8"),
        ("conseil=Maude%20P%C3%A9pin&etat=", ""),
        ("etat=" + "x" * 41, ""),
        ("&".join(["etat=a"] * 90), "&".join(["etat=a"] * 40)),
        ("%00=%00&=;", ""),
    ],
)
def test_a_view_keeps_codes_and_nothing_typed(address: str, held: str) -> None:
    assert kept("accompagnements", address) == held
    assert kept("zzz", address) == ""

"""A page that forgets to ask for the reader's pôle shows it all the same, and no other."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.testing import TestClient
from litestar.types import ASGIApp
from sqlalchemy import select

import crm.app
from crm.account.commands import create_user, users
from crm.account.pages.sessions import COOKIE
from crm.app import PROJECTIONS, litestar_app
from crm.enterprise.commands import RegisterEnterprise
from crm.enterprise.projections.known import enterprises
from crm.event_store import Author, EventStore, open_event_store
from crm.event_store.events import new_id
from crm.settings import Settings
from crm.site.rights import EVERYONE, POLE
from crm.site.security import Guarded
from crm.vocabulary import AccessRole

PASSWORD = "une phrase assez longue"
HTML = {"accept": "text/html"}
POLES = {"ariane": "Boulangerie du Coteau", "benoit": "Scierie du Lac"}
NO_ROWS: tuple[AccessRole, ...] = ("partner", "network")
Client = TestClient[ASGIApp]


def _names(store: EventStore) -> list[str]:
    with store.engine.connect() as db:
        return list(db.scalars(select(enterprises.c.name)))


class Careless(Controller):
    """Pages that name no pôle: in a thread, in the loop, and open to all."""

    path = "/essai"
    opt = POLE

    @get("/fil", sync_to_thread=True)
    def in_a_thread(self, store: NamedDependency[EventStore]) -> list[str]:
        return _names(store)

    @get("/boucle", sync_to_thread=False)
    def in_the_loop(self, store: NamedDependency[EventStore]) -> list[str]:
        return _names(store)

    @get("/attente")
    async def awaited(self, store: NamedDependency[EventStore]) -> list[str]:
        return _names(store)

    @get("/accueil", opt=EVERYONE, sync_to_thread=True)
    def of_everyone(self, store: NamedDependency[EventStore]) -> list[str]:
        return _names(store)

    @get("/porte", opt={"public": True}, sync_to_thread=True)
    def at_the_door(self, store: NamedDependency[EventStore]) -> list[str]:
        return _names(store)


@pytest.fixture
def app(furnished_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ASGIApp]:
    """Two pôles, each with an advisor and an enterprise."""
    for module in (users, crm.app):
        monkeypatch.setattr(module, "owasp_hasher", lambda: PasswordHasher(1, 8, 1))
    settings = Settings(
        database=furnished_url,
        keys=f"sqlite:///{tmp_path}/cles.db",
        secret="s" * 40,
        secure=False,
        demo=True,
    )
    store = open_event_store(settings, PROJECTIONS)
    for who, name in POLES.items():
        account, pole = create_user(
            store,
            settings.secret,
            name=who,
            email=f"{who}@pole.example",
            password=PASSWORD,
            new_pole=f"Pôle de {who}",
        )
        author = Author(pole_id=pole, actor_id=account, command_id=new_id())
        store.handle(RegisterEnterprise(name=name), author)
        for role in NO_ROWS:
            create_user(
                store,
                settings.secret,
                name=f"{who} {role}",
                email=f"{who}.{role}@pole.example",
                password=PASSWORD,
                role=role,
                pole_id=pole,
            )
    made = litestar_app(settings, store)
    made.register(Careless)
    yield Guarded(made, secure=False)
    store.close()


def _visitor(app: ASGIApp, who: str = "") -> Client:
    client: Client = TestClient(app, "http://trame.test")
    if who:
        page = client.get("/connexion", headers=HTML).text
        token = re.search(r'name="_csrf_token" value="([^"]*)"', page)
        assert token
        said = {"courriel": f"{who}@pole.example", "mot_de_passe": PASSWORD}
        client.post("/connexion", data={**said, "_csrf_token": token[1]}, headers=HTML)
        assert COOKIE in client.cookies
    return client


@pytest.mark.parametrize("path", ["fil", "boucle", "attente"])
def test_each_reader_sees_her_own_pole(app: ASGIApp, path: str) -> None:
    visitors = {name: _visitor(app, who) for who, name in POLES.items()}
    for _ in range(3):
        for name, visitor in visitors.items():
            assert visitor.get(f"/essai/{path}").json() == [name]


@pytest.mark.parametrize("role", NO_ROWS)
def test_who_does_not_read_the_pole_has_no_row_of_it_on_a_page_for_everyone(
    app: ASGIApp, role: str
) -> None:
    assert _visitor(app, "ariane").get("/essai/accueil").json() == [POLES["ariane"]]
    assert _visitor(app, f"ariane.{role}").get("/essai/accueil").json() == []


def test_who_has_no_session_sees_nothing(app: ASGIApp) -> None:
    reader, nobody = _visitor(app, "ariane"), _visitor(app)
    for _ in range(3):
        assert reader.get("/essai/fil").json() == [POLES["ariane"]]
        assert nobody.get("/essai/porte").json() == []
        assert reader.get("/essai/porte").json() == [], "a page open to all looks for no reader"


def test_the_door_and_the_health_of_the_house_need_no_pole(app: ASGIApp) -> None:
    nobody = _visitor(app)
    assert nobody.get("/sante").json()["position"] > 0
    door = nobody.get("/connexion", headers=HTML).text
    assert all(f"{who}@pole.example" in door for who in POLES)

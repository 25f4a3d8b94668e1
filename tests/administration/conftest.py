"""A small house of two pôles, whose views can be made deaf, and browsers in it."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from argon2 import PasswordHasher
from httpx import Response
from litestar.testing import TestClient
from litestar.types import ASGIApp

import crm.app
from crm.account.commands import create_user, users
from crm.app import PROJECTIONS, create_app
from crm.directory.commands import ListTool
from crm.directory.domain import ToolListed
from crm.directory.projections import directory
from crm.event_store import Author, Command, EventStore, Operations, open_event_store
from crm.event_store.events import new_id
from crm.event_store.restating import Handler
from crm.settings import Settings
from crm.vocabulary import AccessRole

HTML = {"accept": "text/html"}
PASSWORD = "une phrase assez longue"
VIEWS = "/administration/vues"


class House(NamedTuple):
    settings: Settings
    store: EventStore
    here: str
    """A pôle."""
    elsewhere: str
    """Another one in the same house."""

    def ask(self, command: Command, pole_id: str = "") -> None:
        author = Author(pole_id=pole_id or self.here, actor_id=new_id(), command_id=new_id())
        self.store.handle(command, author)

    def list_tool(self, name: str, pole_id: str = "") -> None:
        """Something recorded, that the view of tools hears."""
        self.ask(ListTool(name=name), pole_id)


@pytest.fixture
def house(furnished_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    for module in users, crm.app:
        monkeypatch.setattr(module, "owasp_hasher", lambda: PasswordHasher(1, 8, 1))
    settings = Settings(
        database=furnished_url,
        keys=f"sqlite:///{tmp_path}/cles.db",
        secret="s" * 40,
        secure=False,
        metrics="mot-de-passe-du-moniteur",
    )
    store = open_event_store(settings, PROJECTIONS)
    made = House(settings, store, new_id(), new_id())
    for pole in made.here, made.elsewhere:
        made.list_tool("Gabarit", pole)
    yield made
    store.close()


@pytest.fixture
def deaf(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """From here on the view of tools hears none; what it gives mends the code."""
    handlers: dict[Any, Handler] = directory.handlers
    sound = handlers[ToolListed]

    def failing(_event: ToolListed) -> Operations:
        raise ZeroDivisionError

    monkeypatch.setitem(handlers, ToolListed, failing)
    yield lambda: monkeypatch.setitem(handlers, ToolListed, sound)
    monkeypatch.undo()


@pytest.fixture
def app(house: House) -> ASGIApp:
    return create_app(house.settings, house.store)


@pytest.fixture
def client(app: ASGIApp) -> TestClient[ASGIApp]:
    """A browser where nobody is signed in."""
    return TestClient(app, base_url="http://essai.test", raise_server_exceptions=False)


Entering = Callable[[AccessRole], TestClient[ASGIApp]]


@pytest.fixture
def entering(house: House, app: ASGIApp) -> Entering:
    """A browser where somebody of this role is signed in."""

    def enter(role: AccessRole) -> TestClient[ASGIApp]:
        client = TestClient(app, base_url="http://essai.test", raise_server_exceptions=False)
        email, secret = f"{role}@pole.example", house.settings.secret
        create_user(
            house.store, secret, name="Solange Héroux", email=email, password=PASSWORD, role=role,
            pole_id=house.here,
        )  # fmt: skip
        client.get("/connexion", headers=HTML)
        said = {"courriel": email, "mot_de_passe": PASSWORD, "_csrf_token": token(client)}
        client.post("/connexion", data=said, headers=HTML)
        return client

    return enter


def token(client: TestClient[ASGIApp]) -> str:
    """What a form of this browser bears."""
    return str(client.cookies["csrftoken"])


def post(client: TestClient[ASGIApp], path: str) -> Response:
    said = {"_csrf_token": token(client)}
    return client.post(path, data=said, headers=HTML, follow_redirects=False)


def words(page: Response) -> str:
    """What is read, spaces made plain."""
    main = page.text.partition("<main")[2].partition("</main>")[0] or page.text
    return " ".join(re.sub(r"<[^>]*>", " ", main).replace("\u00a0", " ").split())

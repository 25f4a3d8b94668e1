"""A pôle with its team, and whoever visits it by HTTP."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any, cast

import pytest
from argon2 import PasswordHasher
from httpx import Response
from litestar.testing import TestClient
from litestar.types import ASGIApp, Receive, Scope, Send

import crm.app
from crm.account.commands import GrantAccess, create_user, users
from crm.account.commands.sessions import Sessions
from crm.app import PROJECTIONS, create_app
from crm.event_store import Author, Command, EventStore, open_event_store
from crm.event_store.events import new_id
from crm.settings import Settings

HTML = {"accept": "text/html"}
PASSWORD = "une phrase assez longue"


class Visitor:
    """A browser, its cookies, and the token of the last page."""

    def __init__(self, app: ASGIApp, place: str = "192.0.2.1") -> None:
        async def placed(scope: Scope, receive: Receive, send: Send) -> None:
            scope["client"] = (place, 5000)
            await app(scope, receive, send)

        self.client = TestClient(placed, "http://trame.test")
        self.client.follow_redirects = False

    def get(self, path: str) -> Response:
        return self.client.get(path, headers=HTML)

    def post(self, path: str, said: dict[str, str] | None = None) -> Response:
        token = self.client.cookies.get("csrftoken") or self._token()
        return self.client.post(path, data=(said or {}) | {"_csrf_token": token}, headers=HTML)

    def sign_in(self, email: str, password: str = PASSWORD) -> Response:
        return self.post("/connexion", {"courriel": email, "mot_de_passe": password})

    def _token(self) -> str:
        self.get("/mot-de-passe-oublie")
        return self.client.cookies.get("csrftoken") or ""


class House:
    """A Trame with one pôle; letters go into a folder."""

    def __init__(self, store: EventStore, settings: Settings) -> None:
        self.store, self.settings = store, settings
        self.app = create_app(settings, store)
        self.ids: dict[str, str] = {}
        self.pole_id = ""

    def open(self, name: str, role: str, **more: str) -> str:
        """An account of the pôle; the first one brings the pôle."""
        account_id, pole_id = create_user(
            self.store,
            self.settings.secret,
            name=name,
            email=f"{name.split(maxsplit=1)[0].lower()}@pole.example",
            password=PASSWORD,
            role=role,  # type: ignore[arg-type]
            pole_id=more.get("pole_id") or self.pole_id or None,
            new_pole="" if self.pole_id else "Pôle d’essai",
        )
        self.pole_id = self.pole_id or pole_id
        self.ids[name] = account_id
        return account_id

    def visitor(self, email: str = "", place: str = "192.0.2.1") -> Visitor:
        """Somebody at a browser, signed in when an address is given."""
        found = Visitor(self.app, place)
        if email:
            assert found.sign_in(email).status_code == 303
        return found

    def ask(self, command: Command, actor: str) -> None:
        author = Author(pole_id=self.pole_id, actor_id=actor, command_id=new_id())
        self.store.handle(command, author)

    def grant(self, account_id: str, role: str) -> None:
        self.ask(GrantAccess(account_id=account_id, role=role), account_id)  # type: ignore[arg-type]

    def letters(self) -> list[str]:
        """The text of every letter sent, oldest first."""
        found = sorted(Path(self.settings.mail).glob("*.eml"))
        read = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in found]
        return [str(letter["To"]) + "\n" + str(letter.get_content()) for letter in read]

    def link(self) -> str:
        """The path of the link in the last letter."""
        found = re.search(r"https://trame\.pole\.example(\S+)", self.letters()[-1])
        assert found
        return found[1]

    @property
    def sessions(self) -> Sessions:
        found: Sessions = cast(Any, self.app).app.state.sessions
        return found

    def events(self) -> list[str]:
        return [event.topic for event in self.store.recorder.select_notifications(1, 500)]


@pytest.fixture
def empty(furnished_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """A Trame where nobody has an account, on each database."""
    quick = lambda: PasswordHasher(1, 8, 1)  # noqa: E731
    monkeypatch.setattr(users, "owasp_hasher", quick)
    monkeypatch.setattr(crm.app, "owasp_hasher", quick)
    settings = Settings(
        database=furnished_url,
        keys=f"sqlite:///{tmp_path}/cles.db",
        secret="s" * 40,
        secure=False,
        mail=f"{tmp_path}/courrier",
        public="https://trame.pole.example/",
    )
    store = open_event_store(settings, PROJECTIONS)
    yield House(store, settings)
    store.close()


@pytest.fixture
def house(empty: House) -> House:
    """The same with an administrator, somebody at coordination, and an advisor."""
    empty.open("Ariane Béland", "administrator")
    empty.open("Noémie Roy", "coordination")
    empty.open("Samuel Côté", "advisor")
    return empty

"""The door: who comes in, what a session is, and what every answer wears."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from httpx import Response
from litestar.testing import TestClient
from litestar.types import ASGIApp
from sqlalchemy import select

from crm.account.commands import create_user
from crm.account.commands.choosing import PasswordTooShort
from crm.account.commands.passwords import (
    TRIES_HERE,
    Credentials,
    WrongNameOrPassword,
    credentials,
)
from crm.account.commands.sessions import hashed, sessions
from crm.account.commands.throttle import TooManyTries
from crm.account.projections import accounts, reader_of
from crm.app import PROJECTIONS, create_app
from crm.event_store import EventStore, open_event_store
from crm.settings import Settings

PASSWORD = "une phrase assez longue"
EMAIL = "ariane.beland@pole.example"
HTML = {"accept": "text/html"}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        database=f"sqlite:///{tmp_path}/trame.db",
        keys=f"sqlite:///{tmp_path}/cles.db",
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
def account_id(store: EventStore, settings: Settings) -> str:
    account, _pole = create_user(
        store,
        settings.secret,
        name="Ariane Béland",
        email=EMAIL,
        password=PASSWORD,
        role="coordination",
        new_pole="Pôle d’essai",
    )
    return account


@pytest.fixture
def client(settings: Settings, store: EventStore, account_id: str) -> TestClient[ASGIApp]:
    assert account_id
    visitor = TestClient(create_app(settings, store), base_url="http://trame.test")
    visitor.follow_redirects = False
    return visitor


def token_of(answer: Response) -> str:
    found = re.search(r'name="_csrf_token" value="([0-9a-f]+)"', answer.text)
    assert found is not None
    return found[1]


def sign_in(client: TestClient[ASGIApp], password: str = PASSWORD, onward: str = "/") -> Response:
    token = token_of(client.get("/connexion", headers=HTML))
    said = {"courriel": EMAIL.upper(), "mot_de_passe": password, "suite": onward}
    return client.post("/connexion", data={**said, "_csrf_token": token}, headers=HTML)


def test_nobody_comes_in_unknown(client: TestClient[ASGIApp]) -> None:
    answer = client.get("/entreprises", headers=HTML)
    assert answer.status_code in (303, 404)
    assert client.get("/langue", headers=HTML).status_code == 405
    assert "sid" not in client.cookies


def test_the_right_words_open_a_session(client: TestClient[ASGIApp], store: EventStore) -> None:
    answer = sign_in(client, onward="/rapports")
    assert (answer.status_code, answer.headers["location"]) == (303, "/rapports")
    with store.engine.connect() as db:
        kept = db.scalars(select(sessions.c.id_hash)).all()
    assert kept == [hashed(client.cookies["sid"])], "the id itself is kept nowhere"


def test_a_session_id_is_always_ours(client: TestClient[ASGIApp]) -> None:
    client.cookies.set("sid", "chosen-by-somebody-else")
    given = sign_in(client).headers.get_list("set-cookie")
    assert any(cookie.startswith("sid=") for cookie in given)
    assert not any("chosen-by-somebody-else" in cookie for cookie in given)


def test_signing_in_again_ends_the_former_session(
    client: TestClient[ASGIApp], store: EventStore
) -> None:
    sign_in(client)
    sign_in(client)
    with store.engine.connect() as db:
        assert len(db.scalars(select(sessions.c.id_hash)).all()) == 1


def test_wrong_words_say_so_and_keep_the_name(client: TestClient[ASGIApp]) -> None:
    answer = sign_in(client, "autre chose de long")
    assert answer.status_code == 422
    assert "ne vont pas ensemble" in answer.text
    assert EMAIL.upper() in answer.text
    assert "autre chose" not in answer.text


def test_too_many_tries_are_told_to_wait(client: TestClient[ASGIApp]) -> None:
    answers = [sign_in(client, "autre chose de long") for _ in range(TRIES_HERE + 1)]
    assert [answer.status_code for answer in answers] == [422] * TRIES_HERE + [429]
    assert answers[-1].headers["retry-after"] == "900"
    assert "Attendez 15 minutes" in answers[-1].text


def test_leaving_closes_the_session(client: TestClient[ASGIApp], store: EventStore) -> None:
    sign_in(client)
    token = token_of(client.get("/connexion", headers=HTML))
    answer = client.post("/deconnexion", data={"_csrf_token": token}, headers=HTML)
    assert answer.headers["location"] == "/connexion"
    with store.engine.connect() as db:
        assert db.scalars(select(sessions.c.id_hash)).all() == []


def test_a_form_without_our_token_records_nothing(client: TestClient[ASGIApp]) -> None:
    answer = client.post("/connexion", data={"courriel": EMAIL}, headers=HTML)
    assert answer.status_code == 403
    assert "rien n’a été consigné" in answer.text


def test_onward_stays_on_this_site(client: TestClient[ASGIApp]) -> None:
    for elsewhere in ("https://ailleurs.example/", "//ailleurs.example", "/\\ailleurs.example"):
        assert sign_in(client, onward=elsewhere).headers["location"] == "/"


def test_a_language_is_chosen_and_kept(client: TestClient[ASGIApp]) -> None:
    token = token_of(client.get("/connexion", headers=HTML))
    said = {"langue": "en", "retour": "/connexion", "_csrf_token": token}
    client.post("/langue", data=said, headers=HTML)
    answer = client.get("/connexion", headers=HTML)
    assert answer.headers["content-language"] == "en-CA"
    assert 'lang="en-CA"' in answer.text


@pytest.mark.parametrize("path", ["/connexion", "/introuvable", "/sante", "/%00", "/e/%ff"])
def test_every_answer_wears_its_headers(client: TestClient[ASGIApp], path: str) -> None:
    headers = client.get(path, headers=HTML).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_the_word_of_the_day_changes_with_each_answer(client: TestClient[ASGIApp]) -> None:
    pages = [client.get("/connexion", headers=HTML) for _ in range(2)]
    nonces = [set(re.findall(r'nonce="([^"]+)"', page.text)) for page in pages]
    assert all(len(found) == 1 for found in nonces)
    assert nonces[0] != nonces[1]
    assert f"'nonce-{nonces[0].pop()}'" in pages[0].headers["content-security-policy"]


def test_what_is_unknown_is_said_in_french(client: TestClient[ASGIApp]) -> None:
    page = client.get("/nulle-part", headers=HTML)
    assert page.status_code == 404
    assert "Cette page est introuvable" in page.text
    program = client.get("/nulle-part", headers={"accept": "application/json"})
    assert program.headers["content-type"].startswith("application/problem+json")
    assert client.put("/connexion", headers=HTML).status_code == 405
    assert client.head("/connexion").status_code == 200


def test_too_big_is_said_in_french(client: TestClient[ASGIApp]) -> None:
    token = token_of(client.get("/connexion", headers=HTML))
    answer = client.post(
        "/connexion",
        content=b"courriel=" + b"x" * 5_000_000,
        headers={
            **HTML,
            "x-csrftoken": token,
            "content-type": "application/x-www-form-urlencoded",
        },
    )
    assert answer.status_code == 413
    assert "trop gros" in answer.text


def test_an_unknown_page_keeps_the_frame(client: TestClient[ASGIApp]) -> None:
    sign_in(client)
    page = client.get("/nulle-part", headers=HTML)
    assert page.status_code == 404
    assert "Pôle d’essai" in page.text
    assert token_of(page)


def test_what_was_done_is_said_once(client: TestClient[ASGIApp]) -> None:
    sign_in(client)
    token = token_of(client.get("/compte", headers=HTML))
    client.post("/compte/sessions", data={"_csrf_token": token}, headers=HTML)
    said = [
        "Vos autres sessions sont fermées" in client.get("/compte", headers=HTML).text
        for _ in range(2)
    ]
    assert said == [True, False]


def test_a_password_is_changed_by_who_knows_it(
    client: TestClient[ASGIApp], store: EventStore
) -> None:
    sign_in(client)
    token = token_of(client.get("/compte", headers=HTML))
    said = {"mot_de_passe": "une autre phrase", "encore": "une autre phrase"}
    wrong = {**said, "actuel": "n’importe quoi", "_csrf_token": token}
    assert client.post("/compte/mot-de-passe", data=wrong, headers=HTML).status_code == 422
    right = {**said, "actuel": PASSWORD, "_csrf_token": token}
    assert client.post("/compte/mot-de-passe", data=right, headers=HTML).status_code == 303
    held = Credentials(store.engine, "s" * 40, PasswordHasher(1, 8, 1))
    assert held.check(EMAIL, "une autre phrase", "192.0.2.1")


def test_a_name_is_nowhere_in_clear(store: EventStore, account_id: str) -> None:
    with store.engine.connect() as db:
        row = db.execute(select(accounts.c.name, accounts.c.email)).one()
        digests = db.execute(select(credentials.c.name_digest, credentials.c.password)).one()
    assert "Ariane" not in " ".join(row)
    assert EMAIL not in " ".join(digests)
    reader = reader_of(store, account_id)
    assert reader is not None
    assert (reader.name, reader.role) == ("Ariane Béland", "coordination")
    assert (reader.pole_name, reader.initials) == ("Pôle d’essai", "AB")


def test_guessing_is_slowed_down(store: EventStore, account_id: str) -> None:
    held = Credentials(store.engine, "s" * 40, PasswordHasher(1, 8, 1))
    for _ in range(TRIES_HERE):
        with pytest.raises(WrongNameOrPassword):
            held.check(EMAIL, "pas la bonne", "192.0.2.1")
    with pytest.raises(TooManyTries):
        held.check(EMAIL, PASSWORD, "192.0.2.1")
    assert held.check(EMAIL, PASSWORD, "192.0.2.9") == account_id


def test_a_short_password_is_refused(store: EventStore, settings: Settings) -> None:
    with pytest.raises(PasswordTooShort):
        create_user(store, settings.secret, name="Noé", email="n@p.example", password="court")

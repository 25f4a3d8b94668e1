"""Whoever would enter in somebody else's place: by a planted session, by trying, by asking."""

import re

import pytest
from httpx import Response
from litestar.testing import TestClient

from crm.account.pages.sessions import COOKIE
from rights.conftest import HTML, House

PASSWORD = "une phrase assez longue"
KNOWN, NOBODY = "Nord@pole.example", "personne@pole.example"
PLANTED = "a" * 43
MOST = 40
NONCE = re.compile(r'value="[^"]*"|nonce="[^"]*"|"inlineScriptNonce":"[^"]*"', re.IGNORECASE)


def stranger(house: House) -> TestClient:  # type: ignore[type-arg]  # any app
    client = TestClient(house.app, "http://trame.test")
    client.follow_redirects = False
    return client


def tries(client: TestClient, name: str, password: str, **more: str) -> Response:  # type: ignore[type-arg]
    """What the form of the door sends."""
    page = client.get("/connexion", headers=HTML).text
    token = re.search(r'name="_csrf_token" value="([^"]*)"', page)
    assert token
    said = {"courriel": name, "mot_de_passe": password, "_csrf_token": token[1]}
    return client.post("/connexion", data=said | more, headers=HTML)


def test_a_planted_session_is_never_the_one_that_is_opened(house: House) -> None:
    client = stranger(house)
    client.cookies.set(COOKIE, PLANTED)
    assert tries(client, KNOWN, PASSWORD).status_code == 303
    opened = client.cookies.get(COOKIE, domain="trame.test") or dict(client.cookies)[COOKIE]
    assert opened != PLANTED
    thief = stranger(house)
    thief.cookies.set(COOKIE, PLANTED)
    assert thief.get("/compte", headers=HTML).status_code == 303, "the planted one opens nothing"


def test_signing_in_again_ends_the_former_session(house: House) -> None:
    client = stranger(house)
    tries(client, KNOWN, PASSWORD)
    former = client.cookies[COOKIE]
    tries(client, KNOWN, PASSWORD)
    assert client.cookies[COOKIE] != former
    thief = stranger(house)
    thief.cookies.set(COOKIE, former)
    assert thief.get("/compte", headers=HTML).status_code == 303


def test_trying_passwords_is_stopped_and_the_right_one_with_them(house: House) -> None:
    client = stranger(house)
    victim = "Sud@pole.example"
    said = [tries(client, victim, f"mauvaise phrase {n}").status_code for n in range(MOST)]
    assert said[0] == 422
    assert said[-1] == 429
    assert tries(client, victim, PASSWORD).status_code == 429


def test_the_door_does_not_say_who_has_an_account(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    from argon2 import PasswordHasher

    work: list[str] = []
    verify = PasswordHasher.verify

    def counted(hasher: PasswordHasher, hashed: str, password: str) -> bool:
        work.append(hashed)
        return bool(verify(hasher, hashed, password))

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    found = []
    for name in (KNOWN, NOBODY):
        work.clear()
        answer = tries(stranger(house), name, "une mauvaise phrase")
        told = NONCE.sub("", answer.text).replace(name, "")
        found.append((answer.status_code, told, len(work), sorted(answer.headers)))
    assert found[0] == found[1], "the same words, and the same work"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://voleur.example", "//voleur.example", "/\\voleur.example", "javascript:alert(1)",
        "/\t/voleur.example", "https:voleur.example", "\\\\voleur.example",
    ],
)  # fmt: skip
def test_no_redirection_leads_to_another_site(house: House, elsewhere: str) -> None:
    after = tries(stranger(house), KNOWN, PASSWORD, suite=elsewhere)
    spoken = house.visitors["advisor"].ask("POST", "/langue", langue="fr", retour=elsewhere)
    asked = stranger(house).get("/connexion", params={"suite": elsewhere}, headers=HTML)
    assert (after.status_code, spoken.status_code) == (303, 303)
    assert after.headers["location"] == spoken.headers["location"] == "/"
    assert "voleur.example" not in asked.text

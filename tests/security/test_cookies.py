"""Over HTTPS, cookies that no other host of the domain can set, and no page without encryption."""

import re

import msgspec
import pytest
from litestar.testing import TestClient

from crm.account.pages.coming_in import STEP_COOKIE
from crm.account.pages.sessions import COOKIE
from crm.app import create_app
from crm.settings import Settings
from crm.site import languages
from rights.conftest import HTML, House
from security.test_sessions import KNOWN, PASSWORD, PLANTED, tries


@pytest.fixture
def client(house: House) -> TestClient:  # type: ignore[type-arg]  # any app
    settings = msgspec.structs.replace(Settings(secret="s" * 40), secure=True)
    found = TestClient(create_app(settings, house.store), "https://trame.test")
    found.follow_redirects = False
    return found


def test_every_cookie_is_of_this_host_alone(client: TestClient) -> None:  # type: ignore[type-arg]
    answers = [
        tries(client, KNOWN, PASSWORD),
        client.post("/langue", data={"langue": "en", **_token(client)}, headers=HTML),
        client.post("/deconnexion", data=_token(client), headers=HTML),
    ]
    set_by_us = [one for answer in answers for one in answer.headers.get_list("set-cookie")]
    names = {one.partition("=")[0] for one in set_by_us}
    assert names == {f"__Host-{n}" for n in (COOKIE, STEP_COOKIE, "csrftoken", languages.COOKIE)}
    for said in set_by_us:
        parts = [part.strip().lower() for part in said.split(";")]
        assert {"secure", "path=/", "samesite=lax"} <= set(parts), said
        assert not any(part.startswith("domain") for part in parts), said
    sessions = [said for said in set_by_us if f"-{COOKIE}=" in said]
    assert all("httponly" in said.lower() for said in sessions if "max-age=0" not in said.lower())


def test_a_cookie_that_a_neighbour_planted_is_not_read(
    client: TestClient,  # type: ignore[type-arg]
    house: House,
) -> None:
    token = house.visitors["advisor"].client.cookies[COOKIE]
    for name, status in ((COOKIE, 303), (f"__Host-{COOKIE}", 200)):
        said = {"cookie": f"{COOKIE}={PLANTED}; {name}={token}"}
        assert client.get("/compte", headers=HTML | said).status_code == status


def test_a_page_without_encryption_is_not_asked_for_twice(client: TestClient) -> None:  # type: ignore[type-arg]
    for path in ("/connexion", "/nulle-part", "/sante"):
        said = client.get(path, headers=HTML).headers["strict-transport-security"]
        assert said == "max-age=31536000; includeSubDomains"


def test_an_answer_says_what_it_is_and_in_which_letters(client: TestClient) -> None:  # type: ignore[type-arg]
    page = client.get("/connexion", headers=HTML)
    files = re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text)
    assert {path.rpartition(".")[2] for path in files} >= {"css", "js"}
    for path in ("/connexion", "/nulle-part", "/sante", "/api/rien", *files):
        said = client.get(path).headers["content-type"]
        assert "charset=utf-8" in said or said.startswith(("image/", "font/", "application/")), path
        assert said.split(";")[0] != "application/octet-stream", path


def _token(client: TestClient) -> dict[str, str]:  # type: ignore[type-arg]
    page = client.get("/compte", headers=HTML)
    found = re.search(r'name="_csrf_token" value="([^"]*)"', page.text)
    assert found
    return {"_csrf_token": found[1]}

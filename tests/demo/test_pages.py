"""The reports, as a browser asks for them over the demonstration."""

import re
from collections.abc import Iterator

import pytest
from litestar.testing import TestClient
from litestar.types import ASGIApp
from sqlalchemy import event

from crm.app import create_app
from crm.demo.names import TEAM
from demo_house import Demo

FOLLOW_UP = "/rapports/suivi?du=2025-11-23&au=2026-11-20"
SUCCESSION = "/rapports/releve?au=2026-11-20"
PAGES = (
    "/rapports",
    FOLLOW_UP,
    SUCCESSION,
    FOLLOW_UP + "&connu=2026-06-30&action=R5",
    SUCCESSION + "&mrc=371&connu=2026-06-30",
    "/rapports/suivi/actes?du=2025-11-23&genre=exchange&page=2",
    "/rapports/suivi/actes?action=D",
    "/rapports/releve/actes?indicateur=I-05&au=2026-11-20",
    "/rapports/releve/actes?indicateur=I-01&tranche=25_to_60_months&au=2026-11-20",
)
Client = TestClient[ASGIApp]


def signed_in(demo: Demo, email: str) -> Client:
    client: Client = TestClient(create_app(demo.settings, demo.store), base_url="http://essai.test")
    page = client.get("/connexion", headers={"accept": "text/html"}).text
    token = re.search(r'name="_csrf_token" value="([^"]*)"', page)
    assert token
    said = {"courriel": email, "mot_de_passe": demo.settings.demo_password}
    sent = client.post("/connexion", data=said | {"_csrf_token": token[1]}, follow_redirects=False)
    assert sent.status_code == 303
    return client


@pytest.fixture(scope="module")
def advisor(demo: Demo) -> Client:
    return signed_in(demo, TEAM[0][1])


@pytest.fixture
def statements(demo: Demo) -> Iterator[list[str]]:
    said: list[str] = []

    def note(_db: object, _cursor: object, sql: str, *_rest: object) -> None:
        said.append(sql)

    event.listen(demo.store.engine, "before_cursor_execute", note)
    yield said
    event.remove(demo.store.engine, "before_cursor_execute", note)


@pytest.mark.parametrize("path", PAGES)
def test_each_page_is_alive_in_few_statements(
    advisor: Client, statements: list[str], path: str
) -> None:
    page = advisor.get(path, headers={"accept": "text/html"})
    assert page.status_code == 200, page.text[:500]
    assert "tr-vide" not in page.text
    assert len(statements) < 30


def test_each_figure_leads_to_its_acts(advisor: Client) -> None:
    page = advisor.get(FOLLOW_UP, headers={"accept": "text/html"}).text
    said = re.search(
        r'href="([^"]*genre=exchange[^"]*)"[^>]*>Voir les ([\d\u00a0]+) échanges', page
    )
    assert said
    acts = advisor.get(said[1].replace("&amp;", "&"), headers={"accept": "text/html"}).text
    assert f">{said[2]} actes<" in acts


def test_a_reader_sees_figures_and_no_names(demo: Demo) -> None:
    reader = signed_in(demo, TEAM[3][1])
    page = reader.get(SUCCESSION, headers={"accept": "text/html"})
    assert page.status_code == 200
    assert "D’où vient ce chiffre" not in page.text
    acts = reader.get(PAGES[-2], headers={"accept": "text/html"})
    assert acts.status_code == 403
    assert "ne vous est pas ouverte" in acts.text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/rapports/suivi?du=pouet", 422),
        ("/rapports/suivi?du=2026-11-01&au=2026-10-01", 422),
        ("/rapports/releve?au=2999-01-01", 422),
        ("/rapports/releve/actes?indicateur=I-99", 404),
        ("/rapports/suivi?conseiller='; DROP TABLE events&page=-1", 200),
        ("/rapports/suivi/actes?page=99999999999999999999&genre=x", 200),
    ],
)
def test_what_is_not_understood_is_said(advisor: Client, path: str, status: int) -> None:
    assert advisor.get(path, headers={"accept": "text/html"}).status_code == status

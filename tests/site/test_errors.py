"""What fails is said in French, and the log quotes nobody."""

from datetime import date
from typing import ClassVar

import pytest
from litestar import Litestar, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery
from litestar.testing import TestClient

from crm.refusal import N_, Conflict, Refusal, Unknown
from crm.site import templating
from crm.site.errors import exception_handlers
from crm.site.forms import Form, sent_form

HTML = {"accept": "text/html"}


class TooSoon(Refusal):
    sentence: ClassVar[str] = N_("Ce dossier ouvre le {day}.")
    field = "date"


@get("/fail/{kind:str}", sync_to_thread=False)
def fail(kind: FromPath[str]) -> str:
    errors: dict[str, Exception] = {
        "unknown": Unknown(),
        "conflict": Conflict(),
        "soon": TooSoon(day="1er mai"),
        "fault": ValueError("Hélène Ricard"),
    }
    raise errors[kind]


@get("/page", sync_to_thread=False)
def numbered(n: FromQuery[int]) -> str:
    return str(n)


@post("/form", sync_to_thread=False)
def form_back(form: NamedDependency[Form]) -> str:
    return form.text("nom")


@pytest.fixture
def client() -> TestClient[Litestar]:
    app = Litestar(
        [fail, numbered, form_back],
        dependencies={"form": Provide(sent_form)},
        exception_handlers=exception_handlers(),
        template_config=templating.template_config(templating.environment()),
        logging_config=None,
    )
    app.state.today = lambda: date(2026, 11, 23)
    return TestClient(app, raise_server_exceptions=False)


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/fail/unknown", 404, "introuvable"),
        ("/fail/conflict", 409, "modifier la même chose"),
        ("/fail/soon", 422, "Ce dossier ouvre le 1er mai."),
        ("/fail/fault", 500, "La faute vient de Trame"),
        ("/page?n=douze", 400, "pas lisible"),
        ("/page", 400, "pas lisible"),
        ("/nulle-part", 404, "Cette page est introuvable"),
    ],
)
def test_each_failure_has_its_french_page(
    client: TestClient[Litestar], path: str, status: int, said: str
) -> None:
    answer = client.get(path, headers=HTML)
    assert (answer.status_code, said in answer.text) == (status, True)


def test_a_program_gets_a_problem(client: TestClient[Litestar]) -> None:
    answer = client.get("/fail/soon", headers={"accept": "application/json"})
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert (answer.json()["status"], answer.json()["field"]) == (422, "date")


def test_the_log_quotes_nobody(
    client: TestClient[Litestar], caplog: pytest.LogCaptureFixture
) -> None:
    client.get("/fail/fault", headers=HTML)
    assert "/fail/{kind} failed: ValueError" in caplog.text
    assert "Hélène" not in caplog.text


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"nom=%ff%00%ED%A0%80a", "application/x-www-form-urlencoded", 201),
        (b"\xff\xfe", "multipart/form-data; boundary=x", 400),
        (b"{nothing", "application/json", 201),
    ],
)
def test_a_broken_body_is_no_fault_of_ours(
    client: TestClient[Litestar], body: bytes, kind: str, status: int
) -> None:
    answer = client.post("/form", content=body, headers={**HTML, "content-type": kind})
    assert answer.status_code == status

"""What somebody who looks into an intrusion finds: each try to come in, and nothing typed."""

import logging

import pytest

from rights.conftest import HTML, House
from security.test_sessions import KNOWN, PASSWORD, stranger, tries

FORGED_LINE = "nord\nsigned_in account=somebody"


@pytest.fixture(autouse=True)
def listening(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "crm.security")


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [r.getMessage() for r in caplog.records if r.name == "crm.security"]


def test_each_way_in_is_written_with_who_and_where_from(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    client = stranger(house)
    tries(client, KNOWN, "une mauvaise phrase")
    tries(client, KNOWN, PASSWORD)
    page = client.get("/compte", headers=HTML).text
    token = {"_csrf_token": page.partition('name="_csrf_token" value="')[2].partition('"')[0]}
    wrong = {"actuel": "une mauvaise phrase", "mot_de_passe": "x" * 20, "encore": "x" * 20}
    client.post("/compte/mot-de-passe", data=wrong | token, headers=HTML)
    client.post("/deconnexion", data=token, headers=HTML)
    told = lines(caplog)
    assert [line.split()[0] for line in told] == [
        "sign_in_refused", "signed_in", "password_refused", "signed_out",
    ]  # fmt: skip
    assert all(" place=" in line and " route=/" in line for line in told)
    assert [f"account={house.ours.account}" in line for line in told] == [False, True, True, False]


def test_what_was_refused_is_written(house: House, caplog: pytest.LogCaptureFixture) -> None:
    reader = house.visitors["reader"]
    reader.ask("GET", "/equipe")
    reader.client.post("/recherche", data={"q": "x"}, headers=HTML)
    told = lines(caplog)
    assert [line.split()[0] for line in told] == ["not_allowed", "forged"]
    assert all(f"account={reader.account_id}" in line for line in told)


def test_nothing_that_was_typed_is_written(house: House, caplog: pytest.LogCaptureFixture) -> None:
    for name, password in ((FORGED_LINE, "secret mal placé"), ("moi@pole.example", "mon secret")):
        tries(stranger(house), name, password)
    told = lines(caplog)
    assert len(told) == 2
    said = " ".join(told)
    assert not any(word in said for word in ("\n", "nord", "moi@", "secret", "testclient"))

"""Sessions: told in words, closed one by one or all together, over in time."""

import re

import pytest
import time_machine
from sqlalchemy import select

from account.conftest import House, Visitor
from crm.account.commands.sessions import LIFE, LONGEST, STEP, sessions
from crm.account.commands.throttle import failures
from crm.account.pages.devices import device_of, device_words

ADVISOR = "samuel@pole.example"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
    "Gecko) Version/17.5 Mobile/15E148 Safari/604.1"
)


def on(house: House, device: str) -> Visitor:
    visitor = house.visitor()
    visitor.client.headers["user-agent"] = device
    assert visitor.sign_in(ADVISOR).status_code == 303
    return visitor


def test_one_is_closed_from_another_device(house: House) -> None:
    office, phone = on(house, FIREFOX), on(house, SAFARI)
    page = office.get("/compte").text
    assert "Firefox sur Windows" in page
    assert "Safari sur iPhone" in page
    assert "cet appareil" in page
    (number,) = re.findall(r"/compte/sessions/([0-9a-f-]{36})/fermer", page)
    office.post(f"/compte/sessions/{number}/fermer")
    assert phone.get("/compte").status_code == 303
    assert office.get("/compte").status_code == 200


def test_nobody_closes_the_session_of_somebody_else(house: House) -> None:
    samuel, noemie = on(house, FIREFOX), house.visitor("noémie@pole.example")
    with house.store.engine.connect() as db:
        theirs = sessions.c.account_id == house.ids["Samuel Côté"]
        number = db.scalar(select(sessions.c.number).where(theirs))
    noemie.post(f"/compte/sessions/{number}/fermer")
    assert samuel.get("/compte").status_code == 200


def test_leaving_everywhere_leaves_here_too(house: House) -> None:
    office, phone = on(house, FIREFOX), on(house, SAFARI)
    answer = office.post("/compte/sessions/toutes")
    assert answer.headers["location"] == "/connexion"
    assert answer.headers["clear-site-data"] == '"cache"'
    assert [v.get("/compte").status_code for v in (office, phone)] == [303, 303]


def test_a_session_is_over_when_unused_and_in_the_end_anyhow(house: House) -> None:
    with time_machine.travel("2026-11-19 10:00", tick=False) as clock:
        unused, used = on(house, SAFARI), on(house, FIREFOX)
        for visitor in (unused, used):  # browsers that forget no cookie
            token = visitor.client.cookies["sid"]
            visitor.client.cookies.clear()
            visitor.client.cookies.set("sid", token)
        for _ in range(LONGEST // (LIFE - 60)):
            clock.shift(LIFE - 60)
            assert used.get("/compte").status_code == 200
        assert unused.get("/compte").status_code == 303
        clock.shift(LIFE - 60)
        assert used.get("/compte").status_code == 303


def test_neither_words_of_a_browser_nor_a_place_are_kept(house: House) -> None:
    visitor = on(house, FIREFOX)
    visitor.sign_in(ADVISOR, "une mauvaise phrase")
    with house.store.engine.connect() as db:
        kept = str(db.execute(select(sessions)).all()) + str(db.execute(select(failures)).all())
    assert "firefox | windows" in kept
    assert "Gecko" not in kept
    assert "192.0.2.1" not in kept
    with house.store.engine.connect() as db:
        digest = db.scalar(select(failures.c.place_digest))
    assert digest
    assert digest not in visitor.get("/compte").text


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (FIREFOX, "Firefox sur Windows"),
        (SAFARI, "Safari sur iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/120 Safari/537.36 Edg/120", "Edge sur Linux"),
        ("curl/8 (linux)", "Linux"),
        ("<script>alert(1)</script>", "Appareil inconnu"),
        ("", "Appareil inconnu"),
    ],
)
def test_a_device_is_told_in_words(said: str, words: str) -> None:
    assert device_words(device_of(said)) == words


def test_the_team_is_told_of_a_last_visit(house: House) -> None:
    on(house, FIREFOX).post("/deconnexion")
    page = house.visitor("ariane@pole.example").get("/equipe").text
    row = page[page.index(">Samuel Côté<") :].split("</tr>")[0]
    assert re.search(r"20\d\d à", row.replace("\u00a0", " ")), row
    assert "jamais" in page


def test_a_later_visit_is_the_last_one(house: House) -> None:
    account_id = house.ids["Samuel Côté"]
    with time_machine.travel("2026-11-19 10:00", tick=False) as clock:
        visitor = on(house, FIREFOX)
        visits = house.sessions.last_visits
        first = visits([account_id])[account_id]
        for seconds, seen in ((STEP, first), (1, first + STEP + 1)):
            clock.shift(seconds)
            assert visitor.get("/compte").status_code == 200
            assert visits([account_id]) == {account_id: seen}


def test_the_password_one_has_is_not_guessed_from_an_open_session(house: House) -> None:
    visitor = on(house, FIREFOX)
    said = {"actuel": "mauvais", "mot_de_passe": "quatre mots choisis", "encore": ""}
    said["encore"] = said["mot_de_passe"]
    answers = [visitor.post("/compte/mot-de-passe", said) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [422] * 5 + [429]
    assert answers[-1].headers["retry-after"] == "900"


@pytest.mark.parametrize(
    "path",
    [
        "/connexion", "/deconnexion", "/mot-de-passe-oublie", "/nouveau-mot-de-passe",
        "/invitation", "/premiere-ouverture", "/compte/mot-de-passe", "/compte/sessions",
        "/compte/sessions/x/fermer", "/compte/sessions/toutes", "/equipe/inviter",
        "/equipe/x/roles", "/equipe/x/roles/reader/retirer", "/equipe/x/roles/reader/rendre",
        "/equipe/x/fermer",
        "/equipe/x/rouvrir", "/equipe/x/invitation",
    ],
)  # fmt: skip
def test_no_form_is_taken_from_elsewhere(house: House, path: str) -> None:
    visitor = house.visitor("ariane@pole.example")
    answer = visitor.client.post(
        path, data={"_csrf_token": "0" * 64}, headers={"accept": "text/html"}
    )
    assert answer.status_code == 403
    assert "rien n’a été consigné" in answer.text

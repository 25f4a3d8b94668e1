"""A second factor: taken, asked for, used once, lost, and asked of those who may do most."""

import re
import time

import pyotp
import pytest
import time_machine
from sqlalchemy import select

from account.conftest import PASSWORD, House, Visitor
from crm.account.commands.links import links
from crm.account.commands.second_factor import STEP, TRIED, factors, recovery_codes

ADMIN, COORDINATION, ADVISOR = "ariane@pole.example", "noémie@pole.example", "samuel@pole.example"
CODE, OWN = "/connexion/code", "/compte/second-facteur"


class Device:
    """A telephone that read a page's secret."""

    def __init__(self, page: str) -> None:
        found = re.search(r"<code>((?:[A-Z2-7]{4} ?){8})</code>", page)
        assert found, page
        self.made = pyotp.TOTP(found[1].replace(" ", ""))

    def code(self, later: int = 0) -> str:
        return str(self.made.generate_otp(int(time.time()) // STEP + later))


def enrolled(house: House, email: str) -> tuple[Visitor, Device, list[str]]:
    """Somebody with a second factor, their device, and the recovery codes."""
    visitor = house.visitor(email)
    device = Device(visitor.get(OWN).text)
    page = visitor.post(OWN, {"code": device.code(-1), "mot_de_passe": PASSWORD})
    codes = re.findall(r"<code>([A-Z2-7]{4}(?:-[A-Z2-7]{4}){3})</code>", page.text)
    assert len(set(codes)) == 10
    return visitor, device, codes


def half_way(house: House, email: str) -> Visitor:
    """Somebody whose password was right, and no more."""
    visitor = house.visitor()
    answer = visitor.post(
        "/connexion", {"courriel": email, "mot_de_passe": PASSWORD, "suite": "/rapports"}
    )
    assert answer.headers["location"].startswith("/connexion/")
    return visitor


def test_signing_in_takes_two_steps_once_it_is_on(house: House) -> None:
    _, device, _ = enrolled(house, ADVISOR)
    visitor = half_way(house, ADVISOR)
    assert "sid" not in visitor.client.cookies
    assert visitor.get("/compte").status_code == 303, "a password alone opens nothing"
    assert "Votre code" in visitor.get(f"{CODE}?suite=/rapports").text
    answer = visitor.post(CODE, {"code": device.code(), "suite": "/rapports"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/rapports")
    assert visitor.get("/compte").status_code == 200
    assert house.visitor(COORDINATION).get("/compte").status_code == 200, "others in one step"


def test_a_code_serves_once(house: House) -> None:
    _, device, _ = enrolled(house, ADVISOR)
    with time_machine.travel(time.time() + 3600, tick=False):
        code = device.code()
        assert half_way(house, ADVISOR).post(CODE, {"code": code}).status_code == 303
        again = half_way(house, ADVISOR).post(CODE, {"code": code})
        assert again.status_code == 422
        assert "a déjà servi" in again.text
        before = half_way(house, ADVISOR).post(CODE, {"code": device.code(-1)})
        assert before.status_code == 422, "nor one shown before it"


def test_a_recovery_code_serves_once(house: House) -> None:
    _, _, codes = enrolled(house, ADVISOR)
    said = {"code": codes[0].lower().replace("-", " ")}
    assert half_way(house, ADVISOR).post(CODE, said).status_code == 303
    assert half_way(house, ADVISOR).post(CODE, said).status_code == 422
    assert half_way(house, ADVISOR).post(CODE, {"code": codes[1]}).status_code == 303


def test_codes_are_not_guessed(house: House) -> None:
    _, device, _ = enrolled(house, ADVISOR)
    visitor = half_way(house, ADVISOR)
    answers = [visitor.post(CODE, {"code": "000 000"}) for _ in range(TRIED.here + 1)]
    assert [answer.status_code for answer in answers] == [422] * TRIED.here + [429]
    assert answers[-1].headers["retry-after"] == "900"
    assert half_way(house, ADVISOR).post(CODE, {"code": device.code(1)}).status_code == 429


def test_the_second_step_needs_the_first(house: House) -> None:
    _, device, _ = enrolled(house, ADVISOR)
    half_way(house, ADVISOR)
    stranger = house.visitor()
    answer = stranger.post(CODE, {"code": device.code()})
    assert answer.headers["location"] == "/connexion"
    stranger.client.cookies.set("etape", "chosen-by-somebody-else")
    assert stranger.post(CODE, {"code": device.code()}).headers["location"] == "/connexion"
    assert "sid" not in stranger.client.cookies


def test_the_first_step_is_over_in_ten_minutes(house: House) -> None:
    enrolled(house, ADVISOR)
    with time_machine.travel(time.time() + 3600, tick=False) as clock:
        visitor = half_way(house, ADVISOR)
        token = visitor.client.cookies["etape"]
        clock.shift(601)
        visitor.client.cookies.set("etape", token)
        assert visitor.get(CODE).headers["location"] == "/connexion"


def test_onward_stays_on_this_site(house: House) -> None:
    _, device, _ = enrolled(house, ADVISOR)
    said = {"code": device.code(), "suite": "https://ailleurs.example/"}
    assert half_way(house, ADVISOR).post(CODE, said).headers["location"] == "/"


def test_nothing_that_opens_is_kept_in_clear(house: House) -> None:
    _, device, codes = enrolled(house, ADVISOR)
    half_way(house, ADVISOR)
    with house.store.engine.connect() as db:
        kept = str([db.execute(select(t)).all() for t in (factors, recovery_codes, links)])
    assert house.ids["Samuel Côté"] in kept
    assert device.made.secret not in kept
    assert not any(code in kept or code.replace("-", "") in kept for code in codes)


def test_a_secret_whose_key_is_erased_opens_nothing(house: House) -> None:
    _, device, _ = enrolled(house, ADVISOR)
    visitor = half_way(house, ADVISOR)
    house.store.keyring.erase(house.ids["Samuel Côté"])
    assert visitor.post(CODE, {"code": device.code()}).status_code == 422


def test_a_wrong_first_code_turns_nothing_on(house: House) -> None:
    visitor = house.visitor(ADVISOR)
    page = visitor.get(OWN).text
    answer = visitor.post(OWN, {"code": "12345"})
    assert answer.status_code == 422
    assert Device(answer.text).made.secret == Device(page).made.secret, "the device keeps its key"
    assert house.visitor(ADVISOR).get("/compte").status_code == 200


def test_who_finds_an_open_session_takes_the_account_no_further(house: House) -> None:
    visitor, other = house.visitor(ADVISOR), house.visitor(ADVISOR)
    said = {"code": Device(visitor.get(OWN).text).code(-1)}
    for password in ("", "une autre phrase"):
        answer = visitor.post(OWN, said | {"mot_de_passe": password})
        assert answer.status_code == 422
        assert "mot de passe" in answer.text
    assert visitor.post(OWN, said | {"mot_de_passe": PASSWORD}).status_code == 200
    assert visitor.get("/compte").status_code == 200
    assert other.get("/compte").status_code == 303, "what a password alone had opened is over"


def test_it_is_removed_and_codes_renewed_by_who_shows_a_code(house: House) -> None:
    visitor, _, codes = enrolled(house, ADVISOR)
    assert visitor.post(f"{OWN}/retirer", {"code": "nothing"}).status_code == 422
    page = visitor.post(f"{OWN}/codes", {"code": codes[0]}).text
    (*_, new) = re.findall(r"<code>([A-Z2-7]{4}(?:-[A-Z2-7]{4}){3})</code>", page)
    assert visitor.post(f"{OWN}/retirer", {"code": codes[1]}).status_code == 422
    assert visitor.post(f"{OWN}/retirer", {"code": new}).status_code == 303
    assert house.visitor(ADVISOR).get("/compte").status_code == 200


def test_a_lost_device_is_removed_by_who_oversees(house: House) -> None:
    visitor, _, _ = enrolled(house, ADVISOR)
    samuel = f"/equipe/{house.ids['Samuel Côté']}"
    assert "Appareil perdu" in house.visitor(COORDINATION).get(samuel).text
    answer = house.visitor(COORDINATION).post(f"{samuel}/second-facteur/retirer")
    assert answer.status_code == 303
    assert visitor.get("/compte").status_code == 303
    assert house.visitor(ADVISOR).get("/compte").status_code == 200


def test_coordination_removes_nobody_above_it(house: House) -> None:
    enrolled(house, ADMIN)
    ariane = f"/equipe/{house.ids['Ariane Béland']}/second-facteur/retirer"
    assert house.visitor(COORDINATION).post(ariane).status_code == 403


def test_a_pole_asks_it_of_those_who_may_do_most(house: House) -> None:
    house.grant(house.ids["Samuel Côté"], "privacy_officer")
    samuel, coordination = house.visitor(ADVISOR), house.visitor(COORDINATION)
    admin, _, codes = enrolled(house, ADMIN)
    assert coordination.post("/equipe/second-facteur", {"exiger": "oui"}).status_code == 403
    admin.post("/equipe/second-facteur", {"exiger": "oui"})
    assert samuel.get("/compte").status_code == 303, "opened by a password alone"
    assert [v.get("/compte").status_code for v in (admin, coordination)] == [200, 200]
    entering = half_way(house, ADVISOR)
    device = Device(entering.get("/connexion/second-facteur").text)
    page = entering.post("/connexion/second-facteur", {"code": device.code(-1)})
    assert "Vos codes de secours" in page.text
    assert entering.get("/compte").status_code == 200
    assert admin.post(f"{OWN}/retirer", {"code": codes[0]}).status_code == 422


def test_a_role_that_asks_for_more_ends_what_a_password_opened(house: House) -> None:
    samuel = house.visitor(ADVISOR)
    admin, _, _ = enrolled(house, ADMIN)
    admin.post("/equipe/second-facteur", {"exiger": "oui"})
    place = f"/equipe/{house.ids['Samuel Côté']}/roles"
    admin.post(place, {"role": "reader"})
    assert samuel.get("/compte").status_code == 200
    admin.post(place, {"role": "administrator"})
    assert samuel.get("/compte").status_code == 303


def test_who_asks_it_has_it_first(house: House) -> None:
    admin = house.visitor(ADMIN)
    admin.post("/equipe/second-facteur", {"exiger": "oui"})
    assert "Activez d’abord votre propre second facteur" in admin.get("/equipe").text
    assert "second_factor.required.v1" not in topics(house)


def test_a_rule_is_waived(house: House) -> None:
    admin, _, codes = enrolled(house, ADMIN)
    admin.post("/equipe/second-facteur", {"exiger": "oui"})
    admin.post("/equipe/second-facteur", {"exiger": "non"})
    assert admin.post(f"{OWN}/retirer", {"code": codes[0]}).status_code == 303
    asked = ["second_factor.required.v1", "second_factor.waived.v1"]
    assert [topic for topic in topics(house) if topic in asked] == asked


@pytest.mark.parametrize(
    "path", [CODE, "/connexion/second-facteur", OWN, f"{OWN}/codes", f"{OWN}/retirer",
             "/equipe/second-facteur", "/equipe/x/second-facteur/retirer"],
)  # fmt: skip
def test_no_form_is_taken_from_elsewhere(house: House, path: str) -> None:
    visitor = house.visitor(ADMIN)
    data, html = {"_csrf_token": "0" * 64}, {"accept": "text/html"}
    assert visitor.client.post(path, data=data, headers=html).status_code == 403


def topics(house: House) -> list[str]:
    with house.store.engine.connect() as db:
        rows = db.exec_driver_sql("SELECT topic FROM events ORDER BY position")
        return [str(topic) for (topic,) in rows]

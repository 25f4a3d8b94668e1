"""An account elsewhere opens sessions here: linked first, proven each time, never by e-mail."""

import json
import re
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from httpx import Response
from joserfc.jwk import RSAKey
from msgspec.structs import replace
from sqlalchemy import select

from account.conftest import PASSWORD, House, Visitor
from account.provider import SECRET, Elsewhere, running
from account.test_second_factor import CODE, enrolled
from crm.account.commands import CloseAccount
from crm.account.commands.identities import identities
from crm.account.commands.trips import LIFE, trips
from crm.app import create_app
from crm.settings import ProvidersUnfit, read_providers

ADMIN, COORDINATION, ADVISOR = "ariane@pole.example", "noémie@pole.example", "samuel@pole.example"
OWN, DOOR, BACK = "/compte/fournisseurs/nuage", "/connexion/avec/nuage", "/connexion/retour/nuage"
UNPROVEN = "n’a pas pu être vérifiée"
UNKNOWN = "n’est lié à aucun compte de Trame"


@pytest.fixture
def there() -> Iterator[Elsewhere]:
    with running() as elsewhere:
        yield elsewhere


@pytest.fixture
def federated(house: House, there: Elsewhere) -> House:
    """The house, with this provider."""
    house.settings = replace(house.settings, providers=(there.provider,))
    house.app = create_app(house.settings, house.store)
    return house


def way(answer: Response) -> str:
    """The address that a page leads to by itself."""
    assert answer.status_code == 200, answer.text[-2000:]
    found = answer.headers["refresh"].removeprefix("0; url=")
    assert found in unescape(answer.text)
    return str(found)


def back(visitor: Visitor, address: str) -> Response:
    parts = urlsplit(address)
    return visitor.get(f"{parts.path}?{parts.query}")


def link(house: House, there: Elsewhere, email: str = ADVISOR) -> Visitor:
    visitor = house.visitor(email)
    away = visitor.post(f"{OWN}/lier", {"mot_de_passe": PASSWORD})
    assert back(visitor, there.say_yes(way(away))).headers["location"] == OWN
    return visitor


def enter(visitor: Visitor, there: Elsewhere, onward: str = "/rapports") -> Response:
    return back(visitor, there.say_yes(way(visitor.post(DOOR, {"suite": onward}))))


def refused(answer: Response, sentence: str = UNPROVEN, status: int = 422) -> None:
    assert (answer.status_code, sentence in answer.text) == (status, True), answer.text[-3000:]
    assert "sid" not in answer.cookies


def test_a_linked_account_opens_sessions(federated: House, there: Elsewhere) -> None:
    mine = link(federated, there)
    assert "samuel@organisme.example" in mine.get("/compte").text
    assert federated.events()[-1] == "provider.linked.v1"
    visitor = federated.visitor()
    answer = enter(visitor, there)
    assert (answer.status_code, answer.headers["location"]) == (303, "/rapports")
    assert visitor.get("/compte").status_code == 200
    asked = there.asked
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert asked["redirect_uri"] == f"https://trame.pole.example{BACK}"
    assert SECRET not in str(asked)
    assert enter(federated.visitor(), there, "https://ailleurs.example").headers["location"] == "/"


def test_an_e_mail_opens_nothing(federated: House, there: Elsewhere) -> None:
    there.email, there.claims = ADVISOR, {"email_verified": True}
    refused(enter(federated.visitor(), there), UNKNOWN)
    link(federated, there)
    there.subject = "somebody-else"
    refused(enter(federated.visitor(), there), UNKNOWN)


def test_a_closed_account_stays_closed(federated: House, there: Elsewhere) -> None:
    link(federated, there)
    samuel = federated.ids["Samuel Côté"]
    federated.ask(CloseAccount(account_id=samuel), federated.ids["Ariane Béland"])
    refused(enter(federated.visitor(), there), UNKNOWN)


def test_a_second_factor_is_still_asked(federated: House, there: Elsewhere) -> None:
    _, device, _ = enrolled(federated, ADVISOR)
    visitor = federated.visitor()
    visitor.sign_in(ADVISOR)
    visitor.post(CODE, {"code": device.code()})
    away = visitor.post(f"{OWN}/lier", {"mot_de_passe": PASSWORD})
    back(visitor, there.say_yes(way(away)))
    stranger = federated.visitor()
    assert enter(stranger, there).headers["location"].startswith(CODE)
    assert "sid" not in stranger.client.cookies


def test_what_a_provider_opened_ends_when_the_pole_asks_for_more(
    federated: House, there: Elsewhere
) -> None:
    federated.grant(federated.ids["Samuel Côté"], "privacy_officer")
    link(federated, there)
    samuel = federated.visitor()
    enter(samuel, there)
    admin, _, _ = enrolled(federated, ADMIN)
    admin.post("/equipe/second-facteur", {"exiger": "oui"})
    assert samuel.get("/compte").status_code == 303
    answer = enter(federated.visitor(), there)
    assert answer.headers["location"].startswith("/connexion/second-facteur")


def test_an_invitation_is_accepted_without_a_password(federated: House, there: Elsewhere) -> None:
    said = {"nom": "Lou Roy", "courriel": "lou@pole.example", "role": "advisor"}
    federated.visitor(COORDINATION).post("/equipe/inviter", said)
    lou, path = federated.visitor(), federated.link()
    assert "Continuer avec Nuage" in lou.get(path).text
    token = parse_qs(urlsplit(path).query)["jeton"][0]
    away = lou.post("/invitation/avec/nuage", {"jeton": token})
    assert token not in way(away)
    assert back(lou, there.say_yes(way(away))).headers["location"] == "/"
    assert lou.get("/compte").status_code == 200
    assert {"invitation.accepted.v1", "provider.linked.v1"} <= set(federated.events()[-2:])
    assert federated.visitor().get(path).status_code == 410
    alone = lou.post(f"{OWN}/delier", {"mot_de_passe": "une phrase devinée"})
    refused(alone, "Ce n’est pas votre mot de passe")
    assert enter(federated.visitor(), there).status_code == 303, "it is the only way in, and stays"
    wrong = federated.visitor().post("/invitation/avec/nuage", {"jeton": "zzz"})
    assert wrong.status_code == 410


def test_it_is_linked_and_unlinked_by_who_shows_the_password(
    federated: House, there: Elsewhere
) -> None:
    visitor = federated.visitor(ADVISOR)
    assert visitor.post(f"{OWN}/lier", {"mot_de_passe": "non"}).status_code == 422
    link(federated, there)
    assert visitor.get("/compte").status_code == 303, "other sessions ended"
    opened, mine = federated.visitor(), federated.visitor(ADVISOR)
    enter(opened, there)
    assert mine.post(f"{OWN}/delier", {"mot_de_passe": "non"}).status_code == 422
    assert mine.post(f"{OWN}/delier", {"mot_de_passe": PASSWORD}).status_code == 303
    assert [v.get("/compte").status_code for v in (opened, mine)] == [303, 200]
    refused(enter(federated.visitor(), there), UNKNOWN)
    link(federated, there, COORDINATION)


def test_one_account_there_is_one_account_here(federated: House, there: Elsewhere) -> None:
    link(federated, there)
    other = federated.visitor(COORDINATION)
    away = other.post(f"{OWN}/lier", {"mot_de_passe": PASSWORD})
    back(other, there.say_yes(way(away)))
    assert "est déjà lié à un compte de Trame" in other.get(OWN).text
    there.subject = "another"
    again = federated.visitor(ADVISOR)
    away = again.post(f"{OWN}/lier", {"mot_de_passe": PASSWORD})
    back(again, there.say_yes(way(away)))
    refused(enter(federated.visitor(), there), UNKNOWN)


NOW = int(time.time())
LIES: dict[str, dict[str, Any]] = {
    "another nonce": {"nonce": "of-another-trip"}, "no nonce": {"nonce": None},
    "for another client": {"aud": "another"}, "for two": {"aud": ["trame-at-provider", "another"]},
    "shown by another": {"azp": "another"}, "from another": {"iss": "https://faux.example"},
    "over": {"exp": NOW - 3600}, "for ever": {"exp": None}, "undated": {"iat": None},
    "not yet": {"iat": NOW + 3600}, "of nobody": {"sub": None}, "of a number": {"sub": 12},
    "of nothing": {"sub": ""},
}  # fmt: skip


def test_a_token_that_is_not_for_us_now_opens_nothing(federated: House, there: Elsewhere) -> None:
    link(federated, there)
    for lie, claims in LIES.items():
        there.claims = claims
        answer = enter(federated.visitor(), there)
        assert (lie, answer.status_code) == (lie, 422)
        refused(answer)
    there.claims = {}
    assert enter(federated.visitor(), there).status_code == 303


def test_a_token_that_the_provider_did_not_sign_opens_nothing(
    federated: House, there: Elsewhere
) -> None:
    link(federated, there)
    for algorithm in ("none", "HS256"):
        there.algorithm = algorithm
        refused(enter(federated.visitor(), there))
    there.algorithm, there.signs_with = "RS256", RSAKey.generate_key(2048, {"kid": "one"})
    refused(enter(federated.visitor(), there))


def test_a_provider_that_says_it_is_another_is_not_believed(
    federated: House, there: Elsewhere
) -> None:
    for said in (
        {"issuer": "https://faux.example"}, {"authorization_endpoint": None},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": "https://faux.example/\r\nset-cookie: sid=1"},
    ):  # fmt: skip
        there.discovery = said
        refused(federated.visitor().post(DOOR))


def test_a_provider_that_does_not_answer_is_said(federated: House, there: Elsewhere) -> None:
    there.status = 503
    refused(federated.visitor().post(DOOR), "ne répond pas pour le moment")
    there.status = 200
    visitor = federated.visitor()
    address = there.say_yes(way(visitor.post(DOOR)))
    there.status = 503
    refused(back(visitor, address), "ne répond pas pour le moment")
    gone = replace(there.provider, issuer="http://127.0.0.1:9")
    house = create_app(replace(federated.settings, providers=(gone,)), federated.store)
    refused(Visitor(house).post(DOOR), "ne répond pas pour le moment")
    there.status = 302
    refused(federated.visitor().post(DOOR))


def test_a_trip_is_of_one_browser_and_once(federated: House, there: Elsewhere) -> None:
    link(federated, there)
    visitor, thief = federated.visitor(), federated.visitor()
    address = there.say_yes(way(visitor.post(DOOR)))
    refused(back(thief, address), "n’a pas commencé dans ce navigateur", 410)
    thief.post(DOOR)
    refused(back(thief, address), "n’a pas commencé dans ce navigateur", 410)
    browser = visitor.client.cookies["passage"]
    wrong = re.sub("state=[^&]+", "state=another", address)
    refused(back(visitor, wrong), "n’a pas commencé dans ce navigateur", 410)
    visitor.client.cookies.set("passage", browser)
    assert back(visitor, address).status_code == 303
    again = federated.visitor()
    again.client.cookies.set("passage", browser)
    refused(back(again, address), "n’a pas commencé dans ce navigateur", 410)


def test_a_trip_is_over_in_ten_minutes(federated: House, there: Elsewhere) -> None:
    link(federated, there)
    visitor = federated.visitor()
    with time_machine.travel(time.time(), tick=False) as clock:
        address = there.say_yes(way(visitor.post(DOOR)))
        browser = visitor.client.cookies["passage"]
        clock.shift(LIFE + 1)
        visitor.client.cookies.set("passage", browser)
        refused(back(visitor, address), "est terminé", 410)


def test_the_code_of_another_trip_opens_nothing(federated: House, there: Elsewhere) -> None:
    """PKCE: a code stolen on its way serves only whoever left for it."""
    link(federated, there)
    hers, mine = federated.visitor(), federated.visitor()
    stolen = parse_qs(urlsplit(there.say_yes(way(hers.post(DOOR)))).query)["code"][0]
    address = there.say_yes(way(mine.post(DOOR)))
    refused(back(mine, re.sub("code=[^&]+", f"code={stolen}", address)))


def test_nothing_is_linked_to_an_account_that_left(federated: House, there: Elsewhere) -> None:
    visitor = federated.visitor(ADVISOR)
    away = way(visitor.post(f"{OWN}/lier", {"mot_de_passe": PASSWORD}))
    visitor.sign_in(COORDINATION)
    refused(back(visitor, there.say_yes(away)), "n’a pas commencé", 410)
    assert "provider.linked.v1" not in federated.events()


def test_who_cancels_there_is_told(federated: House, there: Elsewhere) -> None:
    visitor = federated.visitor()
    state = parse_qs(urlsplit(way(visitor.post(DOOR))).query)["state"][0]
    refused(visitor.get(f"{BACK}?error=access_denied&state={state}"), "n’a pas confirmé")


def test_nothing_of_the_provider_is_kept_or_logged_in_clear(
    federated: House, there: Elsewhere, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    link(federated, there)
    visitor = federated.visitor()
    visitor.post(DOOR)
    with federated.store.engine.connect() as db:
        kept = str([db.execute(select(table)).mappings().all() for table in (identities, trips)])
        told = str(db.exec_driver_sql("SELECT * FROM events").all())
    browser = visitor.client.cookies["passage"]
    own = "".join(r.getMessage() for r in caplog.records if r.name.startswith("crm"))
    for said in (there.subject, there.email, SECRET, browser, there.asked["state"]):
        assert said not in kept + told + own
    federated.store.keyring.erase(federated.ids["Samuel Côté"])
    refused(enter(federated.visitor(), there), UNKNOWN)


def test_providers_are_read_from_a_file(tmp_path: Path, there: Elsewhere) -> None:
    path = tmp_path / "fournisseurs.json"
    right = {
        "code": "microsoft", "name": "Microsoft", "client_id": "id", "client_secret": "s",
        "issuer": "https://login.microsoftonline.com/0f0f/v2.0",
    }  # fmt: skip
    path.write_text(json.dumps([right]))
    assert [one.name for one in read_providers(str(path))] == ["Microsoft"]
    assert read_providers("") == ()
    wrong = (
        {"issuer": "https://login.microsoftonline.com/common/v2.0"}, {"issuer": "http://a.example"},
        {"issuer": "https://login.microsoftonline.com/organizations/v2.0"}, {"code": "Microsoft!"},
        {"client_id": ""}, {"secret": "unknown field"}, {"issuer": "https://a.example/?t=1"},
    )  # fmt: skip
    for said in wrong:
        path.write_text(json.dumps([right | said]))
        with pytest.raises(ProvidersUnfit):
            read_providers(str(path))
    for text in ("", "{}", json.dumps([right, right])):
        path.write_text(text)
        with pytest.raises(ProvidersUnfit):
            read_providers(str(path))
    with pytest.raises(ProvidersUnfit):
        read_providers(str(tmp_path / "absent.json"))

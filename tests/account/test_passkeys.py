"""Passkeys: added by who shows her password, shown once, by their holder, at this address."""

import json
import time
from itertools import product

import time_machine
from httpx import Response
from msgspec.structs import replace
from sqlalchemy import select

from account.authenticator import Device, encode
from account.conftest import HTML, PASSWORD, House, Visitor
from crm.account.commands import CloseAccount
from crm.account.commands.ceremonies import TRIED
from crm.account.commands.challenges import LIFE
from crm.account.commands.passkey_site import PasskeySite, passkey_site
from crm.account.commands.passkeys import passkeys
from crm.app import create_app
from crm.cli.serve import passkeys_note

ADMIN, COORDINATION, ADVISOR = "ariane@pole.example", "noémie@pole.example", "samuel@pole.example"
OWN, DOOR = "/compte/cles", "/connexion/cle"
NO_ANSWERS = ("{}", "[]", "null", "\x00", "é" * 5, '{"id": 1}', "x" * 30_000, "[" * 9_000)
PARTS = ("clientDataJSON", "authenticatorData", "signature", "userHandle")
BROKEN = ("", "AA", "é", encode(b"\xff" * 40), encode(b"{}"))
UNKNOWN = "n’ouvre aucun compte ici"


def add(visitor: Visitor, device: Device, name: str = "Téléphone") -> Response:
    """What the page's script does to add a key."""
    said = {"nom_cle": name, "mot_de_passe": PASSWORD}
    asked = visitor.post(f"{OWN}/defi", said).json()
    return visitor.post(OWN, {"nom_cle": name, "reponse": device.make(asked)})


def held(house: House, email: str) -> Device:
    device = Device()
    assert add(house.visitor(email), device).status_code == 303
    return device


def enter(visitor: Visitor, device: Device, onward: str = "/compte") -> Response:
    """What the door's script does to come in."""
    asked = visitor.post(f"{DOOR}/defi").json()
    return visitor.post(DOOR, {"reponse": device.show(asked), "suite": onward})


def refused(answer: Response, sentence: str = UNKNOWN, status: int = 422) -> None:
    assert (answer.status_code, sentence in answer.text) == (status, True), answer.text[-3000:]
    assert "sid" not in answer.cookies


def test_a_passkey_opens_a_session_alone(house: House) -> None:
    device, visitor = held(house, ADVISOR), house.visitor()
    asked = visitor.post(f"{DOOR}/defi").json()
    assert asked["allowCredentials"] == [], "no key is named to who is not known"
    assert (asked["userVerification"], asked["rpId"]) == ("required", device.site)
    answer = enter(visitor, device, "/rapports")
    assert (answer.status_code, answer.headers["location"]) == (303, "/rapports")
    assert "Téléphone" in visitor.get(OWN).text
    assert "dernier usage le" in visitor.get(OWN).text
    assert enter(house.visitor(), device, "https://ailleurs.example").headers["location"] == "/"


def test_no_code_is_asked_beside_it_and_it_is_enough_for_the_pole(house: House) -> None:
    device, admin = held(house, ADMIN), house.visitor(ADMIN)
    assert enter(admin, device).status_code == 303
    assert admin.post("/equipe/second-facteur", {"exiger": "oui"}).status_code == 303
    assert "second_factor.required.v1" in house.events()
    assert admin.get("/compte").status_code == 200, "opened by a key, it goes on"
    assert enter(house.visitor(), device).status_code == 303
    half = house.visitor()
    answer = half.sign_in(ADMIN)
    refused(answer, "ouvrez votre session avec votre clé d’accès")
    assert "etape" not in half.client.cookies, "a password takes no device beside the key"


def test_what_a_password_opened_ends_when_the_pole_asks_for_more(house: House) -> None:
    device, strong, weak = held(house, ADMIN), house.visitor(), house.visitor(ADMIN)
    enter(strong, device)
    strong.post("/equipe/second-facteur", {"exiger": "oui"})
    assert [v.get("/compte").status_code for v in (weak, strong)] == [303, 200]


def test_a_key_is_added_by_who_shows_the_password_and_names_it(house: House) -> None:
    visitor = house.visitor(ADVISOR)
    wrong = visitor.post(f"{OWN}/defi", {"nom_cle": "Clé", "mot_de_passe": "pas le bon"})
    assert wrong.status_code == 422
    assert "Ce n’est pas votre mot de passe" in wrong.json()["refus"]["mot_de_passe"]
    bare = visitor.post(f"{OWN}/defi", {}).json()["refus"]
    assert set(bare) == {"nom_cle", "mot_de_passe"}
    without = visitor.post(OWN, {"nom_cle": "Clé"})
    refused(without, "Aucune clé d’accès n’a été montrée")
    assert 'value="Clé"' in without.text
    assert "passkey.registered.v1" not in house.events()


def test_the_guesses_of_a_password_are_counted_here_too(house: House) -> None:
    visitor, said = house.visitor(ADVISOR), {"nom_cle": "Clé", "mot_de_passe": "pas le bon"}
    answers = [visitor.post(f"{OWN}/defi", said) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [422] * 5 + [429]


def test_a_key_is_removed_by_who_shows_the_password(house: House) -> None:
    device, visitor = held(house, ADVISOR), house.visitor(ADVISOR)
    key, kept = house_key(house), Device()
    assert add(visitor, kept).status_code == 303
    assert "Téléphone" in visitor.get(f"{OWN}/{key}/retirer").text
    assert visitor.post(f"{OWN}/{key}/retirer", {"mot_de_passe": "non"}).status_code == 422
    assert enter(house.visitor(), device).status_code == 303
    other = house.visitor(COORDINATION)
    assert other.post(f"{OWN}/{key}/retirer", {"mot_de_passe": PASSWORD}).status_code == 404
    opened = house.visitor()
    enter(opened, device)
    answer = visitor.post(f"{OWN}/{key}/retirer", {"mot_de_passe": PASSWORD})
    assert answer.status_code == 303
    assert [v.get("/compte").status_code for v in (opened, visitor)] == [303, 200]
    refused(enter(house.visitor(), device))
    assert enter(house.visitor(), kept).status_code == 303, "that one alone"
    assert house.events()[-1] == "passkey.removed.v1"


def test_lost_devices_are_removed_by_who_oversees(house: House) -> None:
    device = held(house, ADVISOR)
    visitor, samuel = house.visitor(), f"/equipe/{house.ids['Samuel Côté']}"
    enter(visitor, device)
    coordination = house.visitor(COORDINATION)
    assert "Appareil perdu" in coordination.get(samuel).text
    coordination.post(f"{samuel}/second-facteur/retirer", {"motif_facteur": "Perdu"})
    assert visitor.get("/compte").status_code == 303
    refused(enter(house.visitor(), device))


def test_a_challenge_serves_once_and_soon(house: House) -> None:
    device, visitor = held(house, ADVISOR), house.visitor()
    asked = visitor.post(f"{DOOR}/defi").json()
    first, again = device.show(asked), device.show(asked)
    browser = visitor.client.cookies["cle"]
    assert visitor.post(DOOR, {"reponse": first}).status_code == 303
    visitor.client.cookies.set("cle", browser)
    for answer in (first, again):
        refused(visitor.post(DOOR, {"reponse": answer}), "Le délai", 410)
    visitor = house.visitor()
    with time_machine.travel(time.time(), tick=False) as clock:
        asked = visitor.post(f"{DOOR}/defi").json()
        browser = visitor.client.cookies["cle"]
        clock.shift(LIFE + 1)
        visitor.client.cookies.set("cle", browser)
        refused(visitor.post(DOOR, {"reponse": device.show(asked)}), "Le délai", 410)


def test_a_challenge_is_of_one_browser_and_one_ceremony(house: House) -> None:
    device, here, there = held(house, ADVISOR), house.visitor(), house.visitor()
    asked = here.post(f"{DOOR}/defi").json()
    there.post(f"{DOOR}/defi")
    refused(there.post(DOOR, {"reponse": device.show(asked)}), "Le délai", 410)
    refused(house.visitor().post(DOOR, {"reponse": device.show(asked)}), "Le délai", 410)
    mine, hers = house.visitor(ADVISOR), house.visitor(COORDINATION)
    said = {"nom_cle": "Clé", "mot_de_passe": PASSWORD}
    asked = hers.post(f"{OWN}/defi", said).json()
    stolen = mine.post(OWN, {"nom_cle": "Clé", "reponse": Device().make(asked)})
    refused(stolen, "Le délai", 410)


def test_another_site_gets_nothing(house: House) -> None:
    device = held(house, ADVISOR)
    device.origin = "https://trame.pole.example.faux.example"
    refused(enter(house.visitor(), device))
    device.origin, device.site = "https://trame.pole.example", "faux.example"
    refused(enter(house.visitor(), device))
    for lie in (Device(origin="http://trame.pole.example"), Device(site="faux.example")):
        refused(add(house.visitor(ADVISOR), lie), "n’a pas pu être vérifiée")


def test_a_device_that_did_not_verify_its_holder_opens_nothing(house: House) -> None:
    device = held(house, ADVISOR)
    device.verifies = False
    refused(enter(house.visitor(), device), "n’a pas vérifié que c’est vous")
    refused(add(house.visitor(ADVISOR), Device(verifies=False)), "n’a pas vérifié")


def test_a_copied_key_is_refused(house: House) -> None:
    device = held(house, ADVISOR)
    copy = copy_of(device)
    assert enter(house.visitor(), device).status_code == 303
    refused(enter(house.visitor(), copy), "a peut-être été copiée")
    assert enter(house.visitor(), device).status_code == 303, "the first one goes on"


def test_a_key_of_several_devices_counts_nothing(house: House) -> None:
    device = Device(counts=False)
    add(house.visitor(ADVISOR), device)
    assert [enter(house.visitor(), device).status_code for _ in range(2)] == [303, 303]


def test_the_key_of_one_account_is_not_that_of_another(house: House) -> None:
    mine, hers = held(house, ADVISOR), held(house, ADMIN)
    as_her = copy_of(mine)
    as_her.holder = hers.holder
    refused(enter(house.visitor(), as_her))
    as_her.id = hers.id
    refused(enter(house.visitor(), as_her))
    mine.holder = b""
    refused(enter(house.visitor(), mine))
    taken = Device(key=mine.key, id=hers.id)
    refused(add(house.visitor(ADVISOR), taken), "déjà celle d’un compte", 409)


def test_a_closed_account_is_opened_by_no_key(house: House) -> None:
    device, samuel = held(house, ADVISOR), house.ids["Samuel Côté"]
    house.ask(CloseAccount(account_id=samuel), house.ids["Ariane Béland"])
    unknown = enter(house.visitor(), Device(holder=device.holder))
    closed = enter(house.visitor(), device)
    refused(closed)
    assert _bare(closed) == _bare(unknown), "nobody learns which"


def test_keys_are_not_tried_without_end(house: House) -> None:
    visitor = house.visitor()
    for _ in range(TRIED.here):
        visitor.post(DOOR, {"reponse": "{}"})
    answer = visitor.post(DOOR, {"reponse": "{}"})
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "900")


def test_what_is_no_answer_is_refused(house: House) -> None:
    signed_in = house.visitor(ADVISOR)
    for n, said in enumerate(NO_ANSWERS):
        refused(house.visitor(place=f"198.51.100.{n}").post(DOOR, {"reponse": said}))
        refused(signed_in.post(OWN, {"nom_cle": "Clé", "reponse": said}), "vérifiée")


def test_an_answer_with_a_broken_part_is_refused(house: House) -> None:
    device = held(house, ADVISOR)
    for n, (part, value) in enumerate(product(PARTS, BROKEN)):
        visitor = house.visitor(place=f"198.51.100.{n}")
        answer = json.loads(device.show(visitor.post(f"{DOOR}/defi").json()))
        answer["response"][part] = value
        refused(visitor.post(DOOR, {"reponse": json.dumps(answer)}))


def test_a_handful_of_keys_and_no_more(house: House) -> None:
    visitor = house.visitor(ADVISOR)
    assert [add(visitor, Device()).status_code for _ in range(11)] == [303] * 10 + [409]
    assert house.events().count("passkey.registered.v1") == 10
    with house.store.engine.connect() as db:
        assert len(db.execute(select(passkeys)).all()) == 10


def test_nothing_a_device_says_is_kept_in_clear(house: House) -> None:
    device, samuel = held(house, ADVISOR), house.ids["Samuel Côté"]
    with house.store.engine.connect() as db:
        kept = str(db.execute(select(passkeys)).mappings().all())
        told = str(db.exec_driver_sql("SELECT * FROM events").all())
    for said in (device.id.hex(), encode(device.id), device.holder.hex(), "Téléphone"):
        assert said not in kept + told
    assert samuel.encode() not in device.holder
    assert b"samuel" not in device.holder
    house.store.keyring.erase(samuel)
    refused(enter(house.visitor(), device))


def test_where_browsers_hold_no_passkey_it_is_said(house: House) -> None:
    assert passkey_site("https://trame.pole.example") == PasskeySite(
        "trame.pole.example", "https://trame.pole.example"
    )
    here = PasskeySite("localhost", "http://localhost:8000")
    assert passkey_site("http://127.0.0.1:8000") == here == passkey_site("http://localhost:8000")
    assert passkey_site("https://pôle.example:8443") == PasskeySite(
        "xn--ple-kna.example", "https://xn--ple-kna.example:8443"
    )
    for address in ("http://trame.pole.example", "https://192.0.2.1", "trame.pole.example", ""):
        assert passkey_site(address) is None
    assert passkeys_note(house.settings) == ""
    bare = replace(house.settings, public="http://192.0.2.1")
    assert "CRM_ADDRESS" in passkeys_note(bare)
    assert "localhost" in passkeys_note(replace(bare, public=""))
    visitor = Visitor(create_app(bare, house.store))
    assert "clé d’accès" not in visitor.get("/connexion").text
    refused(visitor.post(DOOR, {"reponse": "{}"}), "n’acceptent pas de clé d’accès")
    assert "n’acceptent pas" in visitor.post(f"{DOOR}/defi").json()["refus"][""]
    visitor.sign_in(ADVISOR)
    assert "Ils demandent HTTPS" in visitor.get(OWN).text


def test_no_form_is_taken_from_elsewhere(house: House) -> None:
    visitor, forged = house.visitor(ADMIN), {"_csrf_token": "0" * 64}
    for path in (OWN, f"{OWN}/defi", f"{OWN}/x/retirer", DOOR, f"{DOOR}/defi"):
        assert visitor.client.post(path, data=forged, headers=HTML).status_code == 403


def copy_of(device: Device) -> Device:
    return Device(key=device.key, id=device.id, holder=device.holder, uses=device.uses)


def house_key(house: House) -> str:
    with house.store.engine.connect() as db:
        return str(db.scalars(select(passkeys.c.passkey_id)).one())


def _bare(answer: Response) -> str:
    """The page without what is drawn for each answer."""
    drawn = ("_csrf", "nonce=", "ptNonce")
    lines = answer.text.splitlines()
    return "\n".join(line for line in lines if not any(word in line for word in drawn))

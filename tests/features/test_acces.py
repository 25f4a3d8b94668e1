"""Accès: all that is held about somebody is read, chosen, and handed over."""

import csv
import json
import re
from html import unescape
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import msgspec
import pytest
from httpx import Response
from pypdf import PdfReader
from pytest_bdd import given, parsers, scenarios, then, when

from crm.accompaniment.commands import RecordIntervention
from crm.person.commands import AssignRole, EndRole, ProvideChannel
from crm.person.domain import RoleAssigned
from crm.privacy.projections.portable import PortableFile
from features.conftest import Served, colleague
from features.paper import plain
from features.visitor import HTML, Site, says

scenarios("acces")

PLACE = "/vie-privee/acces/personne"
TICKED = re.compile(r'name="note" value="([^"]+)"( checked)?><span><div class="tr-texte">([^<]*)')


@pytest.fixture
def officer(served: Served, site: Site) -> Site:
    return colleague(served, site, "privacy_officer")


@pytest.fixture
def leaves() -> list[Response]:
    """What was handed over."""
    return []


@given("je suis connectée comme responsable des renseignements personnels")
def signed_in(officer: Site) -> None:
    assert officer.address == "/"


@given(says('"{name}" siège au conseil de "{body}"'))
def seated(site: Site, name: str, body: str) -> None:
    first, _, last = name.partition(" ")
    holder = site.party(body)
    site.ask(AssignRole(holder=holder, kind="board_member", given_name=first, family_name=last))
    for said in site.store.recorded_between(site.pole_id, 0, 2**62):
        if isinstance(said.event, RoleAssigned):
            site.ids[name] = f"/personnes/{said.event.person_id}"


@given(says('la note "{summary}" au dossier de "{name}"'))
def noted(site: Site, summary: str, name: str) -> None:
    command = RecordIntervention(party=site.party(name), mode="call", summary=summary)
    site.ask(command)


@when(says('j\'ouvre tout ce qui est gardé sur "{name}" depuis la fiche de "{body}"'))
def open_from_record(officer: Site, site: Site, name: str, body: str) -> None:
    officer.open(site.ids[body]).follow("Tout ce qui est gardé")
    assert officer.address == f"{PLACE}/{site.id_of(name)}"


@when(parsers.re(r'je remets le (?P<file>.+) avec la note "(?P<note>[^"]*)"'))
def hand_over(officer: Site, site: Site, leaves: list[Response], file: str, note: str) -> None:
    page = officer.open(f"{PLACE}/{site.id_of('Odile Vraincourt')}")
    offered = {plain(unescape(text)): id for id, _on, text in TICKED.findall(page.answer)}
    written = {"fichier structuré": "json", "document PDF": "pdf"}[file]
    leaves.append(sent(officer, forme=written, note=offered[plain(note)]))


@when(says('je force la remise d\'une note "{summary}" du dossier de "{name}"'))
def force(officer: Site, site: Site, leaves: list[Response], summary: str, name: str) -> None:
    command = RecordIntervention(party=site.party(name), mode="call", summary=summary)
    site.ask(command)
    officer.open(f"{PLACE}/{site.id_of('Odile Vraincourt')}")
    leaves.append(sent(officer, forme="json", note=command.act_id))


def sent(officer: Site, **said: str) -> Response:
    token = officer.client.cookies.get("csrftoken") or ""
    data = said | {"_csrf_token": token}
    return officer.client.post(officer.address, data=data, headers=HTML)


@when(says('une conseillère ouvre tout ce qui est gardé sur "{name}"'))
def opened_by_advisor(site: Site, name: str) -> None:
    site.sign_in()
    site.open(f"{PLACE}/{site.id_of(name)}")


@then(says('la page montre "{words}"'))
def page_shows(officer: Site, words: str) -> None:
    officer.sees(words)


@then("aucune note n'est cochée")
def none_ticked(officer: Site) -> None:
    found = TICKED.findall(officer.answer)
    assert len(found) == 3
    assert not any(on for _id, on, _text in found)


def read(leaves: list[Response]) -> str:
    """All that the file says, on one line."""
    (left,) = leaves
    assert left.status_code == 200, left.text
    if left.headers["content-type"].startswith("application/json"):
        return plain(json.dumps(left.json(), ensure_ascii=False))
    pages = PdfReader(BytesIO(left.content)).pages
    return plain(" ".join(page.extract_text() for page in pages))


@then(parsers.re(r'le (?:fichier|document) dit "(?P<words>[^"]*)"'))
def says_so(leaves: list[Response], words: str) -> None:
    assert plain(words) in read(leaves), read(leaves)


@then(parsers.re(r'le (?:fichier|document) ne dit pas "(?P<words>[^"]*)"'))
def says_not(leaves: list[Response], words: str) -> None:
    assert plain(words) not in read(leaves)


@then("le fichier dit que 2 notes sont retenues")
def withheld(leaves: list[Response]) -> None:
    assert leaves[0].json()["withheld"] == 2


@then("le document est balisé, en français, et se déclare PDF/UA")
def tagged(leaves: list[Response]) -> None:
    catalog: Any = PdfReader(BytesIO(leaves[0].content)).root_object
    assert "/StructTreeRoot" in catalog
    assert catalog["/MarkInfo"]["/Marked"]
    assert str(catalog["/Lang"]).lower().startswith("fr")
    metadata = catalog["/Metadata"].get_object().get_data()
    assert b"pdfuaid:part" in metadata


@then("son nom de fichier ne nomme personne")
def unnamed(leaves: list[Response]) -> None:
    named = leaves[0].headers["content-disposition"]
    assert named == 'attachment; filename="acces-2026-11-19.pdf"'


@then("elle lit que la page ne lui est pas ouverte")
def shut(site: Site) -> None:
    assert site.status == 403
    site.sees("Cette page ne vous est pas ouverte")


@given(says('"{name}" a donné le courriel "{value}"'))
def provided(site: Site, name: str, value: str) -> None:
    site.ask(ProvideChannel(person_id=site.id_of(name), kind="email", value=value))


@given(says('le rôle de "{name}" a pris fin parce que "{reason}"'))
def ended(site: Site, name: str, reason: str) -> None:
    for said in site.store.recorded_between(site.pole_id, 0, 2**62):
        if isinstance(said.event, RoleAssigned) and said.event.person_id == site.id_of(name):
            site.ask(EndRole(role_id=said.event.originator_id, reason=reason))


@when("je remets ce que la personne a fourni")
def port(officer: Site, site: Site, leaves: list[Response]) -> None:
    officer.open(f"{PLACE}/{site.id_of('Odile Vraincourt')}")
    leaves.append(sent(officer, forme="zip"))


def box(leaves: list[Response]) -> dict[str, bytes]:
    """The archive that was handed over."""
    (left,) = leaves
    assert left.status_code == 200, left.text
    with ZipFile(BytesIO(left.content)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


@then(says('l\'archive dit "{one}" et "{other}", avec son schéma'))
def ported(leaves: list[Response], one: str, other: str) -> None:
    held = box(leaves)
    file = msgspec.json.decode(held["portabilite.json"], type=PortableFile)
    assert {one, other} <= {said.text for said in file.provided}
    assert set(held) == {"portabilite.json", "portabilite.csv", "schema.json"}
    named = json.loads(held["schema.json"])["$defs"]["PortableFile"]["properties"]
    assert set(json.loads(held["portabilite.json"])) == set(named)


@then(says('l\'archive ne dit ni "{one}" ni "{other}"'))
def not_ported(leaves: list[Response], one: str, other: str) -> None:
    said = b"".join(box(leaves).values()).decode()
    assert one not in said
    assert other not in said


@then("le tableau commence par la marque UTF-8 et n'a aucune formule")
def safe_table(leaves: list[Response]) -> None:
    table = box(leaves)["portabilite.csv"]
    assert table.startswith(b"\xef\xbb\xbf")
    cells = [cell for row in csv.reader(StringIO(table.decode("utf-8-sig")), delimiter=";")
             for cell in row]  # fmt: skip
    assert "'=odile@courriel.example" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


@then("la remise est notée parmi les consultations")
def noted_handing(officer: Site, site: Site) -> None:
    officer.open(f"/administration/consultations/{site.id_of('Odile Vraincourt')}")
    assert officer.seen().count("Solange Héroux") == 2

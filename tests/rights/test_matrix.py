"""Every route, every role, our pôle and another, shared and not: as docs/rights.md says."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from litestar import get
from litestar.di import NamedDependency

from crm.app import litestar_app
from crm.event_store import EventStore
from crm.settings import Settings
from crm.site.rights import KEY, Undeclared, declared
from rights.conftest import ROLES, House, Pole, opened, quick_passwords

PAGE = Path(__file__).parents[2] / "docs" / "rights.md"
ROW = re.compile(r"^\| `(GET|POST) (/\S*)` \| (.+) \|$")
OPEN, CLOSED, PUBLIC = "yes", "–", "public"
THERE = {200, 204, 303, 409, 422}
EMPTY = {
    "GET /vues/{view_id}", "POST /vues/{view_id}/{verb}",
    "GET /vie-privee/effacements/{erasure_id}", "POST /compte/sessions/{number}/fermer",
    "GET /compte/fournisseurs/{provider}", "POST /compte/fournisseurs/{provider}/delier",
    "POST /compte/fournisseurs/{provider}/lier", "GET /compte/cles/{number}/retirer",
    "POST /compte/cles/{number}/retirer",
}  # fmt: skip
"""Nothing of this kind is in the house: not found, and not refused."""


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def house(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """Each pôle out of the other's reach, by the questions alone and by the database's too."""
    folder = tmp_path_factory.mktemp("rights")
    with quick_passwords():
        if request.param == "sqlite":
            yield from opened(folder)
            return
        with request.getfixturevalue("furnished_servers").lend() as address:
            yield from opened(folder, address)


class Line(NamedTuple):
    """A line of the table: whom a route opens to, and what another pôle finds there."""

    method: str
    path: str
    cells: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    def opens_to(self, role: str) -> bool:
        return self.cells[ROLES.index(role)] == OPEN

    @property
    def elsewhere(self) -> str:
        """What is found at the same address with the ids of another pôle."""
        return self.cells[-1]


def table() -> list[Line]:
    found = [ROW.match(line) for line in PAGE.read_text().splitlines()]
    return [Line(m[1], m[2], tuple(c.strip() for c in m[3].split("|"))) for m in found if m]


LINES = [line for line in table() if PUBLIC not in line.cells]


def test_the_table_names_every_route_and_no_other(house: House) -> None:
    real = {
        f"{method} {plain(path)}"
        for path, handler in declared(house.routes.routes)
        for method in handler.http_methods
        if method in ("GET", "POST") and not path.startswith("/static")
    }
    assert {line.name for line in table()} == real


def test_the_table_says_what_each_route_declares(house: House) -> None:
    written = {line.name: line for line in table()}
    for path, handler in declared(house.routes.routes):
        if path.startswith("/static"):
            continue
        for method in handler.http_methods & {"GET", "POST"}:
            line = written[f"{method} {plain(path)}"]
            if handler.opt.get("public"):
                assert set(line.cells) == {PUBLIC}, line
            else:
                assert {r for r in ROLES if line.opens_to(r)} == handler.opt[KEY].roles, line


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.name)
@pytest.mark.parametrize("role", ROLES)
def test_a_route_answers_as_the_table_says(house: House, line: Line, role: str) -> None:
    visitor = house.visitors[role].enter()  # type: ignore[index]  # one of them
    for address in addresses(line.path, house.ours):
        before = house.store.head()
        status = visitor.ask(line.method, address).status_code
        expected = THERE | {404} if line.name in EMPTY else THERE
        expected = expected if line.opens_to(role) else {403}
        assert status in expected, (address, status)
        assert line.opens_to(role) or house.store.head() == before
    for address in addresses(line.path, house.theirs) if line.elsewhere == "404" else ():
        before = house.store.head()
        status = visitor.ask(line.method, address).status_code
        assert status == (404 if line.opens_to(role) else 403), (address, status)
        assert house.store.head() == before


def test_a_partner_opens_what_is_shared_with_its_organisation_alone(house: House) -> None:
    partner, ours, theirs = house.visitors["partner"], house.ours, house.theirs
    assert ours.shared in partner.read(f"/orientations-recues/{ours.shared}")
    for hidden in (ours.unshared, ours.elsewhere, theirs.shared, theirs.unshared):
        assert partner.ask("GET", f"/orientations-recues/{hidden}").status_code == 404
    page = partner.read("/orientations-recues")
    assert ours.shared in page
    assert not any(id in page for id in (ours.unshared, ours.elsewhere, theirs.shared))


def test_a_route_without_declaration_stops_the_start(house: House, settings: Settings) -> None:
    @get("/oubli", sync_to_thread=True)
    def forgotten(store: NamedDependency[EventStore]) -> int:
        return store.head()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("crm.app.PAGES", [forgotten])
        with pytest.raises(Undeclared, match="/oubli"):
            litestar_app(settings, house.store)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        database=f"sqlite:///{tmp_path}/trame.db", keys=f"sqlite:///{tmp_path}/cles.db",
        secret="s" * 40, secure=False,
    )  # fmt: skip


def plain(path: str) -> str:
    """The path without the kinds of its places."""
    return re.sub(r"\{(\w+):\w+\}", r"{\1}", path)


def addresses(path: str, pole: Pole) -> Iterator[str]:
    """Real addresses of this path, with what this pôle holds."""
    if path == "/accompagnements/{id}/{noun}":
        yield from (f"/accompagnements/{pole.file}/{noun}" for noun in ("besoins", "suites"))
    elif path == "/accompagnements/{id}/{noun}/{item}/{verb}":
        yield f"/accompagnements/{pole.file}/suites/{pole.step}/reporter"
        yield f"/accompagnements/{pole.file}/orientations/{pole.unshared}/partager"
    elif path == "/rapports/releve/actes":
        yield f"{path}?indicateur=I-03"
    elif path.startswith("/entreprises") and "annuler" in path:
        yield path.format(enterprise_id=pole.enterprise, originator_id=pole.file, version=3)
    elif path.startswith(("/vie-privee/effacer", "/vie-privee/acces")):
        yield path.format(kind="projet", id=pole.promoter)
    elif path.startswith(("/vie-privee/demandes", "/vie-privee/incidents")):
        yield path.format(
            about="projet", id=pole.promoter, request_id=pole.request, incident_id=pole.incident
        )
    elif path.startswith("/vie-privee/consentements"):
        yield path.format(
            kind="projet", id=pole.promoter, purpose="research", consent_id=pole.consent
        )
    elif path.startswith("/vie-privee/conservation"):
        yield path.format(of="inactive_promoter", kind="projet", id=pole.silent)
    elif path.startswith("/historique"):
        yield path.format(originator_id=pole.file, version=2)
    else:
        places = {
            "enterprise_id": pole.enterprise, "promoter_id": pole.promoter, "id": pole.file,
            "deed": "jalon", "referral_id": pole.shared, "account_id": pole.spare, "role": "reader",
            "number": "zzz", "erasure_id": pole.need, "subject_id": pole.file, "name": "directory",
            "role_id": pole.role, "item": pole.shared, "transfer_id": pole.transfer,
            "document_id": pole.document, "tool_id": pole.tool, "edition": "1",
            "provider": "zzz", "milestone": "idea", "hand_id": pole.shared,
            "place": "dossier",
            "view_id": pole.need, "verb": "supprimer",
            "about": "rencontre", "thing_id": pole.act, "confirmation_id": pole.shared,
        }  # fmt: skip
        yield path.format(**places)

"""No page asks the database much, and none asks more because there is more to show."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from litestar.testing import TestClient
from litestar.types import ASGIApp
from sqlalchemy import Engine, event

from crm.accompaniment.commands import OpenAccompaniment, RecordIntervention
from crm.account.commands import users
from crm.account.commands.sessions import Sessions
from crm.account.pages.sessions import COOKIE
from crm.app import PROJECTIONS, create_app
from crm.demo.names import TEAM
from crm.directory.commands import ListTool
from crm.ecosystem.commands import RegisterOrganisation
from crm.enterprise.commands import (
    AdoptTool,
    DeclareDeparture,
    RecordBoardPortrait,
    RecordWorkforcePortrait,
    RegisterEnterprise,
)
from crm.event_store import Author, Command, EventStore, open_event_store
from crm.event_store.events import new_id
from crm.person.commands import AssignRole
from crm.promoter.commands import ReachMilestone, WelcomePromoter
from crm.settings import Settings
from crm.site.french import today_here
from crm.vocabulary import Address, PartyRef
from demo.test_pages import signed_in
from demo_house import Demo
from demo_walk import DOORS, FILTERED, HTML, TWICE, links, shape

MOST = 12
"""Statements of a page, its session and its menu included."""
Client = TestClient[ASGIApp]


@contextmanager
def said_to(engine: Engine) -> Iterator[list[str]]:
    """The statements that an engine is told meanwhile."""
    said: list[str] = []

    def note(_db: object, _cursor: object, sql: str, *_rest: object) -> None:
        if sql != "BEGIN":
            said.append(sql)

    event.listen(engine, "before_cursor_execute", note)
    yield said
    event.remove(engine, "before_cursor_execute", note)


def visited(client: Client, url: str) -> str:
    return client.get(url, headers=HTML).text


def test_no_page_of_the_demonstration_asks_much(demo: Demo) -> None:
    """When the process has just forgotten all it kept in memory, and the next time."""
    client = signed_in(demo, TEAM[0][1])
    todo = [*DOORS, *(address.format(advisor=new_id()) for address in FILTERED)]
    met, times, counts = set(todo), dict[object, int](), dict[str, tuple[int, int, int]]()
    while todo:
        url = todo.pop(0)
        times[shape(url)] = times.get(shape(url), 0) + 1
        if times[shape(url)] > TWICE:
            continue
        demo.store.keyring.erase(new_id())
        with said_to(demo.store.engine) as first:
            text = visited(client, url)
        with said_to(demo.store.engine) as again, said_to(demo.store.keyring.engine) as keys:
            visited(client, url)
        counts[url] = len(first), len(again), len(keys)
        new = [link for link in links(url, text) if link not in met]
        met.update(new)
        todo += new
    assert len(counts) > 40
    assert {url: said for url, said in counts.items() if max(said[:2]) > MOST or said[2] > 1} == {}


class Town:
    """A pôle in which everything is told as often as asked, and somebody who looks."""

    def __init__(self, store: EventStore, settings: Settings) -> None:
        self.store, self.today = store, today_here()
        self.account_id, self.pole_id = users.create_user(
            store, settings.secret, name="Ariane", email="a@pole.example",
            password="une phrase assez longue", new_pole="Essai",
        )  # fmt: skip
        self.tools, self.partner, self.first = [new_id(), new_id()], new_id(), new_id()
        for tool in self.tools:
            self.ask(ListTool(name=f"Outil {tool}", tool_id=tool))
        self.ask(RegisterOrganisation(name="Partenaire", organisation_id=self.partner))
        self.file, self.project = new_id(), new_id()
        self.client: Client = TestClient(create_app(settings, store), "http://trame.test")
        self.client.cookies.set(COOKIE, Sessions(store.engine, store.engine).open(self.account_id))
        self.known()

    def ask(self, command: Command) -> None:
        author = Author(pole_id=self.pole_id, actor_id=self.account_id, command_id=new_id())
        self.store.handle(command, author)

    def known(self, id: str = "") -> None:
        """One more enterprise, with all that may be known of it."""
        id, day = id or self.first, self.today - timedelta(days=90)
        place = Address(municipality="Ici", mrc="350")
        self.ask(RegisterEnterprise(
            enterprise_id=id, name=f"Coop {id}", address=place, follow=True, occurred_on=day
        ))  # fmt: skip
        party = PartyRef(kind="enterprise", id=id)
        file, project = (self.file, self.project) if id == self.first else (new_id(), new_id())
        self.ask(OpenAccompaniment(parties=(party,), accompaniment_id=file, occurred_on=day))
        self.ask(WelcomePromoter(
            names=("Ida", "Noé"), notice="spoken", working_title="Coop", promoter_id=project
        ))  # fmt: skip
        self.more(id, file, project, "idea")

    def more(self, id: str, file: str, project: str, milestone: str) -> None:
        """More of all that lies under an enterprise, a file and a project."""
        day = self.today - timedelta(days=70)
        self.ask(RecordWorkforcePortrait(enterprise_id=id, headcount=9, aged_55_plus=2))
        self.ask(RecordBoardPortrait(enterprise_id=id, seats=7))
        self.ask(DeclareDeparture(enterprise_id=id, horizon="up_to_24_months"))
        self.ask(AdoptTool(enterprise_id=id, tool_id=self.tools[milestone == "idea"]))
        for number in range(3):
            self.ask(RecordIntervention(
                accompaniment_id=file, occurred_on=day, mode="call", minutes=30, action="R5",
                summary="Vu", themes=("financing", "governance"), tool_ids=tuple(self.tools),
                organisation_id=self.partner, next_step="Rappeler",
                next_step_due_on=self.today - timedelta(days=number), new_person=f"Ida {number}",
            ))  # fmt: skip
        for _turn in range(2):
            holder = PartyRef(kind="enterprise", id=id)
            self.ask(AssignRole(holder=holder, kind="contact", as_written="Ida Coop"))
        self.ask(ReachMilestone(promoter_id=project, milestone=milestone))  # type: ignore[arg-type]  # one of them

    def counts(self) -> dict[str, int]:
        """By page, how many statements it asks once the process is warm."""
        party, id, found = f"enterprise:{self.first}", self.first, {}
        paths = [
            "/", "/?equipe=1", "/entreprises", "/entreprises?q=coop", f"/entreprises/{id}",
            f"/entreprises/{id}?au={self.today - timedelta(days=1)}", "/accompagnements",
            "/calendrier", "/calendrier?equipe=1", f"/entreprises/{id}/visite",
            f"/projets/{self.project}/visite",
            "/accompagnements?silence=60", f"/accompagnements/{self.file}", "/projets",
            f"/projets/{self.project}", f"/noter?organisation={party}", "/rapports/suivi",
            "/rapports/suivi/actes", "/rapports/releve", "/rapports/releve/actes?indicateur=I-03",
            "/rapports/releve/actes?indicateur=I-05",
        ]  # fmt: skip
        for path in paths:
            assert self.client.get(path, headers=HTML).status_code == 200, path
            with said_to(self.store.engine) as said:
                visited(self.client, path)
            found[path] = len(said)
        token = {"_csrf_token": self.client.cookies["csrftoken"]}
        for path, typed in (
            ("/recherche", "q"),
            ("/palette", "q"),
            ("/noter/organisations", "organisation_nom"),
        ):
            body = urlencode(token | {typed: "coop"})
            kind = {"content-type": "application/x-www-form-urlencoded"}
            asked = self.client.post(path, content=body, headers=HTML | kind)
            assert asked.status_code == 200, path
            with said_to(self.store.engine) as said:
                self.client.post(path, content=body, headers=HTML | kind)
            found[path] = len(said)
        return found


@pytest.fixture
def town(furnished_url: str, tmp_path: Path) -> Iterator[Town]:
    settings = Settings(
        database=furnished_url, keys=f"sqlite:///{tmp_path / 'keys.db'}", secret="x" * 40,
        secure=False,
    )  # fmt: skip
    store = open_event_store(settings, PROJECTIONS)
    yield Town(store, settings)
    store.close()


def test_more_to_show_is_not_more_to_ask(town: Town) -> None:
    before = town.counts()
    for _turn in range(3):
        town.known(new_id())
    town.more(town.first, town.file, town.project, "startup")
    assert town.counts() == before
    assert max(before.values()) <= MOST

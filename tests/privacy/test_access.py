"""All that is held about somebody: complete, quick, and nothing that was not chosen."""

import json
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

import pytest
from msgspec.structs import replace
from pypdf import PdfReader

from crm.accompaniment.commands import RecordIntervention
from crm.account.commands import create_user
from crm.app import PROJECTIONS
from crm.cli import run
from crm.enterprise.commands.registering import RegisterEnterprise
from crm.event_store import Author, EventStore, open_event_store
from crm.event_store.commands import Command, Desk
from crm.event_store.events import Event, new_id
from crm.person.commands import AssignRole, ProvideChannel
from crm.privacy.domain.data_map import DATA_MAP
from crm.privacy.projections.portable import portable_file
from crm.promoter.commands import DescribeProject, WelcomePromoter
from crm.promoter.domain.events import PromoterProjectDescribed
from crm.promoter.domain.promoter import Promoter
from crm.settings import Settings
from crm.site.consultations import Consultations
from crm.vocabulary import PartyRef

ENTRIES = 40
HOSTILE = "Odile Vraincourt *a dit* #panic() <x> $ 2 $ /* @y"


class Case(NamedTuple):
    """Somebody named in many entries of an enterprise's file."""

    store: EventStore
    person: str


@pytest.fixture
def case(furnished_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Case]:
    monkeypatch.setenv("CRM_DATABASE_URL", furnished_url)
    monkeypatch.setenv("CRM_KEYRING_URL", f"sqlite:///{tmp_path / 'keys.db'}")
    monkeypatch.setenv("CRM_SECRETS", str(tmp_path / "secrets.json"))
    settings = Settings.read()
    with closing(open_event_store(settings, PROJECTIONS)) as store:
        account, pole = create_user(
            store, settings.secret, name="Ada", email="ada@pole.example",
            password="une phrase assez longue", new_pole="Pôle",
        )  # fmt: skip

        def do(command: Command) -> None:
            store.handle(command, Author(pole_id=pole, actor_id=account, command_id=new_id()))

        body = RegisterEnterprise(name="Coop du Moulin")
        holder = PartyRef(kind="enterprise", id=body.enterprise_id)
        do(body)
        do(AssignRole(
            holder=holder, kind="board_member", given_name="Odile", family_name="Vraincourt"
        ))  # fmt: skip
        with store.engine.connect() as db:
            person = str(db.exec_driver_sql("SELECT person_id FROM people").scalar_one())
        do(ProvideChannel(person_id=person, kind="email", value="odile@courriel.example"))
        for n in range(ENTRIES):
            said = f"rencontre {n} : Odile Vraincourt présente le budget" if n else HOSTILE
            do(RecordIntervention(party=holder, mode="call", summary=said))
        yield Case(store, person)


def test_somebody_named_in_forty_entries_is_answered_at_once(case: Case, tmp_path: Path) -> None:
    paper, data = tmp_path / "a.pdf", tmp_path / "a.json"
    chosen = [str(n) for n in range(1, ENTRIES + 1)]
    begun = time.perf_counter()
    asked = ["access", case.person, "--pdf", str(paper), "--json", str(data), "--avec", *chosen]
    assert run(asked) == 0
    assert time.perf_counter() - begun < 5
    said = json.loads(data.read_bytes())
    assert len(said["elsewhere"]) == ENTRIES
    assert said["withheld"] == 0
    assert {one["text"] for one in said["own"]} >= {"Odile", "Vraincourt", "odile@courriel.example"}
    assert any("Coop du Moulin" in act["sentence"] for act in said["acts"])
    assert said["may_read"] == [{"role": "advisor", "accounts": 1}]
    assert said["consulted"] == []
    assert said["officer"] == "la plus haute autorité du pôle"
    read = " ".join(" ".join(page.extract_text() for page in PdfReader(paper).pages).split())
    assert "odile@courriel.example" in read
    assert read.count("présente le budget") == ENTRIES - 1
    assert "#panic()" in read
    assert paper.stat().st_mode & 0o077 == 0


def test_nothing_of_others_leaves_unless_it_is_chosen(
    case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "a.json"
    assert run(["access", case.person, "--json", str(data), "--avec", "2"]) == 0
    said = json.loads(data.read_bytes())
    assert [one["text"] for one in said["elsewhere"]] == [
        "rencontre 1 : Odile Vraincourt présente le budget"
    ]
    assert said["withheld"] == ENTRIES - 1
    assert "→   2" in capsys.readouterr().out


def test_nobody_is_said_to_be_nobody(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["access", new_id()]) == 1
    assert "Rien de lisible" in capsys.readouterr().err


def test_only_what_was_provided_is_ported_as_it_stands(case: Case, tmp_path: Path) -> None:
    box = tmp_path / "p.zip"
    assert run(["access", case.person, "--portabilite", str(box)]) == 0
    with ZipFile(box) as opened:
        said = json.loads(opened.read("portabilite.json"))
    assert {one["text"] for one in said["provided"]} == {
        "Odile", "Vraincourt", "odile@courriel.example"
    }  # fmt: skip
    known = {f"{one['field']}": DATA_MAP[one["field"]].origin for one in said["provided"]}
    assert set(known.values()) == {"provided"}
    assert box.stat().st_mode & 0o077 == 0


def test_a_correction_ports_what_stands_alone(furnished_url: str, tmp_path: Path) -> None:
    settings = Settings(
        database=furnished_url, keys=f"sqlite:///{tmp_path / 'k.db'}", secret="s" * 40
    )
    with closing(open_event_store(settings, PROJECTIONS)) as store:
        account, pole = create_user(
            store, settings.secret, name="Ada", email="ada@pole.example",
            password="une phrase assez longue", new_pole="Pôle",
        )  # fmt: skip
        author = Author(pole_id=pole, actor_id=account, command_id=new_id())
        welcome = WelcomePromoter(names=("Ida Roy",), notice="spoken", working_title="Cafe")
        store.handle(welcome, author)
        project = welcome.promoter_id
        for title in ("Halte", "Relais"):
            described = DescribeProject(promoter_id=project, working_title=title)
            store.handle(described, replace(author, command_id=new_id()))
        held = [recorded.event for recorded in store.stream(project)]
        two, three = held[1], held[2]
        assert isinstance(two, PromoterProjectDescribed)
        with_hand = CorrectAndTakeBack(
            project=project, corrected=two, title="Auberge", withdrawn=three
        )
        store.handle(with_hand, replace(author, command_id=new_id()))
        file = portable_file(store, author.pole_id, "promoter", project, date(2026, 11, 19))
    texts = [one.text for one in file.provided]
    assert "Auberge" in texts
    assert not {"Halte", "Relais"} & set(texts)


class CorrectAndTakeBack(Command, frozen=True, kw_only=True):
    """One description is said again, the next is taken back."""

    project: str
    corrected: PromoterProjectDescribed
    title: str
    withdrawn: Event

    def decide(self, desk: Desk) -> None:
        held, by = desk.load(Promoter, self.project), desk.occurrence(self)
        held.correct(by, self.corrected, replace(self.corrected, working_title=self.title))
        held.take_back(by, self.withdrawn)


def test_who_consulted_is_told_by_role(case: Case, tmp_path: Path) -> None:
    data = tmp_path / "a.json"
    with case.store.engine.connect() as db:
        account, pole = db.exec_driver_sql("SELECT account_id, pole_id FROM accounts").one()
    held = Consultations(case.store.builder.engine, 24, lambda: 1_795_000_000_000_000)
    held.prepare()
    for subject in (case.person, case.person, new_id()):
        held.note(str(pole), str(account), "access", subject)
    held.close()
    assert run(["access", case.person, "--json", str(data)]) == 0
    assert json.loads(data.read_bytes())["consulted"] == [
        {"role": "advisor", "times": 2, "last": "2026-11-18"}
    ]

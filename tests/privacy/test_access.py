"""All that is held about somebody: complete, quick, and nothing that was not chosen."""

import json
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest
from pypdf import PdfReader

from crm.accompaniment.commands import RecordIntervention
from crm.account.commands import create_user
from crm.app import PROJECTIONS
from crm.cli import run
from crm.enterprise.commands.registering import RegisterEnterprise
from crm.event_store import Author, EventStore, open_event_store
from crm.event_store.commands import Command
from crm.event_store.events import new_id
from crm.person.commands import AssignRole, ProvideChannel
from crm.settings import Settings
from crm.vocabulary import PartyRef

ENTRIES = 40
HOSTILE = "Odile Vraincourt *a dit* #panic() <x> $ 2 $ /* @y"


class Case(NamedTuple):
    """Somebody named in many entries of an enterprise's file."""

    store: EventStore
    person: str


@pytest.fixture
def case(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Case]:
    monkeypatch.setenv("CRM_DATABASE_URL", database_url)
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

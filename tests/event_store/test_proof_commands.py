"""`crm checkpoint` and `crm verify`: what they print, and the status they end with."""

import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import get_args

import pytest
from sqlalchemy import text

from crm.app import PROJECTIONS
from crm.cli import run
from crm.cli.proof import SENTENCES, sentence
from crm.enterprise.commands.registering import RegisterEnterprise
from crm.event_store import Author, Fault, open_event_store
from crm.event_store.databases import open_engine
from crm.event_store.events import new_id
from crm.event_store.proof.faults import Kind
from crm.settings import Settings, kept_secrets
from event_store.vault import hand_on

Crm = Callable[..., tuple[int, str]]
AUTHOR = (new_id(), new_id())


@pytest.fixture
def surroundings(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """What the environment says to the command line."""
    for name, value in (
        ("CRM_DATABASE_URL", database_url),
        ("CRM_KEYRING_URL", f"sqlite:///{tmp_path / 'keys.db'}"),
        ("CRM_SECRETS", str(tmp_path / "secrets.json")),
    ):
        monkeypatch.setenv(name, value)
    return Settings.read()


@pytest.fixture
def crm(surroundings: Settings, capsys: pytest.CaptureFixture[str]) -> Crm:
    """A command: its status, and what it printed in good French."""

    def command(*words: str) -> tuple[int, str]:
        try:
            status = run(words)
        except SystemExit as ended:
            status = int(str(ended.code))
        said = capsys.readouterr()
        assert not re.search(r"\w [:%»](?!\w)|« ", said.out), said.out
        return status, (said.out + said.err).replace("\u00a0", " ")

    return command


def record(surroundings: Settings, count: int) -> None:
    with closing(open_event_store(surroundings, PROJECTIONS)) as store:
        for number in range(count):
            pole_id, actor_id = AUTHOR
            author = Author(pole_id=pole_id, actor_id=actor_id, command_id=new_id())
            store.handle(RegisterEnterprise(name=f"Coopérative {number}"), author)


def touch(surroundings: Settings, sql: str) -> None:
    with hand_on(open_engine(surroundings.database)).begin() as db:
        db.execute(text(sql))


def test_signing_then_verifying(crm: Crm, surroundings: Settings) -> None:
    record(surroundings, 3)
    status, said = crm("verify")
    assert (status, said.splitlines()) == (
        0,
        [
            "3 événements, 0 point de contrôle : rien à signaler.",
            "À la fin, 3 événements ne sont pas encore signés : « crm checkpoint » les signe.",
        ],
    )
    status, said = crm("checkpoint")
    assert (status, said.splitlines()[1].split()) == (
        0,
        ["événements", "3,", "jusqu’à", "la", "position", "3"],
    )
    assert crm("verify", "--vues") == (0, "3 événements, 1 point de contrôle : rien à signaler.\n")
    assert crm("checkpoint")[1].startswith(
        "Rien de nouveau depuis.\nPoint de contrôle 1, signé le "
    )


def test_machines_read_it(crm: Crm, surroundings: Settings) -> None:
    assert crm("checkpoint", "--json") == (0, "null\n")
    record(surroundings, 2)
    signed = json.loads(crm("checkpoint", "--json")[1])
    found = json.loads(crm("verify", "--json")[1])
    assert found == {"events": 2, "unsigned": 0, "checkpoints": 1, "last": signed, "faults": []}
    touch(surroundings, "DELETE FROM events WHERE position=2")
    status, said = crm("verify", "--json")
    by_kind = {fault["kind"]: fault for fault in json.loads(said)["faults"]}
    assert (status, by_kind["missing"]) == (
        1,
        {
            "kind": "missing",
            "position": 2,
            "checkpoint": 1,
            "sentence": "L’événement 2 manque : le point de contrôle 1 le signe.",
        },
    )


def test_what_was_touched_is_named(crm: Crm, surroundings: Settings) -> None:
    record(surroundings, 3)
    crm("checkpoint")
    touch(surroundings, "UPDATE events SET source='api' WHERE position=2")
    status, said = crm("verify", "--vues")
    first, count, views = said.splitlines()
    assert status == 1
    assert first.startswith("L’événement 2 (flux ")
    assert first.endswith("a été altéré : le point de contrôle 1 signe autre chose.")
    assert count == "3 événements, 1 point de contrôle : 1 faute."
    assert views.startswith("Les vues n’ont pas été comparées")


def test_a_view_that_events_do_not_explain_is_named(crm: Crm, surroundings: Settings) -> None:
    record(surroundings, 3)
    crm("checkpoint")
    touch(surroundings, "UPDATE enterprises_g1 SET name='Autre' WHERE position=2")
    assert crm("verify")[0] == 0
    status, said = crm("verify", "--vues")
    assert (status, said.splitlines()[0]) == (
        1,
        "La vue who_we_know n’est pas ce que disent les événements.",
    )
    assert crm("verify", "--vues")[0] == 1


def test_a_view_that_is_late_is_named(crm: Crm, surroundings: Settings) -> None:
    record(surroundings, 1)
    touch(
        surroundings,
        "UPDATE projection_generations SET state='stale' WHERE projection='what_happened'",
    )
    assert crm("verify", "--vues")[1].startswith("La vue what_happened est en retard.\n")


def test_anchors(crm: Crm, surroundings: Settings, tmp_path: Path) -> None:
    anchor, export = str(tmp_path / "anchor.json"), str(tmp_path / "export.json")
    assert crm("checkpoint", "--export", anchor) == (
        1,
        "Il n’y a encore aucun point de contrôle à exporter.\n",
    )
    record(surroundings, 2)
    assert crm("checkpoint", "--export", anchor)[0] == 0
    record(surroundings, 2)
    stream = _stream(surroundings)
    status, _ = crm("checkpoint", "--export", export, "--flux", stream, "--ancre", anchor, "--tous")
    told = json.loads(Path(export).read_text())
    assert (status, len(told["checkpoints"]), len(told["events"])) == (0, 2, 1)
    assert crm("verify", "--ancre", anchor, "--ancre", export)[0] == 0
    touch(surroundings, "DELETE FROM checkpoints WHERE number=2")
    assert crm("verify")[0] == 0
    status, said = crm("verify", "--ancre", export)
    assert status == 1
    assert said.startswith("Le point de contrôle 2 de l’ancre n’est plus dans la base : ")
    assert said.splitlines()[0].endswith("jusqu’à l’événement 4 au moins.")


def _stream(surroundings: Settings) -> str:
    with closing(open_event_store(surroundings, PROJECTIONS)) as store:
        return store.events([3])[0].event.originator_id


def test_a_key_that_changed_is_recognised_when_given(
    crm: Crm, surroundings: Settings, tmp_path: Path
) -> None:
    record(surroundings, 2)
    former = json.loads(crm("checkpoint", "--json")[1])["public_key"]
    secrets = tmp_path / "secrets.json"
    secrets.write_text(json.dumps(kept_secrets(secrets) | {"proof": "another"}))
    status, said = crm("verify")
    told = f"À partir du point de contrôle 1, une clé inconnue signe : {former}. "
    assert (status, said.splitlines()[0]) == (
        1,
        told + "Si elle est l’une des vôtres, donnez-la par --cle.",
    )
    assert crm("verify", "--cle", former)[0] == 0


def test_what_is_not_asked_rightly(crm: Crm, tmp_path: Path) -> None:
    for words in (
        ["verify", "--cle", "zz"],
        ["verify", "--cle", "00"],
        ["verify", "--ancre", str(tmp_path / "absent")],
        ["checkpoint", "--tous"],
        ["checkpoint", "--export", "x", "--flux", "pas-un-flux"],
    ):
        status, said = crm(*words)
        assert status == 2
        assert "argument" not in said


def test_a_stream_without_events_is_told(crm: Crm, surroundings: Settings, tmp_path: Path) -> None:
    record(surroundings, 1)
    lost, path = new_id(), str(tmp_path / "export.json")
    status, said = crm("checkpoint", "--export", path, "--flux", lost)
    assert (status, f"Le flux {lost} n’a aucun événement." in said) == (0, True)


def test_a_broken_checkpoint_is_told(crm: Crm, surroundings: Settings) -> None:
    record(surroundings, 1)
    crm("checkpoint")
    touch(surroundings, "UPDATE checkpoints SET signed_at=1")
    status, said = crm("checkpoint")
    assert status == 1
    assert said.startswith("Le point de contrôle 1 n’est plus ce qui a été signé")


def test_where_there_is_no_event_store(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """And none is made."""
    path = tmp_path / "absent.db"
    monkeypatch.setenv("CRM_DATABASE_URL", f"sqlite:///{path}")
    monkeypatch.setenv("CRM_KEYRING_URL", f"sqlite:///{tmp_path / 'keys.db'}")
    monkeypatch.setenv("CRM_SECRETS", str(tmp_path / "secrets.json"))
    for _ in range(2):
        assert run(["verify"]) == 1
        assert capsys.readouterr().err == "Il n’y a pas de dépôt d’événements dans cette base.\n"
    assert not path.exists()
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE other(x)")
    assert run(["verify"]) == 1
    path.write_bytes(b"Nothing of the kind." * 100)
    assert run(["verify"]) == 1
    assert capsys.readouterr().out.startswith("La base est abîmée\u00a0: file is not a database\n")


def test_every_fault_has_its_sentence() -> None:
    assert set(get_args(Kind)) == set(SENTENCES)
    for kind in get_args(Kind):
        said = sentence(
            Fault(kind=kind, position=1, stream="f", version=2, checkpoint=3, detail="4-6")
        )
        assert "{" not in said
        assert "None" not in said

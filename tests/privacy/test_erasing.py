"""An erasure: what is held about somebody can be read nowhere, and everything else stands."""

import logging
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import create_engine

from crm.accompaniment.commands import OpenAccompaniment, RecordIntervention
from crm.account.commands import create_user
from crm.app import PROJECTIONS
from crm.cli import run
from crm.cli.chores import chores
from crm.enterprise.commands.registering import RegisterEnterprise
from crm.event_store import Author, EventStore, open_event_store
from crm.event_store.commands import Command
from crm.event_store.events import new_id
from crm.event_store.keyring import HEARD
from crm.event_store.sealing import ERASED
from crm.event_store.worker import Worker
from crm.person.commands import AssignRole, ProvideChannel
from crm.privacy.commands import erase, hold_erasures, take_up_erasures
from crm.privacy.commands.erasing import CompleteErasure, DecideErasure
from crm.privacy.domain.erasure import AlreadyErased, NothingToErase
from crm.privacy.projections.erasures import erasures_of
from crm.privacy.projections.held import held_about
from crm.promoter.commands import WelcomePromoter
from crm.settings import Settings
from crm.vocabulary import PartyRef

SAID = {
    "name": "Odile Vraincourt",
    "email": "odile.vraincourt@courriel.example",
    "phone": "418 555-0142",
    "project": "Buanderie Vraincourt",
    "idea": "laver le linge des restaurants",
    "own": "pense quitter son emploi en mars",
    "named": "Odile Vraincourt viendra au conseil",
    "family": "vu M. Vraincourt, son cousin sans doute",
    "other": "toiture à refaire avant l’hiver",
}


class Case(NamedTuple):
    """A person, her project, and an enterprise whose notes speak of her."""

    store: EventStore
    settings: Settings
    author: Author
    person: str
    promoter: str
    notes: dict[str, str]


@pytest.fixture
def surroundings(furnished_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name, value in (
        ("CRM_DATABASE_URL", furnished_url),
        ("CRM_KEYRING_URL", f"sqlite:///{tmp_path / 'keys.db'}"),
        ("CRM_SECRETS", str(tmp_path / "secrets.json")),
    ):
        monkeypatch.setenv(name, value)
    return Settings.read()


@pytest.fixture
def case(surroundings: Settings) -> Iterator[Case]:
    with closing(open_event_store(surroundings, PROJECTIONS)) as store:
        yield told(store, surroundings)


def told(store: EventStore, settings: Settings) -> Case:
    account, pole = create_user(
        store, settings.secret, name="Ada", email="ada@pole.example",
        password="une phrase assez longue", new_pole="Pôle",
    )  # fmt: skip
    author = Author(pole_id=pole, actor_id=account, command_id="")

    def do(command: Command) -> None:
        said = Author(pole_id=pole, actor_id=account, command_id=new_id())
        store.handle(command, said)

    body = RegisterEnterprise(name="Coop du Moulin")
    role = AssignRole(
        holder=PartyRef(kind="enterprise", id=body.enterprise_id), kind="board_member",
        given_name="Odile", family_name="Vraincourt",
    )  # fmt: skip
    do(body)
    do(role)
    with store.engine.connect() as db:
        person = db.exec_driver_sql("SELECT person_id FROM people").scalar_one()
    do(ProvideChannel(person_id=str(person), kind="email", value=SAID["email"]))
    do(ProvideChannel(person_id=str(person), kind="phone", value=SAID["phone"]))
    project = WelcomePromoter(
        person_ids=(str(person),), notice="spoken",
        working_title=SAID["project"], idea=SAID["idea"],
    )  # fmt: skip
    do(project)
    mine = OpenAccompaniment(parties=(PartyRef(kind="promoter", id=project.promoter_id),))
    others = OpenAccompaniment(parties=(PartyRef(kind="enterprise", id=body.enterprise_id),))
    do(mine)
    do(others)
    files = {"own": mine, "named": others, "family": others, "other": others}
    for note, file in files.items():
        do(RecordIntervention(accompaniment_id=file.accompaniment_id, summary=SAID[note]))
    return Case(store, settings, author, str(person), project.promoter_id, dict(SAID))


def summaries(store: EventStore, pole_id: str) -> list[str]:
    """As another process reads them, once it has heard of the erasure."""
    time.sleep(HEARD + 0.05)
    found = store.recorded_between(pole_id, 0, 2**62)
    return [said for one in found if (said := getattr(one.event, "summary", ""))]


def files_of(settings: Settings, here: Path) -> Iterator[Path]:
    """Every file that this house has written, the server's own included."""
    yield from (path for path in here.rglob("*") if path.is_file())
    if settings.database.startswith("postgresql"):
        server = create_engine(settings.database, isolation_level="AUTOCOMMIT")
        with server.connect() as db:
            db.exec_driver_sql("CHECKPOINT")
            data = Path(db.exec_driver_sql("SHOW data_directory").scalar_one())
        server.dispose()
        yield from (path for path in data.rglob("*") if path.is_file())


def found_in(settings: Settings, here: Path, wanted: dict[str, bytes]) -> list[tuple[str, str]]:
    return [
        (path.name, name)
        for path in files_of(settings, here)
        for name, bytes_ in wanted.items()
        if bytes_ in path.read_bytes()
    ]


def keys_of(here: Path) -> dict[str, bytes]:
    """The wrapped keys that open what is said of her, as they lie in the file."""
    with closing(sqlite3.connect(here / "keys.db")) as db:
        return {
            f"{s} {c}": key
            for s, c, key in db.execute("SELECT subject, seal_class, wrapped FROM keys")
        }


def test_no_byte_of_somebody_erased_is_left(
    case: Case, tmp_path: Path, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    store, pole = case.store, case.author.pole_id
    head, before = store.head(), store.checksums()
    events = len(store.recorded_between(pole, 0, 2**62))
    keys = keys_of(tmp_path)
    assert run(["erase", case.person, "--oui", "--aussi", "toutes", "--motif", "demande"]) == 0
    assert "identité : 2 clés détruites" in capsys.readouterr().out.replace("\u00a0", " ")
    gone = {name: key for name, key in keys.items() if key not in keys_of(tmp_path).values()}
    assert len(gone) >= 7
    said = {name: text.encode() for name, text in SAID.items() if name != "other"}
    assert found_in(case.settings, tmp_path, gone | said) == []
    assert not [text for text in SAID.values() if text in caplog.text]
    assert store.checksums(head) == before
    assert len(store.recorded_between(pole, 0, 2**62)) == events + 2
    assert sorted(summaries(store, pole)) == sorted([ERASED] * 3 + [SAID["other"]])
    assert run(["verify", "--vues"]) == 0


def test_a_scan_would_find_what_is_left(case: Case, tmp_path: Path) -> None:
    (tmp_path / "export.csv").write_text(f"nom;{SAID['name']}", encoding="utf-8")
    keys = {"her key": next(iter(keys_of(tmp_path).values()))}
    found = found_in(case.settings, tmp_path, keys | {"name": SAID["name"].encode()})
    assert ("export.csv", "name") in found
    assert {name for _, name in found} == {"her key", "name"}


def test_what_is_hers_what_names_her_and_what_perhaps_does(case: Case) -> None:
    held = held_about(case.store, case.author.pole_id, "person", case.person)
    ties = {one.holding.clear: one.tie for one in held}
    own = {"Odile", "Vraincourt", *(SAID[n] for n in ("email", "phone", "project", "idea", "own"))}
    assert {clear for clear, tie in ties.items() if tie == "own"} == own
    assert ties[SAID["named"]] == "named"
    assert ties[SAID["family"]] == "perhaps"
    assert SAID["other"] not in ties


def test_a_perhaps_is_kept_unless_it_is_asked_for(
    case: Case, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["erase", case.person, "--oui"]) == 0
    assert "Gardés : 1." in capsys.readouterr().out.replace("\u00a0", " ")
    left = summaries(case.store, case.author.pole_id)
    assert sorted(left) == sorted([ERASED] * 2 + [SAID["family"], SAID["other"]])


def test_what_is_kept_on_purpose_stays(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    held = held_about(case.store, case.author.pole_id, "person", case.person)
    number = next(n for n, one in enumerate(held, 1) if one.tie == "named")
    assert run(["erase", case.person, "--oui", "--sauf", str(number)]) == 0
    assert SAID["named"] in summaries(case.store, case.author.pole_id)
    capsys.readouterr()


def test_a_project_alone(case: Case) -> None:
    held = held_about(case.store, case.author.pole_id, "promoter", case.promoter)
    assert {one.holding.clear for one in held} == {SAID["project"], SAID["idea"], SAID["own"]}


def test_a_project_takes_those_known_for_it_alone(case: Case) -> None:
    welcome = WelcomePromoter(names=("Ida Roy",), person_ids=(case.person,), notice="spoken")
    case.store.handle(welcome, anew(case))
    held = held_about(case.store, case.author.pole_id, "promoter", welcome.promoter_id)
    assert {one.holding.clear for one in held if one.tie == "own"} == {"Ida Roy"}


def test_nothing_goes_without_a_yes(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["erase", case.person]) == 1
    assert "Ajoutez --oui" in capsys.readouterr().err
    assert ERASED not in summaries(case.store, case.author.pole_id)


def test_a_second_erasure_finds_nothing(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["erase", case.person, "--oui", "--aussi", "toutes"]) == 0
    assert run(["erase", case.person, "--oui"]) == 1
    assert "Rien n’est effacé." in capsys.readouterr().out
    with pytest.raises(NothingToErase):
        erase(
            case.store, anew(case), kind="person", subject_id=case.person, ground="unlawful",
            subjects=[],
        )  # fmt: skip


def anew(case: Case) -> Author:
    return Author(pole_id=case.author.pole_id, actor_id=case.author.actor_id, command_id=new_id())


def test_what_a_failure_interrupted_is_taken_up_once(case: Case) -> None:
    decision = DecideErasure(
        erasure_id=new_id(), kind="person", subject_id=case.person, ground="request",
        subjects=(case.person,),
    )  # fmt: skip
    case.store.handle(decision, anew(case))
    with case.store.engine.connect() as db:
        (begun,) = erasures_of(db, case.author.pole_id)
    assert (begun.completed_on, begun.keys) == (None, None)
    (done,) = take_up_erasures(case.store)
    assert {key.seal_class for key in done.keys} == {"identity", "contact"}
    assert take_up_erasures(case.store) == []
    with case.store.engine.connect() as db:
        (ended,) = erasures_of(db, case.author.pole_id)
    assert ended.completed_on is not None
    assert ended.keys == len(done.keys) == 2


def test_sent_twice_it_is_one_erasure(case: Case) -> None:
    author = anew(case)

    def send() -> None:
        erase(
            case.store, author, kind="person", subject_id=case.person, ground="request",
            subjects=[case.person],
        )  # fmt: skip

    send()
    with pytest.raises(AlreadyErased):
        send()
    with case.store.engine.connect() as db:
        assert len(erasures_of(db, author.pole_id)) == 1


def test_an_erasure_is_completed_once(case: Case) -> None:
    done = erase(
        case.store, anew(case), kind="person", subject_id=case.person, ground="request",
        subjects=[case.person],
    )  # fmt: skip
    with pytest.raises(AlreadyErased):
        case.store.handle(CompleteErasure(erasure_id=done.erasure_id, keys=()), anew(case))


def test_an_older_keyring_brings_nobody_back(case: Case, tmp_path: Path) -> None:
    """Keys of before the erasure come back with the copy; the worker destroys them again."""
    keys, copy = tmp_path / "keys.db", tmp_path / "copy.db"
    with closing(sqlite3.connect(keys)) as db, closing(sqlite3.connect(copy)) as into:
        db.backup(into)
    erase(
        case.store, anew(case), kind="person", subject_id=case.person, ground="request",
        subjects=[case.person],
    )  # fmt: skip
    assert hold_erasures(case.store) == 0
    with closing(sqlite3.connect(copy)) as db, closing(sqlite3.connect(keys)) as into:
        db.backup(into)
    with closing(open_event_store(case.settings, PROJECTIONS)) as again:
        assert SAID["email"] in _held(again, case)
        Worker(again, chores(again, case.settings)).do_chores()
        assert SAID["email"] not in _held(again, case)
        assert hold_erasures(again) == 0


def _held(store: EventStore, case: Case) -> list[str]:
    held = held_about(store, case.author.pole_id, "person", case.person)
    return [one.holding.clear for one in held]

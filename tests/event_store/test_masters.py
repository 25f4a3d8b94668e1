"""The master key and the keyring: replaced, lost, or not the right ones."""

import json
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from crm.account.commands import create_user
from crm.account.projections import accounts_that_sign_in
from crm.app import PROJECTIONS
from crm.cli import run
from crm.event_store import EventStore, open_event_store
from crm.event_store.masters import Master, WrongSecrets
from crm.event_store.opening import KeyringLost
from crm.settings import Settings, kept_secrets, replace_secrets

PHRASE = "une phrase assez longue"
Surroundings = Callable[[], Settings]


@pytest.fixture
def keyring_url(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> str:
    """Beside events in PostgreSQL, or in a file of its own."""
    is_file = database_url.startswith("sqlite")
    return f"sqlite:///{tmp_path / 'keys.db'}" if is_file else database_url


@pytest.fixture
def settings(
    database_url: str, keyring_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Surroundings:
    """What the environment says now."""
    for name, value in (
        ("CRM_DATABASE_URL", database_url),
        ("CRM_KEYRING_URL", keyring_url),
        ("CRM_SECRETS", str(tmp_path / "secrets.json")),
    ):
        monkeypatch.setenv(name, value)
    return Settings.read


def opened(settings: Surroundings) -> EventStore:
    return open_event_store(settings(), PROJECTIONS)


def welcome(store: EventStore, secret: str, name: str) -> None:
    email = f"{name.split(maxsplit=1)[0].lower()}@pole.example"
    create_user(store, secret, name=name, email=email, password=PHRASE, new_pole="Pôle")


def known(settings: Surroundings) -> list[str]:
    with closing(opened(settings)) as store:
        return [name for name, _, _ in accounts_that_sign_in(store)]


def test_a_rotation_changes_the_key_and_nothing_that_it_seals(
    settings: Surroundings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = settings()
    with closing(opened(settings)) as store:
        welcome(store, before.secret, "Ada Lemay")
    assert run(["rotate"]) == 0
    assert "2 clés sont enveloppées" in capsys.readouterr().out.replace("\u00a0", " ")
    assert settings().master_key != before.master_key
    assert set(kept_secrets(tmp_path / "secrets.json")) == {"forms", "keyring", "proof"}
    assert known(settings) == ["Ada Lemay"]
    with pytest.raises(WrongSecrets):
        open_event_store(before, PROJECTIONS)


def test_who_still_has_the_former_key_records_nothing(settings: Surroundings) -> None:
    with closing(opened(settings)) as store:
        welcome(store, settings().secret, "Ada Lemay")
        assert run(["rotate"]) == 0
        head = store.head()
        with pytest.raises(WrongSecrets):
            welcome(store, settings().secret, "Bea Roy")
        assert store.head() == head + 1  # the pôle, which nothing seals; nobody in it
    assert known(settings) == ["Ada Lemay"]


@pytest.mark.parametrize("rewrapped", [False, True])
def test_a_rotation_cut_short_is_taken_up(
    settings: Surroundings, tmp_path: Path, *, rewrapped: bool
) -> None:
    """The new key is written down first: whatever happens then, one of the two opens."""
    with closing(opened(settings)) as store:
        welcome(store, settings().secret, "Ada Lemay")
        replace_secrets(tmp_path / "secrets.json", {"keyring_next": "n" * 40})
        if rewrapped:
            store.keyring.rewrap(Master("n" * 40))
    assert known(settings) == ["Ada Lemay"]
    assert run(["rotate"]) == 0
    kept = json.loads((tmp_path / "secrets.json").read_text())
    assert (kept["keyring"], "keyring_next" in kept) == ("n" * 40, False)
    assert known(settings) == ["Ada Lemay"]


def test_a_master_key_of_the_environment(
    settings: Surroundings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CRM_MASTER_KEY", "e" * 40)
    with closing(opened(settings)) as store:
        welcome(store, settings().secret, "Ada Lemay")
    assert run(["rotate"]) == 2
    assert "CRM_MASTER_KEY_NEXT" in capsys.readouterr().err
    monkeypatch.setenv("CRM_MASTER_KEY_NEXT", "f" * 40)
    assert run(["rotate"]) == 0
    assert settings().master_key == "e" * 40
    monkeypatch.delenv("CRM_MASTER_KEY_NEXT")
    with pytest.raises(WrongSecrets):
        opened(settings)
    monkeypatch.setenv("CRM_MASTER_KEY", "f" * 40)
    assert known(settings) == ["Ada Lemay"]


@pytest.fixture
def with_file(settings: Surroundings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of a keyring that holds the keys of one person."""
    monkeypatch.setenv("CRM_KEYRING_URL", f"sqlite:///{tmp_path / 'keys.db'}")
    with closing(opened(settings)) as store:
        welcome(store, settings().secret, "Ada Lemay")
    return tmp_path / "keys.db"


@pytest.mark.parametrize("copy", ["none", "old"])
def test_a_keyring_that_is_not_the_one_is_said_and_nothing_changes(
    settings: Surroundings, with_file: Path, tmp_path: Path, copy: str
) -> None:
    old, right = tmp_path / "old.db", tmp_path / "right.db"
    shutil.copy(with_file, old)
    with closing(opened(settings)) as store:
        welcome(store, settings().secret, "Bea Roy")
        head = store.head()
    with_file.rename(right)
    if copy == "old":
        shutil.copy(old, with_file)
    with pytest.raises(KeyringLost):
        opened(settings)
    assert run(["verify"]) == 0  # what is stored needs no key
    with_file.unlink()
    right.rename(with_file)
    with closing(opened(settings)) as store:
        assert store.head() == head
    assert known(settings) == ["Ada Lemay", "Bea Roy"]

"""Secrets: each drawn once, whole or not at all, for their owner alone."""

import json
import stat
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from crm import settings
from crm.settings import SECRETS, SecretsIncomplete, Settings, kept_secrets


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_secrets_are_drawn_at_first_use(tmp_path: Path) -> None:
    path = tmp_path / "new" / "secrets.json"
    drawn = kept_secrets(path)
    assert drawn.keys() == SECRETS
    assert len(set(drawn.values())) == 3
    assert (mode(path), kept_secrets(path)) == (0o600, drawn)
    assert list(path.parent.iterdir()) == [path]


def test_a_file_of_before_gets_what_it_lacks(tmp_path: Path) -> None:
    path = tmp_path / "secrets.json"
    before = {"forms": "f" * 64, "keyring": "k" * 64, "note": "of the house"}
    path.write_text(json.dumps(before))
    path.chmod(0o600)
    after = kept_secrets(path)
    assert {name: after[name] for name in before} == before
    assert len(after["proof"]) == 64
    assert (mode(path), json.loads(path.read_text())) == (0o600, after)


def test_what_a_link_leads_to_is_completed(tmp_path: Path) -> None:
    real, link = tmp_path / "real.json", tmp_path / "link.json"
    real.write_text('{"forms": "f", "keyring": "k"}')
    link.symlink_to(real)
    assert kept_secrets(link) == kept_secrets(real)
    assert link.is_symlink()


def test_of_many_who_start_together_one_draws(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of them finds the file short before anyone has written it."""
    path, write = tmp_path / "secrets.json", settings._write

    def slowly(to: Path, secrets: dict[str, str]) -> None:
        time.sleep(0.05)
        write(to, secrets)

    monkeypatch.setattr(settings, "_write", slowly)
    for before in (None, '{"forms": "f", "keyring": "k"}'):
        if before:
            path.write_text(before)
        with ThreadPoolExecutor(6) as threads:
            assert len({str(drawn) for drawn in threads.map(kept_secrets, [path] * 6)}) == 1


def test_a_fall_while_writing_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "secrets.json"
    path.write_text('{"forms": "f", "keyring": "k"}')

    def fall(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("json.dump", fall)
    with pytest.raises(KeyboardInterrupt):
        kept_secrets(path)
    monkeypatch.undo()
    assert json.loads(path.read_text()) == {"forms": "f", "keyring": "k"}
    assert kept_secrets(path).keys() == SECRETS


def test_a_file_that_cannot_be_completed_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "secrets.json"
    path.write_text('{"forms": "f", "keyring": "k"}')

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(settings, "_write", refuse)
    with pytest.raises(SecretsIncomplete) as refused:
        kept_secrets(path)
    assert refused.value.values == {"name": "secrets.json"}


def test_each_secret_has_its_use(tmp_path: Path) -> None:
    environ = {
        "CRM_SECRETS": str(tmp_path / "secrets.json"),
        "CRM_DATABASE_URL": "x",
        "CRM_KEYRING_URL": "y",
    }
    read, kept = Settings.read(environ), kept_secrets(tmp_path / "secrets.json")
    assert (read.secret, read.master_key, read.proof_key) == (
        kept["forms"],
        kept["keyring"],
        kept["proof"],
    )

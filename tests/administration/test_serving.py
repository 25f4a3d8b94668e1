"""`crm serve` on a database that another release made: pages open on whole views."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from crm.account.commands import create_user
from crm.app import PROJECTIONS
from crm.cli import run
from crm.event_store import open_event_store
from crm.event_store.worker import Worker
from crm.settings import Settings


def test_pages_wait_for_the_views_of_this_release(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = {"DATABASE_URL": "trame.db", "KEYRING_URL": "cles.db"}
    for name, file in said.items():
        monkeypatch.setenv(f"CRM_{name}", f"sqlite:///{tmp_path / file}")
    monkeypatch.setenv("CRM_SECRETS", str(tmp_path / "secrets.json"))
    settings = Settings.read()
    store = open_event_store(settings, PROJECTIONS)
    create_user(
        store, settings.secret, name="Ida", email="ida@pole.example",
        password="une phrase assez longue", new_pole="Nord",
    )  # fmt: skip
    store.close()
    with sqlite3.connect(tmp_path / "trame.db") as old:
        old.execute("ALTER TABLE accounts_g1 RENAME COLUMN name TO nom")
        old.execute("CREATE TABLE sessions (id_hash TEXT)")
        old.execute("CREATE TABLE open_sessions (id_hash TEXT)")
    served: list[str] = []

    def listen(app: Any, **_said: Any) -> None:
        served.extend(app.app.state.store.late())

    monkeypatch.setattr("uvicorn.run", listen)
    monkeypatch.setattr(Worker, "start", lambda _worker: None)
    served.append("reached")
    assert run(["serve"]) == 0
    assert served == ["reached"], "no view is late when pages open"
    told = capsys.readouterr().out
    assert "Vues à refaire avant de servir" in told
    assert "who_may_sign_in" in told
    with sqlite3.connect(tmp_path / "trame.db") as new:
        tables = {name for (name,) in new.execute("SELECT name FROM sqlite_master")}
        assert len(new.execute("SELECT name FROM accounts_g3").fetchall()) == 1
    assert not tables & {"sessions", "open_sessions", "accounts_g1", "accounts_g2"}

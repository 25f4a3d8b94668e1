"""`crm history`: what happened, in French or as data, at a date and as known at a date."""

import json
from datetime import date
from pathlib import Path

import pytest

from crm.account.commands import create_user
from crm.app import PROJECTIONS
from crm.cli import run
from crm.enterprise.commands import RegisterEnterprise, RenameEnterprise
from crm.event_store import Author, open_event_store
from crm.event_store.events import new_id
from crm.settings import Settings


@pytest.fixture
def enterprise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An enterprise of 2024, renamed in 2026."""
    for name, value in (
        ("CRM_DATABASE_URL", f"sqlite:///{tmp_path}/trame.db"),
        ("CRM_KEYRING_URL", f"sqlite:///{tmp_path}/cles.db"),
        ("CRM_SECRETS", f"{tmp_path}/secrets.json"),
    ):
        monkeypatch.setenv(name, value)
    settings = Settings.read()
    store = open_event_store(settings, PROJECTIONS)
    account_id, pole_id = create_user(
        store, settings.secret, name="Ariane Béland", email="a@pole.example",
        password="une phrase assez longue", new_pole="Pôle d’essai",
    )  # fmt: skip
    known = RegisterEnterprise(name="Ruche", occurred_on=date(2024, 1, 15))
    renamed = RenameEnterprise(
        enterprise_id=known.enterprise_id, name="Ruche du Fleuve", occurred_on=date(2026, 2, 1)
    )
    for command in (known, renamed):
        author = Author(pole_id=pole_id, actor_id=account_id, command_id=new_id())
        store.handle(command, author)
    store.close()
    return known.enterprise_id


def test_it_is_told_in_french_newest_first(
    enterprise: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["history", enterprise]) == 0
    told = capsys.readouterr().out
    assert told.startswith("2026-02-01  Nouveau nom")
    assert "(Ariane Béland)" in told
    assert "2024-01-15" in told


def test_at_a_date_what_came_later_is_not_told(
    enterprise: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["history", enterprise, "--as-of", "2025-12-31", "--json"]) == 0
    facts = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {fact["occurred_on"] for fact in facts} == {"2024-01-15"}
    assert {fact["author"] for fact in facts} == {"Ariane Béland"}


def test_nothing_was_known_before_it_was_recorded(
    enterprise: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["history", enterprise, "--known-at", "2025-12-31"]) == 1
    assert "Rien n’est consigné sous cet identifiant" in capsys.readouterr().err


def test_a_date_misread_is_said(enterprise: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["history", enterprise, "--as-of", "le 32 mai"]) == 2
    assert "2026-02-01" in capsys.readouterr().err

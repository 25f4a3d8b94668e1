"""`crm doctor` names the views that lack events."""

from pathlib import Path

import pytest

from administration.conftest import House
from crm.app import PROJECTIONS
from crm.cli import run


@pytest.fixture
def around(house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """The environment of this house; the keys are those of its own secret."""
    monkeypatch.setenv("CRM_DATABASE_URL", house.settings.database)
    monkeypatch.setenv("CRM_KEYRING_URL", f"sqlite:///{tmp_path}/docteur.db")
    monkeypatch.setenv("CRM_SECRETS", str(tmp_path / "secrets.json"))
    return house


def test_it_names_the_views_that_lack_events(
    around: House, deaf: object, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["doctor"]) == 0
    assert f"vues     bien  {len(PROJECTIONS)} vues, toutes à jour" in capsys.readouterr().out
    around.list_tool("Guide")
    assert run(["doctor"]) == 1
    said = capsys.readouterr().out
    assert "vues     MAL   il manque des événements à\u00a0: directory." in said
    assert "crm rebuild directory" in said

"""Importer un classeur tenu à la main."""

import json
from pathlib import Path
from typing import Any

import pytest
from pytest_bdd import given, scenarios, then, when

from crm import cli
from exchange.workbook import NAMES, workbook
from features.visitor import Site, says

scenarios("echange")
WORKBOOK = workbook()
"""Written once: a workbook saved again holds another hour, and is another file."""
FATES = {"recorded", "duplicate", "undecided", "unreadable", "ignored"}


class Import:
    """The command line at work for the pôle of the scenario."""

    def __init__(self, site: Site, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.site, self.folder, self.capsys = site, folder, capsys
        self.status, self.complaint = 0, ""
        self.said: dict[str, Any] = {}

    def run(self, name: str, content: bytes, *options: str) -> None:
        path = self.folder / name
        path.write_bytes(content)
        words = ["import", str(path), "--json", "--pole", self.site.pole_id, *options]
        self.status = cli.run(words)
        printed = self.capsys.readouterr()
        self.complaint = printed.err
        self.said = json.loads(printed.out) if printed.out else {}


@pytest.fixture
def importing(
    site: Site,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    served: Any,
) -> Import:
    """`crm import`, on the database of the scenario."""
    for name, value in served.environ.items():
        monkeypatch.setenv(name, value)
    return Import(site, tmp_path, capsys)


@given("le répertoire d'un pôle importé")
def directory_imported(importing: Import) -> None:
    lines = "".join(f'"{name}",Saint-Tite,Mékinac\n' for name in NAMES)
    importing.run("repertoire.csv", f"Nom,Municipalité,MRC\n{lines}".encode())
    fates = [row["fate"] for row in importing.said["rows"]]
    assert fates.count("recorded") == len(NAMES), importing.said
    importing.site.remember()


@given("le classeur de suivi importé")
def workbook_imported(importing: Import) -> None:
    importing.run("suivi.xlsx", WORKBOOK)
    assert importing.said["new_events"] > 0
    importing.site.remember()


@when("j'importe le classeur de suivi")
def import_workbook(importing: Import) -> None:
    importing.run("suivi.xlsx", WORKBOOK)


@when("j'importe le classeur de suivi à blanc")
def import_dry(importing: Import) -> None:
    importing.run("suivi.xlsx", WORKBOOK, "--dry-run")


@when(says('j\'importe un programme nommé "{name}"'))
def import_program(importing: Import, name: str) -> None:
    importing.run(name, b"MZ\x90\x00" + b"\x00" * 512)


@then("chaque ligne du classeur a un sort")
def every_row_has_a_fate(importing: Import) -> None:
    assert importing.status == 0
    rows = importing.said["rows"]
    assert {row["fate"] for row in rows} <= FATES
    assert {row["sheet"] for row in rows} >= {"Suivi", "Relève", "Promoteurs", "Formations"}
    for row in rows:
        assert row["row"] >= 1
        assert row["reason"] or row["fate"] in ("recorded", "duplicate")


@then("les lignes illisibles sont nommées avec leur feuille, leur ligne et une raison")
def unreadable_rows_are_named(importing: Import) -> None:
    unreadable = {
        (row["sheet"], row["row"]): row["reason"]
        for row in importing.said["rows"]
        if row["fate"] == "unreadable"
    }
    assert unreadable[("Suivi", 13)], unreadable
    assert all(unreadable.values())


@then("l'importation dit 0 nouvel événement")
def nothing_imported(importing: Import) -> None:
    assert importing.said["new_events"] == 0
    assert importing.site.events_recorded() == 0


@then("l'importation est refusée avec une phrase en français")
def import_refused(importing: Import) -> None:
    assert importing.status == 1
    assert "fichier" in importing.complaint
    assert importing.said == {}

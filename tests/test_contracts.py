"""The house's directions bite: each contract is broken by the fault it names, in a planted copy."""

import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = ROOT / "pyproject.toml"
CONTRACTS: dict[str, dict[str, Any]] = {
    contract["id"]: contract
    for contract in tomllib.loads(PROJECT.read_text())["tool"]["importlinter"]["contracts"]
}
NOT_ROOMS = {"cli", "demo", "event_store", "site"}
CHILD = """
import contextlib, io, json, sys
from importlinter.cli import lint_imports
for line in sys.stdin:
    with contextlib.redirect_stdout(io.StringIO()) as said:
        lint_imports(sys.argv[1], limit_to_contracts=tuple(json.loads(line)), no_cache=True)
    print(json.dumps(said.getvalue()), flush=True)
"""

BITES: dict[str, tuple[str, Mapping[str, str]]] = {
    "the event store knows a room": (
        "floors",
        {"event_store/recorder.py": "import crm.enterprise.domain"},
    ),
    "the site knows a room": ("floors", {"site/forms.py": "import crm.person.commands"}),
    "the event store knows the site": ("floors", {"event_store/rows.py": "import crm.site.dates"}),
    "a room knows the app": ("floors", {"enterprise/pages/record.py": "import crm.app"}),
    "a room knows the command line": (
        "floors",
        {"exchange/commands/importing.py": "import crm.cli.words"},
    ),
    "a refusal knows the event store": ("floors", {"refusal.py": "import crm.event_store.events"}),
    "a room that nobody listed": ("floors", {"partner/__init__.py": "", "partner/domain.py": ""}),
    "the domain opens the pages": (
        "furniture",
        {"promoter/domain/promoter.py": "import crm.promoter.pages.words"},
    ),
    "the domain gives commands": (
        "furniture",
        {"person/domain.py": "import crm.person.commands"},
    ),
    "a command opens the pages": (
        "furniture",
        {"promoter/commands.py": "import crm.promoter.pages.words"},
    ),
    "a projection opens the pages": (
        "furniture",
        {"accompaniment/projections/needs.py": "import crm.accompaniment.pages.words"},
    ),
    "the reading of files gives commands": (
        "furniture",
        {"exchange/reading/sheets.py": "import crm.exchange.commands.known"},
    ),
    "a stray drawer in a room": ("furniture", {"enterprise/utils.py": ""}),
    "a stray folder in a room": ("furniture", {"history/services/__init__.py": ""}),
    "a stray drawer in the room of places": ("gazetteer", {"territory/utils.py": ""}),
    "places: the spelling asks the tables": (
        "gazetteer",
        {"territory/spelling.py": "import crm.territory.reference"},
    ),
    "a domain knows another domain": (
        "neighbours",
        {"promoter/domain/events.py": "import crm.enterprise.domain.neq"},
    ),
    "a domain knows another room's rows": (
        "words",
        {"promoter/domain/events.py": "import crm.enterprise.projections.known"},
    ),
    "a domain gives another room's commands": (
        "words",
        {"activity/domain.py": "import crm.person.commands"},
    ),
    "a domain reads how places are spelt": (
        "words",
        {"person/domain.py": "import crm.territory.spelling"},
    ),
    "a domain knows the site": ("words", {"person/domain.py": "import crm.site.folding"}),
    "a domain knows the settings": ("words", {"account/domain/refusals.py": "import crm.settings"}),
    "a domain writes rows": (
        "words",
        {"account/domain/refusals.py": "import crm.event_store.projections"},
    ),
    "a room opens a neighbour's pages": (
        "private",
        {"enterprise/pages/record.py": "import crm.accompaniment.pages.words"},
    ),
    "the command line opens pages": (
        "private",
        {"cli/serve.py": "import crm.enterprise.pages.words"},
    ),
    "the command line opens the proof": (
        "proof",
        {"cli/verify.py": "import crm.event_store.proof.verifying"},
    ),
    "a page opens the proof": (
        "proof",
        {"history/pages/corrections.py": "import crm.event_store.proof.tree"},
    ),
    "a command speaks HTTP": ("pages", {"person/commands.py": "import litestar"}),
    "a projection renders": ("pages", {"directory/projections.py": "import jinja2"}),
    "the event store speaks HTTP": ("pages", {"event_store/recorder.py": "import litestar"}),
    "the domain speaks SQL": ("pure", {"activity/domain.py": "import sqlalchemy"}),
    "the domain speaks HTTP": ("pure", {"enterprise/domain/neq.py": "import litestar"}),
    "the domain writes rows, hence SQL": (
        "pure",
        {"ecosystem/domain.py": "import crm.event_store.rows"},
    ),
    "the domain draws lots": ("chance", {"activity/domain.py": "import random"}),
    "the domain reads the clock": ("chance", {"indicator/domain/figures.py": "import time"}),
}


class Linter:
    """`lint-imports` in a process of its own, that reads a copy of the house again and again."""

    def __init__(self, source: Path) -> None:
        self.house = source / "crm"
        self._process = subprocess.Popen(
            [sys.executable, "-c", CHILD, str(PROJECT)],
            cwd=source,
            env={**os.environ, "PYTHONPATH": str(source)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def close(self) -> None:
        self._process.communicate()

    def lint(self, *contracts: str) -> str:
        """What it says of these contracts, or of all."""
        assert self._process.stdin
        assert self._process.stdout
        print(json.dumps(contracts), file=self._process.stdin, flush=True)
        said: str = json.loads(self._process.stdout.readline())
        return said

    @contextmanager
    def planted(self, lines: Mapping[str, str]) -> Iterator[None]:
        """Each file named has one more line, or is new and empty, for as long as it lasts."""
        with ExitStack() as undone:
            for name, line in lines.items():
                file = self.house / name
                assert file.exists() or not line, f"{name}: nothing to plant in"
                if not file.parent.exists():
                    file.parent.mkdir()
                    undone.callback(shutil.rmtree, file.parent)
                before = file.read_text() if file.exists() else None
                undone.callback(_put_back, file, before)
                file.write_text(f"{before or ''}\n{line}\n")
            yield


def _put_back(file: Path, before: str | None) -> None:
    if before is None:
        file.unlink()
    else:
        file.write_text(before)


@pytest.fixture(scope="module")
def linter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Linter]:
    """On a copy of the modules, without templates and scripts."""
    source = tmp_path_factory.mktemp("house")
    shutil.copytree(ROOT / "src" / "crm", source / "crm", ignore=_all_but_modules)
    with closing(Linter(source)) as linter:
        yield linter


def _all_but_modules(folder: str, names: list[str]) -> list[str]:
    keep = {name for name in names if name.endswith(".py") or Path(folder, name).is_dir()}
    return [name for name in names if name not in keep or name in {"__pycache__", "static"}]


def test_the_house_keeps_every_contract(linter: Linter) -> None:
    said = linter.lint()
    assert f"Contracts: {len(CONTRACTS)} kept, 0 broken." in said, said


@pytest.mark.parametrize("fault", BITES)
def test_a_contract_bites(fault: str, linter: Linter) -> None:
    contract, lines = BITES[fault]
    with linter.planted(lines):
        said = linter.lint(contract)
    assert "Contracts: 0 kept, 1 broken." in said, said


def test_every_contract_is_bitten() -> None:
    assert {contract for contract, _ in BITES.values()} == CONTRACTS.keys()


def test_every_room_is_furnished_under_a_contract() -> None:
    """A room listed on its floor alone could hold any drawer."""
    rooms = {
        f"crm.{folder.name}"
        for folder in (ROOT / "src" / "crm").iterdir()
        if (folder / "__init__.py").exists() and folder.name not in NOT_ROOMS
    }
    listed = [*CONTRACTS["furniture"]["containers"], *CONTRACTS["gazetteer"]["containers"]]
    assert sorted(listed) == sorted(rooms)


def test_no_contract_watches_an_empty_place() -> None:
    """A wildcard or a name that matches nothing is kept in silence: it must match something."""
    for contract in CONTRACTS.values():
        for key in ("modules", "source_modules", "protected_modules", "forbidden_modules"):
            for name in contract.get(key, []):
                if name.startswith("crm."):
                    place = name.removeprefix("crm.").replace(".", "/")
                    found = [*(ROOT / "src" / "crm").glob(f"{place}*")]
                    assert [p for p in found if p.stem == place.rpartition("/")[2]], name

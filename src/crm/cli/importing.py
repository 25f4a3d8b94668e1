"""`crm import`: a directory, an extract of the register, a hand-kept workbook."""

import json
import sys
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress as Bar
from rich.table import Table

from crm.account.commands import pole_at_work
from crm.app import PROJECTIONS
from crm.cli.words import FrenchParser, Words
from crm.event_store import EventStore, open_event_store
from crm.exchange.commands.importing import Imported, foresee, import_file
from crm.exchange.commands.planning import Planned
from crm.settings import Settings
from crm.site.languages import _

HELP = "importe un fichier CSV, Excel ou ODS; le même fichier deux fois ne consigne rien de plus"
WORDS = {
    "recorded": "consignées",
    "duplicate": "déjà connues",
    "undecided": "à trancher",
    "unreadable": "illisibles",
    "ignored": "hors tableau",
}


def describe(parser: FrenchParser) -> None:
    parser.add_argument("fichiers", nargs="+", type=Path, help="fichiers à lire, dans cet ordre")
    dry = "dit ce qui arriverait à chaque ligne, sans rien consigner"
    parser.add_argument("--dry-run", "--a-blanc", dest="dry", action="store_true", help=dry)
    parser.add_argument("--json", action="store_true", help="répond en JSON")
    parser.add_argument("--pole", help="identifiant du pôle, s’il y en a plusieurs")


def run(said: Words) -> int:
    store = open_event_store(Settings.read(), PROJECTIONS)
    pole_id, actor_id = pole_at_work(store, said.pole, recording=not said.dry)
    if said.dry:
        found = [foresee(store, pole_id, path) for path in said.fichiers]
    else:
        found = [_import(store, pole_id, actor_id, path) for path in said.fichiers]
    if said.json:
        print(json.dumps(_machine(found), ensure_ascii=False))
    else:
        for path, imported in zip(said.fichiers, found, strict=True):
            _show(path, imported)
    return _closed(store)


def _closed(store: EventStore) -> int:
    """0 when the views show what was recorded; a view left behind is said, never hidden."""
    late = sorted(store.late())
    if late:
        print(f"Des vues sont en retard : crm rebuild {' '.join(late)}", file=sys.stderr)
    store.close()
    return 1 if late else 0


def _import(store: EventStore, pole_id: str, actor_id: str, path: Path) -> Imported:
    with Bar(console=Console(stderr=True), disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(path.name, total=None)

        def show(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        return import_file(store, pole_id, actor_id, path, show)


def _machine(found: list[Imported]) -> dict[str, Any]:
    return {
        "new_events": sum(imported.new_events for imported in found),
        "rows": [
            {
                "sheet": row.sheet,
                "row": row.row.row,
                "fate": row.fate,
                "organisation": row.organisation,
                "reason": _reason(row),
            }
            for imported in found
            for row in imported.rows
        ],
    }


def _show(path: Path, imported: Imported) -> None:
    """Counts first, then every row that a person must look at, with its reason."""
    console = Console()
    console.print(
        f"[bold]{path.name}[/] : {imported.new_events} nouveaux événements", highlight=False
    )
    for fate, count in imported.counts.items():
        if count:
            console.print(f"  {count:>6} lignes {WORDS[fate]}", highlight=False)
    left = [row for row in imported.rows if row.fate in ("undecided", "unreadable")]
    if left:
        table = Table("Feuille", "Ligne", "Sort", "Raison", box=None, padding=(0, 2))
        for row in left:
            table.add_row(row.sheet, str(row.row.row), WORDS[row.fate], _reason(row))
        console.print(table)


def _reason(row: Planned) -> str:
    return _(row.told.sentence, **row.told.values) if row.told else ""

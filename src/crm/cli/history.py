"""`crm history`: what happened to something, as told in French, or as data for a program."""

import sys
from contextlib import closing
from datetime import date, datetime, time, timedelta
from typing import Any

import msgspec

from crm.account.commands import pole_at_work
from crm.app import PROJECTIONS
from crm.cli.words import FrenchParser, Words
from crm.event_store import EventStore, open_event_store
from crm.event_store.as_of import LAST, AsOf
from crm.history.projections.reading import Line
from crm.history.projections.sought import Sought, history_sought
from crm.settings import Settings
from crm.site.french import HERE

HELP = "raconte l’histoire d’une entreprise, d’un projet, d’un dossier ou d’une personne"
KINDS = {
    "entreprise": "enterprise",
    "projet": "promoter",
    "dossier": "accompaniment",
    "personne": "person",
}


def describe(parser: FrenchParser) -> None:
    parser.add_argument("id", help="identifiant de la fiche")
    parser.add_argument("--sorte", choices=list(KINDS), default="entreprise")
    parser.add_argument("--pole", help="identifiant du pôle, s’il y en a plusieurs")
    parser.add_argument(
        "--as-of", dest="as_of", metavar="JOUR", help="ce qui était arrivé ce jour-là (2026-02-01)"
    )
    parser.add_argument(
        "--known-at", dest="known_at", metavar="JOUR", help="ce qui était consigné ce jour-là"
    )
    parser.add_argument("--json", action="store_true", help="une ligne de JSON par fait")


def run(said: Words) -> int:
    """Newest first, all of it. 1 when nothing is known under this id, 2 for a date misread."""
    try:
        as_of = _as_of(said.as_of, said.known_at)
    except ValueError:
        print("Cette date n’est pas reconnue. Écrivez par exemple 2026-02-01.", file=sys.stderr)
        return 2
    sought = Sought(subject_kind=KINDS[said.sorte], subject_id=said.id, as_of=as_of)
    with closing(open_event_store(Settings.read(), PROJECTIONS)) as store:
        pole_id, _account_id = pole_at_work(store, said.pole, recording=False)
        shown = _print_all(store, pole_id, sought, as_json=said.json)
    if not shown:
        print("Rien n’est consigné sous cet identifiant à cette date.", file=sys.stderr)
    return 0 if shown else 1


def _as_of(until: str | None, known_on: str | None) -> AsOf:
    """Raises ValueError."""
    known_at = None
    if known_on:
        after = datetime.combine(date.fromisoformat(known_on) + timedelta(days=1), time(), HERE)
        known_at = int(after.timestamp() * 1_000_000) - 1
    return AsOf(until=date.fromisoformat(until) if until else LAST, known_at=known_at)


def _print_all(store: EventStore, pole_id: str, sought: Sought, *, as_json: bool) -> int:
    shown, cursor = 0, ""
    with store.engine.connect() as db:
        while True:
            found = history_sought(store, db, pole_id, sought, cursor)
            for line in (line for month in found.months for line in month.lines):
                print(msgspec.json.encode(_data(line)).decode() if as_json else _told(line))
                shown += 1
            if not (cursor := found.next):
                return shown


def _told(line: Line) -> str:
    sentence = "".join(part.text for part in line.sentence)
    told = f"{line.day}  {'[annulé] ' if line.struck else ''}{sentence} ({line.author})"
    recorded = [f"consigné le {line.recorded_on}"] if line.recorded_on else []
    changes = [f"{name} : {before} → {after}" for name, before, after in line.differences]
    more = [*recorded, *changes, line.note, line.reason and f"motif : {line.reason}"]
    return "\n".join([told, *(f"            {' '.join(one.split())}" for one in more if one)])


def _data(line: Line) -> dict[str, Any]:
    return {
        "occurred_on": line.day,
        "recorded_on": line.recorded_on or line.day,
        "sentence": "".join(part.text for part in line.sentence),
        "note": line.note,
        "facts": dict(line.facts),
        "differences": [
            {"field": name, "before": before, "after": after}
            for name, before, after in line.differences
        ],
        "reason": line.reason,
        "author": line.author,
        "action": line.action,
        "taken_back": line.struck,
        "corrected": line.corrected,
    }

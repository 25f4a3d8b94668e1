"""`crm verify`: whether what is stored is what was recorded; if not, what was touched."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import msgspec
from rich.console import Console
from rich.progress import Progress as Bar
from sqlalchemy import make_url

from crm.app import PROJECTIONS
from crm.cli.proof import ask_for_anchors, ask_for_keys, sentence
from crm.cli.words import FrenchParser, Words
from crm.event_store import (
    Fault,
    NoEvents,
    Signed,
    Verification,
    open_event_store,
    public_bytes,
    signing_key,
    verify_events,
    verify_views,
)
from crm.event_store.databases import open_engine
from crm.settings import Settings
from crm.site.french import number

HELP = "vérifie que rien n’a été altéré, retiré ni inséré; nomme ce qui l’a été"
SHOWN = 50
"""Faults listed on a terminal; --json lists all."""


Progress = Callable[[int, int], None]


def describe(parser: FrenchParser) -> None:
    parser.add_argument("--json", action="store_true", help="répond en JSON")
    parser.add_argument(
        "--vues", action="store_true", help="refait aussi chaque vue et la compare à celle qui sert"
    )
    ask_for_anchors(
        parser, "un point de contrôle gardé ailleurs : prouve que la fin n’a pas été coupée"
    )
    ask_for_keys(parser, "une clé publique d’avant, à reconnaître aussi")


def run(said: Words) -> int:
    settings = Settings.read()
    if _is_absent(settings.database):
        raise NoEvents
    trusted = {public_bytes(signing_key(settings.proof_key)), *said.cle}
    anchors = [checkpoint for given in said.ancre for checkpoint in given]
    engine = open_engine(settings.database)
    with _bar() as progress:
        found = verify_events(engine, trusted, anchors=anchors, progress=progress)
    engine.dispose()
    compared = said.vues and not found.faults
    faults = found.faults + (_views(settings) if compared else [])
    if said.json:
        print(json.dumps(_machine(found, faults), ensure_ascii=False))
    else:
        _show(found, faults)
        if said.vues and not compared:
            print("Les vues n’ont pas été comparées : il y a d’abord les événements à comprendre.")
    return 1 if faults else 0


def _is_absent(url: str) -> bool:
    """SQLite would make the file, empty, and find nothing wrong in it."""
    made = make_url(url)
    return made.get_backend_name() == "sqlite" and not Path(made.database or "").exists()


def _views(settings: Settings) -> list[Fault]:
    with closing(open_event_store(settings, PROJECTIONS)) as store, _bar() as progress:
        return list(verify_views(store, progress))


@contextmanager
def _bar() -> Iterator[Progress]:
    with Bar(console=Console(stderr=True), disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("événements", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _machine(found: Verification, faults: list[Fault]) -> dict[str, Any]:
    return {
        "events": found.events,
        "unsigned": found.unsigned,
        "checkpoints": found.checkpoints,
        "last": msgspec.to_builtins(Signed.of(found.last)) if found.last else None,
        "faults": [{**msgspec.to_builtins(fault), "sentence": sentence(fault)} for fault in faults],
    }


def _show(found: Verification, faults: list[Fault]) -> None:
    for fault in faults[:SHOWN]:
        print(sentence(fault))
    if len(faults) > SHOWN:
        print(f"… et {number(len(faults) - SHOWN)} autres; « --json » les donne toutes.")
    verdict = _counted(len(faults), "faute") if faults else "rien à signaler"
    checkpoints = f"{_counted(found.checkpoints, 'point')} de contrôle"
    print(f"{_counted(found.events, 'événement')}, {checkpoints} : {verdict}.")
    if found.unsigned:
        one = found.unsigned == 1
        told = "n’est pas encore signé" if one else "ne sont pas encore signés"
        print(
            f"À la fin, {_counted(found.unsigned, 'événement')} {told} : "
            f"« crm checkpoint » {'le' if one else 'les'} signe."
        )


def _counted(count: int, noun: str) -> str:
    return f"{number(count)} {noun}{'s' if count > 1 else ''}"

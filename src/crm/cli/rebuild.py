"""`crm rebuild`: projections made again from the events, beside those that serve."""

import sys

from crm.app import PROJECTIONS
from crm.cli.words import FrenchParser, Words
from crm.event_store import open_event_store
from crm.event_store.claims import claimed
from crm.event_store.feeding import Poisoned
from crm.event_store.projections import Projection
from crm.event_store.rebuild import Differs
from crm.settings import Settings

HELP = "refait des vues à partir des événements, pendant que les autres servent"


def describe(parser: FrenchParser) -> None:
    parser.add_argument("vues", nargs="*", help="noms des vues; --all pour toutes")
    parser.add_argument("--all", action="store_true", help="toutes les vues, en une lecture")
    parser.add_argument(
        "--remplacer", action="store_true", help="même si la vue refaite diffère de celle qui sert"
    )


def run(said: Words) -> int:
    chosen = _chosen(said)
    if not chosen:
        print("Vues :", ", ".join(sorted(p.name for p in PROJECTIONS)))
        return 0 if not said.vues else 2
    store = open_event_store(Settings.read(), PROJECTIONS)
    head = store.head()
    before = store.checksums(head)
    try:
        with claimed(store.engine, *(p.name for p in chosen)) as ours:
            if not ours:
                print("Un autre processus refait déjà l’une de ces vues.", file=sys.stderr)
                return 1
            store.rebuild(*chosen, progress=_show, replacing=said.remplacer)
    except Differs as differs:
        print(f"\nLa vue {differs} refaite diffère de celle qui sert : rien n’a été remplacé.")
        return 1
    except Poisoned as poisoned:
        print(f"\nLa vue {poisoned} refuse trop d’événements : corrigez-la d’abord.")
        return 1
    print(file=sys.stderr)
    after = store.checksums(head)
    for name in sorted(p.name for p in chosen):
        same = "identique" if after[name] == before[name] else "remplacée"
        print(f"{name:40} {after[name] or 0:016x}  {same}")
    return 0


def _chosen(said: Words) -> list[Projection]:
    return [p for p in PROJECTIONS if said.all or p.name in said.vues]


def _show(reached: int, upto: int) -> None:
    print(f"\r{reached} événements sur {upto}", end="", file=sys.stderr, flush=True)

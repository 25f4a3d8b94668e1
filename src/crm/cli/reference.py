"""`crm reference load`: the municipalities, from the open data of their register."""

from pathlib import Path

from crm.app import PROJECTIONS
from crm.cli.words import FrenchParser, Words
from crm.event_store import open_event_store
from crm.settings import Settings
from crm.territory.reference import load_municipalities

HELP = "charge les municipalités du Répertoire des municipalités (données ouvertes)"


def describe(parser: FrenchParser) -> None:
    parser.add_argument("geste", choices=["load"], help="load : lit le fichier")
    parser.add_argument("fichier", type=Path, help="fichier CSV du Répertoire des municipalités")


def run(said: Words) -> int:
    store = open_event_store(Settings.read(), PROJECTIONS)
    loaded = load_municipalities(said.fichier, store.engine)
    print(
        f"{loaded.read} municipalités lues : {loaded.added} nouvelles, {loaded.changed} modifiées, "
        f"{loaded.removed} disparues."
    )
    if loaded.left_out:
        rows = ", ".join(map(str, loaded.left_out[:20]))
        print(f"{len(loaded.left_out)} lignes sans code reconnu, laissées : {rows}.")
    store.close()
    return 0

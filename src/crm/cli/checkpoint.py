"""`crm checkpoint`: signs what is new, and exports what others will verify."""

import sys
from contextlib import closing
from pathlib import Path

import msgspec

from crm.app import PROJECTIONS
from crm.cli.proof import ask_for_anchors, ask_for_keys, told
from crm.cli.words import FrenchParser, Words
from crm.event_store import (
    Checkpointer,
    EventStore,
    Signed,
    export_proof,
    open_event_store,
    signing_key,
)
from crm.event_store.ids import is_id
from crm.settings import Settings

HELP = "signe les événements nouveaux; exporte une ancre ou des preuves"


def describe(parser: FrenchParser) -> None:
    parser.add_argument("--json", action="store_true", help="répond en JSON")
    parser.add_argument(
        "--export",
        type=Path,
        metavar="FICHIER",
        help="écrit le dernier point de contrôle, à garder ailleurs : une ancre",
    )
    parser.add_argument(
        "--flux",
        action="append",
        default=[],
        metavar="ID",
        help="avec --export : aussi les événements de ce flux, chacun avec sa preuve",
    )
    ask_for_anchors(
        parser, "avec --export : aussi la preuve que rien n’a changé depuis cette ancre"
    )
    all_of_them = "avec --export : aussi tous ceux d’avant"
    parser.add_argument("--tous", action="store_true", help=all_of_them)
    ask_for_keys(parser, "une clé publique d’avant, qui a pu signer le dernier point de contrôle")


def run(said: Words) -> int:
    if (said.flux or said.ancre or said.tous) and not said.export:
        print("--flux, --ancre et --tous vont avec --export.", file=sys.stderr)
        return 2
    if wrong := [stream for stream in said.flux if not is_id(stream)]:
        print(f"--flux : {wrong[0]} n’est pas un identifiant.", file=sys.stderr)
        return 2
    settings = Settings.read()
    with closing(open_event_store(settings, PROJECTIONS)) as store:
        key = signing_key(settings.proof_key)
        checkpointer = Checkpointer(store.engine, key, store.clock, former=said.cle)
        made = checkpointer.checkpoint()
        last = made or checkpointer.latest()
        if said.export:
            _export(store, said)
    if said.json:
        print(msgspec.json.encode(Signed.of(last) if last else None).decode())
    elif not last:
        print("Aucun événement à signer.")
    else:
        print(told(last) if made else f"Rien de nouveau depuis.\n{told(last)}")
    return 0


def _export(store: EventStore, said: Words) -> None:
    """Written whole, beside, then put in place: an anchor half written is none."""
    anchors = [checkpoint for given in said.ancre for checkpoint in given]
    proof = export_proof(store.engine, streams=said.flux, anchors=anchors, whole=said.tous)
    new = said.export.with_name(f"{said.export.name}.new")
    new.write_bytes(msgspec.json.format(msgspec.json.encode(proof)) + b"\n")
    new.replace(said.export)
    lost = set(said.flux) - {event.stream for event in proof.events}
    for stream in sorted(lost):
        print(f"Le flux {stream} n’a aucun événement.", file=sys.stderr)

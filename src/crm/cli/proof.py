"""What the commands of proof share: what they are given, and what they say."""

from argparse import ArgumentTypeError
from pathlib import Path

from crm.cli.words import FrenchParser
from crm.event_store import (
    Checkpoint,
    Fault,
    read_checkpoints,
)
from crm.site.french import moment, number

EVENT = "L’événement {position}{flux}"
SENTENCES = {
    "altered": "{event} a été altéré : le point de contrôle {checkpoint} signe autre chose.",
    "missing": "{event} manque : le point de contrôle {checkpoint} le signe.",
    "inserted": "{event} a été inséré : le point de contrôle {checkpoint} ne le connaît pas.",
    "unreadable": "{event} ne se lit plus dans la base.",
    "rewritten": "Parmi les événements {detail}, l’un au moins a été altéré, et son empreinte avec "
    "lui : ils ne mènent plus à la racine que signe le point de contrôle {checkpoint}.",
    "contradictory": "{event} se contredit : son enveloppe dit une chose, son contenu une autre.",
    "stream_gap": "Dans le flux {stream}, il manque la version {version}.",
    "stream_double": "{event} : cette version ne peut être à cette place dans le flux.",
    "no_receipt": "{event} n’a pas de reçu qui lui corresponde.",
    "receipt_without_events": "Le reçu de la commande {detail} désigne l’événement {position}, "
    "qui manque ou n’est pas le sien.",
    "checkpoint_missing": "Il manque des points de contrôle : {detail}.",
    "checkpoint_unreadable": "Le point de contrôle {checkpoint} ne se lit plus.",
    "checkpoint_signature": "La signature du point de contrôle {checkpoint}, qui couvre les "
    "événements {detail}, est fausse.",
    "checkpoint_key": "À partir du point de contrôle {checkpoint}, une clé inconnue signe : "
    "{detail}. Si elle est l’une des vôtres, donnez-la par --cle.",
    "checkpoint_chain": "Le point de contrôle {checkpoint} ne suit pas celui qui le précède : l’un "
    "des deux a été remplacé.",
    "checkpoint_leaves": "Les empreintes que garde le point de contrôle {checkpoint}, qui couvre "
    "les événements {detail}, ont été altérées.",
    "checkpoint_altered": "Ce que le point de contrôle {checkpoint} garde pour faire les preuves a "
    "été altéré.",
    "anchor_signature": "L’ancre du point de contrôle {checkpoint} porte une signature fausse.",
    "anchor_key": "L’ancre du point de contrôle {checkpoint} est signée par une clé inconnue, "
    "{detail}. Si elle est l’une des vôtres, donnez-la par --cle.",
    "anchor_missing": "Le point de contrôle {checkpoint} de l’ancre n’est plus dans la base : ce "
    "qui suivait a été coupé ou refait, jusqu’à l’événement {position} au moins.",
    "anchor_differs": "Le point de contrôle {checkpoint} n’est pas celui de l’ancre : l’histoire "
    "a été refaite avant l’événement {position}, ou à cet événement.",
    "file": "La base est abîmée : {detail}",
    "view_differs": "La vue {detail} n’est pas ce que disent les événements.",
    "view_late": "La vue {detail} est en retard.",
    "view_busy": "Un autre processus refait des vues : elles n’ont pas été comparées.",
}
"""By kind of fault."""


def sentence(fault: Fault) -> str:
    """What is wrong, and where."""
    said = SENTENCES[fault.kind]
    if fault.kind == "stream_gap" and fault.detail:
        said = "Dans le flux {stream}, il manque les versions {detail}."
    flux = f" (flux {fault.stream}, version {fault.version})" if fault.stream else ""
    event = EVENT.format(position=fault.position, flux=flux)
    return said.format(
        event=event,
        position=fault.position,
        stream=fault.stream,
        version=fault.version,
        checkpoint=fault.checkpoint,
        detail=_listed(fault.detail or ""),
    )


def _listed(detail: str) -> str:
    """« 5-5 » is 5; « 1-3 » reads « 1 à 3 »."""
    first, dash, last = detail.partition("-")
    if not dash or not (first.isdigit() and last.isdigit()):
        return detail
    return first if first == last else f"{first} à {last}"


def ask_for_keys(parser: FrenchParser, said: str) -> None:
    """`--cle`, as often as wanted."""
    parser.add_argument(
        "--cle", action="append", default=[], type=public_key, metavar="CLÉ", help=said
    )


def ask_for_anchors(parser: FrenchParser, said: str) -> None:
    """`--ancre`, as often as wanted."""
    parser.add_argument(
        "--ancre", action="append", default=[], type=anchor, metavar="FICHIER", help=said
    )


def anchor(path: str) -> list[Checkpoint]:
    """The checkpoints of an exported file, for a parser."""
    try:
        return read_checkpoints(Path(path).read_bytes())
    except (OSError, ValueError):
        raise ArgumentTypeError(f"{path} n’est pas une ancre lisible") from None


def public_key(text: str) -> bytes:
    """A public key as `crm checkpoint` shows it, for a parser."""
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != 32:
        raise ArgumentTypeError(f"{text} n’est pas une clé publique : 64 chiffres hexadécimaux")
    return key


def told(checkpoint: Checkpoint) -> str:
    """A checkpoint, for a person who notes it somewhere else."""
    size, last = number(checkpoint.size), checkpoint.last_position
    return (
        f"Point de contrôle {checkpoint.number}, signé le {moment(checkpoint.signed_at)}\n"
        f"  événements   {size}, jusqu’à la position {last}\n"
        f"  racine       {checkpoint.root.hex()}\n"
        f"  clé publique {checkpoint.public_key.hex()}"
    )

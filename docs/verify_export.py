#!/usr/bin/env python3
"""Verifies an export of Trame, without Trame.

    python verify_export.py EXPORT.json [--key PUBLIC_KEY]... [--anchor OLDER_EXPORT.json]...

Read it before you trust it: it is short on purpose. It needs Python 3.10 or later and the package
`cryptography` (for the signatures alone), and shares no code with Trame. `proof.md`, beside it,
says what the file holds, what this proves, and what it does not.

It answers 0 when everything that the file says is proved, 1 when something is not, 2 when it was
not used rightly. What it says is in French, for those who will read it.
"""

import argparse
import json
import sys
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FORMAT = "trame-proof-1"
Json = dict[str, Any]
FIELDS = {
    "number": int,
    "size": int,
    "positions": str,
    "root": str,
    "previous": str,
    "signed_at": int,
    "public_key": str,
    "signature": str,
}


class NotProved(Exception):
    """Something that the file says does not follow from what it holds."""


# ── What is signed ───────────────────────────────────────────────────────────────────────────
# A checkpoint is a short text, one line for each field, that says how many events there were and
# what the root of their Merkle tree was. Its signature (Ed25519) is over exactly these bytes.


def body(checkpoint: Json) -> bytes:
    """The signed text of a checkpoint."""
    return (
        "trame checkpoint 1\n"
        f"number {checkpoint['number']}\n"
        f"size {checkpoint['size']}\n"
        f"positions {checkpoint['positions']}\n"
        f"root {checkpoint['root']}\n"
        f"previous {checkpoint['previous']}\n"
        f"signed_at {checkpoint['signed_at']}\n"
        f"public_key {checkpoint['public_key']}\n"
    ).encode()


def check_signature(checkpoint: Json) -> None:
    """By the key that the checkpoint itself names: whose key that is, you must know."""
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(checkpoint["public_key"]))
    try:
        key.verify(bytes.fromhex(checkpoint["signature"]), body(checkpoint))
    except InvalidSignature:
        number = checkpoint["number"]
        raise NotProved(f"la signature du point de contrôle {number} est fausse") from None


def check_chain(checkpoints: list[Json]) -> None:
    """Each checkpoint holds the hash of the one before (its text, then its signature), and covers
    more events."""
    for before, after in pairwise(checkpoints):
        number = after["number"]
        if number <= before["number"] or after["size"] <= before["size"]:
            raise NotProved(f"le point de contrôle {number} n’est pas à sa place")
        follows = number == before["number"] + 1
        signed = body(before) + bytes.fromhex(before["signature"])
        if follows and after["previous"] != sha256(signed).hexdigest():
            raise NotProved(f"le point de contrôle {number} ne suit pas celui d’avant")


# ── The Merkle tree (RFC 6962, section 2.1) ──────────────────────────────────────────────────────
# A leaf is the hash of a zero byte and the line of an event; a node, that of a one byte and its
# two children. The left half of a tree holds as many leaves as the largest power of two that is
# less than their number. Whoever changes one event changes the root, and the root is signed.


def leaf_of(line: str) -> bytes:
    """The hash of one event."""
    return sha256(b"\0" + line.encode()).digest()


def node_of(left: bytes, right: bytes) -> bytes:
    """The hash of two hashes."""
    return sha256(b"\1" + left + right).digest()


def half_of(size: int) -> int:
    """The leaves of the left half of a tree of more than one."""
    return 1 << ((size - 1).bit_length() - 1)


def root_from_event(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    """The root of a tree, from one leaf and the other halves on the way up to it."""
    if size == 1 and index == 0 and not path:
        return leaf
    if size < 2 or not path:
        raise NotProved("un chemin n’a pas la bonne longueur")
    *below, sibling = path
    half = half_of(size)
    if index < half:
        return node_of(root_from_event(leaf, index, half, below), sibling)
    return node_of(sibling, root_from_event(leaf, index - half, size - half, below))


def roots_from_growth(
    first: int, second: int, path: list[bytes], known: bytes | None
) -> tuple[bytes, bytes]:
    """The roots of an old tree and of a new one, from what they share and what was added. `known`
    is the old root: where the old tree is a part of the new one, the path leaves it out."""
    if first == second and len(path) == (0 if known else 1):
        root = known or path[0]
        return root, root
    if not 0 < first < second or not path:
        raise NotProved("un chemin n’a pas la bonne longueur")
    *below, sibling = path
    half = half_of(second)
    if first <= half:
        old, new = roots_from_growth(first, half, below, known)
        return old, node_of(new, sibling)
    old, new = roots_from_growth(first - half, second - half, below, None)
    return node_of(sibling, old), node_of(sibling, new)


def hashes(path: list[str]) -> list[bytes]:
    """Hashes written in hexadecimal, as bytes."""
    found = [bytes.fromhex(text) for text in path]
    if any(len(one) != 32 for one in found):
        raise NotProved("un chemin a une empreinte de mauvaise longueur")
    return found


# ── What the file says ───────────────────────────────────────────────────────────────────────


def check_event(event: Json, checkpoints: dict[int, Json]) -> None:
    """The event, to the last sign of its line, is in the tree whose root was signed."""
    checkpoint = checkpoints[event["checkpoint"]]
    root = root_from_event(
        leaf_of(event["line"]), event["index"], checkpoint["size"], hashes(event["path"])
    )
    position = envelope(event)[0]
    if root.hex() != checkpoint["root"]:
        raise NotProved(f"l’événement {position} n’est pas de ceux que signe le point de contrôle")


def check_growth(growth: Json, checkpoints: dict[int, Json]) -> None:
    """The events under the first checkpoint are the first events under the second, unchanged."""
    first, second = checkpoints[growth["first"]], checkpoints[growth["second"]]
    old, new = roots_from_growth(
        first["size"], second["size"], hashes(growth["path"]), bytes.fromhex(first["root"])
    )
    if (old.hex(), new.hex()) != (first["root"], second["root"]):
        raise NotProved(
            f"le point de contrôle {growth['second']} n’est pas la suite du {growth['first']}"
        )


def check_anchor(anchor: Json, export: Json, checkpoints: dict[int, Json]) -> None:
    """A checkpoint that you kept is in the export, and the export proves to be its continuation."""
    number, last = anchor["number"], max(checkpoints)
    found = checkpoints.get(number)
    if found is None:
        raise NotProved(f"l’export ne contient pas le point de contrôle {number} de votre ancre")
    if body(found) != body(anchor):
        raise NotProved(f"le point de contrôle {number} n’est pas celui de votre ancre")
    grown = {(growth["first"], growth["second"]) for growth in export["growth"]}
    if number != last and (number, last) not in grown:
        raise NotProved(f"l’export ne prouve rien depuis le point de contrôle {number}")


def envelope(event: Json) -> list[Any]:
    """The columns of an event, before its content."""
    columns: list[Any] = json.loads(event["line"].partition("\n")[0])
    return columns


def read(path: str) -> Json:
    """An export, its checkpoints in order. Raises NotProved when it is none."""
    try:
        export: Json = json.loads(Path(path).read_text(encoding="utf-8"))
        if export["format"] == FORMAT and all(map(well_formed, export["checkpoints"])):
            export["checkpoints"].sort(key=lambda checkpoint: checkpoint["number"])
            return export
    except (OSError, ValueError, KeyError, TypeError):
        pass
    raise NotProved(f"{path} n’est pas un export {FORMAT}")


def well_formed(checkpoint: Json) -> bool:
    """Each field is of its kind, and holds no line feed: one signature has one reading."""
    values = [(checkpoint[name], kind) for name, kind in FIELDS.items()]
    return all(type(value) is kind and "\n" not in str(value) for value, kind in values)


def verify(export: Json, keys: set[str], anchors: list[Json]) -> None:
    """Everything that the file says. Raises NotProved at the first thing that does not follow."""
    if not export["checkpoints"]:
        raise NotProved("l’export ne contient aucun point de contrôle")
    checkpoints = {checkpoint["number"]: checkpoint for checkpoint in export["checkpoints"]}
    for checkpoint in [*export["checkpoints"], *anchors]:
        check_signature(checkpoint)
        if keys and checkpoint["public_key"] not in keys:
            raise NotProved(f"une autre clé a signé le point de contrôle {checkpoint['number']}")
    check_chain(export["checkpoints"])
    for growth in export["growth"]:
        check_growth(growth, checkpoints)
    for anchor in anchors:
        check_anchor(anchor, export, checkpoints)
    for event in export["events"]:
        check_event(event, checkpoints)


# ── Telling ──────────────────────────────────────────────────────────────────────────────────


def tell(export: Json, keys: set[str], anchors: list[Json]) -> None:
    """What was proved, and what you still have to know by yourself."""
    last = export["checkpoints"][-1]
    print(f"PROUVÉ : point de contrôle {last['number']}, qui signe {last['size']} événements.")
    for anchor in anchors:
        print(f"  Rien n’a changé depuis votre ancre, le point de contrôle {anchor['number']}.")
    for event in export["events"]:
        position, _, stream, version, name, *_ = envelope(event)
        print(f"  Événement {position} : {name}, version {version} du flux {stream}")
    for key in sorted({one["public_key"] for one in export["checkpoints"]} - keys):
        print(f"  Signé par {key} : est-ce la clé que l’on vous a donnée en main propre?")


def main() -> int:
    parser = argparse.ArgumentParser(description="Vérifie un export de Trame, sans Trame.")
    parser.add_argument("export", help="le fichier à vérifier")
    parser.add_argument("--key", action="append", default=[], help="clé publique attendue")
    parser.add_argument("--anchor", action="append", default=[], help="export plus ancien")
    asked = parser.parse_args()
    keys = {key.lower() for key in asked.key}
    try:
        export = read(asked.export)
        anchors = [one for path in asked.anchor for one in read(path)["checkpoints"]]
        verify(export, keys, anchors)
    except NotProved as wrong:
        print(f"NON PROUVÉ : {wrong}.")
        return 1
    except (KeyError, ValueError, TypeError, AttributeError) as wrong:
        print(f"NON PROUVÉ : le fichier est mal formé ({type(wrong).__name__}).")
        return 1
    tell(export, keys, anchors)
    return 0


if __name__ == "__main__":
    sys.exit(main())

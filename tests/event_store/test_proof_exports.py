"""Exports: whoever receives one verifies it without us, and nothing false passes."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from crm.event_store import (
    Checkpoint,
    EventStore,
    NothingSigned,
    Signed,
    Unprovable,
    export_proof,
    public_bytes,
    read_checkpoints,
)
from crm.event_store.databases import pen
from crm.event_store.proof import subtrees, tree
from crm.event_store.proof.stored import one
from event_store.vault import KEY, OTHER_KEY, Vault

VERIFIER = Path(__file__).parents[2] / "docs" / "verify_export.py"
Json = dict[str, Any]


@pytest.fixture
def vault(store: EventStore, monkeypatch: pytest.MonkeyPatch) -> Vault:
    """Its smallest subtree kept is of four leaves, so that proofs read both kinds."""
    monkeypatch.setattr(tree, "KEPT", 2)
    monkeypatch.setattr(subtrees, "KEPT", 2)
    made = Vault(store)
    made.checkpoint()
    return made


def checkpoint(vault: Vault, number: int) -> Checkpoint:
    with pen(vault.engine) as p:
        kept = one(p, number)
    assert kept
    return kept.checkpoint


def written(path: Path, content: object) -> str:
    path.write_bytes(content if isinstance(content, bytes) else msgspec.json.encode(content))
    return str(path)


def verified(*arguments: str) -> tuple[int, str]:
    """By the script alone, which must import nothing of ours."""
    asked = [sys.executable, "-I", "-W", "error", str(VERIFIER), *arguments]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.returncode, done.stdout


def test_the_script_shares_no_code(vault: Vault) -> None:
    lines = VERIFIER.read_text().splitlines()
    imported = {
        line.split()[1].partition(".")[0] for line in lines if line.startswith(("import ", "from "))
    }
    assert imported - sys.stdlib_module_names == {"cryptography"}


def test_every_event_is_proved_from_every_checkpoint_on(vault: Vault, tmp_path: Path) -> None:
    streams = list(dict.fromkeys(row["originator_id"] for row in vault.rows["events"]))
    anchors = [checkpoint(vault, number) for number in range(1, 7)]
    proof = export_proof(vault.engine, streams=streams, anchors=anchors, whole=True)
    assert sorted(event.index for event in proof.events) == list(range(34))
    assert [signed.number for signed in proof.checkpoints] == [1, 2, 3, 4, 5, 6]
    path = written(tmp_path / "export.json", proof)
    key = public_bytes(KEY).hex()
    code, said = verified(path, "--key", key, "--anchor", path)
    assert (code, said.splitlines()[0]) == (
        0,
        "PROUVÉ : point de contrôle 6, qui signe 34 événements.",
    )
    assert said.count("Événement ") == 34
    assert key not in said
    assert read_checkpoints(Path(path).read_bytes()) == anchors


def test_an_anchor_is_the_last_checkpoint_alone(vault: Vault, tmp_path: Path) -> None:
    anchor = written(tmp_path / "anchor.json", export_proof(vault.engine))
    assert [c.number for c in read_checkpoints(Path(anchor).read_bytes())] == [6]
    code, said = verified(anchor)
    assert code == 0
    assert f"Signé par {public_bytes(KEY).hex()}" in said


def test_what_does_not_continue_an_anchor_is_refused(vault: Vault, tmp_path: Path) -> None:
    anchor = written(tmp_path / "anchor.json", export_proof(vault.engine))
    vault.record(3)
    vault.checkpoint()
    silent = written(tmp_path / "silent.json", export_proof(vault.engine))
    assert verified(silent, "--anchor", anchor)[0] == 1
    whole = written(tmp_path / "whole.json", export_proof(vault.engine, whole=True))
    assert verified(whole, "--anchor", anchor)[0] == 1
    grown = export_proof(vault.engine, anchors=read_checkpoints(Path(anchor).read_bytes()))
    assert verified(written(tmp_path / "grown.json", grown), "--anchor", anchor)[0] == 0
    vault.run("DELETE FROM checkpoints WHERE number>5")
    vault.run("UPDATE events SET source='api' WHERE position=62")
    vault.checkpoint()
    other = written(tmp_path / "other.json", export_proof(vault.engine))
    code, said = verified(other, "--anchor", anchor)
    assert (code, "n’est pas celui de votre ancre" in said) == (1, True)


def test_another_key_is_refused(vault: Vault, tmp_path: Path) -> None:
    path = written(tmp_path / "export.json", export_proof(vault.engine))
    code, said = verified(path, "--key", public_bytes(OTHER_KEY).hex())
    assert (code, said) == (1, "NON PROUVÉ : une autre clé a signé le point de contrôle 6.\n")


def test_what_is_no_export_is_refused(tmp_path: Path) -> None:
    for content in (b"", b"[]", b"{}", b'{"format":"trame-proof-1","checkpoints":[]}', b"\xff"):
        assert verified(written(tmp_path / "none.json", content))[0] == 1
    assert verified(str(tmp_path / "absent.json"))[0] == 1


def _scalars(part: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The places of every value of a document."""
    if isinstance(part, dict | list):
        pairs = part.items() if isinstance(part, dict) else enumerate(part)
        return [place for key, value in pairs for place in _scalars(value, (*path, key))]
    return [path]


def _changed(
    export: Json, place: tuple[Any, ...], draw: Callable[[st.SearchStrategy[Any]], Any]
) -> None:
    """One value of the document is another one."""
    part: Any = export
    for key in place[:-1]:
        part = part[key]
    value = part[place[-1]]
    if isinstance(value, int):
        part[place[-1]] = value + draw(st.integers(-9, 9).filter(bool))
    else:
        at = draw(st.integers(0, len(value) - 1))
        letter = draw(st.sampled_from("0123456789abcdef,x").filter(lambda c: c != value[at]))
        part[place[-1]] = value[:at] + letter + value[at + 1 :]


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_nothing_false_passes(loaded: Any, export: Json, data: st.DataObject) -> None:
    """Any value changed, any hash taken out or doubled: not proved."""
    forged = json.loads(json.dumps(export))
    lists = [forged["growth"][0]["path"], *(event["path"] for event in forged["events"])]
    if data.draw(st.booleans()):
        part = data.draw(st.sampled_from(["format", "checkpoints", "growth", "events"]))
        places = [place for place in _scalars(forged) if place[0] == part]
        _changed(forged, data.draw(st.sampled_from(places)), data.draw)
    else:
        chosen = data.draw(st.sampled_from([path for path in lists if path]))
        at = data.draw(st.integers(0, len(chosen) - 1))
        chosen[at : at + 1] = data.draw(st.sampled_from([[], [chosen[at]] * 2]))
    assert loaded(export) is True
    assert loaded(forged) is False


def test_checkpoints_must_hold_together(
    vault: Vault, export: Json, loaded: Callable[[Json], bool]
) -> None:
    """Each may be signed by the right key, and yet be of another history."""
    other = replace(checkpoint(vault, 3), previous=bytes(32)).sign(KEY)
    export["checkpoints"][2] = json.loads(msgspec.json.encode(Signed.of(other)))
    assert not loaded(export)
    export["checkpoints"] = [export["checkpoints"][n] for n in (0, 2, 5)]
    assert loaded(export)  # those between were not given: nothing is said of them


@pytest.fixture
def export(vault: Vault) -> Json:
    """Of two streams, from an anchor on, with all checkpoints."""
    streams = list(dict.fromkeys(row["originator_id"] for row in vault.rows["events"]))[:2]
    proof = export_proof(vault.engine, streams=streams, anchors=[checkpoint(vault, 3)], whole=True)
    made: Json = json.loads(msgspec.json.encode(proof))
    return made


@pytest.fixture
def loaded(tmp_path: Path) -> Callable[[Json], bool]:
    """What the script answers, in this process: hundreds of processes would be slow."""
    script: Json = {"__name__": "verify_export"}
    exec(compile(VERIFIER.read_text(), str(VERIFIER), "exec"), script)

    def verify(export: Json) -> bool:
        path = written(tmp_path / "drawn.json", export)
        try:
            read = script["read"](path)
            script["verify"](read, set(), [])
        except (script["NotProved"], KeyError, ValueError, TypeError, AttributeError):
            return False
        return True

    return verify


def test_what_was_touched_is_not_exported(vault: Vault) -> None:
    row = vault.signed()[4]
    vault.run("UPDATE events SET source='api' WHERE position=:p", p=row["position"])
    with pytest.raises(Unprovable):
        export_proof(vault.engine, streams=[row["originator_id"]])


def test_an_anchor_that_is_not_ours_is_not_continued(vault: Vault) -> None:
    mine = checkpoint(vault, 2)
    with pytest.raises(Unprovable):
        export_proof(vault.engine, anchors=[mine.sign(OTHER_KEY)])


def test_nothing_signed_is_nothing_to_export(store: EventStore) -> None:
    with pytest.raises(NothingSigned):
        export_proof(store.engine)


def test_what_is_no_anchor_does_not_read() -> None:
    for content in (b"", b"[]", b"{}", b'{"checkpoints":[{"number":1}]}'):
        with pytest.raises(ValueError, match=r"."):
            read_checkpoints(content)

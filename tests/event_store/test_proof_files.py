"""A hand on the SQLite file itself, below every table: nothing is read otherwise in silence."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.event_store import Fault, open_event_store, public_bytes, verify_events
from crm.event_store.databases import open_engine
from crm.settings import Settings
from event_store.garden import what_happened, who_tends
from event_store.vault import KEY, OF_EVENTS, Vault

PAGE = 4096
BY_INDEX = (
    "SELECT originator_id, originator_version, position FROM events ORDER BY 1, 2",
    "SELECT pole_id, position FROM events ORDER BY 1, 2",
)
BY_TABLE = "SELECT * FROM events NOT INDEXED ORDER BY position"


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Vault:
    """Closed: all is in one file."""
    folder = tmp_path_factory.mktemp("vault")
    made = Settings(
        database=f"sqlite:///{folder / 'a.db'}",
        keys=f"sqlite:///{folder / 'k.db'}",
        secret="s" * 40,
    )
    store = open_event_store(made, [who_tends, what_happened])
    vault = Vault(store)
    store.close()
    with closing(sqlite3.connect(path_of(vault))) as db:
        db.execute("VACUUM")  # no page keeps what a row was before
    return vault


def path_of(vault: Vault) -> Path:
    return Path(str(vault.engine.url.database))


def faults(path: Path) -> list[Fault]:
    engine = open_engine(f"sqlite:///{path}")
    try:
        return verify_events(engine, {public_bytes(KEY)}).faults
    finally:
        engine.dispose()


def read(path: Path) -> list[Any]:
    """What whoever asks gets: by the table, and by each index."""
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return [db.execute(sql).fetchall() for sql in (BY_TABLE, *BY_INDEX)]
    finally:
        db.close()


def touched(path: Path, at: int, bit: int) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        byte = file.read(1)[0]
        file.seek(at)
        file.write(bytes([byte ^ 1 << bit]))


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_one_bit_anywhere_in_the_file(vault: Vault, tmp_path: Path, data: st.DataObject) -> None:
    copy, before = tmp_path / "copy.db", read(path_of(vault))
    shutil.copy(path_of(vault), copy)
    at = data.draw(st.integers(0, copy.stat().st_size - 1))
    touched(copy, at, data.draw(st.integers(0, 7)))
    if not faults(copy):
        assert read(copy) == before


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_one_bit_of_an_event_in_the_file(vault: Vault, tmp_path: Path, data: st.DataObject) -> None:
    """Where the state of an event lies, the event is named."""
    copy, row = tmp_path / "copy.db", data.draw(st.sampled_from(vault.signed()))
    shutil.copy(path_of(vault), copy)
    start = copy.read_bytes().index(row["state"].encode())
    at = start + data.draw(st.integers(0, len(row["state"]) - 1))
    touched(copy, at, data.draw(st.integers(0, 7)))
    assert [f.position for f in faults(copy) if f.kind in OF_EVENTS] == [row["position"]]


@pytest.mark.parametrize(
    "hand",
    [
        "UPDATE events SET state=CAST(state AS BLOB) WHERE position=32",
        "UPDATE events SET pole_id=CAST(pole_id AS BLOB) WHERE position=32",
        "UPDATE events SET state=state||char(0)||'x' WHERE position=32",
        "UPDATE events SET topic=topic||char(0) WHERE position=32",
        "UPDATE events SET state=CAST(x'ff'||state AS TEXT) WHERE position=32",
        "UPDATE events SET source=CAST(x'ff' AS TEXT) WHERE position=32",
        "UPDATE events SET originator_version='deux' WHERE position=32",
        "UPDATE events SET recorded_at=recorded_at+0.5 WHERE position=32",
        "UPDATE events SET cause='' WHERE position=32",
    ],
)
def test_what_sqlite_lets_into_any_column(vault: Vault, tmp_path: Path, hand: str) -> None:
    copy = tmp_path / "copy.db"
    shutil.copy(path_of(vault), copy)
    db = sqlite3.connect(copy)
    db.execute(hand)
    db.commit()
    db.close()
    found = [(f.kind, f.position) for f in faults(copy) if f.kind in OF_EVENTS]
    assert found in ([("altered", 32)], [("unreadable", 32)])


def test_a_page_that_is_no_page(vault: Vault, tmp_path: Path) -> None:
    """The others are read one by one, and only those of the page are missed."""
    copy = tmp_path / "copy.db"
    shutil.copy(path_of(vault), copy)
    content = bytearray(copy.read_bytes())
    at = content.index(vault.signed()[3]["state"].encode()) // PAGE * PAGE
    content[at : at + 8] = bytes(8)
    copy.write_bytes(content)
    found = faults(copy)
    assert "file" in {f.kind for f in found}
    missed = {f.position for f in found if f.kind == "unreadable"}
    assert vault.signed()[3]["position"] in missed
    print(missed)
    assert len(missed) < len(vault.signed())


def test_an_index_that_leads_elsewhere(vault: Vault, tmp_path: Path) -> None:
    """The table is right, and yet the events of a stream would be read wrong."""
    copy, before = tmp_path / "copy.db", read(path_of(vault))
    shutil.copy(path_of(vault), copy)
    content = bytearray(copy.read_bytes())
    entry = vault.signed()[5]["originator_id"].encode() + b"\x03"  # version 3, as an index holds it
    at = content.index(entry)
    content[at] ^= 1
    copy.write_bytes(content)
    by_table, by_stream, _ = read(copy)
    assert by_table == before[0]
    assert by_stream != before[1]
    assert "file" in {f.kind for f in faults(copy)}

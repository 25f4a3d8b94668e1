"""Whatever a hand does to the tables, verifying names the place; untouched, it says nothing."""

from datetime import date, timedelta
from string import ascii_letters, digits
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from crm.event_store import Checkpointer, EventStore, public_bytes
from crm.event_store.databases import pen
from crm.event_store.ids import is_id, new_id
from crm.event_store.proof.checkpoints import COLUMNS as COLUMNS_KEPT
from crm.event_store.proof.checkpoints import Kept
from crm.event_store.proof.leaves import leaves
from crm.event_store.proof.stored import one
from crm.event_store.tables import checkpoints, events, receipts
from event_store.vault import KEY, OF_EVENTS, OTHER_KEY, SIGNED, UNDER_ONE, Vault

COLUMNS = [c.name for c in events.columns if c.name != "position"]
ABSENT = {"action": "R9", "import_id": new_id(), "import_row": "2", "cause": "x", "captured_at": 7}
"""Something where there is nothing."""
OF_CHECKPOINTS = [c.name for c in checkpoints.columns]
MANY = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture
def vault(store: EventStore) -> Vault:
    return Vault(store)


def places(vault: Vault) -> set[tuple[str, int | None]]:
    """What is said of events: kind and position."""
    return {(f.kind, f.position) for f in vault.faults() if f.kind in OF_EVENTS}


@st.composite
def other(draw: st.DrawFn, value: Any) -> Any:
    """Another value of the same type."""
    match value:
        case int():
            return value + draw(st.integers(-(10**6), 10**6).filter(bool))
        case date():
            return value + timedelta(days=draw(st.integers(-900, 900).filter(bool)))
        case bytes():
            at = draw(st.integers(0, max(0, len(value) - 1)))
            changed = bytes([(value + b"?")[at] ^ draw(st.integers(1, 255))])
            return value[:at] + changed + value[at + 1 :]
        case str() if is_id(value):
            return new_id()
        case _:
            at = draw(st.integers(0, len(value) - 1))
            letters = st.sampled_from(ascii_letters + digits).filter(
                lambda letter: letter != value[at]
            )
            return value[:at] + draw(letters) + value[at + 1 :]


def test_an_untouched_event_store_is_silent(vault: Vault) -> None:
    assert vault.faults() == []
    vault.restore()
    assert vault.faults() == []


@MANY
@given(st.data())
def test_one_value_changed(vault: Vault, data: st.DataObject) -> None:
    vault.restore()
    row = data.draw(st.sampled_from(vault.signed()))
    column = data.draw(st.sampled_from(COLUMNS))
    value = ABSENT[column] if row[column] is None else data.draw(other(row[column]))
    changed = sa.update(events).where(events.c.position == row["position"])
    try:
        with vault.hand.begin() as db:
            db.execute(changed.values({column: value}))
    except sa.exc.IntegrityError:
        reject()
    assert places(vault) == {("altered", row["position"])}


@MANY
@given(st.data())
def test_one_row_deleted(vault: Vault, data: st.DataObject) -> None:
    """Signed or not: what no checkpoint covers yet still lacks in its stream, or to its receipt."""
    vault.restore()
    row = data.draw(st.sampled_from(vault.rows["events"]))
    vault.run("DELETE FROM events WHERE position=:p", p=row["position"])
    if row in vault.signed():
        assert places(vault) == {("missing", row["position"])}
    found = vault.faults()
    assert row["position"] in {f.position for f in found}
    assert ("receipt_without_events", row["position"]) in {(f.kind, f.position) for f in found}


@MANY
@given(st.data())
def test_one_row_inserted(vault: Vault, data: st.DataObject) -> None:
    """In a gap, before the first event, or after the last."""
    vault.restore()
    row = data.draw(st.sampled_from(vault.rows["events"]))
    position = data.draw(st.sampled_from([-(2**63), -1, 0, *range(1, 2 * SIGNED, 2), 10**6]))
    with vault.hand.begin() as db:
        db.execute(sa.insert(events), [row | {"position": position, "originator_id": new_id()}])
    if position < 2 * SIGNED:
        assert places(vault) == {("inserted", position)}
    assert position in {f.position for f in vault.faults()}


@MANY
@given(st.data())
def test_two_rows_swapped(vault: Vault, data: st.DataObject) -> None:
    vault.restore()
    two = data.draw(st.lists(st.sampled_from(vault.signed()), min_size=2, max_size=2, unique_by=id))
    one, another = (row["position"] for row in two)
    for at, put in ((one, -(2**40)), (another, one), (-(2**40), another)):
        vault.run("UPDATE events SET position=:put WHERE position=:at", at=at, put=put)
    assert places(vault) == {("altered", one), ("altered", another)}


@MANY
@given(st.data())
def test_one_row_moved(vault: Vault, data: st.DataObject) -> None:
    vault.restore()
    row = data.draw(st.sampled_from(vault.signed()))
    to = data.draw(st.sampled_from(range(-1, 2 * SIGNED, 2)))
    vault.run("UPDATE events SET position=:to WHERE position=:p", to=to, p=row["position"])
    assert places(vault) == {("missing", row["position"]), ("inserted", to)}


@MANY
@given(st.data())
def test_one_value_of_a_checkpoint_changed(vault: Vault, data: st.DataObject) -> None:
    vault.restore()
    row = data.draw(st.sampled_from(vault.rows["checkpoints"]))
    column = data.draw(st.sampled_from(OF_CHECKPOINTS))
    value = data.draw(other(row[column]))
    try:
        vault.run(f"UPDATE checkpoints SET {column}=:v WHERE number=:n", v=value, n=row["number"])
    except sa.exc.IntegrityError:
        reject()
    found = vault.faults()
    assert {f.checkpoint for f in found} & {row["number"], value}
    assert {f.kind for f in found} & OF_EVENTS == set()


def test_a_checkpoint_taken_out(vault: Vault) -> None:
    for number in range(1, 5):
        vault.restore()
        vault.run("DELETE FROM checkpoints WHERE number=:n", n=number)
        assert [(f.kind, f.checkpoint) for f in vault.faults()] == [("checkpoint_missing", number)]


def test_where_a_checkpoint_is_missing_its_events_are_proved_by_the_next(vault: Vault) -> None:
    """Not one by one, but together."""
    vault.run("DELETE FROM checkpoints WHERE number=2")
    vault.run("UPDATE events SET source='api' WHERE position=16")
    told = {(f.kind, f.checkpoint, f.detail) for f in vault.faults()}
    assert told == {("checkpoint_missing", 2, "2-2"), ("rewritten", 3, "15-42")}


def test_two_checkpoints_swapped(vault: Vault) -> None:
    vault.run("UPDATE checkpoints SET number=-1 WHERE number=2")
    vault.run("UPDATE checkpoints SET number=2 WHERE number=4")
    vault.run("UPDATE checkpoints SET number=4 WHERE number=-1")
    told = {(f.kind, f.checkpoint) for f in vault.faults()}
    assert told == {("checkpoint_signature", 2), ("checkpoint_signature", 4)}


def test_leaves_are_cleared_by_the_events(vault: Vault) -> None:
    leaves = vault.rows["checkpoints"][2]["leaves"]
    vault.run("UPDATE checkpoints SET leaves=:l WHERE number=3", l=leaves[:-1] + b"\0")
    assert [(f.kind, f.checkpoint) for f in vault.faults()] == [("checkpoint_leaves", 3)]


def rewrite(vault: Vault, position: int, number: int) -> None:
    """An event and its leaf, together, as one would who knows how leaves are made."""
    vault.run("UPDATE events SET source='api' WHERE position=:p", p=position)
    with pen(vault.engine) as p:
        kept = one(p, number)
        assert kept
        run = kept.checkpoint.ranges
        found = leaves(p, run[0].start, run[-1].stop - 1)
    vault.run("UPDATE checkpoints SET leaves=:l WHERE number=:n", l=b"".join(found), n=number)


def test_an_event_altered_with_its_leaf(vault: Vault) -> None:
    rewrite(vault, 32, 3)
    told = [(f.kind, f.checkpoint, f.detail) for f in vault.faults()]
    assert told == [("rewritten", 3, vault.rows["checkpoints"][2]["positions"])]


def test_an_event_altered_and_its_leaf_otherwise(vault: Vault) -> None:
    rewrite(vault, 32, 3)
    vault.run("UPDATE events SET source='offline' WHERE position=34")
    told = {(f.kind, f.checkpoint, f.position) for f in vault.faults()}
    assert told == {("checkpoint_leaves", 3, None), ("altered", 3, 34)}


def test_a_checkpoint_made_again_with_another_key(vault: Vault) -> None:
    rewrite(vault, 32, 3)
    vault.run("DELETE FROM checkpoints WHERE number>2")
    Checkpointer(
        vault.engine, OTHER_KEY, vault.store.clock, former=[public_bytes(KEY)], most=UNDER_ONE
    ).checkpoint()
    first, *others = vault.faults()
    assert (first.kind, first.checkpoint) == ("checkpoint_key", 3)
    assert (first.detail, others) == (public_bytes(OTHER_KEY).hex(), [])


def test_a_checkpoint_replaced_by_whoever_holds_the_key(vault: Vault) -> None:
    """The chain breaks; made again to its end, only an anchor tells."""
    with pen(vault.engine) as p:
        later = [kept for number in (4, 5) if (kept := one(p, number))]
    anchor = later[-1].checkpoint
    assert vault.faults(anchor) == []
    rewrite(vault, 32, 3)
    vault.run("DELETE FROM checkpoints WHERE number>2")
    vault.checkpoint(UNDER_ONE)
    assert vault.faults() == []
    assert [f.kind for f in vault.faults(anchor)] == ["anchor_differs"]
    vault.run("DELETE FROM checkpoints WHERE number>3")
    with vault.hand.begin() as db:
        db.execute(
            sa.insert(checkpoints), [dict(zip(COLUMNS_KEPT, k.row, strict=True)) for k in later]
        )
    assert ("checkpoint_chain", 4) in {(f.kind, f.checkpoint) for f in vault.faults()}


def test_an_end_cut_off_shows_against_an_anchor(vault: Vault) -> None:
    anchor = vault.checkpoint()
    assert anchor
    for table, column in (
        ("events", "position"),
        ("receipts", "first_position"),
        ("checkpoints", "last_position"),
    ):
        vault.run(f"DELETE FROM {table} WHERE {column}>58")
    assert vault.faults() == []
    told = [(f.kind, f.checkpoint, f.position) for f in vault.faults(anchor)]
    assert told == [("anchor_missing", 6, anchor.last_position)]


def test_an_anchor_is_verified_too(vault: Vault) -> None:
    anchor = vault.checkpoint()
    assert anchor
    forged = replace(anchor, size=anchor.size + 1)
    stranger = replace(anchor, public_key=public_bytes(OTHER_KEY)).sign(OTHER_KEY)
    kinds = [f.kind for f in vault.faults(forged, stranger)]
    assert kinds == ["anchor_signature", "anchor_key"]


def test_receipts_are_told_from_events(vault: Vault) -> None:
    receipt = vault.rows["receipts"][0]
    vault.run("DELETE FROM receipts WHERE command_id=:c", c=receipt["command_id"])
    assert [(f.kind, f.position) for f in vault.faults()] == [
        ("no_receipt", receipt["first_position"])
    ]
    vault.restore()
    vault.run(
        "UPDATE receipts SET recorded_at=recorded_at+1 WHERE command_id=:c", c=receipt["command_id"]
    )
    assert [(f.kind, f.position) for f in vault.faults()] == [
        ("no_receipt", receipt["first_position"])
    ]
    vault.restore()
    with vault.hand.begin() as db:
        db.execute(sa.insert(receipts), [receipt | {"command_id": new_id()}])
    assert [(f.kind, f.position) for f in vault.faults()] == [
        ("receipt_without_events", receipt["first_position"])
    ]


def test_what_is_not_signed_yet_must_agree_with_itself(vault: Vault) -> None:
    *_, last = vault.rows["events"]
    for column, value in (("actor_id", new_id()), ("topic", "plot.lost.v1"), ("state", "{}")):
        vault.restore()
        vault.run(f"UPDATE events SET {column}=:v WHERE position=:p", v=value, p=last["position"])
        assert [(f.kind, f.position) for f in vault.faults()] == [
            ("contradictory", last["position"])
        ]


def test_versions_of_a_stream_follow_each_other(vault: Vault) -> None:
    *_, last = vault.rows["events"]
    vault.run("UPDATE events SET originator_version=3 WHERE position=:p", p=last["position"])
    told = {(f.kind, f.stream, f.version, f.detail) for f in vault.faults()}
    assert ("stream_gap", last["originator_id"], 1, "1-2") in told


def test_of_checkpoints_forged_together_none_answers_for_the_others(vault: Vault) -> None:
    """They hold each other's hash, and nobody's signature."""
    with pen(vault.engine) as p:
        kept = [kept for number in range(1, 6) if (kept := one(p, number))]
    forged, before = list[Kept](), kept[1].checkpoint
    for one_kept in kept[2:]:
        lie = replace(one_kept.checkpoint, signed_at=1, previous=before.digest)
        forged.append(replace(one_kept, checkpoint=lie))
        before = lie
    vault.run("DELETE FROM checkpoints WHERE number>2")
    with vault.hand.begin() as db:
        rows = [dict(zip(COLUMNS_KEPT, k.row, strict=True)) for k in forged]
        db.execute(sa.insert(checkpoints), rows)
    told = {(f.kind, f.checkpoint) for f in vault.faults()}
    assert told == {("checkpoint_signature", number) for number in (3, 4, 5)}

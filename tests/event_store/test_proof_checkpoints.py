"""Checkpoints: everything up to the head, once, whoever makes them and whatever happens."""

import multiprocessing
from collections.abc import Sequence
from typing import Any

import pytest
import sqlalchemy as sa

from crm.event_store import (
    BrokenProof,
    Checkpointer,
    EventStore,
    OtherKey,
    public_bytes,
    signing_key,
    verify_events,
)
from crm.event_store.databases import open_engine, pen
from crm.event_store.events import new_id
from crm.event_store.proof import checkpointer as module
from crm.event_store.proof import verifying
from crm.event_store.proof.checkpoints import NONE_BEFORE, ranges, told
from crm.event_store.proof.leaves import leaves
from crm.event_store.proof.stored import one
from crm.event_store.proof.tree import Frontier
from crm.event_store.sealing import ERASED
from crm.event_store.tables import checkpoints
from event_store.conftest import Opening, Someone
from event_store.garden import OpenGarden, PlotLent
from event_store.vault import KEY, OTHER_KEY, SIGNED, UNDER_ONE, UNSIGNED, Vault


@pytest.fixture
def vault(store: EventStore) -> Vault:
    return Vault(store)


def numbers(vault: Vault) -> list[int]:
    with vault.engine.connect() as db:
        return list(db.scalars(sa.select(checkpoints.c.number).order_by(checkpoints.c.number)))


def test_all_events_are_under_a_tree(vault: Vault) -> None:
    last = vault.checkpoint()
    assert last
    with pen(vault.engine) as p:
        tree = Frontier()
        tree.extend(leaves(p, 1, 2**62))
    assert (last.number, last.size, last.root) == (6, SIGNED + UNSIGNED, tree.root)
    assert (last.is_signed, last.public_key) == (True, public_bytes(KEY))


def test_each_names_the_one_before(vault: Vault) -> None:
    with pen(vault.engine) as p:
        found = [kept.checkpoint for number in range(1, 6) if (kept := one(p, number))]
    previous = [NONE_BEFORE, *(checkpoint.digest for checkpoint in found)]
    assert [checkpoint.previous for checkpoint in found] == previous[:-1]
    assert [checkpoint.count for checkpoint in found] == [7, 7, 7, 7, 2]
    assert found[0].body.decode().splitlines()[:4] == [
        "trame checkpoint 1",
        "number 1",
        "size 7",
        "positions 2,4,6,8,10,12,14",
    ]


def test_nothing_new_makes_nothing(vault: Vault) -> None:
    assert vault.checkpoint()
    assert vault.checkpoint() is None
    assert numbers(vault) == [1, 2, 3, 4, 5, 6]


def test_an_empty_store_has_nothing_to_sign(store: EventStore) -> None:
    assert Checkpointer(store.engine, KEY, store.clock).checkpoint() is None
    assert verify_events(store.engine, set()).faults == []


def test_events_signed_before_are_not_read_again(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def reading(p: Any, first: int, last: int) -> Sequence[bytes]:
        asked.append(first)
        return leaves(p, first, last)

    monkeypatch.setattr("crm.event_store.proof.leaves.leaves", reading)
    vault.checkpoint()
    assert asked == [2 * SIGNED + 1]


def test_what_is_on_its_way_waits(
    vault: Vault, someone: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Never past the head: a position below may still be filled."""
    head = 2 * SIGNED + 2
    monkeypatch.setattr(module, "head", lambda _engine: head)
    last = vault.checkpoint()
    assert last
    assert (last.last_position, last.size) == (head, SIGNED + 2)


def _sign(url: str, times: int) -> None:
    engine = open_engine(url)
    checkpointer = Checkpointer(engine, KEY, lambda: 1, most=3)
    for _ in range(times):
        checkpointer.checkpoint()
    engine.dispose()


@pytest.mark.slow
def test_several_processes_sign_without_harm(store: EventStore, someone: Someone) -> None:
    url = store.engine.url.render_as_string(hide_password=False)
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_sign, args=(url, 150)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for _ in range(80):
        store.handle(OpenGarden(garden_id=new_id()), someone())
    for worker in workers:
        worker.join()
        assert worker.exitcode == 0
    last = Checkpointer(store.engine, KEY, store.clock).latest()
    Checkpointer(store.engine, KEY, store.clock).checkpoint()
    found = verify_events(store.engine, {public_bytes(KEY)})
    assert last
    assert (found.events, found.unsigned, found.faults) == (80, 0, [])


def test_whoever_is_overtaken_goes_on_from_there(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    def overtaken(self: Checkpointer, kept: Any) -> bool:
        monkeypatch.undo()
        Checkpointer(vault.engine, KEY, vault.store.clock, most=1).checkpoint()
        return self._write(kept)

    monkeypatch.setattr(Checkpointer, "_write", overtaken)
    assert vault.checkpoint() is None
    assert numbers(vault) == list(range(1, 6 + UNSIGNED))
    assert vault.faults() == []


def test_an_interrupted_one_leaves_nothing_half_done(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(self: Any, table: Any, names: Any, rows: Any) -> None:
        inserted(self, table, names, rows)
        raise KeyboardInterrupt

    with pen(vault.engine) as p:
        kind, inserted = type(p), type(p).insert
    monkeypatch.setattr(kind, "insert", interrupted)
    with pytest.raises(KeyboardInterrupt):
        vault.checkpoint()
    monkeypatch.undo()
    assert numbers(vault) == [1, 2, 3, 4, 5]
    assert vault.checkpoint()
    assert vault.faults() == []


@pytest.mark.parametrize(
    "hand",
    [
        "UPDATE checkpoints SET root=frontier WHERE number=5",
        "UPDATE checkpoints SET frontier=root WHERE number=5",
        "UPDATE checkpoints SET last_position=59 WHERE number=5",
        "UPDATE checkpoints SET signed_at=signed_at+1 WHERE number=5",
        "UPDATE checkpoints SET positions='' WHERE number=5",
        "DELETE FROM events WHERE position>58",
    ],
)
def test_nothing_is_signed_on_top_of_what_was_touched(vault: Vault, hand: str) -> None:
    vault.run(hand)
    with pytest.raises(BrokenProof) as broken:
        vault.checkpoint()
    assert broken.value.values == {"number": 5}
    assert numbers(vault) == [1, 2, 3, 4, 5]


def test_forgetting_somebody_breaks_no_proof(vault: Vault) -> None:
    vault.checkpoint()
    stream = vault.rows["events"][1]["originator_id"]
    for said in ("Odile Vraisemblable", ERASED):
        lent = vault.store.stream(stream)[1].event
        assert isinstance(lent, PlotLent)
        assert lent.gardener == said
        vault.store.keyring.erase(lent.gardener_id)
    assert vault.faults() == []


def test_others_verify_the_same(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    """When there is much to compare; here, much is little, and the first slice is not for us."""
    monkeypatch.setattr(verifying, "MANY", 1)
    monkeypatch.setattr(verifying, "SLICE", UNDER_ONE)
    done: list[tuple[int, int]] = []
    assert vault.faults(processes=4, progress=lambda *told: done.append(told)) == []
    assert (len(done), done[-1]) == (5, (SIGNED, SIGNED))
    vault.run("UPDATE events SET source='api' WHERE position=4")
    assert [(f.kind, f.position) for f in vault.faults(processes=4)] == [("altered", 4)]


def test_positions_are_told_shortly() -> None:
    for positions, text in (([5], "5"), ([5, 6, 7], "5-7"), ([1, 2, 4, 6, 7], "1-2,4,6-7")):
        assert told(positions) == text
        assert [n for run in ranges(text) for n in run] == positions
    for text in ("", "1-", "2-1", "1,1", "3,2", "1 2", "1-3,3-4", "a"):
        with pytest.raises(ValueError, match="positions"):
            ranges(text)


def test_the_signing_key_is_asked_for() -> None:
    assert public_bytes(signing_key("a")) != public_bytes(signing_key("b"))
    with pytest.raises(ValueError, match="secret"):
        signing_key("")


def test_every_store_opens_the_same_checkpoints(vault: Vault, opening: Opening) -> None:
    other = opening()
    assert (
        Checkpointer(other.engine, KEY, other.clock).latest()
        == Checkpointer(vault.engine, KEY, vault.store.clock).latest()
    )


def test_a_worker_signs_when_enough_wait_or_have_waited(
    opening: Opening, someone: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1_000_000_000_000]
    store = opening(clock=lambda: now[0])
    checkpointer = Checkpointer(store.engine, KEY, store.clock)
    assert checkpointer.checkpoint_when_due() is None
    store.handle(OpenGarden(garden_id=new_id()), someone())
    assert checkpointer.checkpoint_when_due() is None
    now[0] += 600 * 1_000_000
    assert checkpointer.checkpoint_when_due()
    assert checkpointer.checkpoint_when_due() is None
    monkeypatch.setattr(module, "ENOUGH", 3)
    for size in (None, None, 4):
        store.handle(OpenGarden(garden_id=new_id()), someone())
        made = checkpointer.checkpoint_when_due()
        assert (made and made.size) == size


def test_a_key_that_changed_must_be_told_once(vault: Vault) -> None:
    """Else whoever may write in the database could have a lie of theirs signed over."""
    clock = vault.store.clock
    with pytest.raises(OtherKey) as refused:
        Checkpointer(vault.engine, OTHER_KEY, clock).checkpoint()
    assert refused.value.values == {"number": 5, "key": public_bytes(KEY).hex()}
    told = Checkpointer(vault.engine, OTHER_KEY, clock, former=[public_bytes(KEY)])
    assert told.checkpoint()
    vault.record(1)
    assert Checkpointer(vault.engine, OTHER_KEY, clock).checkpoint()
    trusted = {public_bytes(KEY), public_bytes(OTHER_KEY)}
    assert verify_events(vault.engine, trusted).faults == []
    assert [(f.kind, f.checkpoint) for f in vault.faults()] == [("checkpoint_key", 6)]

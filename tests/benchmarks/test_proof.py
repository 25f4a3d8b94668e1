"""The proof: a million events put under checkpoints, then verified, beside sha256 of their bytes.

The rows are loaded bare, without views; a command records two events or three. Verifying is all
that `crm verify` does unasked: leaves, roots, signatures, streams, receipts, SQLite's indexes.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache, partial
from hashlib import sha256
from statistics import median
from typing import Any
from uuid import UUID

import pytest

from benchmarks.conftest import Stores
from benchmarks.report import Report, Rounds, Works, interleaved
from crm.event_store import Checkpointer, EventStore, public_bytes, signing_key, verify_events
from crm.event_store.databases import open_engine, pen
from crm.event_store.proof import leaves
from crm.event_store.tables import events, receipts
from crm.event_store.writer import COLUMNS, RECEIPT

EVENTS, AT_ONCE, ROUNDS = 1_000_000, 20_000, 3
OF_A_STREAM = 5
KEY = signing_key("of the benchmark")
NOTE = "1:" + "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo" * 5
STATE = (
    '{{"originator_id":"{}","originator_version":{},"pole_id":"{}","actor_id":"{}",'
    '"occurred_on":"{}","action":"R5","note":"{}","minutes":{}}}'
)


def rows(chance: random.Random, first: int) -> Iterator[tuple[Any, ...]]:
    """Streams of five events, by two commands."""
    pole, actor = _ids(chance)[first % 25], _ids(chance)[first % 100]
    for stream_first in range(first, first + AT_ONCE, OF_A_STREAM):
        stream, commands = _id(chance), [_id(chance), _id(chance)]
        for version in range(1, OF_A_STREAM + 1):
            position, later = stream_first + version - 1, version > 2
            day = date(2018, 1, 1) + timedelta(days=position // 400)
            state = STATE.format(stream, version, pole, actor, day, NOTE, position % 90)
            at = 1_500_000_000_000_000 + stream_first * 1_000 + later
            yield (
                position, pole, stream, version, "intervention.recorded.v1", state, at, day,
                "day", actor, "page", "R5", commands[later], None, None, None, None,
            )  # fmt: skip


def fill(store: EventStore) -> None:
    """A million events and their receipts, in bulk."""
    chance = random.Random(2026)
    for first in range(1, EVENTS + 1, AT_ONCE):
        some = list(rows(chance, first))
        given = [
            (some[at][12], some[at][0], some[at + more][0], some[at][6])
            for start in range(0, AT_ONCE, OF_A_STREAM)
            for at, more in ((start, 1), (start + 2, 2))
        ]
        with pen(store.engine) as p:
            p.begin()
            p.insert(events, COLUMNS, some)
            p.insert(receipts, RECEIPT, given)
    as_owner(store, "ANALYZE")


def as_owner(store: EventStore, order: str) -> None:
    """The engine's own role adds events and checkpoints, and may do nothing else to them."""
    engine = open_engine(store.engine.url.render_as_string(hide_password=False), owner=True)
    with pen(engine) as p:
        p.run(order)
    engine.dispose()


def hashing(store: EventStore) -> Works:
    """The floor: the same bytes, ready in memory."""
    for first in range(1, EVENTS + 1, AT_ONCE):
        with pen(store.engine) as p:
            lines = leaves.lines(p, first, first + AT_ONCE - 1)
        yield partial(_hash, lines)


def signing(store: EventStore) -> Works:
    as_owner(store, "DELETE FROM checkpoints")
    yield Checkpointer(store.engine, KEY, store.clock).checkpoint


def verifying(store: EventStore) -> Works:
    yield partial(_verify, store)


@pytest.fixture(scope="module")
def measured(kind: str, stores: Stores) -> Rounds:
    """Each way in turns, on one store."""
    store = stores.open(kind, [])
    fill(store)
    ways = {"floor": hashing, "signing": signing, "verifying": verifying}
    return interleaved(ROUNDS, **{name: partial(way, store) for name, way in ways.items()})


def test_a_checkpoint(kind: str, measured: Rounds, report: Report) -> None:
    report.at_most(
        f"checkpoint, an event, of {EVENTS:,}",
        kind,
        [took / EVENTS * 1e6 for took in measured["signing"]],
        limit=5,
        unit="µs",
        floor=f"sha256 of the same bytes: {median(measured['floor']) / EVENTS * 1e6:.2f} µs",
    )


def test_verifying(kind: str, measured: Rounds, report: Report) -> None:
    report.at_most(
        f"verify {EVENTS:,} events",
        kind,
        measured["verifying"],
        limit=5,
        unit="s",
        floor=f"sha256 of the same bytes: {median(measured['floor']):.2f} s",
    )


def _hash(lines: list[bytes]) -> None:
    for line in lines:
        sha256(line).digest()


def _verify(store: EventStore) -> None:
    found = verify_events(store.engine, {public_bytes(KEY)})
    assert (found.events, found.unsigned, found.faults) == (EVENTS, 0, [])


def _id(chance: random.Random) -> str:
    return str(UUID(int=chance.getrandbits(128)))


@cache
def _ids(chance: random.Random) -> list[str]:
    return [_id(chance) for _ in range(100)]

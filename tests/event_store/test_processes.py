"""Several processes on one database: a reader misses nothing, and nothing is applied twice.

The ordinary run is short; `make trial` asks for the events of CRM_TRIAL_EVENTS.
"""

import os
import time
from collections.abc import Callable
from threading import Thread

import pytest

from crm.event_store import EventStore
from event_store.processes import Program, applied_once, positions, report
from event_store.roles import POLES

WRITERS = 8
EVENTS = int(os.environ.get("CRM_TRIAL_EVENTS", "2000"))
PATIENCE = 30 + EVENTS / 50
"""Seconds."""
Starting = Callable[..., Program]
pytestmark = pytest.mark.timeout(60 + 3 * PATIENCE)


def all_written(starting: Starting, processes: int, events: int) -> list[dict[str, int]]:
    """They record all at once, some of them in pôles that they share."""
    writers = [starting("write", n, n % len(POLES), events // processes) for n in range(processes)]
    for writer in writers:
        writer.ready()
    for writer in writers:
        writer.go()
    told = [writer.rest()[-1] for writer in writers]
    assert {words[0] for words in told} == {"recorded"}
    return [{"recorded": int(words[1]), "refused": int(words[3])} for words in told]


def test_a_reader_and_a_worker_miss_nothing(house: EventStore, starting: Starting) -> None:
    worker, read = starting("work", "claims").ready().go(), list[int]()
    tail = house.recorder.subscribe()
    reader = Thread(target=lambda: read.extend(notification.id for notification in tail))
    reader.start()
    begun = time.monotonic()
    told = all_written(starting, WRITERS, EVENTS)
    seconds, written = time.monotonic() - begun, positions(house)
    until = time.monotonic() + PATIENCE
    while len(read) < len(written) and time.monotonic() < until:
        time.sleep(0.05)
    tail.stop()
    reader.join()
    assert read == written
    applied_once(house, written, PATIENCE)
    assert len(written) == sum(one["recorded"] for one in told) + 2 >= EVENTS
    gaps, refused = written[-1] - len(written), sum(one["refused"] for one in told)
    assert gaps or house.engine.dialect.name == "sqlite", "no transaction failed: try harder"
    said = f"{len(written)} events in {seconds:.0f} s, {gaps} gaps, {refused} commands refused"
    report(house, f"{said}, 0 missed, worker {worker.end()[-1]}")


@pytest.mark.parametrize("claims", ["claims", "none"])
def test_two_workers_apply_each_event_once(
    house: EventStore, starting: Starting, claims: str
) -> None:
    workers = [starting("work", claims) for _ in range(2)]
    for worker in workers:
        worker.ready()
    for worker in workers:
        worker.go()
    all_written(starting, 3, EVENTS // 4)
    written = positions(house)
    applied_once(house, written, PATIENCE)
    told = [worker.end()[-1] for worker in workers]
    report(house, f"{len(written)} events, {claims}: {told}")
    if claims == "none":
        assert sum(int(words[3]) for words in told), "they never met"

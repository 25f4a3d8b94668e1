"""A work is claimed once at a time, by whichever process, and falls with it."""

import subprocess
import sys

from crm.event_store import EventStore
from crm.event_store.claims import claimed
from event_store.conftest import Opening

ELSEWHERE = """
import sys, time
from crm.event_store.claims import claimed
from crm.event_store.databases import open_engine
with claimed(open_engine(sys.argv[1]), "seal") as ours:
    print(ours, flush=True)
    time.sleep(float(sys.argv[2]))
"""


def elsewhere(store: EventStore, seconds: str) -> subprocess.Popen[str]:
    """Another process that claims the same work."""
    url = store.engine.url.render_as_string(hide_password=False)
    started = [sys.executable, "-c", ELSEWHERE, url, seconds]
    return subprocess.Popen(started, stdout=subprocess.PIPE, text=True)


def answer(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def test_a_work_is_claimed_once(store: EventStore, opening: Opening) -> None:
    other = opening()
    with claimed(store.engine, "seal", "who_tends") as ours:
        with claimed(other.engine, "who_tends") as twice, claimed(other.engine, "other") as free:
            assert (ours, twice, free) == (True, False, True)
        assert answer(elsewhere(store, "0")) == "False"
    with claimed(other.engine, "who_tends", "seal") as again:
        assert again


def test_a_claim_falls_with_its_process(store: EventStore) -> None:
    holder = elsewhere(store, "60")
    assert answer(holder) == "True"
    with claimed(store.engine, "seal") as ours:
        assert not ours
    holder.kill()
    holder.wait()
    for _ in range(200):  # the server notices that the connection is gone
        with claimed(store.engine, "seal") as ours:
            if ours:
                return
    raise AssertionError("the claim outlived its process")

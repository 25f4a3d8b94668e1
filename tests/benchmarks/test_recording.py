"""What recording costs above the same rows written by the bare driver, in the same run.

One writer; a newly known enterprise with its sector, its mission and the start of its follow-up,
kept in every live projection of the rooms below. SQLite waits for the disk; so does PostgreSQL.
"""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from benchmarks import floor
from crm.enterprise import projections as enterprise
from crm.enterprise.commands.registering import RegisterEnterprise
from crm.event_store import Author, EventStore, open_event_store
from crm.history import projections as history
from crm.settings import Settings
from provision import missing, postgresql

PROJECTIONS = [*enterprise.PROJECTIONS, *history.PROJECTIONS]
COMMANDS, WARMING, ROUNDS = 200, 20, 3
GOALS = {"sqlite": 0.6, "postgresql": 0.5}
"""Share of the floor's speed that recording must keep."""
RESULTS = Path(".cache/benchmarks.json")


@pytest.fixture(scope="module")
def durable_postgres() -> Iterator[str]:
    """A PostgreSQL database on a server that waits for the disk."""
    try:
        with postgresql.server(safe=True) as server, postgresql.database(server) as address:
            yield address.render_as_string(hide_password=False)
    except postgresql.NoServer as absent:
        missing(str(absent))


def opened(kind: str, folder: Path, request: pytest.FixtureRequest) -> EventStore:
    """An event store of this kind with its keys beside it."""
    url = f"sqlite:///{folder / 'trame.db'}"
    if kind == "postgresql":
        url = str(request.getfixturevalue("durable_postgres"))
    keys = f"sqlite:///{folder / 'keys.db'}"
    return open_event_store(Settings(database=url, keys=keys, secret="s" * 40), PROJECTIONS)


def record(store: EventStore, pole_id: str, count: int) -> list[str]:
    """Registers enterprises one by one; answers the ids of the commands."""
    ids = []
    for number in range(count):
        author = Author(pole_id=pole_id, actor_id=str(uuid4()), command_id=str(uuid4()))
        command = RegisterEnterprise(
            name=f"Coopérative numéro {number}", sector="Culture", mission="Œuvrer", follow=True
        )
        store.handle(command, author)
        ids.append(author.command_id)
    return ids


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def one_round(store: EventStore) -> tuple[float, float]:
    """Seconds by the event store, then by the bare driver, for the same rows.

    The rows are taken out between the two, so that the second finds the tables as the first did.
    """
    before, ids = store.head(), []
    slow = seconds(lambda: ids.extend(record(store, str(uuid4()), COMMANDS)))
    batches = floor.written(store.engine, ids, before)
    floor.forget(store.engine, batches)
    return slow, seconds(lambda: floor.write(store.engine, batches))


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_recording(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    store = opened(kind, tmp_path, request)
    record(store, str(uuid4()), WARMING)
    rounds = [one_round(store) for _ in range(ROUNDS)]
    store.close()
    slow, fast = sorted(rounds, key=lambda pair: pair[0] / pair[1])[ROUNDS // 2]
    share = fast / slow
    report(kind, slow, fast, share)
    assert share >= GOALS[kind], f"{share:.2f} of the floor, below {GOALS[kind]}"


def report(kind: str, slow: float, fast: float, share: float) -> None:
    """A line for the eye and an object for machines."""
    line = {
        "measure": "consigner, un rédacteur",
        "database": kind,
        "per_second": round(COMMANDS / slow),
        "floor_per_second": round(COMMANDS / fast),
        "share": round(share, 2),
        "goal": GOALS[kind],
    }
    print("\n" + " · ".join(f"{name} {value}" for name, value in line.items()))
    kept = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(kept | {f"recording/{kind}": line}, indent=2) + "\n")

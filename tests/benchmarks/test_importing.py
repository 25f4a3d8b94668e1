"""Importing: 5,000 events in one append, beside the same rows loaded in bulk by the bare driver.

Both write the keys of the persons and notes that are new, in the database of keys.
"""

from collections.abc import Iterator
from itertools import islice

import pytest

from benchmarks import floor
from benchmarks.conftest import Opening
from benchmarks.history import History
from benchmarks.report import Report, Works, interleaved
from crm.app import PROJECTIONS
from crm.event_store import EventStore
from crm.event_store.writer import Submission

TOGETHER, ROUNDS = 5_000, 9
GOALS = {"events alone": 0.6, "with live views": 0.75}


class Imports:
    """A long history, imported piece by piece, by the engine or as ready rows."""

    def __init__(self, store: EventStore) -> None:
        self.store = store
        self.coming = History(TOGETHER * (2 * ROUNDS + 4)).tell()

    def ours(self) -> Works:
        some = list(self._next())
        yield lambda: self.store._append(some)
        assert not any(submission.error for submission in some)

    def bare(self) -> Works:
        some, keyring = list(self._next()), self.store.keyring.engine
        before = floor.keys_in(keyring)
        sealed = iter(self.store.mapper.seal_all([e for s in some for e in s.events]))
        for submission in some:
            submission.events = list(islice(sealed, len(submission.events)))
        made = floor.new_keys(floor.keys_in(keyring) - before)
        ready = floor.ready(self.store, [some])
        with floor.drivers(keyring, 1) as beside, floor.drivers(self.store.engine, 1) as drivers:

            def work() -> None:
                floor.write(beside[0], [made])
                floor.write(drivers[0], ready)

            yield work

    def _next(self) -> Iterator[Submission]:
        left = TOGETHER
        while left > 0:
            (submission,) = islice(self.coming, 1)
            left -= len(submission.events)
            yield submission


@pytest.mark.parametrize("name", GOALS)
def test_importing(kind: str, name: str, opening: Opening, report: Report) -> None:
    imports = Imports(opening(PROJECTIONS if name == "with live views" else []))
    interleaved(1, floor=imports.bare, ours=imports.ours)
    rounds = interleaved(ROUNDS, floor=imports.bare, ours=imports.ours)
    report.share(
        f"import 5,000 events, {name}",
        kind,
        rounds,
        floor="bare bulk load of the same rows",
        at_least=GOALS[name],
        of=1,
    )

"""A store where somebody says things, and what its histories tell."""

from collections.abc import Iterator
from datetime import date
from itertools import count
from pathlib import Path

import pytest

from crm.accompaniment import projections as accompaniment
from crm.account import projections as account
from crm.account.domain import Account
from crm.event_store import EventStore, open_event_store
from crm.event_store.commands import Author
from crm.event_store.events import Aggregate, Occurrence, new_id
from crm.history import projections as history_projections
from crm.history.projections import History, Line, timeline_of
from crm.person.projections import PROJECTIONS as PEOPLE
from crm.settings import Settings

POLE = "01a20000-0000-7000-8000-000000000001"
OTHER_POLE = "01a20000-0000-7000-8000-000000000002"
STARTED = 1_772_000_000_000_000
"""25 February 2026."""
A_DAY = 86_400_000_000


class Bench:
    """A store, and somebody who says things in it."""

    def __init__(self, store: EventStore) -> None:
        self.store = store
        account = Account.open(self.by(POLE), name="Ariane Bédard")
        self.me = account.id
        self.record(account)

    def by(self, actor: str | None = None, on: date = date(2026, 2, 20)) -> Occurrence:
        return Occurrence(pole_id=POLE, actor_id=actor or self.me, occurred_on=on)

    def record(self, *aggregates: Aggregate) -> None:
        author = Author(pole_id=POLE, actor_id=getattr(self, "me", POLE), command_id=new_id())
        self.store.record(*aggregates, author=author)

    def read(self, subject_id: str, **asked: object) -> History:
        with self.store.engine.connect() as db:
            return timeline_of(self.store, db, subject_id, POLE, **asked)  # type: ignore[arg-type]  # as a page passes them

    def lines(self, subject_id: str, **asked: object) -> list[Line]:
        return [line for month in self.read(subject_id, **asked).months for line in month.lines]

    def texts(self, subject_id: str, **asked: object) -> list[str]:
        return [text(line) for line in self.lines(subject_id, **asked)]


def text(line: Line) -> str:
    return "".join(part.text for part in line.sentence).replace("\u00a0", " ")


@pytest.fixture
def bench(furnished_url: str, tmp_path: Path) -> Iterator[Bench]:
    settings = Settings(
        database=furnished_url, keys=f"sqlite:///{tmp_path / 'keys.db'}", secret="x" * 40
    )
    ticks = count(STARTED, 1_000)
    projections = [
        *account.PROJECTIONS,
        *accompaniment.PROJECTIONS,
        *PEOPLE,
        *history_projections.PROJECTIONS,
    ]
    store = open_event_store(settings, projections, clock=lambda: next(ticks))
    yield Bench(store)
    store.close()

"""Who opened what, and when: the trace that reading personal information leaves.

A route says whose page it is (`opt=TEAM | shows("promoter", "promoter_id")`); its answer is noted
in memory and written with others by a thread of its own, so that no page waits for it. Ids alone.
"""

import logging
import time
from collections.abc import Callable
from threading import Event, Lock, Thread
from typing import Any, NamedTuple

from litestar.types import Message, Scope
from msgspec import Struct
from sqlalchemy import (
    BigInteger,
    Column,
    Engine,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    delete,
    func,
    insert,
    select,
)
from sqlalchemy.exc import SQLAlchemyError

from crm.event_store.table_making import make_tables

log = logging.getLogger(__name__)

KEY = "shows"
SHOWN = (200, 409, 422)
"""Answers that show the page: as asked, or again with the form that was refused."""
EVERY = 1.0
"""Seconds between two writings: what a fall of the power may lose."""
MONTH = 30.44 * 24 * 3600 * 1_000_000
A_DAY = 24 * 3600
PAGE, RECENT = 100, 1_000

tables = MetaData()
consultations = Table(
    "consultations",
    tables,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("pole_id", String(36), nullable=False),
    Column("account_id", String(36), nullable=False),
    Column("kind", String(15), nullable=False),
    Column("subject_id", String(36), nullable=False),
    Column("at", BigInteger, nullable=False),
)
Index("consultations_pole", consultations.c.pole_id, consultations.c.id)
Index("consultations_subject", consultations.c.subject_id, consultations.c.id)
Index("consultations_at", consultations.c.at)


class Shows(Struct, frozen=True):
    """What a page shows the personal information of; `place` is that of the id in its address,
    empty when it speaks of the whole pôle."""

    kind: str
    place: str = ""


class Consultation(NamedTuple):
    """Somebody opened a page about something; `at` in microseconds, UTC."""

    id: int
    account_id: str
    kind: str
    subject_id: str
    at: int


def shows(kind: str, place: str = "") -> dict[str, Shows]:
    """For the `opt` of a handler whose page shows personal information."""
    return {KEY: Shows(kind, place)}


class Consultations:
    """What was noted; `engine` does not wait for the disk. `clock` in microseconds, UTC."""

    def __init__(self, engine: Engine, months: int, clock: Callable[[], int]) -> None:
        self.engine, self.months, self.clock = engine, months, clock
        self._noted: list[dict[str, Any]] = []
        self._lock, self._over = Lock(), Event()
        self._thread: Thread | None = None
        self._swept = 0.0

    def prepare(self) -> None:
        """Makes the table when it is missing."""
        make_tables(self.engine, tables)

    def note(self, pole_id: str, account_id: str, kind: str, subject_id: str) -> None:
        """Keeps it in memory until the next writing."""
        row = {"pole_id": pole_id, "account_id": account_id, "kind": kind}
        with self._lock:
            self._noted.append(row | {"subject_id": subject_id, "at": self.clock()})
            if self._thread is None:
                self._thread = Thread(target=self._keep_writing, daemon=True)
                self._thread.start()

    def write(self) -> None:
        """Writes what is noted, and once a day forgets what is older than the months kept."""
        with self._lock:
            rows, self._noted = self._noted, []
        if rows:
            try:
                with self.engine.begin() as db:
                    db.execute(insert(consultations), rows)
            except SQLAlchemyError:
                with self._lock:  # the database may come back
                    self._noted = [*rows, *self._noted]
                raise
        if time.monotonic() - self._swept > A_DAY or not self._swept:
            self._swept = time.monotonic()
            old = consultations.c.at < self.clock() - int(self.months * MONTH)
            with self.engine.begin() as db:
                db.execute(delete(consultations).where(old))

    def close(self) -> None:
        """Writes the last ones."""
        self._over.set()
        self.write()

    def of_pole(
        self, pole_id: str, subject_id: str = "", before: int | None = None
    ) -> list[Consultation]:
        """Latest first, of one thing or of all the pôle; `before` is the id that a page ended at.
        One more than a page when there are others."""
        self.write()
        c = consultations.c
        asked = select(c.id, c.account_id, c.kind, c.subject_id, c.at).where(c.pole_id == pole_id)
        if subject_id:
            asked = asked.where(c.subject_id == subject_id)
        if before is not None:
            asked = asked.where(c.id < before)
        with self.engine.connect() as db:
            rows = db.execute(asked.order_by(c.id.desc()).limit(PAGE + 1)).all()
        return [Consultation(*row) for row in rows]

    def of_account(self, pole_id: str, account_id: str) -> list[Consultation]:
        """What an account opened, latest first, among the last thousand traces of its pôle."""
        c = consultations.c
        latest = select(c.id, c.account_id, c.kind, c.subject_id, c.at).where(c.pole_id == pole_id)
        with self.engine.connect() as db:
            rows = db.execute(latest.order_by(c.id.desc()).limit(RECENT)).all()
        with self._lock:
            noted = [row for row in self._noted if row["account_id"] == account_id]
        written = [Consultation(*row) for row in rows if row.account_id == account_id]
        waiting = [Consultation(0, account_id, n["kind"], n["subject_id"], n["at"]) for n in noted]
        return [*reversed(waiting), *written]

    def who_opened(self, pole_id: str, subject_id: str) -> list[tuple[str, int, int]]:
        """(account, times, last instant) of those who opened a page about something, as far as
        traces are kept."""
        self.write()
        c = consultations.c
        asked = select(c.account_id, func.count(), func.max(c.at)).group_by(c.account_id)
        mine = asked.where(c.subject_id == subject_id, c.pole_id == pole_id)
        with self.engine.connect() as db:
            return [(row[0], row[1], row[2]) for row in db.execute(mine.order_by(c.account_id))]

    async def on_answer(self, message: Message, scope: Scope) -> None:
        """For every answer: notes it when its route says whose page it is, and it was shown."""
        if message["type"] != "http.response.start" or message["status"] not in SHOWN:
            return
        said: Any = scope.get("route_handler")
        what, reader = said and said.opt.get(KEY), scope.get("user")
        if what and reader:
            subject = str(scope["path_params"][what.place]) if what.place else reader.pole_id
            self.note(reader.pole_id, reader.account_id, what.kind, subject)

    def _keep_writing(self) -> None:
        while not self._over.wait(EVERY):
            try:
                self.write()
            except SQLAlchemyError as error:
                log.warning("consultations wait to be written: %s", type(error).__name__)

"""Keys of persons, in a database of their own: forgetting a key silences every copy at once.

A sealed text is `<generation>:<base64 of nonce and ciphertext>`. The generation says which key of
this person and class sealed it; an erased key leaves its generation behind, empty, so that a
person who comes back gets a new key and what was said before stays silent.
"""

import os
import time
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable
from threading import RLock

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import (
    BigInteger,
    Column,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    func,
    select,
)

from crm.event_store.databases import kind_of_pen, pen
from crm.event_store.masters import Master, label, prove, rewrap
from crm.event_store.sealing import ERASED
from crm.event_store.table_making import make_tables

metadata = MetaData()
keys = Table(
    "keys",
    metadata,
    Column("subject", String(36), primary_key=True),
    Column("seal_class", String(20), primary_key=True),
    Column("generation", Integer, primary_key=True, autoincrement=False),
    Column("wrapped", LargeBinary),  # empty once erased
)
COLUMNS = tuple(c.name for c in keys.columns)
erasures = Table(
    "erasures",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("erased_at", BigInteger, nullable=False),
)
"""One row for each erasure, naming nobody: the last number tells the other processes."""
masters = Table(
    "masters",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("fingerprint", String(64), nullable=False),
)
"""One row: which master key wraps these."""
KEPT = 60.0
"""Seconds for which a process remembers keys, so that memory holds those in use."""
HEARD = 1.0
"""Seconds after which every process has heard of an erasure by another one."""

Name = tuple[str, str]
"""(subject, class): one key at a time serves each."""
FullName = tuple[str, str, int]
"""(subject, class, generation): one key."""
_FORGET = "UPDATE keys SET wrapped=NULL WHERE wrapped IS NOT NULL"
_WHICH = "RETURNING subject, seal_class, generation"


class Keyring:
    """One key per person and class of data, wrapped by a master key that lives elsewhere."""

    def __init__(self, engine: Engine, master: Master) -> None:
        self.engine, self._master = engine, master
        self._turn = RLock()
        self._told: list[Callable[[], None]] = []
        self._forget()
        make_tables(engine, metadata)
        self._erasures, self._looked = self._last_erasure(), time.monotonic()

    def seal(self, subject: str, seal_class: str, clear: str) -> str:
        """Ciphertext only this person's key of this class opens; the key is made if need be."""
        name, nonce = (subject, seal_class), os.urandom(12)
        with self._turn:
            if (generation := self._latest_of(name)) is None:
                generation = self._new(name)
            key = self._opened[*name, generation]
        if not key:
            raise LookupError(f"the key of {name} was erased while it was used")
        sealed = nonce + key.encrypt(nonce, clear.encode(), label(*name, generation))
        return f"{generation}:{b64encode(sealed).decode()}"

    def open(self, subject: str, seal_class: str, sealed: str) -> str:
        """The clear text, or ERASED for ever once the key is gone.

        Raises WrongSecrets when the master key is not the one of this keyring.
        """
        generation, _, text = sealed.partition(":")
        if not text:  # already silent when it was sealed, or empty
            return sealed
        full = subject, seal_class, int(generation)
        with self._turn:
            self._age()
            if full not in self._opened:
                self._read([subject])
            if not (key := self._opened.setdefault(full, None)):
                return ERASED
        raw = b64decode(text)
        return key.decrypt(raw[:12], raw[12:], label(*full)).decode()

    def prove(self) -> None:
        """So that wrong secrets are said at the door. Raises WrongSecrets."""
        with pen(self.engine) as p:
            prove(p, self._master)

    def rewrap(self, master: Master) -> int:
        """Every key under another master, from now on; answers how many. Other processes must be
        started again with it. Raises WrongSecrets."""
        with self._turn:
            with pen(self.engine) as p:
                count = rewrap(p, self._master, master)
            with pen(self.engine) as p:
                p.overwrite(keys)
            self._master = master
            self._forget()
        return count

    def lacks(self, wanted: Iterable[Name]) -> bool:
        """Whether one of these never had a key here: this keyring is not the one, or is too old a
        copy of it."""
        with self._turn:
            asked = set(wanted)
            self._read({subject for subject, _ in asked})
            return bool(asked - self._seen.keys())

    def erase(self, *subjects: str) -> list[FullName]:
        """Forgets all keys of these persons and texts, for good, in every copy of every database;
        answers those that were there."""
        gone: list[FullName] = []
        with self._turn:
            with pen(self.engine) as p:
                p.begin()
                for start in range(0, len(subjects), 500):
                    some = subjects[start : start + 500]
                    listed = ",".join("?" * len(some))
                    sql = f"{_FORGET} AND subject IN ({listed}) {_WHICH}"
                    gone += [(row[0], row[1], row[2]) for row in p.run(sql, *some).fetchall()]
                at = time.time_ns() // 1000
                p.run("INSERT INTO erasures (erased_at) VALUES (?)", at)
            with pen(self.engine) as p:  # what was overwritten lies in no journal either
                p.overwrite(keys)
            self._hear()
        return gone

    def silence(self, names: Iterable[FullName]) -> None:
        """The same for single keys: those that an older copy of this keyring brought back."""
        with self._turn:
            with pen(self.engine) as p:
                p.begin()
                for full in names:
                    p.run(f"{_FORGET} AND subject=? AND seal_class=? AND generation=?", *full)
                p.run("INSERT INTO erasures (erased_at) VALUES (?)", time.time_ns() // 1000)
            with pen(self.engine) as p:
                p.overwrite(keys)
            self._hear()

    @property
    def erased(self) -> int:
        """How many times this keyring was told to forget."""
        return self._last_erasure()

    def on_erasure(self, told: Callable[[], None]) -> None:
        """Calls `told` after each erasure, here or by another process (heard within a second, at
        the latest before the next sealed text is opened): whoever keeps clear text drops it."""
        self._told.append(told)

    def hold(self, wanted: Iterable[Name], *, making: bool = True) -> None:
        """Keys for a whole batch in one query, the missing ones made in one transaction: an
        import names thousands of people, and each key made alone would wait for the disk."""
        with self._turn:
            self._age()
            unknown = {name for name in wanted if name not in self._latest}
            if unknown:
                self._read({subject for subject, _ in unknown})
            if missing := [name for name in unknown if name not in self._latest and making]:
                self._make(missing)  # unless another process made one of them: then one by one

    def _latest_of(self, name: Name) -> int | None:
        self._age()
        if name not in self._latest:
            self._read([name[0]])
        return self._latest.get(name)

    def _new(self, name: Name) -> int:
        """Durable before the first event it seals; of two racing writers the first key wins."""
        if not self._make([name]):
            self._read([name[0]])
        return self._latest[name]

    def _make(self, names: list[Name]) -> bool:
        """All of these in one transaction; False, and none, if somebody made one meanwhile."""
        made = {(*name, 1 + self._seen.get(name, 0)): AESGCM.generate_key(256) for name in names}
        rows = [(*full, self._master.wrap(key, *full)) for full, key in made.items()]
        try:
            with pen(self.engine) as p:
                p.begin()
                p.insert(keys, COLUMNS, rows)
                prove(p, self._master)  # last: whoever replaces it was waited for
        except Exception as error:
            if kind_of_pen(self.engine).broken_index(error):
                return False
            raise
        for full, key in made.items():
            self._keep(full, key)
        return True

    def _read(self, subjects: Iterable[str]) -> None:
        """By the driver: every command that seals or opens a text may come by here."""
        wanted = list(subjects)
        with pen(self.engine) as p:
            for start in range(0, len(wanted), 500):
                some = wanted[start : start + 500]
                listed = ",".join("?" * len(some))
                for row in p.run(f"SELECT * FROM keys WHERE subject IN ({listed})", *some):
                    self._remember(*row)

    def _remember(
        self, subject: str, seal_class: str, generation: int, wrapped: bytes | None
    ) -> None:
        full = (subject, seal_class, generation)
        self._keep(full, wrapped and self._master.unwrap(wrapped, *full))

    def _keep(self, full: tuple[str, str, int], key: bytes | None) -> None:
        generation, name = full[2], full[:2]
        self._seen[name] = max(generation, self._seen.get(name, 0))
        self._opened[full] = AESGCM(key) if key else None
        if key:
            self._latest[name] = max(generation, self._latest.get(name, 0))

    def listen(self) -> None:
        """Looks whether another process erased; who keeps clear text asks before showing it."""
        with self._turn:
            self._age()

    def _age(self) -> None:
        now = time.monotonic()
        if now - self._looked > HEARD:
            self._hear()
        elif now - self._since > KEPT:
            self._forget()

    def _hear(self) -> None:
        last, self._looked = self._last_erasure(), time.monotonic()
        if last != self._erasures:
            self._erasures = last
            self._forget()
            for told in self._told:
                told()

    def _last_erasure(self) -> int:
        with self.engine.connect() as db:
            return db.scalar(select(func.max(erasures.c.number))) or 0

    def _forget(self) -> None:
        self._latest: dict[Name, int] = {}
        self._seen: dict[Name, int] = {}  # erased ones too
        self._opened: dict[tuple[str, str, int], AESGCM | None] = {}
        self._since = time.monotonic()

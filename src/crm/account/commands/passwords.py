"""Names and passwords: what proves that a person is the holder of an account."""

import hashlib
import hmac
import time
from dataclasses import dataclass
from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import (
    BigInteger,
    Column,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    delete,
    func,
    insert,
    select,
    update,
)

from crm.event_store.table_making import make_tables
from crm.refusal import N_, Refusal

SHORTEST = 12
WINDOW = 15 * 60
TRIES_HERE, TRIES_ANYWHERE, TRIES_FROM_ONE_PLACE = 5, 25, 60

tables = MetaData()
credentials = Table(
    "credentials",
    tables,
    Column("account_id", String(36), primary_key=True),
    Column("name_digest", String(64), unique=True, nullable=False),
    Column("password", Text, nullable=False),
)
failures = Table(
    "sign_in_failures",
    tables,
    Column("id", Integer, primary_key=True),
    Column("name_digest", String(64), index=True, nullable=False),
    Column("place_digest", String(64), index=True, nullable=False),
    Column("at", BigInteger, index=True, nullable=False),
)


class PasswordTooShort(Refusal):
    sentence = N_("Ce mot de passe compte moins de 12 caractères. Écrivez une phrase, par exemple.")
    field = "mot_de_passe"


class TooManyTries(Refusal):
    sentence = N_("Trop d’essais en peu de temps. Attendez 15 minutes, puis reprenez.")
    status = 429


class WrongNameOrPassword(Refusal):
    sentence = N_(
        "Ce courriel et ce mot de passe ne vont pas ensemble. Vérifiez les deux, sans oublier les "
        "majuscules du mot de passe."
    )
    field = "mot_de_passe"


@dataclass
class Credentials:
    """Sign-in names as keyed digests, passwords as argon2 hashes, and the failures of late."""

    engine: Engine
    secret: str
    hasher: PasswordHasher
    """46 MiB, one pass, as OWASP advises; weaker in tests."""

    def prepare(self) -> None:
        """Makes the tables when they are missing."""
        make_tables(self.engine, tables)

    @cached_property
    def _nobody(self) -> str:
        return self.hasher.hash("nobody has this password")

    def digest(self, text: str) -> str:
        """The same name gives the same digest, which only this installation can compute."""
        folded = text.strip().casefold().encode()
        return hmac.new(self.secret.encode(), folded, hashlib.sha256).hexdigest()

    def give(self, account_id: str, name: str, password: str) -> None:
        """Lets this account sign in so; replaces what it had. Raises PasswordTooShort."""
        if len(password) < SHORTEST:
            raise PasswordTooShort
        row = {"name_digest": self.digest(name), "password": self.hasher.hash(password)}
        with self.engine.begin() as db:
            db.execute(delete(credentials).where(credentials.c.account_id == account_id))
            db.execute(insert(credentials).values(account_id=account_id, **row))

    def check(self, name: str, password: str, place: str) -> str:
        """The account of this name. Raises WrongNameOrPassword or TooManyTries.

        Takes the same time whether the name is known or not. `place` is the client's address.
        """
        by_name, by_place = self.digest(name), self.digest(place)
        if self._too_many(by_name, by_place):
            raise TooManyTries
        with self.engine.connect() as db:
            found = db.execute(
                select(credentials.c.account_id, credentials.c.password).where(
                    credentials.c.name_digest == by_name
                )
            ).first()
        if not self._fits(found.password if found else self._nobody, password) or not found:
            self._note_failure(by_name, by_place)
            raise WrongNameOrPassword
        self._forget_failures(by_name, by_place)
        if self.hasher.check_needs_rehash(found.password):
            self._rehash(found.account_id, password)
        return str(found.account_id)

    def change(self, account_id: str, former: str, new: str) -> None:
        """A new password for who knows the former. Raises WrongNameOrPassword, PasswordTooShort."""
        with self.engine.connect() as db:
            mine = credentials.c.account_id == account_id
            kept = db.scalar(select(credentials.c.password).where(mine))
        if not kept or not self._fits(kept, former):
            raise WrongNameOrPassword
        if len(new) < SHORTEST:
            raise PasswordTooShort
        self._rehash(account_id, new)

    def _fits(self, hashed: str, password: str) -> bool:
        try:
            return self.hasher.verify(hashed, password)
        except (VerificationError, InvalidHashError):
            return False

    def _rehash(self, account_id: str, password: str) -> None:
        change = update(credentials).where(credentials.c.account_id == account_id)
        with self.engine.begin() as db:
            db.execute(change.values(password=self.hasher.hash(password)))

    def _too_many(self, by_name: str, by_place: str) -> bool:
        f, since = failures.c, int(time.time()) - WINDOW
        named, placed = f.name_digest == by_name, f.place_digest == by_place
        limits = (
            (named & placed, TRIES_HERE),
            (named, TRIES_ANYWHERE),
            (placed, TRIES_FROM_ONE_PLACE),
        )
        with self.engine.connect() as db:
            return any(
                (db.scalar(select(func.count()).where(who, f.at > since)) or 0) >= limit
                for who, limit in limits
            )

    def _note_failure(self, by_name: str, by_place: str) -> None:
        now = int(time.time())
        with self.engine.begin() as db:
            db.execute(delete(failures).where(failures.c.at < now - WINDOW))
            db.execute(insert(failures).values(name_digest=by_name, place_digest=by_place, at=now))

    def _forget_failures(self, by_name: str, by_place: str) -> None:
        f = failures.c
        with self.engine.begin() as db:
            db.execute(delete(failures).where(f.name_digest == by_name, f.place_digest == by_place))


def owasp_hasher() -> PasswordHasher:
    """Argon2id with 46 MiB and one pass."""
    return PasswordHasher(time_cost=1, memory_cost=46 * 1024, parallelism=1)

"""Names and passwords: what proves that a person is the holder of an account."""

from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from secrets import token_urlsafe

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import (
    Column,
    Engine,
    MetaData,
    String,
    Table,
    Text,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from crm.account.commands import throttle
from crm.account.commands.choosing import judge
from crm.account.commands.throttle import Limits, Throttle
from crm.event_store.table_making import make_tables
from crm.refusal import N_, Refusal

TRIES_HERE, TRIES_ANYWHERE, TRIES_FROM_ONE_PLACE = 5, 25, 60

tables = MetaData()
credentials = Table(
    "credentials",
    tables,
    Column("account_id", String(36), primary_key=True),
    Column("name_digest", String(64), unique=True, nullable=False),
    Column("password", Text, nullable=False),
)


class WrongNameOrPassword(Refusal):
    sentence = N_(
        "Ce courriel et ce mot de passe ne vont pas ensemble. Vérifiez les deux, sans oublier les "
        "majuscules du mot de passe."
    )
    field = "mot_de_passe"


class NameTaken(Refusal):
    sentence = N_("Ce courriel est déjà celui d’un compte. Écrivez-en un autre.")
    field = "courriel"


@dataclass
class Credentials:
    """Sign-in names as keyed digests, passwords as argon2 hashes."""

    engine: Engine
    secret: str
    hasher: PasswordHasher
    """46 MiB, one pass, as OWASP advises; weaker in tests."""

    def prepare(self) -> None:
        """Makes the tables when they are missing."""
        make_tables(self.engine, tables)
        make_tables(self.engine, throttle.tables)

    @cached_property
    def _nobody(self) -> str:
        return self.hasher.hash("nobody has this password")

    @cached_property
    def _tries(self) -> Throttle:
        limits = Limits(TRIES_HERE, TRIES_ANYWHERE, TRIES_FROM_ONE_PLACE)
        return Throttle(self.engine, self.secret, "", limits)

    def digest(self, text: str) -> str:
        """The same name gives the same digest, which only this installation can compute."""
        return throttle.digest(self.secret, text)

    def give(self, account_id: str, name: str, password: str) -> None:
        """Lets this account sign in so; replaces what it had.

        Raises NameTaken, and what `judge` raises of the password.
        """
        judge(password, name)
        self._write(account_id, name, password)

    def reserve(self, account_id: str, name: str) -> None:
        """This name is for this account, under a password that nobody knows yet.

        Raises NameTaken.
        """
        self._write(account_id, name, token_urlsafe(32))

    def forget(self, account_id: str) -> None:
        """The name is free again: the account it was for was not opened."""
        with self.engine.begin() as db:
            db.execute(delete(credentials).where(credentials.c.account_id == account_id))

    def holder(self, name: str) -> str | None:
        """The account of this name."""
        asked = credentials.c.name_digest == self.digest(name)
        with self.engine.connect() as db:
            return db.scalar(select(credentials.c.account_id).where(asked))

    def are_given(self) -> bool:
        """Whether any account was ever given a way in."""
        with self.engine.connect() as db:
            return db.scalar(select(credentials.c.account_id).limit(1)) is not None

    def renew(self, account_id: str, password: str, *known: str) -> None:
        """A new password for the account whose holder proved herself otherwise; `known` are her
        name and e-mail. Raises what `judge` raises."""
        judge(password, *known)
        self._rehash(account_id, password)

    def check(self, name: str, password: str, place: str) -> str:
        """The account of this name. Raises WrongNameOrPassword or TooManyTries.

        Takes the same time whether the name is known or not. `place` is the client's address.
        """
        self._tries.check(name, place)
        with self.engine.connect() as db:
            found = db.execute(
                select(credentials.c.account_id, credentials.c.password).where(
                    credentials.c.name_digest == self.digest(name)
                )
            ).first()
        if not self._fits(found.password if found else self._nobody, password) or not found:
            self._tries.note(name, place)
            raise WrongNameOrPassword
        self._tries.forget(name, place)
        if self.hasher.check_needs_rehash(found.password):
            self._rehash(found.account_id, password)
        return str(found.account_id)

    def prove(self, account_id: str, password: str, place: str) -> None:
        """Nothing when this is the password of the account. Raises WrongNameOrPassword,
        TooManyTries."""
        self._tries.check(account_id, place)
        with self.engine.connect() as db:
            mine = credentials.c.account_id == account_id
            kept = db.scalar(select(credentials.c.password).where(mine))
        if not kept or not self._fits(kept, password):
            self._tries.note(account_id, place)
            raise WrongNameOrPassword

    def change(self, account_id: str, former: str, new: str, *known: str, place: str = "") -> None:
        """A new password for who knows the former; `known` are her name and e-mail.

        Raises WrongNameOrPassword, TooManyTries, and what `judge` raises.
        """
        self.prove(account_id, former, place)
        judge(new, *known)
        self._rehash(account_id, new)

    def _write(self, account_id: str, name: str, password: str) -> None:
        row = {"name_digest": self.digest(name), "password": self.hasher.hash(password)}
        try:
            with self.engine.begin() as db:
                db.execute(delete(credentials).where(credentials.c.account_id == account_id))
                db.execute(insert(credentials).values(account_id=account_id, **row))
        except IntegrityError:
            raise NameTaken from None

    def _fits(self, hashed: str, password: str) -> bool:
        with suppress(VerificationError, InvalidHashError):
            return self.hasher.verify(hashed, password)
        return False

    def _rehash(self, account_id: str, password: str) -> None:
        change = update(credentials).where(credentials.c.account_id == account_id)
        with self.engine.begin() as db:
            db.execute(change.values(password=self.hasher.hash(password)))


def owasp_hasher() -> PasswordHasher:
    """Argon2id with 46 MiB and one pass."""
    return PasswordHasher(time_cost=1, memory_cost=46 * 1024, parallelism=1)

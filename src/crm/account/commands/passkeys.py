"""Passkeys: what is kept of the keys that devices hold, and show once they know who holds them."""

import hmac
import json
import time
from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import (
    BigInteger,
    Column,
    Engine,
    MetaData,
    RowMapping,
    String,
    Table,
    Text,
    delete,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from crm.event_store.keyring import Keyring
from crm.event_store.sealing import ERASED
from crm.event_store.table_making import make_tables
from crm.refusal import N_, Refusal

SEAL_CLASS = "sign_in"

tables = MetaData()
passkeys = Table(
    "passkeys",
    tables,
    Column("passkey_id", String(36), primary_key=True),
    Column("account_id", String(36), index=True, nullable=False),
    Column("credential_digest", String(64), unique=True, nullable=False),
    Column("sealed", Text, nullable=False),
    Column("uses", BigInteger, nullable=False),
    Column("added_at", BigInteger, nullable=False),
    Column("used_at", BigInteger),
)


class PasskeyKnown(Refusal):
    sentence = N_("Cette clé d’accès est déjà celle d’un compte. Montrez-en une autre.")
    status = 409


class Passkey(NamedTuple):
    """One key of an account."""

    passkey_id: str
    account_id: str
    name: str
    """The one its holder gave it."""
    credential_id: bytes
    public_key: bytes
    """COSE."""
    uses: int
    """What its device counted last; always zero for keys that live on several devices."""
    added_at: int
    used_at: int | None
    """Seconds, UTC."""


@dataclass(frozen=True)
class Passkeys:
    """Public keys, and the names given to them, sealed under a key of their account; what a device
    calls itself, as a keyed digest."""

    engine: Engine
    keyring: Keyring
    secret: str

    def prepare(self) -> None:
        """Makes the table when it is missing."""
        make_tables(self.engine, tables)

    def of(self, account_id: str) -> list[Passkey]:
        """The keys of an account, the oldest first."""
        asked = select(passkeys).where(passkeys.c.account_id == account_id)
        with self.engine.connect() as db:
            rows = db.execute(asked.order_by(passkeys.c.added_at)).mappings().all()
        return [found for row in rows if (found := self._opened(row))]

    def are_held(self, account_id: str) -> bool:
        """Whether this account has a passkey."""
        asked = select(passkeys.c.passkey_id).where(passkeys.c.account_id == account_id)
        with self.engine.connect() as db:
            return db.scalar(asked.limit(1)) is not None

    def find(self, credential_id: bytes) -> Passkey | None:
        """The key that its device calls so."""
        asked = select(passkeys).where(passkeys.c.credential_digest == self._digest(credential_id))
        with self.engine.connect() as db:
            row = db.execute(asked).mappings().first()
        return self._opened(row) if row else None

    def add(self, key: Passkey) -> None:
        """Raises PasskeyKnown."""
        said = {
            "name": key.name,
            "id": b64encode(key.credential_id).decode(),
            "key": b64encode(key.public_key).decode(),
        }
        row = {
            "passkey_id": key.passkey_id,
            "account_id": key.account_id,
            "credential_digest": self._digest(key.credential_id),
            "sealed": self.keyring.seal(key.account_id, SEAL_CLASS, json.dumps(said)),
            "uses": key.uses,
            "added_at": key.added_at,
        }
        try:
            with self.engine.begin() as db:
                db.execute(insert(passkeys).values(row))
        except IntegrityError:
            raise PasskeyKnown from None

    def count_use(self, key: Passkey, uses: int) -> bool:
        """Notes what the device counts now; false when it counted as much before: a copy does."""
        c = passkeys.c
        forward = or_(c.uses < uses, (c.uses == 0) & (uses == 0))
        mine = update(passkeys).where(c.passkey_id == key.passkey_id, forward)
        with self.engine.begin() as db:
            counted = db.execute(mine.values(uses=uses, used_at=int(time.time())))
        return counted.rowcount == 1

    def remove(self, account_id: str, passkey_id: str) -> None:
        """This key of the account opens nothing more."""
        c = passkeys.c
        with self.engine.begin() as db:
            mine = (c.account_id == account_id, c.passkey_id == passkey_id)
            db.execute(delete(passkeys).where(*mine))

    def remove_all(self, account_id: str) -> None:
        """No key opens this account any more."""
        with self.engine.begin() as db:
            db.execute(delete(passkeys).where(passkeys.c.account_id == account_id))

    def handle(self, account_id: str) -> bytes:
        """How devices know this account: 32 bytes that say nothing of whom it is."""
        return hmac.digest(self.secret.encode(), f"holder {account_id}".encode(), "sha256")

    def _digest(self, credential_id: bytes) -> str:
        return hmac.digest(self.secret.encode(), b"passkey " + credential_id, "sha256").hex()

    def _opened(self, row: RowMapping) -> Passkey | None:
        """None when the key of the account was erased."""
        clear = self.keyring.open(row["account_id"], SEAL_CLASS, row["sealed"])
        if clear == ERASED:
            return None
        said = json.loads(clear)
        return Passkey(
            row["passkey_id"],
            row["account_id"],
            said["name"],
            b64decode(said["id"]),
            b64decode(said["key"]),
            row["uses"],
            row["added_at"],
            row["used_at"],
        )

"""A second factor: codes that a device makes from a secret it shares with us (RFC 6238)."""

import re
import time
from base64 import b32encode
from dataclasses import dataclass
from hmac import compare_digest
from secrets import token_bytes

import pyotp
import segno
from sqlalchemy import (
    BigInteger,
    Boolean,
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

from crm.account.commands.throttle import Limits, Throttle, digest
from crm.event_store.keyring import Keyring
from crm.event_store.sealing import ERASED
from crm.event_store.table_making import make_tables
from crm.refusal import N_, Refusal

STEP = 30
"""Seconds for which a device shows a code; the one before and the one after are taken too."""
RECOVERY_CODES = 10
TRIED = Limits(here=5, anywhere=10, from_one_place=60)
SEAL_CLASS = "sign_in"

tables = MetaData()
factors = Table(
    "second_factors",
    tables,
    Column("account_id", String(36), primary_key=True),
    Column("sealed_secret", Text, nullable=False),
    Column("is_on", Boolean, nullable=False),
    Column("last_step", BigInteger, nullable=False),
)
recovery_codes = Table(
    "recovery_codes",
    tables,
    Column("code_digest", String(64), primary_key=True),
    Column("account_id", String(36), index=True, nullable=False),
)


class WrongCode(Refusal):
    sentence = N_(
        "Ce code n’est pas le bon, ou il a déjà servi. Écrivez celui que votre appareil montre "
        "maintenant, ou un code de secours."
    )
    field = "code"


@dataclass(frozen=True)
class SecondFactors:
    """The secrets shared with devices, sealed under a key of their account; recovery codes as
    keyed digests."""

    engine: Engine
    keyring: Keyring
    secret: str

    def prepare(self) -> None:
        """Makes the tables when they are missing."""
        make_tables(self.engine, tables)

    def is_on(self, account_id: str) -> bool:
        """Whether this account opens no session without a code."""
        asked = select(factors.c.is_on).where(factors.c.account_id == account_id)
        with self.engine.connect() as db:
            return bool(db.scalar(asked))

    def offered(self, account_id: str) -> str:
        """The secret a device is shown before it is confirmed: the same until then."""
        if kept := self._secret(account_id, is_on=False):
            return kept
        drawn = pyotp.random_base32()
        sealed = self.keyring.seal(account_id, SEAL_CLASS, drawn)
        mine = factors.c.account_id == account_id
        with self.engine.begin() as db:
            db.execute(delete(factors).where(mine, factors.c.is_on.is_(False)))
            row = {"account_id": account_id, "sealed_secret": sealed}
            db.execute(insert(factors).values(row | {"is_on": False, "last_step": 0}))
        return drawn

    def confirm(self, account_id: str, code: str, place: str) -> list[str]:
        """From here on a code is asked for; answers the recovery codes, said this once.

        Raises WrongCode, TooManyTries.
        """
        self._try(account_id, place, fits=self._fits(account_id, code, is_on=False))
        with self.engine.begin() as db:
            mine = factors.c.account_id == account_id
            db.execute(update(factors).where(mine).values(is_on=True))
        return self.renew_recovery_codes(account_id)

    def check(self, account_id: str, code: str, place: str) -> None:
        """A code of the device or a recovery code: each serves once. Raises WrongCode,
        TooManyTries."""
        self._tries.check(account_id, place)
        fits = self._fits(account_id, code, is_on=True) or self._use_recovery(account_id, code)
        self._try(account_id, place, fits=fits)

    def renew_recovery_codes(self, account_id: str) -> list[str]:
        """Ten new codes; the former ones serve no more."""
        drawn = [b32encode(token_bytes(10)).decode() for _ in range(RECOVERY_CODES)]
        rows = [
            {"code_digest": self._digest(account_id, code), "account_id": account_id}
            for code in drawn
        ]
        with self.engine.begin() as db:
            db.execute(delete(recovery_codes).where(recovery_codes.c.account_id == account_id))
            db.execute(insert(recovery_codes), rows)
        return ["-".join(re.findall("....", code)) for code in drawn]

    def codes_left(self, account_id: str) -> int:
        """How many recovery codes have not served."""
        asked = select(recovery_codes.c.code_digest).where(
            recovery_codes.c.account_id == account_id
        )
        with self.engine.connect() as db:
            return len(db.scalars(asked).all())

    def remove(self, account_id: str) -> None:
        """A password alone opens a session again."""
        with self.engine.begin() as db:
            for table in (factors, recovery_codes):
                db.execute(delete(table).where(table.c.account_id == account_id))

    @property
    def _tries(self) -> Throttle:
        return Throttle(self.engine, self.secret, "code", TRIED)

    def _try(self, account_id: str, place: str, *, fits: bool) -> None:
        self._tries.check(account_id, place)
        if not fits:
            self._tries.note(account_id, place)
            raise WrongCode
        self._tries.forget(account_id, place)

    def _fits(self, account_id: str, code: str, *, is_on: bool) -> bool:
        """Whether the device shows this code about now; then no code up to it serves again."""
        said, secret = re.sub(r"\s", "", code), self._secret(account_id, is_on=is_on)
        if not secret or not re.fullmatch("[0-9]{6}", said, re.ASCII):
            return False
        now, made = int(time.time()) // STEP, pyotp.TOTP(secret)
        steps = [n for n in (now - 1, now, now + 1) if compare_digest(made.generate_otp(n), said)]
        if not steps:
            return False
        c = factors.c
        spent = update(factors).where(c.account_id == account_id, c.last_step < steps[-1])
        with self.engine.begin() as db:
            return db.execute(spent.values(last_step=steps[-1])).rowcount == 1

    def _use_recovery(self, account_id: str, code: str) -> bool:
        plain = re.sub(r"[\s-]", "", code).upper()
        c = recovery_codes.c
        mine = (c.account_id == account_id, c.code_digest == self._digest(account_id, plain))
        with self.engine.begin() as db:
            return db.execute(delete(recovery_codes).where(*mine)).rowcount == 1

    def _digest(self, account_id: str, code: str) -> str:
        return digest(self.secret, f"recovery {account_id} {code}")

    def _secret(self, account_id: str, *, is_on: bool) -> str:
        """Empty when there is none, or when its key was erased."""
        c = factors.c
        asked = select(c.sealed_secret).where(c.account_id == account_id, c.is_on.is_(is_on))
        with self.engine.connect() as db:
            sealed = db.scalar(asked)
        clear = self.keyring.open(account_id, SEAL_CLASS, sealed) if sealed else ""
        return "" if clear == ERASED else clear


def drawing(secret: str, email: str, pole: str) -> str:
    """The QR code that hands a secret over to a device, as SVG to stand in a page."""
    address = pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=f"Trame {pole}".strip())
    drawn = segno.make(address, error="m")
    return str(drawn.svg_inline(scale=5, border=2, dark="#000", light="#fff", omitsize=True))

"""Accounts that people have elsewhere, and which account they open here."""

import hmac
import json
import time
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import (
    BigInteger,
    Column,
    Engine,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from crm.account.commands.openid import Told
from crm.event_store.keyring import Keyring
from crm.event_store.sealing import ERASED
from crm.event_store.table_making import make_tables
from crm.refusal import N_, Refusal
from crm.settings import Provider

SEAL_CLASS = "sign_in"

tables = MetaData()
identities = Table(
    "provider_identities",
    tables,
    Column("identity_id", String(36), primary_key=True),
    Column("account_id", String(36), nullable=False),
    Column("provider", String(20), nullable=False),
    Column("subject_digest", String(64), unique=True, nullable=False),
    Column("sealed_name", Text, nullable=False),
    Column("linked_at", BigInteger, nullable=False),
    Column("used_at", BigInteger),
    UniqueConstraint("account_id", "provider"),
)


class IdentityTaken(Refusal):
    sentence = N_("Ce compte {provider} est déjà lié à un compte de Trame. Rien n’a été changé.")
    status = 409


class Identity(NamedTuple):
    """One account elsewhere, as its holder is shown it."""

    provider: str
    called: str
    linked_at: int
    used_at: int | None
    """Seconds, UTC."""


@dataclass(frozen=True)
class Identities:
    """Who providers say people are, as keyed digests of issuer and subject; how they are called
    there, sealed under a key of their account."""

    engine: Engine
    keyring: Keyring
    secret: str

    def prepare(self) -> None:
        """Makes the table when it is missing."""
        make_tables(self.engine, tables)

    def of(self, account_id: str) -> dict[str, Identity]:
        """By provider, what is linked to an account."""
        asked = select(identities).where(identities.c.account_id == account_id)
        with self.engine.connect() as db:
            rows = db.execute(asked).all()
        return {
            row.provider: Identity(
                row.provider,
                self.keyring.open(account_id, SEAL_CLASS, row.sealed_name),
                row.linked_at,
                row.used_at,
            )
            for row in rows
        }

    def holder(self, issuer: str, subject: str) -> str | None:
        """The account that this subject of an issuer opens; noted as used."""
        mine = identities.c.subject_digest == self._digest(issuer, subject)
        with self.engine.begin() as db:
            row = db.execute(select(identities).where(mine)).first()
            db.execute(update(identities).where(mine).values(used_at=int(time.time())))
        if not row or self.keyring.open(row.account_id, SEAL_CLASS, row.sealed_name) == ERASED:
            return None
        return str(row.account_id)

    def link(self, identity_id: str, account_id: str, provider: Provider, told: Told) -> None:
        """Raises IdentityTaken when this subject, or the place of this provider, is taken."""
        row = {
            "identity_id": identity_id,
            "account_id": account_id,
            "provider": provider.code,
            "subject_digest": self._digest(provider.issuer, told.subject),
            "sealed_name": self.keyring.seal(account_id, SEAL_CLASS, told.called),
            "linked_at": int(time.time()),
        }
        try:
            with self.engine.begin() as db:
                db.execute(insert(identities).values(row))
        except IntegrityError:
            raise IdentityTaken(provider=provider.name) from None

    def unlink(self, account_id: str, provider: str) -> None:
        """The account of this provider opens nothing more."""
        c = identities.c
        with self.engine.begin() as db:
            db.execute(delete(identities).where(c.account_id == account_id, c.provider == provider))

    def _digest(self, issuer: str, subject: str) -> str:
        whole = f"identity {json.dumps([issuer, subject])}"
        return hmac.digest(self.secret.encode(), whole.encode(), "sha256").hex()

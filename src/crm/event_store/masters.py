"""The master key: it wraps the keys of persons, lives elsewhere, and can be replaced.

The keyring keeps the fingerprint of the one that wraps it, so that a wrong one is known at the
door, and a process that still has the former one adds no key that nobody could open.
"""

import hashlib
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from crm.event_store.pens import Pen
from crm.refusal import N_, Refusal


class WrongSecrets(Refusal):
    sentence = N_(
        "Ces secrets n’ouvrent pas ce trousseau de clés. Vérifiez le fichier nommé par CRM_SECRETS."
    )


class Master:
    """One master key, derived from a secret."""

    def __init__(self, secret: str) -> None:
        key = HKDF(SHA256(), 32, salt=None, info=b"trame keyring").derive(secret.encode())
        self._key = AESGCM(key)
        self.fingerprint = hashlib.sha256(b"trame keyring fingerprint" + key).hexdigest()

    def wrap(self, key: bytes, *full: str | int) -> bytes:
        """A key as it is kept, bound to whose it is."""
        nonce = os.urandom(12)
        return nonce + self._key.encrypt(nonce, key, label(*full))

    def unwrap(self, wrapped: bytes, *full: str | int) -> bytes:
        """The key. Raises WrongSecrets."""
        try:
            return self._key.decrypt(wrapped[:12], wrapped[12:], label(*full))
        except InvalidTag:
            raise WrongSecrets from None


def label(*full: str | int) -> bytes:
    """Bound into each sealed text and key, so that neither can be moved to another person or
    class."""
    return "|".join(map(str, full)).encode()


def prove(p: Pen, master: Master) -> None:
    """Whether this master wraps this keyring; the first to come leaves its fingerprint. Raises
    WrongSecrets."""
    if known := p.run("SELECT fingerprint FROM masters").fetchone():
        if known[0] != master.fingerprint:
            raise WrongSecrets
        return
    some = "SELECT subject, seal_class, generation, wrapped FROM keys WHERE wrapped IS NOT NULL"
    if row := p.run(f"{some} LIMIT 1").fetchone():
        master.unwrap(row[3], *row[:3])
    new = "INSERT INTO masters VALUES (1, ?) ON CONFLICT DO NOTHING"
    p.run(new, master.fingerprint)


def rewrap(p: Pen, former: Master, new: Master) -> int:
    """In one transaction, every key wrapped by the new master in place of the former; answers how
    many. Whoever adds one meanwhile waits, then learns that it has the wrong master. Raises
    WrongSecrets."""
    p.begin()
    p.lock("keys")
    prove(p, former)
    p.run("UPDATE masters SET fingerprint=?", new.fingerprint)
    sql = "SELECT subject, seal_class, generation, wrapped FROM keys WHERE wrapped IS NOT NULL"
    rows = p.run(sql).fetchall()
    put = "UPDATE keys SET wrapped=? WHERE subject=? AND seal_class=? AND generation=?"
    for *full, wrapped in rows:
        p.run(put, new.wrap(former.unwrap(bytes(wrapped), *full), *full), *full)
    return len(rows)

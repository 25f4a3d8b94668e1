"""A device that holds passkeys, in software: it answers as a browser would, or lies where asked."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from secrets import token_bytes
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def encode(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def decode(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Device:
    """One key. `verifies`: it knows its holder; `counts`: it counts what it signs."""

    origin: str = "https://trame.pole.example"
    site: str = "trame.pole.example"
    verifies: bool = True
    counts: bool = True
    uses: int = 0
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    id: bytes = field(default_factory=lambda: token_bytes(32))
    holder: bytes = b""

    def make(self, asked: dict[str, Any]) -> str:
        """The answer to `navigator.credentials.create`."""
        self.holder = decode(asked["user"]["id"])
        held = len(self.id).to_bytes(2) + self.id + self._public()
        data = self._data(ATTESTED) + bytes(16) + held
        stated = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        said = self._said("webauthn.create", asked["challenge"])
        return self._answer({"clientDataJSON": encode(said), "attestationObject": encode(stated)})

    def show(self, asked: dict[str, Any]) -> str:
        """The answer to `navigator.credentials.get`."""
        said, data = self._said("webauthn.get", asked["challenge"]), self._data(0)
        signed = self.key.sign(data + sha256(said).digest(), ec.ECDSA(SHA256()))
        response = {"clientDataJSON": said, "authenticatorData": data, "signature": signed}
        response["userHandle"] = self.holder
        return self._answer({name: encode(raw) for name, raw in response.items()})

    def _data(self, flags: int) -> bytes:
        self.uses += self.counts
        flags |= PRESENT | (VERIFIED if self.verifies else 0)
        return sha256(self.site.encode()).digest() + bytes([flags]) + self.uses.to_bytes(4)

    def _public(self) -> bytes:
        point = self.key.public_key().public_numbers()
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32), -3: point.y.to_bytes(32)})

    def _said(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _answer(self, response: dict[str, str]) -> str:
        called = encode(self.id)
        said = {"id": called, "rawId": called, "type": "public-key", "response": response}
        return json.dumps(said)

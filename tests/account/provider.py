"""A provider of sign-in on this machine: discovery, keys, authorisation, tokens; it lies where
asked."""

import hmac
import json
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import token_urlsafe
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

from crm.settings import Provider

KEY = RSAKey.generate_key(2048, {"kid": "one"})
CLIENT, SECRET = "trame-at-provider", "a-secret-of-the-provider"


@dataclass
class Elsewhere:
    """What somebody is there, and what the provider says wrongly of it."""

    address: str = ""
    subject: str = "subject-of-samuel"
    email: str = "samuel@organisme.example"
    claims: dict[str, Any] = field(default_factory=dict)
    """Said in place of what is right."""
    algorithm: str = "RS256"
    status: int = 200
    discovery: dict[str, Any] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: KEY)
    signs_with: RSAKey | None = None
    asked: dict[str, str] = field(default_factory=dict)
    """What the last authorisation was asked with."""
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    heard: list[str] = field(default_factory=list)
    """Paths asked of the provider by us."""

    @property
    def provider(self) -> Provider:
        return Provider(
            code="nuage", name="Nuage", issuer=self.address, client_id=CLIENT, client_secret=SECRET
        )

    def say_yes(self, address: str) -> str:
        """What a browser does there: answers the address that it is sent back to."""
        asked = {name: one[0] for name, one in parse_qs(urlsplit(address).query).items()}
        code = token_urlsafe(8)
        self.asked, self.codes[code] = asked, asked
        return f"{asked['redirect_uri']}?code={code}&state={asked['state']}"

    def published(self) -> dict[str, Any]:
        here = self.address
        said = {"issuer": here, "authorization_endpoint": f"{here}/authorize"}
        return (
            said | {"token_endpoint": f"{here}/token", "jwks_uri": f"{here}/keys"} | self.discovery
        )

    def token(self, said: dict[str, str]) -> dict[str, Any] | None:
        """None when what is shown does not go together."""
        asked = self.codes.pop(said["code"], None)
        shown = sha256(said["code_verifier"].encode()).digest()
        if not asked or _text(shown) != asked["code_challenge"]:
            return None
        if (said["client_id"], said["client_secret"]) != (CLIENT, SECRET):
            return None
        if said["redirect_uri"] != asked["redirect_uri"]:
            return None
        return {"access_token": "unused", "token_type": "Bearer", "id_token": self.id_token(asked)}

    def id_token(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        claims = {
            "iss": self.address, "sub": self.subject, "aud": CLIENT, "iat": now, "exp": now + 300,
            "nonce": asked["nonce"], "email": self.email,
        } | self.claims  # fmt: skip
        claims = {name: said for name, said in claims.items() if said is not None}
        if self.algorithm == "none":
            head = _text(b'{"alg":"none"}')
            return f"{head}.{_text(json.dumps(claims).encode())}."
        if self.algorithm == "HS256":  # the public key taken for a shared secret
            said = _text(b'{"alg":"HS256","kid":"one"}') + "." + _text(json.dumps(claims).encode())
            shared = self.key.as_pem(private=False)
            return f"{said}.{_text(hmac.digest(shared, said.encode(), 'sha256'))}"
        key = self.signs_with or self.key
        return jwt.encode({"alg": self.algorithm, "kid": "one"}, claims, key)


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


@contextmanager
def running() -> Iterator[Elsewhere]:
    """A provider that answers, on a free port, for the length of a block."""
    there = Elsewhere()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            there.heard.append(self.path)
            if self.path == "/.well-known/openid-configuration":
                self._say(there.status, there.published())
            else:
                self._say(200, {"keys": [there.key.as_dict(private=False)]})

        def do_POST(self) -> None:
            there.heard.append(self.path)
            sent = self.rfile.read(int(self.headers["content-length"])).decode()
            token = there.token({name: one[0] for name, one in parse_qs(sent).items()})
            self._say(200 if token else 400, token or {"error": "invalid_grant"})

        def _say(self, status: int, said: dict[str, Any]) -> None:
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_said: Any) -> None:
            """Nothing: tests read what fails, not what is asked."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    there.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield there
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

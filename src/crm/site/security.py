"""Around the whole app: the reader's language, the word of the day for scripts, the headers."""

from contextlib import nullcontext
from secrets import token_urlsafe
from typing import Any
from urllib.parse import unquote

from litestar.config.csrf import CSRFConfig
from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from crm.event_store.reach import nobody
from crm.site.languages import COOKIE, language, reading_in

PUBLIC_PATHS = ["^/static/", "^/sante$", "^/metriques$", "^/api/"]
POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'; manifest-src 'self'; worker-src 'self'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
NOWHERE = "/introuvable"


def csrf_config(secret: str, *, secure: bool) -> CSRFConfig:
    """Every act needs the token of our own pages, in the form or in a header."""
    return CSRFConfig(
        secret=secret,
        cookie_secure=secure,
        cookie_samesite="lax",
        exclude=PUBLIC_PATHS,
    )


class Guarded:
    """The app in its headers: even what no route answers leaves with them. No pôle is within reach
    of a request until somebody is known to be behind it."""

    def __init__(self, app: ASGIApp, *, secure: bool) -> None:
        self.app, self.secure = app, secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        kind: str = scope["type"]
        if kind != ScopeType.HTTP:
            with nullcontext() if kind == "lifespan" else nobody():
                await self.app(scope, receive, send)
            return
        nonce = token_urlsafe(16)
        asked: Any = _readable(scope)
        bodiless = asked["method"] == "HEAD"
        if bodiless:
            asked["method"] = "GET"
        asked["state"] = {**scope.get("state", {}), "nonce": nonce}

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._dress(message, asked["path"], nonce)
            elif bodiless and message["type"] == "http.response.body":
                message["body"] = b""
            await send(message)

        with nobody(), reading_in(_cookie(scope, COOKIE)):
            await self.app(asked, receive, dressed)

    def _dress(self, message: Any, path: str, nonce: str) -> None:
        headers = MutableScopeHeaders.from_message(message)
        for name, value in HEADERS.items():
            headers[name] = value
        headers["Content-Security-Policy"] = POLICY.format(nonce=nonce)
        if self.secure:
            headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        if not path.startswith("/static/"):
            headers.setdefault("Cache-Control", "no-store")
            headers["Content-Language"] = "en-CA" if language() == "en" else "fr-CA"
            headers["Vary"] = "HX-Request, Cookie"


def _readable(scope: Scope) -> dict[str, Any]:
    """The request without characters that no database keeps; such a path is nowhere."""
    asked: dict[str, Any] = dict(scope)
    if any(ord(c) < 32 or 0xD800 <= ord(c) <= 0xDFFF for c in scope["path"]):
        asked["path"], asked["raw_path"] = NOWHERE, NOWHERE.encode()
    if "\x00" in unquote(scope["query_string"].decode("latin-1")):
        asked["query_string"] = scope["query_string"].replace(b"%00", b"").replace(b"\x00", b"")
    return asked


def _cookie(scope: Scope, name: str) -> str | None:
    for header, value in scope["headers"]:
        if header == b"cookie":
            for part in value.decode("latin-1").split(";"):
                key, _equals, said = part.strip().partition("=")
                if key == name:
                    return said
    return None

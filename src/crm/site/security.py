"""Around the whole app: the reader's language, the word of the day for scripts, the headers."""

from collections.abc import Mapping
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

PUBLIC_PATHS = ["^/static/", "^/sw.js$", "^/hors-reseau$", "^/sante$", "^/metriques$", "^/api/"]
POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'; object-src 'none'; manifest-src 'self'; worker-src 'self'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
REFERRER = "same-origin"
"""Unless a page says that its address is told to nobody."""
NOWHERE = "/introuvable"
HOST_ONLY = "__Host-"
"""Before the name of a cookie: browsers then take it over HTTPS alone, from this very host."""


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
        if self.secure:
            asked["headers"] = [_told(name, value) for name, value in scope["headers"]]

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._dress(message, asked["path"], nonce)
            elif bodiless and message["type"] == "http.response.body":
                message["body"] = b""
            await send(message)

        with nobody(), reading_in(_cookie(asked, COOKIE)):
            await self.app(asked, receive, dressed)

    def _dress(self, message: Any, path: str, nonce: str) -> None:
        if self.secure:
            message["headers"] = [_kept(name, value) for name, value in message["headers"]]
        headers = MutableScopeHeaders.from_message(message)
        for name, value in HEADERS.items():
            headers[name] = value
        headers.setdefault("Referrer-Policy", REFERRER)
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


def _told(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    """Of the cookies of a request, those that this host alone may have set, under our own names."""
    if name != b"cookie":
        return name, value
    prefix = HOST_ONLY.encode()
    said = (one.strip() for one in value.split(b";"))
    return name, b"; ".join(one.removeprefix(prefix) for one in said if one.startswith(prefix))


def _kept(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    """A cookie as it leaves over HTTPS; browsers refuse the prefix without `Secure`."""
    if name != b"set-cookie":
        return name, value
    marked = value if b"; secure" in value.lower() else value + b"; Secure"
    return name, HOST_ONLY.encode() + marked


def _cookie(scope: Mapping[str, Any], name: str) -> str | None:
    for header, value in scope["headers"]:
        if header == b"cookie":
            for part in value.decode("latin-1").split(";"):
                key, _equals, said = str(part).strip().partition("=")
                if key == name:
                    return said
    return None

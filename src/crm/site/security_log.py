"""What is written for whoever looks into an intrusion: who came in, who was refused, from where.

One line each, at INFO under `crm.security`: words of ours, ids and keyed digests. Nothing that
somebody typed is in it, so no line can be forged, and no name or address can be read in it.
"""

import hashlib
import hmac
import logging
from typing import Any, Literal

from litestar import Request

log = logging.getLogger("crm.security")
What = Literal[
    "signed_in",
    "sign_in_refused",
    "half_way",
    "code_refused",
    "signed_out",
    "password_changed",
    "password_refused",
    "link_refused",
    "reset_asked",
    "second_factor_on",
    "second_factor_off",
    "recovery_codes_renewed",
    "passkey_added",
    "passkey_removed",
    "passkey_refused",
    "provider_linked",
    "provider_unlinked",
    "provider_refused",
    "sessions_closed",
    "not_allowed",
    "forged",
    "too_many_tries",
]


def note(request: Request[Any, Any, Any], what: What, **said: str) -> None:
    """Writes a line; `said` are ids, codes, or what `fingerprint` made of a text."""
    client = request.client.host if request.client else ""
    route = str(request.scope.get("path_template") or "-")
    parts = {"place": fingerprint(request, client), "method": request.method, "route": route}
    told = " ".join(f"{name}={value}" for name, value in (parts | said).items())
    log.info("%s %s", what, told)


def fingerprint(request: Request[Any, Any, Any], text: str) -> str:
    """The same text gives the same sixteen signs, which only this installation can compute."""
    folded = text.strip().casefold().encode()
    secret: str = request.app.state.secret
    return hmac.new(f"log {secret}".encode(), folded, hashlib.sha256).hexdigest()[:16]

"""The surroundings, read once: where the data is, what the secret is, who may come."""

import os
from collections.abc import Mapping
from pathlib import Path
from secrets import token_urlsafe
from typing import Self

from msgspec import Struct

HERE = Path("var")


class SecretMissing(RuntimeError):
    """A served site has no secret of its own: set CRM_SECRET, at least 32 characters."""


class Settings(Struct, frozen=True, kw_only=True):
    """Every value comes from the environment, under the name given beside it."""

    database: str = "sqlite:///var/trame.db"
    """CRM_DATABASE: events, projections, sessions."""
    keys: str = "sqlite:///var/cles.db"
    """CRM_KEYS: keys of the sealed fields, in a place of their own."""
    secret: str = ""
    """CRM_SECRET: signs forms, digests sign-in names."""
    master_key: str = ""
    """CRM_MASTER_KEY: wraps the keys of the sealed fields; derived from the secret when empty."""
    secure: bool = True
    """CRM_HTTPS: whether pages travel over HTTPS, so that cookies may too."""
    demo: bool = False
    """CRM_DEMO: an invented pôle, whose accounts the door shows."""
    demo_password: str = "trame-demo-2026"  # noqa: S105 - shown to all, opens invented data only
    host: str = "127.0.0.1"
    port: int = 8000

    @classmethod
    def read(cls, environ: Mapping[str, str] = os.environ) -> Self:
        """Raises SecretMissing when a site without demonstration has no secret."""
        said = {
            name: environ[variable]
            for name, variable in (
                ("database", "CRM_DATABASE"),
                ("keys", "CRM_KEYS"),
                ("secret", "CRM_SECRET"),
                ("master_key", "CRM_MASTER_KEY"),
                ("demo_password", "CRM_DEMO_PASSWORD"),
                ("host", "CRM_HOST"),
            )
            if environ.get(variable)
        }
        demo = environ.get("CRM_DEMO", "") not in ("", "0", "non")
        said.setdefault("secret", kept_secret() if demo else "")
        if len(said["secret"]) < 32:
            raise SecretMissing
        return cls(
            **said,
            demo=demo,
            secure=environ.get("CRM_HTTPS", "0" if demo else "1") not in ("", "0", "non"),
            port=int(environ.get("CRM_PORT", "8000")),
        )


def kept_secret(folder: Path = HERE) -> str:
    """A secret drawn once for a demonstration and kept beside its data."""
    path = folder / "secret"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(token_urlsafe(48), encoding="ascii")
    return path.read_text(encoding="ascii").strip()

"""The surroundings, read once: where the data is, where the secrets are, who may come."""

import fcntl
import json
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from secrets import token_urlsafe
from typing import Any, Self
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from crm.refusal import N_, Refusal

SECRETS = frozenset({"forms", "keyring", "proof"})
SAID = {
    "database": "CRM_DATABASE_URL",
    "keys": "CRM_KEYRING_URL",
    "host": "CRM_HOST",
    "metrics": "CRM_METRICS",
    "mail": "CRM_MAIL",
    "public": "CRM_ADDRESS",
    "log": "CRM_LOG",
}
"""Values taken as they are said, by the variable that says them."""
SHARED_TENANTS = frozenset({"common", "organizations", "consumers", "{tenantid}"})
HERE = Path("var")
"""Where an office that configures nothing keeps its data: the folder it runs in."""


class SecretsIncomplete(Refusal):
    sentence = N_(
        "Il manque un secret au fichier %(name)s, et il ne peut être complété d’ici. Donnez au "
        "compte qui lance Trame le droit d’écrire dans son dossier, le temps d’un démarrage."
    )


class ProvidersUnfit(Refusal):
    sentence = N_(
        "Le fichier %(name)s ne décrit pas de fournisseurs de connexion utilisables : "
        "%(why)s. Voyez docs/operations.md, « Signing in with an organisation’s account »."
    )


class Provider(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where an organisation keeps the accounts of its people (OpenID Connect)."""

    code: str
    """In our addresses and events: `microsoft`. Never changed once people signed in by it."""
    name: str
    """As its button says: « Microsoft »."""
    issuer: str
    client_id: str
    client_secret: str


class Settings(Struct, frozen=True, kw_only=True):
    """Every value comes from the environment, under the name given beside it."""

    database: str = "sqlite:///var/trame.db"
    """CRM_DATABASE_URL: events, projections, sessions."""
    keys: str = "sqlite:///var/cles.db"
    """CRM_KEYRING_URL: keys of the sealed fields, in a place with its own backups."""
    secret: str = ""
    """Signs forms, digests sign-in names. From the file named by CRM_SECRETS."""
    master_key: str = ""
    """Wraps the keys of the sealed fields; the secret does when empty. CRM_MASTER_KEY, or from the
    file of secrets."""
    next_master_key: str = ""
    """The one that replaces it, while a rotation is under way."""
    proof_key: str = ""
    """Signs checkpoints of the event store, and nothing else."""
    secure: bool = True
    """CRM_HTTPS: whether pages travel over HTTPS, so that cookies may too."""
    demo: bool = False
    """CRM_DEMO: an invented pôle, whose accounts the door shows."""
    demo_password: str = "trame-demo-2026"
    host: str = "127.0.0.1"
    """CRM_HOST."""
    port: int = 8000
    """CRM_PORT."""
    metrics: str = ""
    """CRM_METRICS: the word that opens /metriques to whoever shows it; closed when empty."""
    mail: str = "var/courrier"
    """CRM_MAIL: where letters go, a folder or `smtp://…`."""
    public: str = ""
    """CRM_ADDRESS: how visitors write the address of this Trame, for the links of letters."""
    traces: int = 24
    """CRM_TRACES: months for which who consulted what is kept."""
    providers: tuple[Provider, ...] = ()
    """CRM_PROVIDERS: the file that describes them."""
    log: str = "WARNING"
    """CRM_LOG: from which level on `crm serve` logs: DEBUG, INFO, WARNING or ERROR."""

    @property
    def address(self) -> str:
        """`https://trame.pole.example`, without a slash at its end."""
        return (self.public or f"http://{self.host}:{self.port}").rstrip("/")

    @classmethod
    def read(cls, environ: Mapping[str, str] = os.environ) -> Self:
        """The environment; a first use draws the secrets into their file, for its owner alone."""
        said: dict[str, Any] = {
            name: environ[variable] for name, variable in SAID.items() if environ.get(variable)
        }
        if not said.keys() >= {"database", "keys"}:
            HERE.mkdir(parents=True, exist_ok=True)
        secrets = kept_secrets(secrets_path(environ))
        demo = environ.get("CRM_DEMO", "") not in ("", "0", "non")
        return cls(
            **said,
            secret=secrets["forms"],
            master_key=environ.get("CRM_MASTER_KEY") or secrets["keyring"],
            next_master_key=environ.get("CRM_MASTER_KEY_NEXT") or secrets.get("keyring_next", ""),
            proof_key=secrets["proof"],
            demo=demo,
            secure=environ.get("CRM_HTTPS", "0" if demo else "1") not in ("", "0", "non"),
            providers=read_providers(environ.get("CRM_PROVIDERS", "")),
            **_numbers(environ),
        )


def _numbers(environ: Mapping[str, str]) -> dict[str, Any]:
    said = (("port", "CRM_PORT", "8000"), ("traces", "CRM_TRACES", "24"))
    return {name: int(environ.get(variable, otherwise)) for name, variable, otherwise in said}


def read_providers(path: str) -> tuple[Provider, ...]:
    """Those that a file describes; none without one. Raises ProvidersUnfit."""
    if not path:
        return ()
    name = Path(path).name
    try:
        said = msgspec.json.decode(Path(path).read_bytes(), type=tuple[Provider, ...])
    except (OSError, msgspec.MsgspecError) as error:
        raise ProvidersUnfit(name=name, why=type(error).__name__) from error
    for one in said:
        if wrong := _what_is_wrong(one):
            raise ProvidersUnfit(name=name, why=f"{one.code} ({wrong})")
    if len({one.code for one in said}) < len(said):
        raise ProvidersUnfit(name=name, why="code")
    return said


def _what_is_wrong(one: Provider) -> str:
    """The field that cannot serve. An issuer is one organisation's, over HTTPS, save in tests on
    this machine; Microsoft's addresses for everybody would let everybody in."""
    parts = urlsplit(one.issuer)
    is_here = parts.scheme == "http" and parts.hostname == "127.0.0.1"
    if not re.fullmatch(r"[a-z0-9-]{1,20}", one.code):
        return "code"
    if not ((parts.scheme == "https" and parts.hostname) or is_here) or parts.query:
        return "issuer"
    if set(parts.path.split("/")) & SHARED_TENANTS:
        return "issuer"
    return next((field for field in ("name", "client_id") if not getattr(one, field)), "")


def kept_secrets(path: Path) -> dict[str, str]:
    """The secrets, each drawn when it is first needed, read by the owner of the file alone. Losing
    the file loses every sealed field: it is backed up apart from the databases.

    Raises SecretsIncomplete when one is missing from a file that this process may not write.
    """
    path = path.resolve()  # what a link leads to is replaced, not the link
    with suppress(FileNotFoundError):
        kept = _read(path)
        if kept.keys() >= SECRETS:
            return kept
    try:
        return _complete(path)
    except OSError as error:
        raise SecretsIncomplete(name=path.name) from error


def replace_secrets(path: Path, said: Mapping[str, str | None]) -> None:
    """Some secrets replaced, or taken away (None), whole or not at all."""
    with os.fdopen(os.open(path.resolve(), os.O_RDONLY)) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        kept: dict[str, str | None] = {**_read(path.resolve()), **said}
        _write(path.resolve(), {name: secret for name, secret in kept.items() if secret})


def secrets_path(environ: Mapping[str, str] = os.environ) -> Path:
    """Where the secrets are."""
    return Path(environ.get("CRM_SECRETS") or HERE / "secrets.json")


def _complete(path: Path) -> dict[str, str]:
    """Under a lock that falls when the file is closed: one process draws, others read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_CREAT | os.O_RDONLY, 0o600)) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        kept = _read(path)
        if missing := sorted(SECRETS - kept.keys()):
            kept |= {name: token_urlsafe(48) for name in missing}
            _write(path, kept)
    return kept


def _read(path: Path) -> dict[str, str]:
    text = path.read_text(encoding="utf-8")
    kept: dict[str, str] = json.loads(text) if text else {}
    return kept


def _write(path: Path, secrets: Mapping[str, str]) -> None:
    """Whole or not at all, whatever happens meanwhile."""
    new = path.with_name(f"{path.name}.new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        json.dump(secrets, file)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)

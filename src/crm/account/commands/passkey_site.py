"""The address that passkeys are for: they answer no other one."""

from contextlib import suppress
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import urlsplit

HERE = "localhost"


class PasskeySite(NamedTuple):
    """What a browser must say of where it is."""

    name: str
    """The domain that keys are bound to (RP ID)."""
    origin: str
    """`https://trame.pole.example`, with its port when it has one."""


def passkey_site(address: str) -> PasskeySite | None:
    """The site behind the address that visitors write, or None when browsers hold no passkey for
    it: they ask for HTTPS and a name, save on one's own machine, which is called `localhost`."""
    parts = urlsplit(address)
    name, port = parts.hostname or "", f":{parts.port}" if parts.port else ""
    with suppress(ValueError):
        if not ip_address(name).is_loopback and name != "0.0.0.0":  # noqa: S104 - an address, unheard
            return None
        name = HERE
    if not name or (parts.scheme != "https" and name != HERE):
        return None
    with suppress(UnicodeError):
        name = name.encode("idna").decode()
    return PasskeySite(name, f"{parts.scheme}://{name}{port}")

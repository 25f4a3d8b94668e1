"""The letters that a running Trame sent, as whoever receives them reads them."""

import re
from email import message_from_bytes
from pathlib import Path


def last_letter(environ: dict[str, str], before: set[str]) -> tuple[str, str]:
    """What the last letter says, and the address of its link."""
    folder = Path(environ["CRM_MAIL"])
    new = sorted(path for path in folder.glob("*.eml") if path.name not in before)
    payload = message_from_bytes(new[-1].read_bytes()).get_payload(decode=True)
    assert isinstance(payload, bytes)
    body = payload.decode()
    found = re.search(r"https?://[^/\s]+(/\w+\?jeton=\S+)", body)
    assert found, body
    return body, found[1]

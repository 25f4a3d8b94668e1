"""Identifiers: opaque, ordered by time, drawn where the command is born."""

import os
import re
import time
from uuid import UUID

FORM = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)


def is_id(text: str) -> bool:
    """Whether this may be an id of ours: a UUID, in small letters. PostgreSQL accepts no other."""
    return FORM.fullmatch(text) is not None


def new_id() -> str:
    """Ids ordered by time (UUID 7): every index grows at its right edge."""
    bits = time.time_ns() // 1_000_000 << 80 | int.from_bytes(os.urandom(10))
    return str(UUID(int=bits & ~(0xF << 76 | 0x3 << 62) | 0x7 << 76 | 0x2 << 62))

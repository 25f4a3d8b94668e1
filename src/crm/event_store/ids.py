"""Identifiers: opaque, ordered by time, drawn where the command is born."""

import os
import time
from uuid import UUID


def new_id() -> str:
    """Ids ordered by time (UUID 7): every index grows at its right edge."""
    bits = time.time_ns() // 1_000_000 << 80 | int.from_bytes(os.urandom(10))
    return str(UUID(int=bits & ~(0xF << 76 | 0x3 << 62) | 0x7 << 76 | 0x2 << 62))

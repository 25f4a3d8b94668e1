"""Whose turn it is inside this process: long work lets go of Python's lock often.

A command asks for that lock after each of its statements, and by default whoever holds it may keep
it for 5 ms: beside a rebuild, a command of 2 ms took 12.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

SHORT = 0.0005
"""Seconds; shorter turns cost more than they give."""
_mutex = Lock()
_before: list[float] = []
"""What it was, once for each block under way."""


@contextmanager
def short_turns() -> Iterator[None]:
    """For the length of a block, and of those beside it."""
    with _mutex:
        _before.append(_before[0] if _before else sys.getswitchinterval())
        sys.setswitchinterval(SHORT)
    try:
        yield
    finally:
        with _mutex:
            usual = _before.pop()
            if not _before:
                sys.setswitchinterval(usual)

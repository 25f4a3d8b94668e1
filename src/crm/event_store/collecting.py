"""Python's collector of cycles, kept away from long pages: they make many objects and no cycle,
and collecting would add half as much to their time."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

LONG = 500
"""Events from which a page is long."""


@contextmanager
def uncollected(events: int = LONG) -> Iterator[None]:
    """Nothing is collected for the length of the block, unless the page is short."""
    held = events >= LONG and gc.isenabled()
    if held:
        gc.disable()
    try:
        yield
    finally:
        if held:
            gc.enable()

"""The positions of one command follow each other, whatever other pôles record meanwhile.

Positions come from a sequence that all pôles share, so those drawn together may have others in
between. A receipt says the first and the last of a command: nobody else's may lie between them.
"""

from collections.abc import Sequence

from crm.event_store.pens import Pen


class Places:
    """Positions drawn by a writer, given out by runs; those that no run can use stay empty."""

    def __init__(self, pen: Pen, positions: Sequence[int]) -> None:
        self.pen, self.left = pen, list(positions)

    def take(self, size: int) -> list[int]:
        """So many that follow each other; more are drawn when need be."""
        while True:
            if (short := size - len(self.left)) > 0:
                self.left += self.pen.draw(short)
            run = self.left[:size]
            if run[-1] - run[0] == size - 1:
                del self.left[:size]
                return run
            last = max(n for n in range(1, size) if run[n] != run[n - 1] + 1)
            del self.left[:last]

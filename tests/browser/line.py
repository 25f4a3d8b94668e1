"""A telephone line between a browser and Trame, which a test cuts as a road does."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Literal

State = Literal["open", "cut", "deaf", "mute"]
"""`deaf`: what is asked arrives and is done, and the answer is lost on the way back; `mute`: what
is asked is taken, goes nowhere, and nothing ever answers."""


class Line:
    """Passes what both sides say; `state` may change at any time."""

    def __init__(self, port: int) -> None:
        self.far = port
        self.state: State = "open"
        self.lost = 0
        """How many answers never came back."""
        self.held = 0
        """How many questions were taken and went nowhere."""
        self._door = socket.create_server(("127.0.0.1", 0))
        self._live: set[socket.socket] = set()
        threading.Thread(target=self._welcome, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._door.getsockname()[1]}"

    def cut(self) -> None:
        """No road any more: what is under way stops, nothing new begins."""
        self.state = "cut"
        for one in tuple(self._live):
            _close(one)

    def close(self) -> None:
        self.cut()
        _close(self._door)

    def _welcome(self) -> None:
        with suppress(OSError):
            while True:
                near, _address = self._door.accept()
                if self.state == "cut":
                    _close(near)
                    continue
                far = socket.create_connection(("127.0.0.1", self.far))
                self._live |= {near, far}
                for a, b, comes in ((near, far, False), (far, near, True)):
                    threading.Thread(target=self._pass, args=(a, b, comes), daemon=True).start()

    def _pass(self, a: socket.socket, b: socket.socket, comes: bool) -> None:
        with suppress(OSError):
            while said := a.recv(65_536):
                if self.state == "cut":
                    break
                if comes and self.state == "deaf":
                    self.lost += 1
                    break
                if self.state == "mute":
                    self.held += 1
                    continue
                b.sendall(said)
        for one in (a, b):
            self._live.discard(one)
            _close(one)


def _close(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()


@contextmanager
def line_to(port: int) -> Iterator[Line]:
    """A line to what listens on this port, hung up at the end of the block."""
    made = Line(port)
    try:
        yield made
    finally:
        made.close()

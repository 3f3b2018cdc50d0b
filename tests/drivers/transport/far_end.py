# SPDX-License-Identifier: Apache-2.0
"""The device's end of a line that the test holds."""

import os
import socket
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from drivers.transport.abstract import PortError, PortProblem


@dataclass
class FarEnd:
    """The near end is held open too, so that it outlives the port; `path` leads to it."""

    number: int
    held: int
    path: str

    def hang_up(self) -> None:
        if self.number >= 0:
            os.close(self.held)
            os.close(self.number)
        if Path(self.path).is_symlink():
            Path(self.path).unlink()
        self.number = -1


class NetworkEnd(FarEnd):
    """A device that listens on the network; `number` is the connection that came last."""

    HOST = "127.0.0.1"
    SMALL = 4096
    RESET = b"\x01\0\0\0\0\0\0\0"
    """SO_LINGER of 0 seconds: nothing is on its way any more when it hangs up."""

    def __init__(self) -> None:
        super().__init__(number=-1, held=-1, path="")
        self._listener = socket.socket()
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, self.SMALL)
        self._listener.bind((self.HOST, 0))
        self._listener.listen()
        self.port = self._listener.getsockname()[1]
        self._connection: socket.socket | None = None

    def accept(self) -> None:
        """Take the connection that waits, in place of the one before."""
        self._drop()
        self._connection, _ = self._listener.accept()
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, self.RESET)
        self.number = self._connection.fileno()

    def hang_up(self) -> None:
        self._drop()
        self._listener.close()

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()


@contextmanager
def far_end_of_line(link: Path | None = None) -> Iterator[FarEnd]:
    """A pty; with a link, that is its path and vanishes when the line hangs up."""
    number, held = os.openpty()
    tty.setraw(held)
    path = os.ttyname(held)
    if link is not None:
        link.symlink_to(path)
    end = FarEnd(number, held, str(link or path))
    try:
        yield end
    finally:
        end.hang_up()


def problem_of(call: Callable[[], object]) -> PortProblem:
    with pytest.raises(PortError) as caught:
        call()
    return caught.value.problem

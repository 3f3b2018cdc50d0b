# SPDX-License-Identifier: Apache-2.0
"""A device on a pty, plugged in and out at a path that stays the same.

Needs no test framework, so that any process can hold one.
"""

import os
import select
import threading
import tty
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

STOP_SECONDS = 5.0


@dataclass
class _Ends:
    """The far end is held open too, so that the line outlives each of its users."""

    near: int
    far: int


class PtyLine:
    """The device's end of a serial line.

    Lifetime: runs from its creation to `stop` (or the end of `with`), on a thread of its own.
    Concurrency: all methods may be called from any thread; each returns when it has taken effect.

    Args:
        path: what the driver opens, a link to the pty.
        answer: what the device says to bytes that came; runs on the line's thread.
    """

    def __init__(self, path: Path, answer: Callable[[bytes], bytes]) -> None:
        self.path = path
        self.is_reading = True
        self._answer = answer
        self._ends: _Ends | None = None
        self._orders: deque[tuple[Callable[[], None], threading.Event]] = deque()
        self._bell_out, self._bell_in = os.pipe()
        self._is_stopping = False
        self._thread = threading.Thread(target=self._run, name="pty-line")
        self._thread.start()
        self.plug_in()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def send(self, data: bytes) -> None:
        """The device says something unasked; lost when it is unplugged or the line is full."""
        self._order(lambda: self._send(data))

    def unplug(self) -> None:
        """The line hangs up and the path is gone; nothing happens when it is unplugged."""
        self._order(self._disconnect)

    def plug_in(self) -> None:
        """The path is there again; nothing happens when it is plugged in."""
        self._order(self._connect)

    def stop_reading(self) -> None:
        """Take no byte any more."""
        self._order(lambda: setattr(self, "is_reading", False))

    def stop(self) -> None:
        """Unplug and end the thread; may be called twice."""
        if self._is_stopping:
            return
        self.unplug()
        self._is_stopping = True
        os.write(self._bell_in, b"!")
        self._thread.join(STOP_SECONDS)
        os.close(self._bell_in)
        os.close(self._bell_out)

    def _order(self, call: Callable[[], None]) -> None:
        """Have the line's thread do this, and wait until it has."""
        done = threading.Event()
        self._orders.append((call, done))
        os.write(self._bell_in, b"!")
        if not done.wait(STOP_SECONDS):
            raise TimeoutError("the line's thread has ended")

    def _run(self) -> None:
        while not self._is_stopping:
            wanted = [self._bell_out]
            if self._ends is not None and self.is_reading:
                wanted.append(self._ends.near)
            ready, _, _ = select.select(wanted, [], [])
            if self._ends is not None and self._ends.near in ready:
                self._send(self._answer(os.read(self._ends.near, 4096)))
            if self._bell_out in ready:
                os.read(self._bell_out, 4096)
            while self._orders:
                call, done = self._orders.popleft()
                call()
                done.set()

    def _send(self, data: bytes) -> None:
        if self._ends is not None and data:
            os.write(self._ends.near, data)

    def _connect(self) -> None:
        if self._ends is not None:
            return
        near, far = os.openpty()
        tty.setraw(far)
        os.set_blocking(near, False)
        self._ends = _Ends(near, far)
        self.path.symlink_to(os.ttyname(far))

    def _disconnect(self) -> None:
        if self._ends is None:
            return
        self.path.unlink()
        os.close(self._ends.far)
        os.close(self._ends.near)
        self._ends = None

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
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

STOP_SECONDS = 5.0


@dataclass
class _Ends:
    """The far end is held open too, so that the line outlives each of its users."""

    near: int
    far: int
    unsent: deque[bytes] = field(default_factory=deque)
    gap_seconds: float = 0.0
    endless_noise: bytes = b""

    @property
    def is_sending(self) -> bool:
        return bool(self.unsent or self.endless_noise)


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

    def __exit__(self, *_: object) -> None:
        self.stop()

    def send(self, data: bytes) -> None:
        """The device says something unasked; lost when it is unplugged."""
        self._order(lambda: self._say(data))

    def unplug(self) -> None:
        """The line hangs up and the path is gone; nothing happens when it is unplugged."""
        self._order(self._disconnect)

    def plug_in(self) -> None:
        """The path is there again; nothing happens when it is plugged in."""
        self._order(self._connect)

    def stop_reading(self) -> None:
        """Take no byte any more."""
        self._order(lambda: setattr(self, "is_reading", False))

    def read_again(self) -> None:
        """Take bytes again, also those that came meanwhile."""
        self._order(lambda: setattr(self, "is_reading", True))

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

    # On the line's thread

    def _run(self) -> None:
        while not self._is_stopping:
            self._wait()
            while self._orders:
                call, done = self._orders.popleft()
                call()
                done.set()

    def _wait(self) -> None:
        """Until there is an order, bytes came, or there is room and time for the next piece."""
        ends = self._ends
        wanted = [self._bell_out]
        if ends is not None and self.is_reading:
            wanted.append(ends.near)
        gap = ends.gap_seconds if ends is not None and ends.is_sending else 0.0
        writable = [ends.near] if ends is not None and ends.is_sending and not gap else []
        ready, free, _ = select.select(wanted, writable, [], gap or None)
        if self._bell_out in ready:
            os.read(self._bell_out, 4096)
        if ends is not None and ends.near in ready:
            self._say(self._answer(os.read(ends.near, 4096)))
        elif free or (gap and not ready):
            self._send_piece()

    def _say(self, data: bytes, *, piece_size: int | None = None, gap_seconds: float = 0.0) -> None:
        """All at once, or in pieces of so many bytes with a gap before each."""
        if self._ends is None or not data:
            return
        size = piece_size or len(data)
        self._ends.gap_seconds = gap_seconds
        self._ends.unsent.extend(data[at : at + size] for at in range(0, len(data), size))
        if not gap_seconds:
            self._send_piece()

    def _babble(self, noise: bytes) -> None:
        """Say this again and again, until told to say nothing."""
        if self._ends is not None:
            self._ends.endless_noise = noise

    def _send_piece(self) -> None:
        ends = self._ends
        if ends is None:
            return
        if not ends.unsent:
            ends.unsent.append(ends.endless_noise)
        piece, sent = ends.unsent.popleft(), 0
        with suppress(BlockingIOError):
            sent = os.write(ends.near, piece)
        if piece[sent:]:
            ends.unsent.appendleft(piece[sent:])
        if not ends.unsent:
            self._has_sent_all()

    def _has_sent_all(self) -> None:
        """The last byte of what was to be said is on the line."""

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

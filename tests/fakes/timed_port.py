# SPDX-License-Identifier: Apache-2.0
"""A clock that moves only when somebody waits, and a port to which bytes come at given times."""

from collections.abc import Iterable

from typing_extensions import override

from drivers.transport.abstract import Port, PortError


class WaitingClock:
    """Seconds that pass while a TimedPort is read."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


class TimedPort(Port):
    """Bytes come by themselves.

    Attributes:
        coming: seconds from now on, and what comes then, in order.
        said: what is said to each write, one after the other, at once; nothing when used up.
        written: what was written, in order.
        written_at: when.
        fails_with: what the next call raises.
    """

    def __init__(self, clock: WaitingClock) -> None:
        self.coming: list[tuple[float, bytes]] = []
        self.said: list[bytes] = []
        self.written: list[bytes] = []
        self.written_at: list[float] = []
        self.fails_with: PortError | None = None
        self.is_closed = False
        self._clock = clock

    def bring(self, pieces: Iterable[tuple[float, bytes]]) -> None:
        """Each piece comes so many seconds after the one before, the first after now."""
        at = self._clock.seconds
        for pause, piece in pieces:
            at += pause
            self.coming.append((at, piece))

    @override
    def write(self, data: bytes, seconds: float) -> None:
        self._fail()
        self.written.append(data)
        self.written_at.append(self._clock.seconds)
        if self.said:
            self.coming.insert(0, (self._clock.seconds, self.said.pop(0)))

    @override
    def read(self, seconds: float) -> bytes:
        self._fail()
        until = self._clock.seconds + seconds
        if not self.coming or self.coming[0][0] > until:
            self._clock.seconds = until
            return b""
        at, piece = self.coming.pop(0)
        self._clock.seconds = max(at, self._clock.seconds)
        return piece

    @override
    def flush_input(self) -> None:
        self._fail()
        self.coming = [(at, piece) for at, piece in self.coming if at > self._clock.seconds]

    @override
    def close(self) -> None:
        self.is_closed = True

    def _fail(self) -> None:
        if self.fails_with is not None:
            raise self.fails_with

# SPDX-License-Identifier: Apache-2.0
"""A port that is only memory, for the simulators: its far end answers while it is written to."""

import threading
from collections.abc import Callable

from typing_extensions import override

from drivers.transport.abstract import Port, PortError, PortProblem

SIMULATOR = "simulator"
"""What such a port is called in errors and logs."""


class MemoryPort(Port):
    """A line whose far end belongs to a simulated device.

    Concurrency: as a Port for its worker; `put` and `vanish` come from any thread.

    Args:
        answer: what the device says to the bytes of one write.
    """

    def __init__(self, answer: Callable[[bytes], bytes], name: str = SIMULATOR) -> None:
        self._answer = answer
        self._name = name
        self._changed = threading.Condition()
        self._input = b""
        self._is_gone = False

    def put(self, data: bytes) -> None:
        """Bytes come from the device unasked."""
        with self._changed:
            self._input += data
            self._changed.notify_all()

    def vanish(self) -> None:
        """Wake whoever waits here and fail from now on."""
        with self._changed:
            self._is_gone = True
            self._changed.notify_all()

    @override
    def write(self, data: bytes, seconds: float) -> None:
        with self._changed:
            self._must_be_there()
            self._input += self._answer(data)

    @override
    def read(self, seconds: float) -> bytes:
        with self._changed:
            self._changed.wait_for(lambda: self._input or self._is_gone, seconds)
            self._must_be_there()
            data, self._input = self._input, b""
            return data

    @override
    def flush_input(self) -> None:
        with self._changed:
            self._must_be_there()
            self._input = b""

    @override
    def close(self) -> None:
        self.vanish()

    def _must_be_there(self) -> None:
        if self._is_gone:
            raise PortError(PortProblem.GONE, self._name)

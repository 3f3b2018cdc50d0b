# SPDX-License-Identifier: Apache-2.0
"""A device that is only memory: its cable, and its silence."""

import threading
from abc import ABC, abstractmethod

from drivers.transport.abstract import Port, PortError, PortProblem
from drivers.transport.memory_port import SIMULATOR, MemoryPort


class SimulatedDevice(ABC):
    """What can be done to any simulated device, whatever it is.

    Lifetime: plugged in when created; `unplug` makes an open driver fail at once.
    Concurrency: any thread; what the device says is asked on the thread of its driver.
    """

    def __init__(self) -> None:
        self._cable = threading.Lock()
        self._line: MemoryPort | None = None
        self._is_plugged_in = True
        self._is_silent = False

    def connect(self) -> Port:
        """A new line to the device; the one before, if any, is given up.

        Raises:
            PortError: MISSING, while it is unplugged.
        """
        with self._cable:
            if not self._is_plugged_in:
                raise PortError(PortProblem.MISSING, SIMULATOR)
            self._line = MemoryPort(self._reply)
            return self._line

    def unplug(self) -> None:
        """Pull the device's cable; nothing happens when it is unplugged."""
        with self._cable:
            self._is_plugged_in = False
            if self._line is not None:
                self._line.vanish()

    def plug_in(self) -> None:
        """Put the cable back."""
        with self._cable:
            self._is_plugged_in = True

    def fall_silent(self) -> None:
        """Stay on the line, do and answer nothing."""
        self._is_silent = True

    def speak_again(self) -> None:
        """Work again."""
        self._is_silent = False

    @abstractmethod
    def _answer(self, data: bytes) -> bytes:
        """What the device says to the bytes of one write."""

    def _say(self, data: bytes) -> None:
        """The device says something unasked, which nobody hears while it is silent or unplugged."""
        with self._cable:
            if self._line is not None and not self._is_silent:
                self._line.put(data)

    def _reply(self, data: bytes) -> bytes:
        # no lock: a write holds the line's own, which `_say` takes under that of the cable
        return b"" if self._is_silent else self._answer(data)

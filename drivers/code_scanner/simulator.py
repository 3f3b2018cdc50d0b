# SPDX-License-Identifier: Apache-2.0
"""A code scanner without a device: the production talk over a line that is only memory."""

import threading

from drivers.code_scanner.codec import Make
from drivers.code_scanner.port_scanner import Manner, PortScanner
from drivers.transport.abstract import Port, PortError, PortProblem
from drivers.transport.memory_port import MemoryPort

PORT_NAME = "simulator"
ANSWER = bytes.fromhex("02 00 00 02 39 01 00 00")
"""9600 bit/s, as a GM65 says it; with a checksum that nobody looks at."""


class SimulatedCodeScanner(PortScanner):
    """A scanner in front of which programs hold codes: the demo and tests.

    Lifetime: plugged in when created; `unplug` makes an open scanner fail at once.
    Concurrency: what a CodeScanner does belongs to its worker; the rest comes from any thread.
    """

    def __init__(self) -> None:
        super().__init__(self._connect, Manner(make=Make.GM65))
        self._lock = threading.Lock()
        self._line: MemoryPort | None = None
        self._is_plugged_in = True
        self._is_silent = False

    def show(self, text: str) -> None:
        """Hold a code there; nobody sees it while the scanner is unplugged or silent."""
        with self._lock:
            if self._line is not None and self._is_plugged_in and not self._is_silent:
                self._line.put(text.encode() + b"\r\n")

    def unplug(self) -> None:
        """Pull the scanner's cable."""
        with self._lock:
            self._is_plugged_in = False
            if self._line is not None:
                self._line.vanish()

    def plug_in(self) -> None:
        """Put the cable back."""
        with self._lock:
            self._is_plugged_in = True

    def fall_silent(self) -> None:
        """Stay on the line and say nothing."""
        with self._lock:
            self._is_silent = True

    def speak_again(self) -> None:
        """Work again."""
        with self._lock:
            self._is_silent = False

    def _connect(self) -> Port:
        with self._lock:
            if not self._is_plugged_in:
                raise PortError(PortProblem.MISSING, PORT_NAME)
            self._line = MemoryPort(self._answer, PORT_NAME)
            return self._line

    def _answer(self, asked: bytes) -> bytes:
        # no lock: a write holds the line's own, which `show` takes under this one
        return b"" if self._is_silent else ANSWER

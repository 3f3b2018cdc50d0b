# SPDX-License-Identifier: Apache-2.0
"""A code scanner without a device: the production talk over a line that is only memory."""

from typing_extensions import override

from drivers.code_scanner.codec import Make
from drivers.code_scanner.port_scanner import Manner, PortScanner
from drivers.transport.simulated_device import SimulatedDevice

ANSWER = bytes.fromhex("02 00 00 02 39 01 00 00")
"""9600 bit/s, as a GM65 says it; with a checksum that nobody looks at."""


class SimulatedCodeScanner(SimulatedDevice, PortScanner):
    """A scanner in front of which programs hold codes: the demo and tests.

    Lifetime, concurrency: as a SimulatedDevice; what a CodeScanner does belongs to its worker.
    """

    def __init__(self) -> None:
        SimulatedDevice.__init__(self)
        PortScanner.__init__(self, self.connect, Manner(make=Make.GM65))

    def show(self, text: str) -> None:
        """Hold a code there; nobody sees it while the scanner is unplugged or silent."""
        self._say(text.encode() + b"\r\n")

    @override
    def _answer(self, data: bytes) -> bytes:
        return ANSWER

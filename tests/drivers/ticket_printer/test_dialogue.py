# SPDX-License-Identifier: Apache-2.0
"""What needs a port that real lines cannot be made to be."""

import pytest

from drivers.ticket_printer.dialogue import Dialogue
from drivers.ticket_printer.errors import TicketPrinterError, TicketPrinterReason
from drivers.transport.abstract import Port
from drivers.transport.deadline import Deadline


class Babbler(Port):
    """Never stops talking; a read takes a second of its own clock."""

    def __init__(self) -> None:
        self.now = 0.0

    def clock(self) -> float:
        return self.now

    def write(self, data: bytes, seconds: float) -> None:
        """Listens to nobody."""

    def read(self, seconds: float) -> bytes:
        self.now += 1
        return b"\xff"

    def flush_input(self) -> None:
        """There is always more."""

    def close(self) -> None:
        """Goes on."""


def test_a_printer_that_never_stops_talking_is_garbled() -> None:
    port = Babbler()
    with pytest.raises(TicketPrinterError) as caught:
        Dialogue(port, answer_seconds=1.0).hush(0.1, Deadline(10, port.clock))
    assert caught.value.reason is TicketPrinterReason.GARBLED
    assert port.now >= 10

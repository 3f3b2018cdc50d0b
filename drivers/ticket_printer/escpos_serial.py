# SPDX-License-Identifier: Apache-2.0
"""An ESC/POS printer on a serial line."""

from drivers.ticket_printer.abstract import PaperProfile
from drivers.ticket_printer.engine import EscPosPrinter, Patience
from drivers.transport.serial_port import SerialPort, SerialSettings

BITS_PER_BYTE = 10
"""Start bit, 8 data bits, stop bit."""


class SerialTicketPrinter(EscPosPrinter):
    """The engine on a serial line."""

    def __init__(
        self,
        settings: SerialSettings,
        profile: PaperProfile,
        *,
        patience: Patience | None = None,
        job_number: int | None = None,
    ) -> None:
        super().__init__(
            lambda _seconds: SerialPort(settings),
            profile,
            bytes_per_second=settings.baud / BITS_PER_BYTE,
            patience=patience,
            job_number=job_number,
        )

# SPDX-License-Identifier: Apache-2.0
"""An ESC/POS printer on USB, spoken to without the system's printer driver."""

from drivers.ticket_printer.abstract import PaperProfile
from drivers.ticket_printer.engine import EscPosPrinter, Patience
from drivers.transport.usb_port import UsbPort, UsbSettings

BYTES_PER_SECOND = 500_000
"""A full-speed bulk endpoint with other devices on its bus; a ticket takes 60 ms of it."""


class UsbTicketPrinter(EscPosPrinter):
    """The engine on the bulk endpoints of the printer's interface."""

    def __init__(
        self,
        device: UsbSettings,
        profile: PaperProfile,
        *,
        patience: Patience | None = None,
        job_number: int | None = None,
    ) -> None:
        super().__init__(
            lambda _seconds: UsbPort(device),
            profile,
            bytes_per_second=BYTES_PER_SECOND,
            patience=patience,
            job_number=job_number,
        )

# SPDX-License-Identifier: Apache-2.0
"""Is the ticket printer there, has it paper, and does it answer as configured; prints nothing."""

from typing_extensions import override

from drivers.ticket_printer.abstract import PaperLevel, TicketPrinter
from drivers.ticket_printer.errors import TicketPrinterError, TicketPrinterReason
from kiosk.health.check import FOUND, Check
from kiosk.health.finding import Finding, Said, Where

MOST_LOOKS = 5
"""The first ones clear what an ended program may have left in the printer; each takes a few seconds at most."""


class TicketPrinterCheck(Check):
    """Asks for the status, which may cut off a blank slip."""

    error = TicketPrinterError

    def __init__(self, where: Where, printer: TicketPrinter) -> None:
        super().__init__(where)
        self._printer = printer

    @override
    def examine(self) -> Finding:
        status = self._printer.status()
        for _ in range(MOST_LOOKS - 1):
            if status.reason is not TicketPrinterReason.UNPROVEN:
                break
            status = self._printer.status()
        if not status.is_ready:
            raise TicketPrinterError(status.reason or TicketPrinterReason.SILENT)
        if status.paper is PaperLevel.LOW:
            return self.good(Said(f"{FOUND}paper_low"), suggestion=self.to_do("new_roll"))
        return self.good()

    @override
    def close(self) -> None:
        self._printer.close()

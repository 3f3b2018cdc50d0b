# SPDX-License-Identifier: Apache-2.0
"""A driver on an emulated printer, on each kind of line; every call is held to its deadline."""

from collections.abc import Callable

from drivers.ticket_printer.abstract import (
    Cut,
    PaperProfile,
    PrintJob,
    PrintOutcome,
    Proof,
    Raster,
    Readiness,
    Text,
)
from drivers.ticket_printer.engine import EscPosPrinter, Patience
from drivers.ticket_printer.errors import TicketPrinterReason
from drivers.transport.abstract import Port
from drivers.transport.deadline import Deadline
from drivers.transport.device_file import DeviceFile
from drivers.transport.serial_port import SerialPort, SerialSettings
from drivers.transport.socket_port import SocketPort
from drivers.transport.usb_port import UsbPort, UsbSettings
from tests.emulators.escpos_printer import EmulatedPrinter, PtyPrinter, TcpPrinter

PATIENCE = Patience(
    answer_seconds=0.6,
    look_seconds=0.6,
    status_seconds=0.6,
    proof_seconds=1.2,
    poll_seconds=0.05,
    clear_seconds=0.2,
    quiet_seconds=0.05,
    late_seconds=0.6,
)
SLACK_SECONDS = 2.0
"""A loaded machine; far below the minute that a call without a deadline would take."""

CONFIRMED = PrintOutcome(Proof.CONFIRMED)
PICTURE = Raster(576, b"\x81" * 72 * 700)
"""Larger than what the line takes while nobody reads."""


def job(text: str) -> PrintJob:
    return PrintJob((Text(text), Cut()))


class Bench:
    """A driver on an emulator; every call is held to its deadline."""

    def __init__(self, emulator: EmulatedPrinter, profile: PaperProfile | None = None) -> None:
        self.emulator = emulator
        self.printer = EscPosPrinter(
            lambda seconds: port_of(emulator, seconds),
            profile or PaperProfile(),
            bytes_per_second=1_000_000,
            patience=PATIENCE,
        )

    def status(self) -> tuple[Readiness, TicketPrinterReason | None]:
        deadline = Deadline(PATIENCE.status_seconds + SLACK_SECONDS)
        status = self.printer.status()
        assert not deadline.is_over
        return status.readiness, status.reason

    def await_ready(self) -> None:
        """A printer that just woke up may answer old questions late; that costs a look each."""
        looks = (self.status() for _ in range(20))
        assert (Readiness.READY, None) in looks

    def print(
        self, wanted: PrintJob, on_first_byte: Callable[[], None] | None = None
    ) -> PrintOutcome:
        deadline = Deadline(PATIENCE.proof_seconds + SLACK_SECONDS)
        outcome = self.printer.print(wanted, on_first_byte=on_first_byte)
        assert not deadline.is_over
        return outcome

    def read(self) -> list[tuple[str, ...]]:
        return [ticket.lines for ticket in self.emulator.tickets]

    def meanwhile(self, **manner: object) -> Callable[[], None]:
        """Change the printer's manner just before the first byte of a job."""

        def change() -> None:
            for name, value in manner.items():
                setattr(self.emulator.manner, name, value)

        return change


class PrinterOnUsb(PtyPrinter):
    """On a bus that is only pretended."""


class PrinterFile(PtyPrinter):
    """Behind a device file."""


def port_of(emulator: EmulatedPrinter, seconds: float) -> Port:
    match emulator:
        case TcpPrinter():
            return SocketPort(emulator.host, emulator.port, seconds)
        case PrinterOnUsb():
            return UsbPort(UsbSettings.of("0400:C35A"))
        case PrinterFile():
            return DeviceFile(str(emulator.path))
        case _:
            assert isinstance(emulator, PtyPrinter)
            return SerialPort(SerialSettings(str(emulator.path)))

# SPDX-License-Identifier: Apache-2.0
"""Which ticket printers there are; the only module that names them. The demo takes its simulated one from here too."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import assert_never

from drivers.ticket_printer.abstract import PaperProfile, TicketPrinter
from drivers.ticket_printer.engine import ANSWER_SECONDS, EscPosPrinter, Patience
from drivers.ticket_printer.escpos_file import FileTicketPrinter
from drivers.ticket_printer.escpos_network import NetworkSettings, NetworkTicketPrinter
from drivers.ticket_printer.escpos_serial import SerialTicketPrinter
from drivers.ticket_printer.probe import PrinterAbilities, probe
from drivers.ticket_printer.simulator import SimulatedTicketPrinter
from drivers.transport.serial_port import FlowControl, SerialSettings

__all__ = [
    "SimulatedTicketPrinter",
    "TicketPrinterConfig",
    "TicketPrinterKind",
    "open_ticket_printer",
    "probe_ticket_printer",
]


class TicketPrinterKind(StrEnum):
    """The printers that kiosk.toml can name."""

    ESCPOS_NETWORK = "escpos_network"
    ESCPOS_SERIAL = "escpos_serial"
    ESCPOS_USB = "escpos_usb"
    ESCPOS_FILE = "escpos_file"
    SIMULATOR = "simulator"


@dataclass(frozen=True)
class TicketPrinterConfig:
    """Which printer, and where it is.

    Attributes:
        kind: which backend.
        host: address or name; only ESCPOS_NETWORK needs it.
        port: its TCP port.
        device: path of the serial line of ESCPOS_SERIAL, of the device file of ESCPOS_FILE.
        baud: speed of that line.
        flow_control: who may stop the bytes on that line, as the printer is set.
        profile: paper and abilities of the model.
        usb_id: vendor and product, such as "04B8:0202"; only ESCPOS_USB needs it.
        usb_serial: tells two such printers apart; None takes the first.
        answer_seconds: the longest that it may take to answer one question.
    """

    kind: TicketPrinterKind
    host: str = ""
    port: int = 9100
    device: str = ""
    baud: int = 115_200
    flow_control: FlowControl = FlowControl.NONE
    profile: PaperProfile = field(default_factory=PaperProfile)
    usb_id: str = ""
    usb_serial: str | None = None
    answer_seconds: float = ANSWER_SECONDS


def open_ticket_printer(config: TicketPrinterConfig) -> TicketPrinter:
    """The printer of this configuration; no line is touched before its worker's first call."""
    return _printer_of(config)


def probe_ticket_printer(config: TicketPrinterConfig) -> PrinterAbilities:
    """What the printer on this line can do; takes at most `probe.PROBE_SECONDS`, prints nothing.

    Raises:
        TicketPrinterError: UNPLUGGED, PORT_REFUSED or STUCK.
    """
    return probe(_printer_of(config).connect)


def _printer_of(config: TicketPrinterConfig) -> EscPosPrinter:
    profile, patience = config.profile, Patience.with_answers_in(config.answer_seconds)
    match config.kind:
        case TicketPrinterKind.ESCPOS_NETWORK:
            where = NetworkSettings(config.host, config.port)
            return NetworkTicketPrinter(where, profile, patience=patience)
        case TicketPrinterKind.ESCPOS_SERIAL:
            line = SerialSettings(config.device, config.baud, config.flow_control)
            return SerialTicketPrinter(line, profile, patience=patience)
        case TicketPrinterKind.ESCPOS_USB:
            from drivers.ticket_printer.escpos_usb import UsbTicketPrinter
            from drivers.transport.usb_port import UsbSettings

            device = UsbSettings.of(config.usb_id, config.usb_serial)
            return UsbTicketPrinter(device, profile, patience=patience)
        case TicketPrinterKind.ESCPOS_FILE:
            return FileTicketPrinter(config.device, profile, patience=patience)
        case TicketPrinterKind.SIMULATOR:
            return SimulatedTicketPrinter(profile)
        case _:
            assert_never(config.kind)

# SPDX-License-Identifier: Apache-2.0
from pathlib import Path

import pytest

from drivers.ticket_printer.abstract import Readiness
from drivers.ticket_printer.engine import EscPosPrinter, Patience
from drivers.ticket_printer.errors import TicketPrinterError, TicketPrinterReason
from drivers.ticket_printer.escpos_file import FileTicketPrinter
from drivers.ticket_printer.escpos_network import NetworkTicketPrinter
from drivers.ticket_printer.escpos_serial import SerialTicketPrinter
from drivers.ticket_printer.escpos_usb import UsbTicketPrinter
from drivers.ticket_printer.registry import (
    SimulatedTicketPrinter,
    TicketPrinterConfig,
    TicketPrinterKind,
    open_ticket_printer,
)
from tests.emulators.escpos_printer import PtyPrinter
from tests.emulators.usb_backend import FakeUsbBackend, FakeUsbDevice


@pytest.mark.parametrize(
    ("kind", "backend"),
    [
        (TicketPrinterKind.ESCPOS_NETWORK, NetworkTicketPrinter),
        (TicketPrinterKind.ESCPOS_SERIAL, SerialTicketPrinter),
        (TicketPrinterKind.ESCPOS_USB, UsbTicketPrinter),
        (TicketPrinterKind.ESCPOS_FILE, FileTicketPrinter),
        (TicketPrinterKind.SIMULATOR, SimulatedTicketPrinter),
    ],
)
def test_each_kind_has_its_backend(kind: TicketPrinterKind, backend: type) -> None:
    config = TicketPrinterConfig(kind, usb_id="04B8:0202")
    assert type(open_ticket_printer(config)) is backend


@pytest.mark.parametrize("kind", set(TicketPrinterKind) - {TicketPrinterKind.SIMULATOR})
def test_a_printer_on_any_line_is_given_the_time_that_is_configured(
    kind: TicketPrinterKind,
) -> None:
    config = TicketPrinterConfig(kind, usb_id="04B8:0202", answer_seconds=0.8)
    printer = open_ticket_printer(config)
    assert isinstance(printer, EscPosPrinter)
    assert printer._patience == Patience.with_answers_in(0.8)


def test_a_printer_on_usb_is_the_one_with_the_configured_numbers(tmp_path: Path) -> None:
    kind, usb_id = TicketPrinterKind.ESCPOS_USB, "04b8:0e28"
    with PtyPrinter(tmp_path) as emulator, FakeUsbBackend() as bus:
        bus.attach(FakeUsbDevice(emulator.path, 0x04B8, 0x0E28, serial_number="SN7"))
        mine = TicketPrinterConfig(kind, usb_id=usb_id, usb_serial="SN7")
        other = TicketPrinterConfig(kind, usb_id=usb_id, usb_serial="SN8")
        printer = open_ticket_printer(mine)
        assert printer.status().is_ready
        assert open_ticket_printer(other).status().reason is TicketPrinterReason.UNPLUGGED
        printer.close()


def test_a_printer_whose_line_is_missing_is_unplugged_and_no_error(tmp_path: Path) -> None:
    config = TicketPrinterConfig(TicketPrinterKind.ESCPOS_SERIAL, device=str(tmp_path / "none"))
    status = open_ticket_printer(config).status()
    assert (status.readiness, status.reason) == (
        Readiness.NOT_READY,
        TicketPrinterReason.UNPLUGGED,
    )


def test_a_line_that_is_no_serial_line_is_unfit(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"")
    config = TicketPrinterConfig(TicketPrinterKind.ESCPOS_SERIAL, device=str(path))
    assert open_ticket_printer(config).status().reason is TicketPrinterReason.PORT_UNFIT


def test_every_reason_has_a_key() -> None:
    keys = TicketPrinterError.keys()
    assert len(keys) == len(TicketPrinterReason)
    assert "error.ticket_printer.paper_out" in keys

# SPDX-License-Identifier: Apache-2.0
import os
import subprocess
import sys
import termios
from datetime import date
from pathlib import Path

import pytest

from drivers.card_reader.samples import sample_cards
from drivers.code_scanner.abstract import ScannedCode
from drivers.code_scanner.codec import Make
from drivers.signal_light.abstract import Signal
from drivers.signal_light.codec import Board
from drivers.ticket_printer.abstract import Readiness
from drivers.ticket_printer.engine import ANSWER_SECONDS
from kiosk.app.devices import open_devices, open_light, open_scanner, printer_config
from kiosk.settings.load import load_settings
from tests.emulators.code_scanner import CodeScannerEmulator
from tests.emulators.escpos_printer import PtyPrinter
from tests.emulators.relay_board import RelayBoardEmulator
from tests.emulators.sam_reader import SamReaderEmulator
from tests.emulators.usb_backend import FakeUsbBackend, FakeUsbDevice
from tests.kiosk.settings.samples import SMALL, write

NETWORK = 'kind = "escpos_network"'
READER = '[reader]\nkind = "simulator"'


def flow_of(path: Path) -> tuple[bool, bool]:
    """Whether a line is stopped by its wires, and whether by characters."""
    line = os.open(path, os.O_RDONLY | os.O_NOCTTY)
    input_flags, _, control_flags, *_ = termios.tcgetattr(line)
    os.close(line)
    return bool(control_flags & termios.CRTSCTS), bool(input_flags & termios.IXON)


@pytest.mark.parametrize(
    ("written", "flow"),
    [
        ("", (False, False)),
        ('flow_control = "none"', (False, False)),
        ('flow_control = "rts_cts"', (True, False)),
        ('flow_control = "xon_xoff"', (False, True)),
    ],
)
def test_the_line_to_the_printer_runs_as_the_file_says(
    tmp_path: Path, written: str, flow: tuple[bool, bool]
) -> None:
    with PtyPrinter(tmp_path) as emulator:
        serial = f'kind = "escpos_serial"\ndevice = "{emulator.path}"\n{written}'
        assert NETWORK in SMALL
        settings = load_settings(write(tmp_path, SMALL.replace(NETWORK, serial)))
        printer = open_devices(settings).printer
        assert printer.status().readiness is Readiness.READY
        assert flow_of(emulator.path) == flow
        printer.close()


@pytest.mark.parametrize(
    ("written", "seconds"), [("", ANSWER_SECONDS), ("answer_seconds = 0.8", 0.8)]
)
def test_the_printer_has_as_long_to_answer_as_the_file_says(
    tmp_path: Path, written: str, seconds: float
) -> None:
    settings = load_settings(write(tmp_path, SMALL.replace(NETWORK, f"{NETWORK}\n{written}")))
    assert printer_config(settings.printer).answer_seconds == seconds


def test_a_reader_and_a_printer_on_usb_are_found_as_the_file_says(tmp_path: Path) -> None:
    card = sample_cards(date(2026, 3, 2))[0]
    reader_lines = '[reader]\nkind = "usb_sam"\nusb_id = "0483:5652"'
    printer_lines = 'kind = "escpos_usb"\nusb_id = "04b8:0e28"\nusb_serial = "SN 7"'
    text = SMALL.replace(READER, reader_lines).replace(NETWORK, printer_lines)
    devices = open_devices(load_settings(write(tmp_path, text)))
    with (
        PtyPrinter(tmp_path) as printer,
        SamReaderEmulator(tmp_path / "reader") as reader,
        FakeUsbBackend() as bus,
    ):
        bus.attach(FakeUsbDevice(reader.path, 0x0483, 0x5652))
        bus.attach(FakeUsbDevice(printer.path, 0x04B8, 0x0E28, "SN 7", has_driver=True))
        reader.lay(card)

        devices.reader.open()
        assert devices.reader.find()
        assert devices.reader.read() == card.data
        assert devices.printer.status().readiness is Readiness.READY
        devices.reader.close()
        devices.printer.close()


def test_a_usual_reader_on_usb_needs_no_numbers(tmp_path: Path) -> None:
    settings = load_settings(write(tmp_path, SMALL.replace(READER, '[reader]\nkind = "usb_sam"')))
    assert (settings.reader.usb_id, settings.reader.usb_serial) == ("0400:C35A", None)


def test_a_printer_behind_a_device_file_is_opened(tmp_path: Path) -> None:
    with PtyPrinter(tmp_path) as emulator:
        lines = f'kind = "escpos_file"\ndevice = "{emulator.path}"'
        printer = open_devices(
            load_settings(write(tmp_path, SMALL.replace(NETWORK, lines)))
        ).printer
        assert printer.status().readiness is Readiness.READY
        printer.close()


def test_libraries_of_devices_that_are_not_there_are_not_loaded() -> None:
    ask = (
        "import sys, kiosk.app.devices;"
        "print([name for name in ('usb', 'smartcard', 'pyttsx3') if name in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def test_a_file_that_says_nothing_of_them_has_no_scanner_and_a_light_that_is_off(
    tmp_path: Path,
) -> None:
    settings = load_settings(write(tmp_path, SMALL))
    assert open_scanner(settings) is None
    light = open_light(settings)
    light.open()
    light.show(Signal(is_lamp_on=True))
    light.close()


def test_the_scanner_runs_as_the_file_says(tmp_path: Path) -> None:
    path = tmp_path / "ttyScanner"
    table = f"""
[scanner]
kind = "serial_scanner"
device = "{path}"
suffix = "silence"
make = "gm65"
"""
    scanner = open_scanner(load_settings(write(tmp_path, SMALL + table)))
    assert scanner is not None
    with CodeScannerEmulator(path, Make.GM65, suffix=b"") as emulator:
        scanner.open()
        emulator.show("A012")
        assert scanner.wait_for_code(20) == ScannedCode("A012")
        scanner.close()


def test_the_light_is_wired_as_the_file_says(tmp_path: Path) -> None:
    path = tmp_path / "ttyRelay"
    table = f"""
[light]
kind = "serial_relay"
device = "{path}"
board = "modbus"
lamp_channel = 4
sounder_channel = 0
"""
    light = open_light(load_settings(write(tmp_path, SMALL + table)))
    with RelayBoardEmulator(path, Board.MODBUS) as emulator:
        light.open()
        light.show(Signal(is_lamp_on=True, is_sounder_on=True))
        assert emulator.wait_until_on(4)
        light.close()

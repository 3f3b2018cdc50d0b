# SPDX-License-Identifier: Apache-2.0
import os
import termios
from pathlib import Path

import pytest

from drivers.ticket_printer.abstract import Readiness
from kiosk.app.devices import open_devices
from kiosk.settings.load import load_settings
from tests.emulators.escpos_printer import PtyPrinter
from tests.kiosk.settings.samples import SMALL, write

NETWORK = 'kind = "escpos_network"'


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

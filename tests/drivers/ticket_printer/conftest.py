# SPDX-License-Identifier: Apache-2.0
"""Each printer test runs on every kind of line."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.drivers.ticket_printer.bench import Bench, PrinterFile, PrinterOnUsb
from tests.emulators.escpos_printer import EmulatedPrinter, PtyPrinter, TcpPrinter
from tests.emulators.usb_backend import FakeUsbBackend, FakeUsbDevice


@pytest.fixture(params=["tcp", PtyPrinter, PrinterOnUsb, PrinterFile])
def emulator(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[EmulatedPrinter]:
    if request.param == "tcp":
        with TcpPrinter() as emulator:
            yield emulator
        return
    with request.param(tmp_path) as emulator, FakeUsbBackend() as bus:
        bus.attach(FakeUsbDevice(emulator.path))
        yield emulator


@pytest.fixture
def bench(emulator: EmulatedPrinter) -> Iterator[Bench]:
    bench = Bench(emulator)
    yield bench
    bench.printer.close()

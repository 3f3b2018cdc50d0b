# SPDX-License-Identifier: Apache-2.0
"""What every ticket printer keeps, whatever it hangs on: simulator, TCP, serial line, USB, device file."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from drivers.ticket_printer.abstract import (
    Cut,
    PaperLevel,
    PaperProfile,
    PrinterStatus,
    PrintJob,
    PrintOutcome,
    Proof,
    ProofMethod,
    Readiness,
    Text,
    TicketPrinter,
)
from drivers.ticket_printer.engine import Patience
from drivers.ticket_printer.errors import TicketPrinterReason
from drivers.ticket_printer.escpos_file import FileTicketPrinter
from drivers.ticket_printer.escpos_network import NetworkSettings, NetworkTicketPrinter
from drivers.ticket_printer.escpos_serial import SerialTicketPrinter
from drivers.ticket_printer.escpos_usb import UsbTicketPrinter
from drivers.ticket_printer.simulator import SimulatedTicketPrinter
from drivers.transport.serial_port import SerialSettings
from drivers.transport.usb_port import UsbSettings
from tests.emulators.escpos_printer import EmulatedPrinter, PtyPrinter, TcpPrinter
from tests.emulators.usb_backend import FakeUsbBackend, FakeUsbDevice

PATIENCE = Patience(
    answer_seconds=1.0,
    look_seconds=1.0,
    status_seconds=1.0,
    proof_seconds=2.0,
    poll_seconds=0.05,
    clear_seconds=0.2,
    quiet_seconds=0.02,
)
READY = PrinterStatus(Readiness.READY, None, PaperLevel.ENOUGH)
CONFIRMED = PrintOutcome(Proof.CONFIRMED)


def job(text: str) -> PrintJob:
    return PrintJob((Text(text), Cut()))


class Bench(ABC):
    """A printer to test, and hands to do things to it."""

    printer: TicketPrinter

    @abstractmethod
    def lines(self) -> list[tuple[str, ...]]:
        """What can be read on each ticket that has come out."""

    @abstractmethod
    def do(self, what: str) -> None:
        """Take_paper_out, put_paper_in, open_cover, close_cover, unplug, plug_in …"""


class SimulatorBench(Bench):
    def __init__(self, profile: PaperProfile) -> None:
        self.simulator = SimulatedTicketPrinter(profile, patience=PATIENCE)
        self.printer = self.simulator

    def lines(self) -> list[tuple[str, ...]]:
        return [
            tuple(line.rpartition(b"&")[2].decode("gb18030") for line in ticket.split(b"\n")[:-1])
            for ticket in self.simulator.printed
        ]

    def do(self, what: str) -> None:
        getattr(self.simulator, what)()


class EmulatorBench(Bench):
    def __init__(self, emulator: EmulatedPrinter, printer: TicketPrinter) -> None:
        self.emulator = emulator
        self.printer = printer

    def lines(self) -> list[tuple[str, ...]]:
        return [ticket.lines for ticket in self.emulator.tickets]

    def do(self, what: str) -> None:
        getattr(self.emulator, what)()


@contextmanager
def bench_of(kind: str, folder: Path, profile: PaperProfile) -> Iterator[Bench]:
    if kind == "simulator":
        yield SimulatorBench(profile)
    elif kind == "tcp":
        with TcpPrinter() as tcp:
            settings = NetworkSettings(tcp.host, tcp.port)
            yield EmulatorBench(tcp, NetworkTicketPrinter(settings, profile, patience=PATIENCE))
    else:
        with PtyPrinter(folder) as pty, FakeUsbBackend() as bus:
            bus.attach(FakeUsbDevice(pty.path, has_driver=True))
            yield EmulatorBench(pty, printer_on(kind, str(pty.path), profile))


def printer_on(kind: str, path: str, profile: PaperProfile) -> TicketPrinter:
    match kind:
        case "serial":
            return SerialTicketPrinter(SerialSettings(path), profile, patience=PATIENCE)
        case "usb":
            device = UsbSettings.of("0400:C35A")
            return UsbTicketPrinter(device, profile, patience=PATIENCE)
        case _:
            return FileTicketPrinter(path, profile, patience=PATIENCE)


@pytest.fixture(params=["simulator", "tcp", "serial", "usb", "file"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def bench(kind: str, tmp_path: Path) -> Iterator[Bench]:
    with bench_of(kind, tmp_path, PaperProfile()) as bench:
        yield bench
        bench.printer.close()


def test_a_printer_in_order_is_ready(bench: Bench) -> None:
    assert bench.printer.status() == READY


def test_a_ticket_comes_out_once_and_is_confirmed(bench: Bench) -> None:
    assert bench.printer.print(job("您的号码：A023")) == CONFIRMED
    assert bench.lines() == [("您的号码：A023",)]


def test_tickets_come_out_apart_and_in_order(bench: Bench) -> None:
    for number in ("A001", "A002", "A003"):
        assert bench.printer.print(job(number)) == CONFIRMED
    assert bench.lines() == [("A001",), ("A002",), ("A003",)]


def test_asking_for_the_status_prints_nothing(bench: Bench) -> None:
    for _ in range(3):
        bench.printer.status()
    assert bench.lines() == []


def test_the_first_byte_is_told_once_and_before_the_ticket(bench: Bench) -> None:
    seen: list[int] = []
    bench.printer.print(job("A001"), on_first_byte=lambda: seen.append(len(bench.lines())))
    assert seen == [0]


def test_paper_running_low_is_still_ready(bench: Bench) -> None:
    bench.do("let_paper_run_low")
    assert bench.printer.status() == PrinterStatus(Readiness.READY, None, PaperLevel.LOW)


@pytest.mark.parametrize(
    ("trouble", "reason", "remedy"),
    [
        ("take_paper_out", TicketPrinterReason.PAPER_OUT, "put_paper_in"),
        ("open_cover", TicketPrinterReason.COVER_OPEN, "close_cover"),
        ("unplug", TicketPrinterReason.UNPLUGGED, "plug_in"),
    ],
)
def test_trouble_is_named_nothing_is_sent_and_it_recovers_by_itself(
    bench: Bench, trouble: str, reason: TicketPrinterReason, remedy: str
) -> None:
    assert bench.printer.status().is_ready
    bench.do(trouble)
    status = bench.printer.status()
    assert (status.readiness, status.reason) == (Readiness.NOT_READY, reason)

    began: list[str] = []
    outcome = bench.printer.print(job("A001"), on_first_byte=lambda: began.append("byte"))
    assert outcome == PrintOutcome(Proof.NOT_PRINTED, reason)
    assert began == []

    bench.do(remedy)
    assert bench.printer.status() == READY
    assert bench.printer.print(job("A002")) == CONFIRMED
    assert bench.lines() == [("A002",)]


def test_a_printer_can_be_closed_and_used_again(bench: Bench) -> None:
    bench.printer.open()
    bench.printer.close()
    bench.printer.close()
    assert bench.printer.print(job("A001")) == CONFIRMED


def test_a_job_that_does_not_fit_is_refused_before_its_first_byte(bench: Bench) -> None:
    outcome = bench.printer.print(PrintJob((Text("A", width=9),)))
    assert outcome == PrintOutcome(Proof.NOT_PRINTED, TicketPrinterReason.UNFIT)
    assert bench.lines() == []


def test_the_weaker_proof_is_called_processed(kind: str, tmp_path: Path) -> None:
    with bench_of(kind, tmp_path, PaperProfile(proof=ProofMethod.GS_R)) as bench:
        assert bench.printer.print(job("A001")) == PrintOutcome(Proof.PROCESSED)
        assert bench.printer.print(job("A002")) == PrintOutcome(Proof.PROCESSED)
        assert bench.lines() == [("A001",), ("A002",)]
        bench.printer.close()


def test_a_model_without_proof_never_counts_as_printed(kind: str, tmp_path: Path) -> None:
    with bench_of(kind, tmp_path, PaperProfile(proof=ProofMethod.NONE)) as bench:
        unproven = PrintOutcome(Proof.UNKNOWN, TicketPrinterReason.UNPROVEN)
        assert bench.printer.print(job("A001")) == unproven
        assert bench.printer.print(job("A002")) == unproven
        assert bench.lines() == [("A001",), ("A002",)]
        bench.printer.close()

# SPDX-License-Identifier: Apache-2.0
"""What the engine makes of printers and lines that misbehave: an outcome in time, and never a wrong one."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from drivers.ticket_printer.abstract import (
    Cut,
    PaperProfile,
    PrintJob,
    PrintOutcome,
    Proof,
    ProofMethod,
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
from tests.emulators.usb_backend import FakeUsbBackend, FakeUsbDevice

PATIENCE = Patience(
    status_seconds=0.6,
    proof_seconds=1.2,
    poll_seconds=0.05,
    clear_seconds=0.2,
    quiet_seconds=0.05,
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
            lambda seconds: _port(emulator, seconds),
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


def _port(emulator: EmulatedPrinter, seconds: float) -> Port:
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


UNKNOWN, NOT_READY = Readiness.UNKNOWN, Readiness.NOT_READY


@pytest.mark.parametrize(
    ("manner", "reason"),
    [
        ({"is_silent": True}, TicketPrinterReason.SILENT),
        ({"is_stuck": True}, TicketPrinterReason.SILENT),
        ({"noise": b"\xff\xfe\x99"}, TicketPrinterReason.GARBLED),
        ({"noise": b"\x37" + b"\x55" * 200}, TicketPrinterReason.GARBLED),
        ({"noise": b"\x12\x12"}, TicketPrinterReason.GARBLED),
        ({"answer_seconds": 5.0}, TicketPrinterReason.SILENT),
    ],
)
def test_a_printer_that_cannot_be_understood_is_unknown_and_gets_no_ticket(
    bench: Bench, manner: dict[str, object], reason: TicketPrinterReason
) -> None:
    bench.meanwhile(**manner)()
    began: list[str] = []
    assert bench.status() == (UNKNOWN, reason)
    outcome = bench.print(job("A001"), lambda: began.append("byte"))
    assert outcome == PrintOutcome(Proof.NOT_PRINTED, reason)
    assert began == []


@pytest.mark.parametrize("answered", [(1,), (1, 2, 3)])
def test_half_of_the_answers_is_no_answer(bench: Bench, answered: tuple[int, ...]) -> None:
    bench.emulator.manner.answered_looks = answered
    assert bench.status() == (UNKNOWN, TicketPrinterReason.SILENT)
    outcome = bench.print(job("A001"))
    assert outcome == PrintOutcome(Proof.NOT_PRINTED, TicketPrinterReason.SILENT)
    bench.emulator.manner.answered_looks = (1, 2, 3, 4)
    assert bench.status() == (Readiness.READY, None)


@pytest.mark.parametrize(
    ("trouble", "remedy", "reason"),
    [
        ("overheat", "cool_down", TicketPrinterReason.RECOVERABLE),
        ("press_feed", "release_feed", TicketPrinterReason.OFFLINE),
        ("take_paper_out", "put_paper_in", TicketPrinterReason.PAPER_OUT),
        ("open_cover", "close_cover", TicketPrinterReason.COVER_OPEN),
    ],
)
def test_a_printer_that_says_why_is_quoted_and_comes_back(
    bench: Bench, trouble: str, remedy: str, reason: TicketPrinterReason
) -> None:
    getattr(bench.emulator, trouble)()
    assert bench.status() == (NOT_READY, reason)
    getattr(bench.emulator, remedy)()
    assert bench.status() == (Readiness.READY, None)


def test_a_broken_printer_is_named(bench: Bench) -> None:
    bench.emulator.break_down()
    assert bench.status() == (NOT_READY, TicketPrinterReason.UNRECOVERABLE)


def test_a_jammed_cutter_is_named_and_asked_to_recover(bench: Bench) -> None:
    bench.status()
    bench.emulator.jam_cutter()
    assert bench.status() == (NOT_READY, TicketPrinterReason.CUTTER)
    assert bench.status() == (Readiness.READY, None)


@pytest.mark.parametrize(
    ("manner", "reason"),
    [
        ({"is_silent": True}, TicketPrinterReason.SILENT),
        ({"noise": b"\xff\xfe\x99"}, TicketPrinterReason.GARBLED),
        ({"knows_job_numbers": False}, TicketPrinterReason.UNPROVEN),
        ({"resets_after": 20}, TicketPrinterReason.UNPLUGGED),
        ({"resets_after": 0}, TicketPrinterReason.UNPLUGGED),
        ({"answer_seconds": 5.0}, TicketPrinterReason.SILENT),
    ],
)
def test_a_job_without_an_answer_is_unknown(
    bench: Bench, manner: dict[str, object], reason: TicketPrinterReason
) -> None:
    bench.status()
    outcome = bench.print(job("A001"), bench.meanwhile(**manner))
    assert outcome == PrintOutcome(Proof.UNKNOWN, reason)


def test_a_printer_that_stops_reading_in_the_middle_is_stuck(bench: Bench) -> None:
    bench.status()
    outcome = bench.print(PrintJob((PICTURE, Cut())), bench.meanwhile(is_stuck=True))
    assert outcome == PrintOutcome(Proof.UNKNOWN, TicketPrinterReason.STUCK)


def test_what_a_stuck_printer_never_took_does_not_come_later(bench: Bench) -> None:
    bench.status()
    bench.print(PrintJob((Text("A001"), PICTURE, Cut())), bench.meanwhile(is_stuck=True))
    bench.emulator.manner.is_stuck = False
    bench.await_ready()
    assert bench.print(job("A002")) == CONFIRMED
    assert bench.read()[-1] == ("A002",)
    assert bench.emulator.tickets[-1].starts == 1


def test_paper_that_ends_in_the_middle_means_not_printed_and_never_comes_late(
    bench: Bench,
) -> None:
    bench.status()
    wanted = PrintJob((Text("A001"), Text("请到二楼等候"), Text("谢谢"), Cut()))
    outcome = bench.print(wanted, bench.meanwhile(paper_ends_after=2))
    assert outcome == PrintOutcome(Proof.NOT_PRINTED, TicketPrinterReason.PAPER_OUT)

    bench.emulator.put_paper_in()
    assert bench.read() == []
    assert bench.print(job("A002")) == CONFIRMED
    assert bench.read() == [("A001", "请到二楼等候"), ("A002",)]


def test_a_cover_opened_in_the_middle_means_not_printed(bench: Bench) -> None:
    bench.status()
    outcome = bench.print(job("A001"), bench.emulator.open_cover)
    assert outcome == PrintOutcome(Proof.NOT_PRINTED, TicketPrinterReason.COVER_OPEN)
    bench.emulator.close_cover()
    assert bench.status() == (Readiness.READY, None)
    assert bench.read() == []


@pytest.mark.parametrize("knows_clear", [True, False])
def test_a_held_ticket_is_never_glued_to_the_next(bench: Bench, *, knows_clear: bool) -> None:
    """A model that cannot clear prints it when the paper is back, but as a paper of its own."""
    bench.emulator.manner.knows_clear = knows_clear
    bench.status()
    assert bench.print(job("A001"), bench.emulator.take_paper_out).proof is Proof.NOT_PRINTED
    bench.emulator.put_paper_in()
    assert bench.print(job("A002")) == CONFIRMED
    assert bench.read() == ([("A002",)] if knows_clear else [("A001",), ("A002",)])


@pytest.mark.parametrize("knows_clear", [True, False])
def test_half_a_ticket_of_a_dead_process_is_cut_off_first(
    emulator: EmulatedPrinter, *, knows_clear: bool
) -> None:
    """Its picture had been announced in full and came in part."""
    emulator.manner.knows_clear = knows_clear
    dead = _port(emulator, 1)
    dead.write(b"\x1b@A001\n" + b"\x1dv0\x00\x48\x00\x00\x01" + b"\x81" * 7000, 1)
    assert emulator.wait_for_bytes(7000)
    dead.close()

    bench = Bench(emulator)
    assert bench.print(job("A002")) == CONFIRMED
    assert bench.read() == [("A001",), ("A002",)]
    assert [ticket.starts for ticket in emulator.tickets] == [1, 1]
    bench.printer.close()


def test_a_late_answer_to_an_old_job_confirms_no_new_one(bench: Bench) -> None:
    bench.status()
    emulator = bench.emulator
    assert bench.print(job("A001"), bench.meanwhile(is_silent=True)).proof is Proof.UNKNOWN
    old_number = emulator.received[-4:]
    emulator.manner.is_silent = False
    assert bench.status() == (Readiness.READY, None)

    late = b"\x37\x22" + bytes(old_number) + b"\x00"

    def answer_late() -> None:
        emulator.manner.knows_job_numbers = False
        emulator.manner.automatic_status = late

    outcome = bench.print(job("A002"), answer_late)
    assert outcome == PrintOutcome(Proof.UNKNOWN, TicketPrinterReason.UNPROVEN)


def test_an_old_gs_r_answer_does_not_stand_for_a_new_one(emulator: EmulatedPrinter) -> None:
    bench = Bench(emulator, PaperProfile(proof=ProofMethod.GS_R))
    bench.status()
    assert bench.print(job("A001"), bench.meanwhile(is_silent=True)).proof is Proof.UNKNOWN
    emulator.manner.is_silent = False
    bench.status()
    outcome = bench.print(job("A002"), bench.meanwhile(knows_processed=False))
    assert outcome == PrintOutcome(Proof.UNKNOWN, TicketPrinterReason.UNPROVEN)
    bench.printer.close()


def test_a_printer_that_is_mute_while_it_prints_is_believed_in_the_end(bench: Bench) -> None:
    bench.status()
    manner = bench.meanwhile(is_mute_to_looks=True, answer_seconds=0.12)
    assert bench.print(job("A001"), manner) == CONFIRMED


def test_the_last_ticket_of_the_roll_is_confirmed_although_the_paper_is_out(bench: Bench) -> None:
    bench.status()
    manner = bench.meanwhile(paper_ends_with_proof=True, answer_seconds=0.08)
    assert bench.print(job("A001"), manner) == CONFIRMED
    assert bench.read() == [("A001",)]


def test_a_printer_stuck_because_its_paper_ended_says_so_on_a_new_line() -> None:
    with TcpPrinter() as emulator:
        bench = Bench(emulator)
        bench.status()

        def paper_ends() -> None:
            emulator.take_paper_out()
            emulator.manner.is_stuck_until_reconnected = True

        outcome = bench.print(PrintJob((Text("A001"), PICTURE, Cut())), paper_ends)
        assert outcome == PrintOutcome(Proof.NOT_PRINTED, TicketPrinterReason.PAPER_OUT)
        bench.printer.close()


def test_drivers_do_not_begin_with_the_same_job_number(emulator: EmulatedPrinter) -> None:
    """A restarted kiosk must not take the answer to its predecessor for its own."""
    for _ in range(4):
        bench = Bench(emulator)
        assert bench.status() == (Readiness.READY, None)
        bench.printer.close()
    asked = job_numbers(emulator)
    assert len(asked) == 4
    assert len(set(asked)) > 1


def job_numbers(emulator: EmulatedPrinter) -> list[bytes]:
    """Those it was asked for."""
    return [part[:4] for part in bytes(emulator.received).split(b"\x1d(H\x06\x0000")[1:]]


def test_job_numbers_rise_and_start_again_after_the_last(emulator: EmulatedPrinter) -> None:
    printer = EscPosPrinter(
        lambda seconds: _port(emulator, seconds),
        PaperProfile(),
        bytes_per_second=1_000_000,
        patience=PATIENCE,
        job_number=9997,
    )
    for _ in range(2):
        assert printer.print(job("A001")) == CONFIRMED
    printer.close()
    assert job_numbers(emulator) == [b"9998", b"9999", b"0001"]


def test_status_sent_unasked_disturbs_nothing(bench: Bench) -> None:
    bench.emulator.manner.automatic_status = b"\x10\x00\x00\x00"
    assert bench.status() == (Readiness.READY, None)
    assert bench.print(job("A001")) == CONFIRMED


def test_a_slow_printer_is_waited_for(bench: Bench) -> None:
    bench.emulator.manner.answer_seconds = 0.01
    bench.status()
    assert bench.print(job("A001")) == CONFIRMED


def test_a_model_that_never_proves_is_not_ready_and_wastes_one_slip_at_most(
    bench: Bench,
) -> None:
    bench.emulator.manner.knows_job_numbers = False
    for _ in range(3):
        assert bench.status() == (UNKNOWN, TicketPrinterReason.UNPROVEN)
    assert bench.emulator.blank_slips == 1
    bench.emulator.manner.knows_job_numbers = True
    assert bench.status() == (Readiness.READY, None)
    assert bench.emulator.blank_slips == 1


def test_a_line_that_the_printer_hung_up_while_idle_is_no_fault() -> None:
    with TcpPrinter() as emulator:
        bench = Bench(emulator)
        assert bench.status() == (Readiness.READY, None)
        emulator.drop_connection()
        assert bench.status() == (Readiness.READY, None)
        assert emulator.connections == 2
        bench.printer.close()


def test_a_slow_line_fills_a_half_picture_in_several_looks(tmp_path: Path) -> None:
    with PtyPrinter(tmp_path) as emulator:
        emulator.manner.knows_clear = False
        printer = EscPosPrinter(
            lambda seconds: _port(emulator, seconds),
            PaperProfile(),
            bytes_per_second=11_520,
            patience=replace(PATIENCE, clear_seconds=0.01),
        )
        looks = [printer.status().reason for _ in range(40)]
        assert looks[0] is TicketPrinterReason.UNPROVEN
        assert looks[-1] is None
        assert printer.print(job("A001")) == CONFIRMED
        printer.close()


def test_no_picture_hides_a_command_that_a_printer_obeys_at_once(bench: Bench) -> None:
    traps = b"\x10\x04\x01\x10\x05\x02\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
    picture = Raster(576, (traps * 5)[:72] * 50)
    assert bench.print(PrintJob((picture, Cut()))) == CONFIRMED
    assert bench.emulator.stray_commands == 0
    assert bench.emulator.tickets[-1].raster_rows == 50


@pytest.mark.parametrize("questions", [(1, 2), (2,), (1, 4), (1, 2, 4)])
def test_a_model_that_answers_fewer_questions_prints_if_these_are_enough(
    emulator: EmulatedPrinter, questions: tuple[int, ...]
) -> None:
    emulator.manner.answered_looks = questions
    bench = Bench(emulator, PaperProfile(status_questions=questions))
    assert bench.status() == (Readiness.READY, None)
    assert bench.print(job("A001")) == CONFIRMED
    emulator.take_paper_out()
    assert bench.status() == (NOT_READY, TicketPrinterReason.PAPER_OUT)
    bench.printer.close()


@pytest.mark.parametrize("questions", [(), (1,), (3,), (4,), (1, 3), (3, 4)])
def test_a_model_that_cannot_say_that_it_is_ready_gets_no_ticket(
    emulator: EmulatedPrinter, questions: tuple[int, ...]
) -> None:
    emulator.manner.answered_looks = questions
    bench = Bench(emulator, PaperProfile(status_questions=questions))
    assert bench.status() == (UNKNOWN, TicketPrinterReason.SILENT)
    outcome = bench.print(job("A001"))
    assert outcome == PrintOutcome(Proof.NOT_PRINTED, TicketPrinterReason.SILENT)
    assert emulator.blank_slips == 0
    bench.printer.close()

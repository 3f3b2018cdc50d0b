# SPDX-License-Identifier: Apache-2.0
"""What the engine makes of printers and lines that misbehave: an outcome in time, and never a wrong one."""

import pytest

from drivers.ticket_printer.abstract import Cut, PrintJob, PrintOutcome, Proof, Readiness, Text
from drivers.ticket_printer.errors import TicketPrinterReason
from tests.drivers.ticket_printer.bench import CONFIRMED, PICTURE, Bench, job
from tests.emulators.escpos_printer import TcpPrinter

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


def test_a_cover_opened_in_the_middle_means_not_printed(bench: Bench) -> None:
    bench.status()
    outcome = bench.print(job("A001"), bench.emulator.open_cover)
    assert outcome == PrintOutcome(Proof.NOT_PRINTED, TicketPrinterReason.COVER_OPEN)
    bench.emulator.close_cover()
    assert bench.status() == (Readiness.READY, None)
    assert bench.read() == []


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


def test_status_sent_unasked_disturbs_nothing(bench: Bench) -> None:
    bench.emulator.manner.automatic_status = b"\x10\x00\x00\x00"
    assert bench.status() == (Readiness.READY, None)
    assert bench.print(job("A001")) == CONFIRMED


def test_a_slow_printer_is_waited_for(bench: Bench) -> None:
    bench.emulator.manner.answer_seconds = 0.01
    bench.status()
    assert bench.print(job("A001")) == CONFIRMED


def test_a_line_that_the_printer_hung_up_while_idle_is_no_fault() -> None:
    with TcpPrinter() as emulator:
        bench = Bench(emulator)
        assert bench.status() == (Readiness.READY, None)
        emulator.drop_connection()
        assert bench.status() == (Readiness.READY, None)
        assert emulator.connections == 2
        bench.printer.close()

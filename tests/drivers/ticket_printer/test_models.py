# SPDX-License-Identifier: Apache-2.0
"""Printers that know fewer questions, proofs or commands than others."""

import pytest

from drivers.ticket_printer.abstract import (
    Cut,
    PaperProfile,
    PrintJob,
    PrintOutcome,
    Proof,
    Raster,
    Readiness,
)
from drivers.ticket_printer.errors import TicketPrinterReason
from tests.drivers.ticket_printer.bench import CONFIRMED, Bench, job
from tests.emulators.escpos_printer import EmulatedPrinter

UNKNOWN, NOT_READY = Readiness.UNKNOWN, Readiness.NOT_READY


def test_a_model_that_never_proves_is_not_ready_and_wastes_one_slip_at_most(bench: Bench) -> None:
    bench.emulator.manner.knows_job_numbers = False
    for _ in range(3):
        assert bench.status() == (UNKNOWN, TicketPrinterReason.UNPROVEN)
    assert bench.emulator.blank_slips == 1
    bench.emulator.manner.knows_job_numbers = True
    assert bench.status() == (Readiness.READY, None)
    assert bench.emulator.blank_slips == 1


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

# SPDX-License-Identifier: Apache-2.0
"""What an unfinished job left in the printer is cut off, and its late answers confirm nothing new."""

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
    Readiness,
    Text,
)
from drivers.ticket_printer.engine import EscPosPrinter
from drivers.ticket_printer.errors import TicketPrinterReason
from tests.drivers.ticket_printer.bench import CONFIRMED, PATIENCE, PICTURE, Bench, job, port_of
from tests.emulators.escpos_printer import EmulatedPrinter, PtyPrinter


def test_what_a_stuck_printer_never_took_does_not_come_later(bench: Bench) -> None:
    bench.status()
    bench.print(PrintJob((Text("A001"), PICTURE, Cut())), bench.meanwhile(is_stuck=True))
    bench.emulator.manner.is_stuck = False
    bench.await_ready()
    assert bench.print(job("A002")) == CONFIRMED
    assert bench.read()[-1] == ("A002",)
    assert bench.emulator.tickets[-1].starts == 1


def test_paper_that_ends_in_the_middle_means_not_printed_and_never_comes_late(bench: Bench) -> None:
    bench.status()
    wanted = PrintJob((Text("A001"), Text("请到二楼等候"), Text("谢谢"), Cut()))
    outcome = bench.print(wanted, bench.meanwhile(paper_ends_after=2))
    assert outcome == PrintOutcome(Proof.NOT_PRINTED, TicketPrinterReason.PAPER_OUT)

    bench.emulator.put_paper_in()
    assert bench.read() == []
    assert bench.print(job("A002")) == CONFIRMED
    assert bench.read() == [("A001", "请到二楼等候"), ("A002",)]


@pytest.mark.parametrize("knows_clear", [True, False])
def test_a_held_ticket_is_never_glued_to_the_next(bench: Bench, *, knows_clear: bool) -> None:
    """A model that cannot clear prints it when the paper is back, but as a paper of its own."""
    bench.emulator.manner.knows_clear = knows_clear
    bench.status()
    proof = bench.print(job("A001"), bench.emulator.take_paper_out).proof
    assert proof is (Proof.NOT_PRINTED if knows_clear else Proof.UNKNOWN)
    bench.emulator.put_paper_in()
    assert bench.print(job("A002")) == CONFIRMED
    assert bench.read() == ([("A002",)] if knows_clear else [("A001",), ("A002",)])


@pytest.mark.parametrize("knows_clear", [True, False])
def test_half_a_ticket_of_a_dead_process_is_cut_off_first(
    emulator: EmulatedPrinter, *, knows_clear: bool
) -> None:
    """Its picture had been announced in full and came in part."""
    emulator.manner.knows_clear = knows_clear
    dead = port_of(emulator, 1)
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
        lambda seconds: port_of(emulator, seconds),
        PaperProfile(),
        bytes_per_second=1_000_000,
        patience=PATIENCE,
        job_number=9997,
    )
    for _ in range(2):
        assert printer.print(job("A001")) == CONFIRMED
    printer.close()
    assert job_numbers(emulator) == [b"9998", b"9999", b"0001"]


def test_a_slow_line_fills_a_half_picture_in_several_looks(tmp_path: Path) -> None:
    with PtyPrinter(tmp_path) as emulator:
        emulator.manner.knows_clear = False
        printer = EscPosPrinter(
            lambda seconds: port_of(emulator, seconds),
            PaperProfile(),
            bytes_per_second=11_520,
            patience=replace(PATIENCE, clear_seconds=0.01),
        )
        looks = [printer.status().reason for _ in range(40)]
        assert looks[0] is TicketPrinterReason.UNPROVEN
        assert looks[-1] is None
        assert printer.print(job("A001")) == CONFIRMED
        printer.close()

# SPDX-License-Identifier: Apache-2.0
"""An answer to DLE EOT does not say what it answers: one that comes late must not pass for another's.

The printers run by a clock of their own, with the patience of the kiosk.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
from drivers.ticket_printer.engine import EscPosPrinter, Patience
from drivers.ticket_printer.errors import TicketPrinterReason
from drivers.ticket_printer.probe import ANSWER_SECONDS, NOT_UNDERSTOOD, PROBE_SECONDS, probe
from drivers.transport.deadline import Deadline
from kiosk.runner.printer_worker import POLL_SECONDS
from tests.drivers.ticket_printer.late_printer import LatePrinter

PATIENCE = Patience()
JOB = PrintJob((Text("A001"), Cut()))
USUAL_LAGS = st.sampled_from([0.0, 0.01, 0.05, 0.1, 0.2])
LAGS_IN_TIME = st.one_of(USUAL_LAGS, st.floats(0.0, PATIENCE.late_seconds - 0.1))
ANY_LAGS = st.one_of(USUAL_LAGS, st.floats(0.0, 12.0))
NEVER = 1000.0
PAUSES = st.sampled_from([0.0, POLL_SECONDS, 1.0, 3.0])
ROUND = st.tuples(PAUSES, st.booleans(), st.sampled_from(["look", "look", "print"]))
ROUNDS = st.lists(ROUND, min_size=1, max_size=25)


@contextmanager
def by_clock_of(printer: LatePrinter) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for module in ("engine", "dialogue", "probe"):
            name = f"drivers.ticket_printer.{module}.Deadline"
            patch.setattr(name, partial(Deadline, clock=printer.clock))
        yield


def driver_on(
    printer: LatePrinter, proof: ProofMethod = ProofMethod.GS_H, patience: Patience = PATIENCE
) -> EscPosPrinter:
    profile = PaperProfile(proof=proof)
    return EscPosPrinter(lambda _: printer, profile, bytes_per_second=11_520, patience=patience)


def play(
    printer: LatePrinter, driver: EscPosPrinter, rounds: list[tuple[float, bool, str]]
) -> Iterator[tuple[Readiness, TicketPrinterReason | None]]:
    """Paper comes and goes; what every look says."""
    for pause, has_paper, what in rounds:
        printer.rest(pause)
        printer.set_paper(is_there=has_paper)
        if what == "print":
            outcome = driver.print(JOB)
            assert has_paper or outcome.proof in {Proof.NOT_PRINTED, Proof.UNKNOWN}
        status = driver.status()
        yield status.readiness, status.reason


@given(st.lists(ANY_LAGS, min_size=1, max_size=60), ROUNDS)
@settings(max_examples=300, deadline=None)
def test_no_lag_makes_a_printer_without_paper_ready(
    lags: list[float], rounds: list[tuple[float, bool, str]]
) -> None:
    printer = LatePrinter(lags)
    with by_clock_of(printer):
        for said in play(printer, driver_on(printer), rounds):
            assert printer.has_paper or said[0] is not Readiness.READY


@given(st.lists(LAGS_IN_TIME, min_size=1, max_size=60), ROUNDS, st.sampled_from(ProofMethod))
@settings(max_examples=300, deadline=None)
def test_a_look_names_the_true_reason_or_says_that_it_does_not_know(
    lags: list[float], rounds: list[tuple[float, bool, str]], proof: ProofMethod
) -> None:
    printer = LatePrinter(lags)
    with by_clock_of(printer):
        for readiness, reason in play(printer, driver_on(printer, proof), rounds):
            if readiness is Readiness.NOT_READY:
                assert not printer.has_paper
                assert reason is TicketPrinterReason.PAPER_OUT
            assert printer.has_paper or readiness is not Readiness.READY


@given(st.lists(LAGS_IN_TIME, min_size=1, max_size=30), ROUNDS, st.sampled_from(ProofMethod))
@settings(max_examples=100, deadline=None)
def test_a_printer_that_answers_in_time_again_is_ready_soon(
    lags: list[float], rounds: list[tuple[float, bool, str]], proof: ProofMethod
) -> None:
    printer = LatePrinter(lags)
    with by_clock_of(printer):
        driver = driver_on(printer, proof)
        list(play(printer, driver, rounds))
        printer.lags.clear()
        printer.lags.append(0.0)
        printer.set_paper(is_there=True)
        until = printer.now + 2 * PATIENCE.late_seconds + 3 * POLL_SECONDS
        while not driver.status().is_ready:
            assert printer.now < until
            printer.rest(POLL_SECONDS)


def test_a_printer_that_falls_silent_is_known_by_the_first_answer_that_does_not_come() -> None:
    printer = LatePrinter([0.0])
    with by_clock_of(printer):
        driver = driver_on(printer)
        assert driver.status().is_ready
        printer.lags[0] = NEVER
        asked_at = printer.now
        assert driver.status().reason is TicketPrinterReason.SILENT
        assert printer.now - asked_at < PATIENCE.answer_seconds + 0.01


@pytest.mark.parametrize("answer_seconds", [0.2, PATIENCE.answer_seconds, 1.0])
def test_a_printer_as_slow_as_it_may_be_is_ready_and_its_tickets_are_proven(
    answer_seconds: float,
) -> None:
    """As one behind a bridge to a wireless network; in the middle of its four answers nobody despairs."""
    printer = LatePrinter([0.9 * answer_seconds])
    patience = Patience.with_answers_in(answer_seconds)
    with by_clock_of(printer):
        driver = driver_on(printer, patience=patience)
        for wanted in (patience.status_seconds, patience.look_seconds, patience.look_seconds):
            asked_at = printer.now
            assert driver.status().is_ready
            assert printer.now - asked_at <= wanted
        asked_at = printer.now
        assert driver.print(JOB) == PrintOutcome(Proof.CONFIRMED)
        assert printer.now - asked_at <= patience.proof_seconds


def test_a_printer_that_is_slower_than_it_may_be_is_silent() -> None:
    printer = LatePrinter([PATIENCE.answer_seconds + 0.01])
    with by_clock_of(printer):
        assert driver_on(printer).status().reason is TicketPrinterReason.SILENT


def test_old_answers_that_come_one_by_one_make_no_printer_ready() -> None:
    """Four looks, each given up; later than any printer their answers come, just as if to a fifth."""
    printer = LatePrinter([0.0])
    with by_clock_of(printer):
        driver = driver_on(printer)
        assert driver.status().is_ready
        start = printer.now
        for look in range(4):
            printer.lags[0] = start + 16.2 + 0.15 * look - printer.now
            assert driver.status().reason is TicketPrinterReason.SILENT
            printer.rest(start + 4 * (look + 1) - printer.now)
        printer.set_paper(is_there=False)
        assert driver.status().reason is TicketPrinterReason.UNPROVEN


def test_a_look_at_a_job_that_was_answered_late_costs_no_other_look() -> None:
    """The proof comes 1.5 s after the job and the answer to the look in between just before it."""
    printer = LatePrinter([0.0])
    with by_clock_of(printer):
        driver = driver_on(printer)
        assert driver.status().is_ready
        printer.lags.extend([0.0, 0.0, 0.0, 2.5, 0.0])
        assert driver.print(JOB) == PrintOutcome(Proof.CONFIRMED)
        assert driver.status().is_ready


@given(st.lists(st.one_of(USUAL_LAGS, st.floats(0.0, 2.9)), min_size=1, max_size=12))
@settings(max_examples=300, deadline=None)
def test_a_probe_finds_out_all_or_nothing_however_late_the_answers(lags: list[float]) -> None:
    printer = LatePrinter(lags)
    with by_clock_of(printer):
        abilities = probe(lambda _: printer)
    assert printer.now <= PROBE_SECONDS
    if abilities != NOT_UNDERSTOOD:
        assert abilities.status is not None
        assert abilities.status.is_ready
        assert abilities.questions == (1, 2, 3, 4)
        assert abilities.proof is ProofMethod.GS_H
        assert abilities.knows_clear
    if max(lags) < ANSWER_SECONDS - 0.1:
        assert abilities != NOT_UNDERSTOOD


@pytest.mark.parametrize("before", [b"\x11", b"\x13\x11", b"\x10\x00\x00\x00"])
def test_what_a_printer_says_unasked_hides_no_answer_from_the_probe(before: bytes) -> None:
    printer = LatePrinter([0.01], before=before)
    with by_clock_of(printer):
        abilities = probe(lambda _: printer)
    assert abilities.questions == (1, 2, 3, 4)
    assert abilities.proof is ProofMethod.GS_H
    assert abilities.knows_clear

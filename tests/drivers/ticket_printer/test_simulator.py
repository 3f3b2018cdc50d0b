# SPDX-License-Identifier: Apache-2.0
"""Only what the contract of all printers does not say."""

import pytest

from drivers.ticket_printer.abstract import Cut, PaperProfile, PrintJob, Proof, ProofMethod, Text
from drivers.ticket_printer.codec import encode
from drivers.ticket_printer.simulator import SimulatedTicketPrinter

JOB = PrintJob((Text("A001"), Cut()))


def test_what_came_out_is_the_bytes_of_the_job() -> None:
    printer = SimulatedTicketPrinter()
    printer.print(JOB)
    assert printer.printed == [encode(JOB, PaperProfile())]


def test_every_ticket_is_told_once() -> None:
    told: list[bytes] = []
    printer = SimulatedTicketPrinter(on_printed=told.append)
    printer.print(JOB)
    printer.print(JOB)
    assert told == printer.printed
    assert len(told) == 2


@pytest.mark.parametrize("proof", [ProofMethod.GS_H, ProofMethod.GS_R])
def test_without_a_cutter_a_hand_tears_the_ticket_off(proof: ProofMethod) -> None:
    printer = SimulatedTicketPrinter(PaperProfile(has_cutter=False, proof=proof))
    assert printer.print(JOB).reason is None
    assert len(printer.printed) == 1


def test_paper_taken_out_during_a_job_keeps_the_ticket_in() -> None:
    printer = SimulatedTicketPrinter()
    printer.status()
    outcome = printer.print(JOB, on_first_byte=printer.take_paper_out)
    assert outcome.proof is Proof.NOT_PRINTED
    printer.put_paper_in()
    assert printer.printed == []


def test_unplugging_loses_what_was_held() -> None:
    printer = SimulatedTicketPrinter()
    printer.status()
    assert printer.print(JOB, on_first_byte=printer.unplug).proof is Proof.UNKNOWN
    printer.plug_in()
    assert printer.status().is_ready
    assert printer.printed == []

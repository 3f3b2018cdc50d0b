# SPDX-License-Identifier: Apache-2.0
"""Three answers and no fourth: ready, not ready with a reason, unknown with a reason. Nothing leaves
for a printer that did not say that it is ready, whatever it says instead.
"""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.ticket_printer.abstract import (
    Cut,
    PaperLevel,
    PaperProfile,
    PrinterStatus,
    PrintJob,
    Proof,
    ProofMethod,
    Readiness,
    Text,
)
from drivers.ticket_printer.engine import EscPosPrinter, Patience
from drivers.ticket_printer.errors import TicketPrinterReason
from drivers.transport.memory_port import MemoryPort

PATIENCE = Patience(
    look_seconds=0.03,
    status_seconds=0.03,
    proof_seconds=0.06,
    poll_seconds=0.01,
    clear_seconds=0.01,
    quiet_seconds=0.001,
)
FAULTS = {1: 0x08, 2: 0x6C, 3: 0x68, 4: 0x60}
"""Bits that say that something is wrong, by the number of the question (devices.md 2.2)."""

JOB = PrintJob((Text("A001"), Cut()))
PLAUSIBLE = st.integers(0, 255).map(lambda value: bytes((value & 0x6C | 0x12,)))
SAID = st.fixed_dictionaries(
    {number: st.one_of(PLAUSIBLE, st.binary(max_size=3)) for number in FAULTS}
)


class Talker:
    """A printer that says what it is told to say; its jobs are always proven."""

    def __init__(self, said: dict[int, bytes]) -> None:
        self.said = said
        self.received = b""

    def answer(self, data: bytes) -> bytes:
        self.received += data
        if data[:2] == b"\x10\x04":
            return self.said[data[2]]
        if data[:2] == b"\x10\x14":
            return b"\x37\x25\x00"
        if b"\x1d(H" in data:
            return b"\x37\x22" + data[-4:] + b"\x00"
        return b""


def printer_on(talker: Talker) -> EscPosPrinter:
    """With more patience where every question is answered well: a busy machine must not look mute."""
    answers_well = all(is_plain(answer) for answer in talker.said.values())
    return EscPosPrinter(
        lambda _: MemoryPort(talker.answer),
        PaperProfile(),
        bytes_per_second=1_000_000,
        patience=replace(PATIENCE, status_seconds=2.0) if answers_well else PATIENCE,
    )


def is_plain(answer: bytes) -> bool:
    """One byte with the fixed bits of an answer to DLE EOT."""
    return len(answer) == 1 and answer[0] & 0x93 == 0x12


def must_be_ready(said: dict[int, bytes]) -> bool:
    return all(
        is_plain(answer) and not answer[0] & FAULTS[number] for number, answer in said.items()
    )


@given(said=SAID)
@settings(max_examples=200, deadline=None)
def test_ready_is_only_said_by_four_plain_answers_without_a_fault(said: dict[int, bytes]) -> None:
    talker = Talker(said)
    printer = printer_on(talker)
    status = printer.status()
    assert (status.reason is None) is status.is_ready
    if status.is_ready:
        assert all(not faults_in(said, number) for number in FAULTS)
    elif must_be_ready(said):
        pytest.fail(f"{status} of {said}")
    printer.close()


def faults_in(said: dict[int, bytes], number: int) -> int:
    """Of what may be an answer in these bytes; flow control and noise say nothing."""
    real = [value for value in said[number] if value & 0x93 == 0x12]
    return (real[-1] & FAULTS[number]) if real else 0


@given(said=SAID.filter(lambda said: not must_be_ready(said)))
@settings(max_examples=100, deadline=None)
def test_a_ticket_leaves_only_after_the_printer_said_ready(said: dict[int, bytes]) -> None:
    talker = Talker(said)
    printer = printer_on(talker)
    began: list[str] = []
    outcome = printer.print(JOB, on_first_byte=lambda: began.append("byte"))
    if b"A001" not in talker.received:
        assert outcome.proof is Proof.NOT_PRINTED
        assert outcome.reason is not None
        assert began == []
    else:
        assert began == ["byte"]
        assert all(not faults_in(said, number) for number in FAULTS)
    printer.close()


@pytest.mark.parametrize("proof", ProofMethod)
def test_a_line_that_only_echoes_is_no_printer(proof: ProofMethod) -> None:
    """Two wires that touch, or a modem: every question comes back as its own answer."""
    received: list[bytes] = []

    def echo(data: bytes) -> bytes:
        received.append(data)
        return data

    printer = EscPosPrinter(
        lambda _: MemoryPort(echo),
        PaperProfile(proof=proof),
        bytes_per_second=1_000_000,
        patience=PATIENCE,
    )
    status = printer.status()
    assert status.readiness is Readiness.UNKNOWN
    assert status.reason in {TicketPrinterReason.SILENT, TicketPrinterReason.GARBLED}
    assert printer.print(JOB).proof is Proof.NOT_PRINTED
    assert b"A001" not in b"".join(received)
    printer.close()


@pytest.mark.parametrize(
    ("number", "bits", "expected"),
    [
        (1, 0x08, (Readiness.NOT_READY, TicketPrinterReason.OFFLINE)),
        (2, 0x04, (Readiness.NOT_READY, TicketPrinterReason.COVER_OPEN)),
        (2, 0x08, (Readiness.NOT_READY, TicketPrinterReason.OFFLINE)),
        (2, 0x20, (Readiness.NOT_READY, TicketPrinterReason.PAPER_OUT)),
        (2, 0x40, (Readiness.NOT_READY, TicketPrinterReason.OFFLINE)),
        (3, 0x08, (Readiness.NOT_READY, TicketPrinterReason.CUTTER)),
        (3, 0x20, (Readiness.NOT_READY, TicketPrinterReason.UNRECOVERABLE)),
        (3, 0x40, (Readiness.NOT_READY, TicketPrinterReason.RECOVERABLE)),
        (4, 0x20, (Readiness.NOT_READY, TicketPrinterReason.PAPER_OUT)),
        (4, 0x40, (Readiness.NOT_READY, TicketPrinterReason.PAPER_OUT)),
        (4, 0x0C, (Readiness.READY, None)),
    ],
)
def test_every_bit_that_a_printer_can_set_is_told(
    number: int, bits: int, expected: tuple[Readiness, TicketPrinterReason | None]
) -> None:
    said = dict.fromkeys(FAULTS, b"\x12") | {number: bytes((0x12 | bits,))}
    printer = printer_on(Talker(said))
    status = printer.status()
    assert (status.readiness, status.reason) == expected
    assert (status.paper is PaperLevel.LOW) is (number == 4 and bits == 0x0C)
    printer.close()


def test_unknown_is_not_ready() -> None:
    assert [PrinterStatus(each).is_ready for each in Readiness] == [True, False, False]

# SPDX-License-Identifier: Apache-2.0
"""What a probe finds out, on printers that know more or less; nothing may come out of them."""

from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.ticket_printer.abstract import PaperProfile, ProofMethod, Readiness
from drivers.ticket_printer.errors import TicketPrinterError, TicketPrinterReason
from drivers.ticket_printer.probe import (
    MOST_WRITES,
    PROBE_SECONDS,
    PrinterAbilities,
    probe,
)
from drivers.ticket_printer.registry import (
    TicketPrinterConfig,
    TicketPrinterKind,
    probe_ticket_printer,
)
from drivers.transport.abstract import Port, PortError, PortProblem
from drivers.transport.deadline import Deadline
from drivers.transport.memory_port import MemoryPort
from drivers.transport.serial_port import SerialPort, SerialSettings
from tests.emulators.escpos_printer import PtyPrinter

EPSON = {2: b"\x03", 66: b"\x5fEPSON\x00", 67: b"\x5fTM-T88VI\x00"}
"""As Epson's reference of GS I has it: two-byte characters and a cutter, then two names."""


@pytest.fixture
def emulator(tmp_path: Path) -> Iterator[PtyPrinter]:
    with PtyPrinter(tmp_path) as emulator:
        yield emulator
        assert emulator.tickets == []
        assert emulator.blank_slips == 0


def found(emulator: PtyPrinter) -> PrinterAbilities:
    return probe(lambda _: SerialPort(SerialSettings(str(emulator.path))), answer_seconds=0.15)


def test_a_model_that_knows_everything_is_found_out(emulator: PtyPrinter) -> None:
    emulator.manner.identity = EPSON
    abilities = found(emulator)
    assert abilities.questions == (1, 2, 3, 4)
    assert abilities.status is not None
    assert abilities.status.is_ready
    assert abilities.proof is ProofMethod.GS_H
    assert (abilities.has_cutter, abilities.has_chinese) == (True, True)
    assert abilities.knows_clear
    assert abilities.name == "EPSON TM-T88VI"


def test_a_model_without_job_numbers_gives_the_weaker_proof(emulator: PtyPrinter) -> None:
    emulator.manner.knows_job_numbers = False
    assert found(emulator).proof is ProofMethod.GS_R


def test_a_model_that_knows_little_is_taken_as_it_is(emulator: PtyPrinter) -> None:
    manner = emulator.manner
    manner.knows_job_numbers = manner.knows_processed = manner.knows_clear = False
    manner.answered_looks = (1, 4)
    abilities = found(emulator)
    assert abilities == PrinterAbilities(
        status=abilities.status,
        questions=(1, 4),
        proof=ProofMethod.NONE,
        has_cutter=None,
        has_chinese=None,
        knows_clear=False,
        name="",
    )


def test_what_was_taken_for_characters_is_not_on_the_next_ticket(emulator: PtyPrinter) -> None:
    found(emulator)
    with_line = SerialPort(SerialSettings(str(emulator.path)))
    with_line.write(b"A001\n\x1dVB\x00", 1)
    assert emulator.wait_for_tickets(1)
    with_line.close()
    assert emulator.tickets.pop().lines == ("A001",)


def test_a_mute_printer_has_no_abilities_and_costs_no_more_than_its_deadline(
    emulator: PtyPrinter,
) -> None:
    emulator.manner.is_silent = True
    deadline = Deadline(PROBE_SECONDS)
    abilities = found(emulator)
    assert not deadline.is_over
    assert abilities.status is None
    assert abilities.questions == ()
    assert abilities.proof is ProofMethod.NONE


@pytest.mark.parametrize("noise", [b"\xff\xfe\x99", b"\x12\x12", b"\x5f" * 200, b"?"])
def test_noise_is_no_ability(emulator: PtyPrinter, noise: bytes) -> None:
    emulator.manner.noise = noise
    abilities = found(emulator)
    assert abilities.questions == ()
    assert not abilities.knows_clear
    assert abilities.name == ""


def test_a_printer_without_paper_says_so(emulator: PtyPrinter) -> None:
    emulator.take_paper_out()
    status = found(emulator).status
    assert status is not None
    assert (status.readiness, status.reason) == (
        Readiness.NOT_READY,
        TicketPrinterReason.PAPER_OUT,
    )


def test_a_name_keeps_only_what_can_be_shown() -> None:
    def answer(question: bytes) -> bytes:
        return b"\x5f\x1b[2J\xd5\xc5X1\x00" if question == b"\x1dIC" else b""

    assert probe(lambda _: MemoryPort(answer), answer_seconds=0.01).name == "[2JX1"


@given(st.lists(st.binary(max_size=90), min_size=1, max_size=12))
@settings(max_examples=60, deadline=None)
def test_whatever_a_line_says_there_are_abilities_and_no_error(said: list[bytes]) -> None:
    answers = cycle(said)
    abilities = probe(lambda _: MemoryPort(lambda _: next(answers)), answer_seconds=0.001)
    assert set(abilities.questions) <= {1, 2, 3, 4}
    assert (abilities.status is None) is (abilities.questions == ())
    assert abilities.name.isprintable()
    assert len(abilities.name) < 200


def test_the_longest_probe_is_counted() -> None:
    """Of a printer that takes everything and says nothing."""
    spent: list[float] = []

    class Mute(MemoryPort):
        def write(self, data: bytes, seconds: float) -> None:
            spent.append(seconds)

        def read(self, seconds: float) -> bytes:
            return b""

    probe(lambda _: Mute(lambda _: b""), answer_seconds=0.001)
    assert len(spent) == MOST_WRITES
    assert max(spent) <= 0.001


def test_a_printer_that_takes_no_bytes_is_stuck() -> None:
    class Stuck(MemoryPort):
        def write(self, data: bytes, seconds: float) -> None:
            raise PortError(PortProblem.STUCK, "stuck")

    closed: list[str] = []
    port = Stuck(lambda _: b"")
    port.close = lambda: closed.append("closed")  # type: ignore[method-assign]  # to see it
    with pytest.raises(TicketPrinterError) as caught:
        probe(lambda _: port)
    assert caught.value.reason is TicketPrinterReason.STUCK
    assert closed == ["closed"]


def test_a_line_that_is_missing_is_an_error_of_the_family() -> None:
    def missing(_seconds: float) -> Port:
        raise PortError(PortProblem.MISSING, "/dev/none")

    with pytest.raises(TicketPrinterError) as caught:
        probe(missing)
    assert caught.value.reason is TicketPrinterReason.UNPLUGGED


def test_every_kind_can_be_probed(tmp_path: Path) -> None:
    abilities = probe_ticket_printer(TicketPrinterConfig(TicketPrinterKind.SIMULATOR))
    assert abilities.profile(PaperProfile()) == PaperProfile()


def test_what_cannot_be_asked_stays_as_it_is_known() -> None:
    abilities = PrinterAbilities(
        status=None,
        questions=(1, 2),
        proof=ProofMethod.GS_R,
        has_cutter=None,
        has_chinese=None,
        knows_clear=False,
        name="",
    )
    known = PaperProfile(dots=384, columns=32, has_cutter=False)
    assert abilities.profile(known) == PaperProfile(
        dots=384,
        columns=32,
        has_cutter=False,
        proof=ProofMethod.GS_R,
        status_questions=(1, 2),
    )

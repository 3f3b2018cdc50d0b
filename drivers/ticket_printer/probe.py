# SPDX-License-Identifier: Apache-2.0
"""Asks a printer what it can do, so that nobody has to know its model; prints nothing.

Believes only what was answered to a question (devices.md 2.3), not the name of the model: copies lie.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from drivers.ticket_printer.abstract import (
    STATUS_QUESTIONS,
    PaperProfile,
    PrinterStatus,
    ProofMethod,
)
from drivers.ticket_printer.answers import (
    FIXED_BITS,
    QUEUED_FIXED_BITS,
    REAL_TIME_BITS,
    status_of,
)
from drivers.ticket_printer.codec import (
    ASK_PROCESSED,
    AUTOMATIC_STATUS_OFF,
    CLEAR,
    INITIALIZE,
    ask_printed,
    ask_status,
)
from drivers.ticket_printer.dialogue import as_printer_errors
from drivers.ticket_printer.engine import Connect
from drivers.transport.abstract import Port
from drivers.transport.deadline import Deadline

ANSWER_SECONDS = 0.5
CONNECT_SECONDS = 1.0
MOST_WRITES = 12
"""Ten questions, and twice a fresh start without one."""

PROBE_SECONDS = CONNECT_SECONDS + MOST_WRITES * ANSWER_SECONDS
"""The longest that a probe takes."""

TYPE_ID, MAKER, MODEL = 2, 66, 67
"""Numbers of GS I; the first is answered by a byte, the others by a block."""

TWO_BYTE_CHARACTERS = 0x01
HAS_CUTTER = 0x02
NAME_START, NAME_END = b"\x5f", b"\x00"
LONGEST_NAME = 64
JOB_NUMBER = 4711
PRINTED = b"\x37\x22%04d\x00" % JOB_NUMBER


@dataclass(frozen=True)
class PrinterAbilities:
    """What a printer has answered.

    Attributes:
        status: what it says of itself now; None if it answers no such question.
        questions: those of DLE EOT 1 to 4 that it answers.
        proof: the best proof of print that it gives; NONE says little while it is not ready.
        has_cutter: as it says itself; None if it does not.
        has_chinese: whether it says that it has two-byte characters.
        knows_clear: whether it drops held data on demand and says so.
        name: maker and model, as it calls itself; may be empty.
    """

    status: PrinterStatus | None
    questions: tuple[int, ...]
    proof: ProofMethod
    has_cutter: bool | None
    has_chinese: bool | None
    knows_clear: bool
    name: str

    def profile(self, known: PaperProfile) -> PaperProfile:
        """A profile with these abilities; what a printer cannot be asked stays as it is known."""
        return replace(
            known,
            has_cutter=known.has_cutter if self.has_cutter is None else self.has_cutter,
            proof=self.proof,
            status_questions=self.questions,
        )


def probe(connect: Connect, *, answer_seconds: float = ANSWER_SECONDS) -> PrinterAbilities:
    """Ask everything, in at most PROBE_SECONDS.

    Raises:
        TicketPrinterError: UNPLUGGED, PORT_REFUSED or STUCK.
    """
    with as_printer_errors():
        port = connect(CONNECT_SECONDS)
        try:
            return _Interview(port, answer_seconds).abilities()
        finally:
            port.close()


class _Interview:
    """One question at a time; whatever comes late is thrown away before the next one."""

    def __init__(self, port: Port, answer_seconds: float) -> None:
        self._port = port
        self._answer_seconds = answer_seconds

    def abilities(self) -> PrinterAbilities:
        knows_clear = bool(self._ask(CLEAR, _holds(b"\x37\x25\x00")))
        said = {number: self._ask(ask_status(number), _real_time) for number in STATUS_QUESTIONS}
        answers = {number: answer[-1] for number, answer in said.items() if answer}
        self._port.write(INITIALIZE + AUTOMATIC_STATUS_OFF, self._answer_seconds)
        kind = self._ask(_identity(TYPE_ID), _queued)
        names = [_name(self._ask(_identity(number), _block)) for number in (MAKER, MODEL)]
        proof = self._proof()
        # What an older model took for characters leaves its line buffer, not its paper path.
        self._port.write(INITIALIZE, self._answer_seconds)
        return PrinterAbilities(
            status=status_of(answers) if answers else None,
            questions=tuple(answers),
            proof=proof,
            has_cutter=bool(kind[-1] & HAS_CUTTER) if kind else None,
            has_chinese=bool(kind[-1] & TWO_BYTE_CHARACTERS) if kind else None,
            knows_clear=knows_clear,
            name=" ".join(filter(None, names)),
        )

    def _proof(self) -> ProofMethod:
        if self._ask(INITIALIZE + ask_printed(JOB_NUMBER), _holds(PRINTED)):
            return ProofMethod.GS_H
        if self._ask(INITIALIZE + ASK_PROCESSED, _queued):
            return ProofMethod.GS_R
        return ProofMethod.NONE

    def _ask(self, question: bytes, is_answer: Callable[[bytes], bool]) -> bytes:
        """The answer, or nothing if none came that fits."""
        deadline = Deadline(self._answer_seconds)
        self._port.flush_input()
        self._port.write(question, deadline.remaining_seconds)
        said = b""
        while not is_answer(said) and not deadline.is_over and len(said) <= LONGEST_NAME:
            said += self._port.read(deadline.remaining_seconds)
        return said if is_answer(said) else b""


def _identity(number: int) -> bytes:
    return bytes((0x1D, 0x49, number))


def _holds(answer: bytes) -> Callable[[bytes], bool]:
    return lambda said: answer in said


def _real_time(said: bytes) -> bool:
    return len(said) == 1 and said[0] & FIXED_BITS == REAL_TIME_BITS


def _queued(said: bytes) -> bool:
    return len(said) == 1 and said[0] & QUEUED_FIXED_BITS == 0


def _block(said: bytes) -> bool:
    return said.startswith(NAME_START) and said.endswith(NAME_END)


def _name(block: bytes) -> str:
    text = block[1:-1].decode("ascii", "replace")
    return "".join(sign for sign in text if sign.isascii() and sign.isprintable()).strip()

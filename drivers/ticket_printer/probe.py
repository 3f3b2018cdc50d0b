# SPDX-License-Identifier: Apache-2.0
"""Asks a printer what it can do, so that nobody has to know its model; prints nothing.

Believes only what was answered to a question (devices.md 2.3), not the name of the model: copies lie.
"""

import re
from dataclasses import dataclass, field, replace
from typing import TypeVar

from drivers.ticket_printer.abstract import (
    STATUS_QUESTIONS,
    PaperProfile,
    PrinterStatus,
    ProofMethod,
)
from drivers.ticket_printer.answers import (
    Answer,
    AnswerReader,
    Automatic,
    Cleared,
    Noise,
    Printed,
    Queued,
    RealTime,
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

ANSWER_SECONDS = 1.0
"""The longest that kiosk.toml can allow; a slower printer is of no use to the kiosk."""
CONNECT_SECONDS = 1.0
MOST_WRITES = 12
"""Ten questions, and twice a fresh start without one."""

LATE_ANSWERS = 3
"""So many times an answer's time is waited for late ones, if any was missing."""

PROBE_SECONDS = CONNECT_SECONDS + (MOST_WRITES + LATE_ANSWERS) * ANSWER_SECONDS
"""The longest that a probe takes."""

TYPE_ID, MAKER, MODEL = 2, 66, 67
"""Numbers of GS I; the first is answered by a byte, the others by a block."""

TWO_BYTE_CHARACTERS = 0x01
HAS_CUTTER = 0x02
NAME = re.compile(rb"\x5f([^\x00]*)\x00")
LONGEST_NAME = 64
JOB_NUMBER = 4711

Known = TypeVar("Known", Cleared, Printed, Queued, RealTime)


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
        slowest_seconds: the longest that it took for an answer.
    """

    status: PrinterStatus | None
    questions: tuple[int, ...]
    proof: ProofMethod
    has_cutter: bool | None
    has_chinese: bool | None
    knows_clear: bool
    name: str
    slowest_seconds: float = field(default=0.0, compare=False)

    def profile(self, known: PaperProfile) -> PaperProfile:
        """A profile with these abilities; what a printer cannot be asked stays as it is known."""
        return replace(
            known,
            has_cutter=known.has_cutter if self.has_cutter is None else self.has_cutter,
            proof=self.proof,
            status_questions=self.questions,
        )


NOT_UNDERSTOOD = PrinterAbilities(
    status=None,
    questions=(),
    proof=ProofMethod.NONE,
    has_cutter=None,
    has_chinese=None,
    knows_clear=False,
    name="",
)
"""Of a printer whose answers come too late to know what they answer."""


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
    """One question at a time; an answer that comes to another question makes all of them worthless."""

    def __init__(self, port: Port, answer_seconds: float) -> None:
        self._port = port
        self._answer_seconds = answer_seconds
        self._reader = AnswerReader()
        self._is_all_answered = True
        self._is_in_step = True
        self._slowest_seconds = 0.0

    def abilities(self) -> PrinterAbilities:
        """Names come last: among their letters no late answer could be told."""
        self._port.flush_input()
        knows_clear = self._ask(CLEAR, Cleared) is not None
        self._port.write(INITIALIZE + AUTOMATIC_STATUS_OFF, self._answer_seconds)
        said = {number: self._ask(ask_status(number), RealTime) for number in STATUS_QUESTIONS}
        answers = {number: answer.value for number, answer in said.items() if answer}
        kind = self._ask(_identity(TYPE_ID), Queued)
        proof = self._proof()
        if not self._is_all_answered:
            self._hear_out(Deadline(LATE_ANSWERS * self._answer_seconds))
        names = [self._ask_name(number) for number in (MAKER, MODEL)]
        # What an older model took for characters leaves its line buffer, not its paper path.
        self._port.write(INITIALIZE, self._answer_seconds)
        if not self._is_in_step:
            return NOT_UNDERSTOOD
        return PrinterAbilities(
            status=status_of(answers) if answers else None,
            questions=tuple(answers),
            proof=proof,
            has_cutter=bool(kind.value & HAS_CUTTER) if kind else None,
            has_chinese=bool(kind.value & TWO_BYTE_CHARACTERS) if kind else None,
            knows_clear=knows_clear,
            name=" ".join(filter(None, names)),
            slowest_seconds=self._slowest_seconds,
        )

    def _proof(self) -> ProofMethod:
        if self._ask(INITIALIZE + ask_printed(JOB_NUMBER), Printed) == Printed(JOB_NUMBER):
            return ProofMethod.GS_H
        if self._ask(INITIALIZE + ASK_PROCESSED, Queued):
            return ProofMethod.GS_R
        return ProofMethod.NONE

    def _ask(self, question: bytes, kind: type[Known]) -> Known | None:
        """The answer, or None if none of this kind came."""
        deadline = Deadline(self._answer_seconds)
        self._judge(self._port.read(0))
        self._port.write(question, deadline.remaining_seconds)
        own: list[Known] = []
        others: list[Answer] = []
        while not own and not deadline.is_over and len(others) <= LONGEST_NAME:
            heard = self._reader.feed(self._port.read(deadline.remaining_seconds))
            own += [answer for answer in heard if isinstance(answer, kind)]
            others += [answer for answer in heard if not isinstance(answer, kind)]
        self._is_in_step &= len(own) <= 1 and not any(map(_is_answer, others))
        self._is_all_answered &= bool(own)
        if not own:
            return None
        took_seconds = self._answer_seconds - deadline.remaining_seconds
        self._slowest_seconds = max(self._slowest_seconds, took_seconds)
        return own[0]

    def _judge(self, unasked: bytes) -> None:
        """An answer that nobody waits for is late, and so may be others, unnoticed."""
        if any(map(_is_answer, self._reader.feed(unasked))):
            self._is_in_step = False

    def _hear_out(self, deadline: Deadline) -> None:
        while not deadline.is_over:
            self._judge(self._port.read(deadline.remaining_seconds))

    def _ask_name(self, number: int) -> str:
        deadline = Deadline(self._answer_seconds)
        self._port.flush_input()
        self._port.write(_identity(number), deadline.remaining_seconds)
        said = b""
        while not NAME.search(said) and not deadline.is_over and len(said) <= LONGEST_NAME:
            said += self._port.read(deadline.remaining_seconds)
        block = NAME.search(said)
        text = block[1].decode("ascii", "replace") if block else ""
        return "".join(sign for sign in text if sign.isascii() and sign.isprintable()).strip()


def _is_answer(heard: Answer) -> bool:
    """Said to a question, not unasked."""
    return not isinstance(heard, Automatic | Noise)


def _identity(number: int) -> bytes:
    return bytes((0x1D, 0x49, number))

# SPDX-License-Identifier: Apache-2.0
"""What a printer's answer bytes mean, told apart by their fixed bits (devices.md 2.2)."""

from collections.abc import Mapping
from dataclasses import dataclass

from drivers.ticket_printer.abstract import (
    STATUS_QUESTIONS,
    PaperLevel,
    PrinterStatus,
    Readiness,
)
from drivers.ticket_printer.errors import TicketPrinterReason

BLOCK_START = 0x37
BLOCK_LIMIT = 80
"""Longest block answer a printer sends; more without an end is noise."""

FIXED_BITS = 0b1001_0011
REAL_TIME_BITS = 0b0001_0010
AUTOMATIC_BITS = 0b0001_0000
QUEUED_FIXED_BITS = 0b1001_0000
AUTOMATIC_LENGTH = 4
FLOW_CONTROL = b"\x11\x13"
PAPER_SENSORS = 4


@dataclass(frozen=True)
class RealTime:
    """Answer to DLE EOT."""

    value: int


@dataclass(frozen=True)
class Queued:
    """Answer to GS r."""

    value: int


@dataclass(frozen=True)
class Automatic:
    """Four bytes sent unasked (GS a)."""

    values: bytes


@dataclass(frozen=True)
class Printed:
    """Answer to GS ( H: the job of this number has been printed."""

    job_number: int


@dataclass(frozen=True)
class Cleared:
    """Answer to DLE DC4 8: nothing is held any more."""


@dataclass(frozen=True)
class Noise:
    """Bytes that no printer sends, or a block answer to a question we do not ask."""

    data: bytes


Answer = RealTime | Queued | Automatic | Printed | Cleared | Noise


class AnswerReader:
    """Cuts the stream of a printer's bytes into answers, however the bytes arrive."""

    def __init__(self) -> None:
        self._pending = b""

    def feed(self, data: bytes) -> list[Answer]:
        """The answers that are complete with these bytes."""
        pending = self._pending + data
        answers: list[Answer] = []
        while pending and (length := _length(pending)):
            if pending[0] not in FLOW_CONTROL:
                answers.append(_answer(pending[:length]))
            pending = pending[length:]
        self._pending = pending
        return answers

    def forget(self) -> None:
        """Drop a half answer: what follows belongs to a new question."""
        self._pending = b""


def _length(pending: bytes) -> int:
    """Bytes of the answer that comes first, 0 while it is incomplete."""
    if pending[0] == BLOCK_START:
        return _block_length(pending)
    if pending[0] & FIXED_BITS == AUTOMATIC_BITS:
        rest = pending[1:AUTOMATIC_LENGTH]
        if any(value & QUEUED_FIXED_BITS for value in rest):
            return 1
        return AUTOMATIC_LENGTH if len(pending) >= AUTOMATIC_LENGTH else 0
    return 1


def _block_length(pending: bytes) -> int:
    end = pending.find(b"\x00", 0, BLOCK_LIMIT)
    if end >= 0:
        return end + 1
    return 1 if len(pending) >= BLOCK_LIMIT else 0


def _answer(data: bytes) -> Answer:
    first = data[0]
    if first == BLOCK_START:
        return _block(data)
    if len(data) == AUTOMATIC_LENGTH:
        return Automatic(data)
    if first & FIXED_BITS == REAL_TIME_BITS:
        return RealTime(first)
    if first & QUEUED_FIXED_BITS == 0:
        return Queued(first)
    return Noise(data)


def _block(data: bytes) -> Answer:
    if data == b"\x37\x25\x00":
        return Cleared()
    number = data[2:-1]
    if data[1:2] == b"\x22" and len(number) == len("0001") and number.isdigit():
        return Printed(int(number))
    return Noise(data)


def status_of(answers: Mapping[int, int]) -> PrinterStatus:
    """What the answers to DLE EOT 1, 2, 3 and 4 say together; the first cause in this order wins.

    Cutter and unrecoverable error (3), cover (2), paper end (2 or 4), recoverable error (3), offline
    (1, 2). The fixed bits must have been checked. A model that does not answer all four says less:
    whether that is enough is for `PaperProfile.can_say_ready`.
    """
    printer, offline, error, paper = (answers.get(number, 0) for number in STATUS_QUESTIONS)
    level = _paper_level(paper, stopped=bool(offline & 0x20))
    if level is PaperLevel.ENOUGH and PAPER_SENSORS not in answers:
        level = PaperLevel.UNKNOWN
    reason = _reason(printer, offline, error, level)
    if reason is None:
        return PrinterStatus(Readiness.READY, None, level)
    return PrinterStatus(Readiness.NOT_READY, reason, level)


def _paper_level(paper: int, *, stopped: bool) -> PaperLevel:
    if paper & 0x60 or stopped:
        return PaperLevel.OUT
    return PaperLevel.LOW if paper & 0x0C else PaperLevel.ENOUGH


def _reason(
    printer: int, offline: int, error: int, level: PaperLevel
) -> TicketPrinterReason | None:
    causes = (
        (error & 0x08, TicketPrinterReason.CUTTER),
        (error & 0x20, TicketPrinterReason.UNRECOVERABLE),
        (offline & 0x04, TicketPrinterReason.COVER_OPEN),
        (level is PaperLevel.OUT, TicketPrinterReason.PAPER_OUT),
        (error & 0x40, TicketPrinterReason.RECOVERABLE),
        (offline & 0x40 or printer & 0x08 or offline & 0x08, TicketPrinterReason.OFFLINE),
    )
    return next((reason for holds, reason in causes if holds), None)

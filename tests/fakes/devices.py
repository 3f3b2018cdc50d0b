# SPDX-License-Identifier: Apache-2.0
"""A reader and a printer that do what a test says, one answer after another."""

from collections import deque
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from typing_extensions import override

from drivers.card_reader.abstract import CardData, CardKind, CardReader
from drivers.card_reader.errors import CardReaderError
from drivers.ticket_printer.abstract import (
    PaperLevel,
    PrinterStatus,
    PrintJob,
    PrintOutcome,
    Proof,
    Readiness,
    TicketPrinter,
)

Answer = TypeVar("Answer")

SAMPLE_CARD = CardData(
    kind=CardKind.CITIZEN,
    number="999999194001010007",
    name="示例",
    english_name="",
    birth_on=date(1940, 1, 1),
)
READY = PrinterStatus(Readiness.READY, None, PaperLevel.ENOUGH)


class FakeCardReader(CardReader):
    """Answers of `open`, `find` and `read` come from queues; an empty queue repeats the last one."""

    can_tell_removal = False

    def __init__(self) -> None:
        self.opens: deque[CardReaderError | None] = deque([None])
        self.finds: deque[CardReaderError | bool] = deque([False])
        self.reads: deque[CardReaderError | CardData] = deque([SAMPLE_CARD])
        self.calls: list[str] = []

    @override
    def open(self) -> None:
        self.calls.append("open")
        answer = _next(self.opens)
        if answer is not None:
            raise answer

    @override
    def find(self) -> bool:
        answer = _next(self.finds)
        if isinstance(answer, CardReaderError):
            raise answer
        return answer

    @override
    def read(self) -> CardData:
        self.calls.append("read")
        answer = _next(self.reads)
        if isinstance(answer, CardReaderError):
            raise answer
        return answer

    @override
    def close(self) -> None:
        self.calls.append("close")


class FakeTicketPrinter(TicketPrinter):
    """Says the status it is given, and keeps each job; `on_print` sees the world at that moment."""

    def __init__(self) -> None:
        self.state = READY
        self.outcome = PrintOutcome(Proof.CONFIRMED)
        self.jobs: list[PrintJob] = []
        self.on_print: Callable[[], None] = lambda: None
        self.is_closed = False

    @override
    def open(self) -> None:
        self.is_closed = False

    @override
    def status(self) -> PrinterStatus:
        return self.state

    @override
    def print(
        self, job: PrintJob, *, on_first_byte: Callable[[], None] | None = None
    ) -> PrintOutcome:
        self.on_print()
        self.jobs.append(job)
        return self.outcome

    @override
    def close(self) -> None:
        self.is_closed = True


def _next(answers: deque[Answer]) -> Answer:
    return answers.popleft() if len(answers) > 1 else answers[0]

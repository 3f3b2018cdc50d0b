# SPDX-License-Identifier: Apache-2.0
"""Devices that do what a test says, one answer after another."""

from collections import deque
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from typing_extensions import override

from drivers.card_reader.abstract import CardData, CardKind, CardReader
from drivers.card_reader.errors import CardReaderError
from drivers.code_scanner.abstract import CodeScanner, ScannedCode
from drivers.code_scanner.errors import CodeScannerError
from drivers.signal_light.abstract import Signal, SignalLight
from drivers.signal_light.errors import SignalLightError
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


class FakeCodeScanner(CodeScanner):
    """Answers of `open`, `wait_for_code` and `check` come from queues, as those of the reader."""

    can_tell_silence = True

    def __init__(self) -> None:
        self.opens: deque[CodeScannerError | None] = deque([None])
        self.codes: deque[CodeScannerError | str | None] = deque([None])
        self.checks: deque[CodeScannerError | None] = deque([None])
        self.calls: list[str] = []

    @override
    def open(self) -> None:
        self.calls.append("open")
        _raise(_next(self.opens))

    @override
    def wait_for_code(self, seconds: float) -> ScannedCode | None:
        answer = _next(self.codes)
        if isinstance(answer, CodeScannerError):
            raise answer
        return None if answer is None else ScannedCode(answer)

    @override
    def check(self) -> None:
        self.calls.append("check")
        _raise(_next(self.checks))

    @override
    def close(self) -> None:
        self.calls.append("close")


class FakeSignalLight(SignalLight):
    """Answers of `open` and `show` come from queues; `shown` is all that was told to it."""

    can_tell_silence = True
    proves_lamp = True

    def __init__(self) -> None:
        self.opens: deque[SignalLightError | None] = deque([None])
        self.shows: deque[SignalLightError | None] = deque([None])
        self.shown: list[Signal] = []
        self.calls: list[str] = []

    @override
    def open(self) -> None:
        self.calls.append("open")
        _raise(_next(self.opens))

    @override
    def show(self, signal: Signal) -> None:
        _raise(_next(self.shows))
        self.shown.append(signal)

    @override
    def close(self) -> None:
        self.calls.append("close")


def _raise(answer: Exception | None) -> None:
    if answer is not None:
        raise answer


def _next(answers: deque[Answer]) -> Answer:
    return answers.popleft() if len(answers) > 1 else answers[0]

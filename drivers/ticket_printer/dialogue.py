# SPDX-License-Identifier: Apache-2.0
"""One open line to a printer: sends, asks, and remembers every answer until it is wanted."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from drivers.ticket_printer.abstract import STATUS_QUESTIONS, PrinterStatus
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
from drivers.ticket_printer.codec import CLEAR, ask_status
from drivers.ticket_printer.errors import TicketPrinterError, TicketPrinterReason
from drivers.transport.abstract import Port
from drivers.transport.deadline import Deadline
from drivers.transport.port_errors import port_errors_as


def as_printer_errors() -> AbstractContextManager[None]:
    """Raise a TicketPrinterError in place of a PortError."""
    return port_errors_as(TicketPrinterError, stuck=TicketPrinterReason.STUCK)


@dataclass(frozen=True)
class LateAnswer:
    """The answer to a question on the status that did not come in time, and may come yet.

    It does not say what it answers, so nothing is asked again before it has come or cannot come.

    Attributes:
        reason: what became of the look that asked.
        until: later than this no printer answers.
    """

    reason: TicketPrinterReason
    until: Deadline


class Dialogue:
    """Questions and answers on one port.

    Lifetime: from the opening of a port to its first error.
    Concurrency: used by one thread, the printer's worker.
    """

    def __init__(
        self,
        port: Port,
        questions: tuple[int, ...] = STATUS_QUESTIONS,
        *,
        answer_seconds: float,
        late_seconds: float = 0.0,
        late: LateAnswer | None = None,
    ) -> None:
        self._port = port
        self._questions = questions
        self._answer_seconds = answer_seconds
        self._late_seconds = late_seconds
        self.late = late
        """What the line before this one, or this one, still has to hear."""
        self._reader = AnswerReader()
        self._real_time: list[int] = []
        self.printed: set[int] = set()
        """Numbers of the jobs that the printer has reported."""
        self.unanswered = 0
        """GS r that were sent and not answered; their answers do not say to which they belong."""
        self._is_cleared = False
        self._is_garbled = False

    def close(self) -> None:
        """Let go of the port."""
        self._port.close()

    def send(self, data: bytes, deadline: Deadline) -> None:
        """Hand the bytes over.

        Raises:
            TicketPrinterError: STUCK or UNPLUGGED; how much went out is unknown.
        """
        with as_printer_errors():
            self._port.write(data, deadline.remaining_seconds)

    def wait(self, is_answered: Callable[[], bool], deadline: Deadline) -> bool:
        """Read answers until `is_answered`; False when the deadline passed first.

        Raises:
            TicketPrinterError: UNPLUGGED.
        """
        while not is_answered():
            if deadline.is_over:
                return False
            self._read(deadline.remaining_seconds)
        return True

    def status(self, deadline: Deadline) -> PrinterStatus:
        """Ask DLE EOT 1 to 4, or those of them that the model answers.

        One after the other: nothing in an answer says which one it answers.

        Raises:
            TicketPrinterError: SILENT, GARBLED, STUCK or UNPLUGGED.
        """
        self._read(0)
        self._is_garbled = False
        return status_of({number: self._ask(number, deadline) for number in self._questions})

    def clear(self, deadline: Deadline) -> bool:
        """Make the printer drop what it holds; False if it did not say that it has.

        Raises:
            TicketPrinterError: STUCK or UNPLUGGED.
        """
        self._is_cleared = False
        self.send(CLEAR, deadline)
        is_cleared = self.wait(lambda: self._is_cleared, deadline)
        if is_cleared:
            self.unanswered = 0
        return is_cleared

    def hush(self, seconds: float, deadline: Deadline) -> None:
        """Take answers that are still on their way, until none came for so many seconds.

        Raises:
            TicketPrinterError: UNPLUGGED; GARBLED, if the printer never stops talking.
        """
        while self._read(min(seconds, deadline.remaining_seconds)):
            if deadline.is_over:
                raise TicketPrinterError(TicketPrinterReason.GARBLED)
        self._reader.forget()

    def await_late(self, deadline: Deadline) -> None:
        """Throw away what comes until no late answer can come any more.

        Raises:
            TicketPrinterError: UNPLUGGED; the reason of the look that was not answered, if the
                deadline passes first.
        """
        if self.late is None:
            return
        while not self.late.until.is_over:
            if deadline.is_over:
                raise TicketPrinterError(self.late.reason)
            self._read(deadline.within(self.late.until.remaining_seconds).remaining_seconds)
        self._reader.forget()
        self.late = None

    def _ask(self, number: int, look: Deadline) -> int:
        """Each answer that comes says that the printer is still there: so the next has its own time."""
        deadline = look.within(self._answer_seconds)
        self._real_time.clear()
        until = Deadline(self._late_seconds)
        self.send(ask_status(number), deadline)
        is_answered = self.wait(lambda: bool(self._real_time), deadline)
        if is_answered and len(self._real_time) == 1:
            return self._real_time[0]
        is_garbled = is_answered or self._is_garbled
        reason = TicketPrinterReason.GARBLED if is_garbled else TicketPrinterReason.SILENT
        self.late = LateAnswer(reason, until)
        raise TicketPrinterError(reason)

    def _read(self, seconds: float) -> bool:
        with as_printer_errors():
            data = self._port.read(seconds)
        for answer in self._reader.feed(data):
            self._remember(answer)
        return bool(data)

    def _remember(self, answer: Answer) -> None:
        match answer:
            case RealTime(value):
                self._real_time.append(value)
            case Printed(job_number):
                self.printed.add(job_number)
            case Queued():
                self.unanswered = max(0, self.unanswered - 1)
            case Cleared():
                self._is_cleared = True
            case Noise():
                self._is_garbled = True
            case Automatic():
                pass  # we ask; the job switches it off

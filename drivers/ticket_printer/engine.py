# SPDX-License-Identifier: Apache-2.0
"""How every ESC/POS printer is asked, written to and believed, whatever line it hangs on.

Not responsible for printing anything a second time.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import assert_never

from typing_extensions import override

from drivers.ticket_printer.abstract import (
    STATUS_QUESTIONS,
    Cut,
    PaperProfile,
    PrinterStatus,
    PrintJob,
    PrintOutcome,
    Proof,
    ProofMethod,
    Readiness,
    TicketPrinter,
)
from drivers.ticket_printer.codec import (
    ASK_PROCESSED,
    BAND_ROWS,
    LAST_JOB_NUMBER,
    RECOVER,
    ask_printed,
    encode,
    next_job_number,
)
from drivers.ticket_printer.dialogue import Dialogue, LateAnswer, as_printer_errors
from drivers.ticket_printer.errors import TicketPrinterError, TicketPrinterReason
from drivers.transport.abstract import Port
from drivers.transport.deadline import Deadline
from drivers.transport.port_errors import REASONS as PORT_REASONS

Connect = Callable[[float], Port]
"""Open the port within so many seconds, or raise PortError."""

NOT_THERE = frozenset(map(TicketPrinterReason, PORT_REASONS.values()))
STOPPED = {TicketPrinterReason.PAPER_OUT, TicketPrinterReason.COVER_OPEN}
"""With one of these a printer holds the ticket back (devices.md 2.3, 4)."""

FILL_SECONDS = 2.0
"""At most so much time on the wire is spent to fill up a half picture."""


ANSWER_SECONDS = 0.5
"""Some bridges to a wireless network take 0.4 s; with the kiosk's pause between two looks, a cable
that is pulled is still noticed within a second."""


SETTLING_QUESTIONS = 2
"""Whether all is cleared, and whether the printer is through."""


@dataclass(frozen=True)
class Patience:
    """How long to wait; tests shorten it."""

    answer_seconds: float = ANSWER_SECONDS
    """A printer that leaves one question of a look unanswered for so long is silent."""
    look_seconds: float = len(STATUS_QUESTIONS) * ANSWER_SECONDS
    """All questions of a look; also kept for the last one after a job without proof."""
    status_seconds: float = (len(STATUS_QUESTIONS) + SETTLING_QUESTIONS) * ANSWER_SECONDS
    """A look, and after it what an unfinished job left."""
    proof_seconds: float = 5.0
    """From a job's last byte on the wire to the end of the call."""
    poll_seconds: float = 1.0
    """Between two looks while a proof is awaited."""
    clear_seconds: float = ANSWER_SECONDS
    quiet_seconds: float = 0.1
    late_seconds: float = 3.0
    """A question that was not answered so long after it was asked never will be; with the pauses
    between two looks of the kiosk this costs no second try."""

    @classmethod
    def with_answers_in(cls, seconds: float) -> "Patience":
        """For a printer that takes at most so long to answer one question.

        A job has time for two looks, and one second or more for its paper.
        """
        look_seconds = len(STATUS_QUESTIONS) * seconds
        return cls(
            answer_seconds=seconds,
            look_seconds=look_seconds,
            status_seconds=look_seconds + SETTLING_QUESTIONS * seconds,
            proof_seconds=max(cls.proof_seconds, 2 * look_seconds + 1.0),
            clear_seconds=seconds,
        )


class _Leftover(Enum):
    """What may still be on its way from before."""

    NOTHING = auto()
    ANSWERS = auto()
    """Answers to older questions; the next proof comes behind them."""
    PRESENT = auto()
    """Of a job, in the printer or hanging out of it, besides answers."""


class EscPosPrinter(TicketPrinter):
    """An ESC/POS printer on any port.

    Lifetime: a new one assumes that the process before it died in the middle of a ticket, so its
    first status clears the printer and cuts off what hangs there, often a blank slip.
    Concurrency: one worker thread.
    """

    def __init__(
        self,
        connect: Connect,
        profile: PaperProfile,
        *,
        bytes_per_second: float,
        patience: Patience | None = None,
        job_number: int | None = None,
    ) -> None:
        self._connect = connect
        self._profile = profile
        self._bytes_per_second = bytes_per_second
        self._patience = patience or Patience()
        # At random, so that a late answer to the process before this one confirms nothing.
        self._job_number = job_number or secrets.randbelow(LAST_JOB_NUMBER) + 1
        self._dialogue: Dialogue | None = None
        self._late: LateAnswer | None = None  # of the line that was closed
        self._is_hushed = True
        self._leave(_Leftover.PRESENT)

    @property
    def connect(self) -> Connect:
        """How its line is opened, for `probe`."""
        return self._connect

    @override
    def open(self) -> None:
        self.status()

    @override
    def close(self) -> None:
        if self._dialogue is not None:
            self._late = self._dialogue.late
            self._dialogue.close()
        self._dialogue = None

    @override
    def status(self) -> PrinterStatus:
        return self._look(Deadline(self._patience.status_seconds))

    @override
    def print(
        self, job: PrintJob, *, on_first_byte: Callable[[], None] | None = None
    ) -> PrintOutcome:
        try:
            data = encode(job, self._profile)
        except TicketPrinterError as error:
            return PrintOutcome(Proof.NOT_PRINTED, error.reason)
        patience = self._patience
        deadline = Deadline(len(data) / self._bytes_per_second + patience.proof_seconds)
        status = self._look(deadline.within(patience.status_seconds))
        if not status.is_ready or self._dialogue is None:
            return PrintOutcome(Proof.NOT_PRINTED, status.reason)
        if on_first_byte is not None:
            on_first_byte()
        self._leave(_Leftover.PRESENT)
        outcome = self._carry_out(self._dialogue, data, deadline)
        if outcome.reason is None or self._is_as_good_as_done(outcome):
            self._end_job(deadline.within(patience.status_seconds))
        return outcome

    def _look(self, deadline: Deadline) -> PrinterStatus:
        """The status after clearing what an unfinished job left; device trouble becomes a reason."""
        had_line = self._dialogue is not None
        try:
            return self._look_or_fail(deadline)
        except TicketPrinterError as error:
            failure = self._failed(error)
        if had_line and failure.reason is TicketPrinterReason.UNPLUGGED:
            # Network printers hang up on an idle line; that is no fault.
            return self._look(deadline)
        return failure

    def _look_or_fail(self, deadline: Deadline) -> PrinterStatus:
        dialogue = self._reach(deadline)
        status = dialogue.status(deadline)
        if status.is_ready and not self._profile.can_say_ready:
            return PrinterStatus(Readiness.UNKNOWN, TicketPrinterReason.SILENT, status.paper)
        if status.reason is TicketPrinterReason.CUTTER:
            dialogue.send(RECOVER, deadline)
        if status.is_ready and self._leftover is not _Leftover.NOTHING:
            # An answered proof also says that these were not the answers to older questions.
            self._settle(dialogue, deadline)
        return status

    def _is_as_good_as_done(self, outcome: PrintOutcome) -> bool:
        """A model without proof was in order after the job: nothing better will ever be known."""
        is_mute = self._profile.proof is ProofMethod.NONE
        return is_mute and outcome.reason is TicketPrinterReason.UNPROVEN

    def _failed(self, error: TicketPrinterError) -> PrinterStatus:
        awaits_number = self._profile.proof is ProofMethod.GS_H
        if error.reason is not TicketPrinterReason.UNPROVEN or not awaits_number:
            self.close()
            self._is_hushed = False
            if self._leftover is _Leftover.NOTHING:
                self._leave(_Leftover.ANSWERS)
        is_there = error.reason not in NOT_THERE
        return PrinterStatus(Readiness.UNKNOWN if is_there else Readiness.NOT_READY, error.reason)

    def _reach(self, deadline: Deadline) -> Dialogue:
        if self._dialogue is None:
            with as_printer_errors():
                port = self._connect(deadline.remaining_seconds)
            self._dialogue = Dialogue(
                port,
                self._profile.status_questions,
                answer_seconds=self._patience.answer_seconds,
                late_seconds=self._patience.late_seconds,
                late=self._late,
            )
        # Half of the time is kept for the questions.
        self._dialogue.await_late(deadline.within(self._patience.status_seconds / 2))
        if not self._is_hushed:
            self._dialogue.hush(self._patience.quiet_seconds, deadline)
            self._is_hushed = True
        return self._dialogue

    # What an unfinished job left

    def _leave(self, leftover: _Leftover) -> None:
        self._leftover = leftover
        self._fill_bytes = 0
        if leftover is _Leftover.PRESENT:
            band = BAND_ROWS * self._profile.dots // 8
            self._fill_bytes = min(band, int(FILL_SECONDS * self._bytes_per_second))

    def _settle(self, dialogue: Dialogue, deadline: Deadline) -> None:
        """Clear the printer and cut, so that an old ticket is never glued to the next one.

        Raises:
            TicketPrinterError: UNPROVEN, while the printer has not said that it is through.
        """
        separation = b""
        if self._leftover is _Leftover.PRESENT:
            self._clear_or_fill(dialogue, deadline)
            separation = encode(PrintJob((Cut(),)), self._profile)
        is_through = self._ask_proof(dialogue, separation, deadline)
        self._leave(_Leftover.ANSWERS)
        if not dialogue.wait(is_through, deadline):
            raise TicketPrinterError(TicketPrinterReason.UNPROVEN)
        self._leave(_Leftover.NOTHING)

    def _clear_or_fill(self, dialogue: Dialogue, deadline: Deadline) -> None:
        """Empty the printer, or, if it knows no such command, end a half picture with white rows."""
        patience = self._patience
        if dialogue.clear(deadline.within(patience.clear_seconds)):
            return
        dialogue.hush(patience.quiet_seconds, deadline)
        fits = int(self._bytes_per_second * deadline.remaining_seconds / 2)
        step = min(self._fill_bytes, fits)
        dialogue.send(bytes(step), deadline)
        self._fill_bytes -= step
        if self._fill_bytes:
            raise TicketPrinterError(TicketPrinterReason.UNPROVEN)

    def _ask_proof(self, dialogue: Dialogue, data: bytes, deadline: Deadline) -> Callable[[], bool]:
        """Send the data and the question behind it; the result tells whether it was answered."""
        match self._profile.proof:
            case ProofMethod.GS_H:
                self._job_number = number = next_job_number(self._job_number)
                dialogue.printed.discard(number)
                dialogue.send(data + ask_printed(number), deadline)
                return lambda: number in dialogue.printed
            case ProofMethod.GS_R:
                dialogue.unanswered += 1
                dialogue.send(data + ASK_PROCESSED, deadline)
                return lambda: dialogue.unanswered == 0
            case ProofMethod.NONE:
                if data:
                    dialogue.send(data, deadline)
                return lambda: True
            case _:
                assert_never(self._profile.proof)

    # One job

    def _carry_out(self, dialogue: Dialogue, data: bytes, deadline: Deadline) -> PrintOutcome:
        patience = self._patience
        sending = deadline.within(deadline.remaining_seconds - patience.look_seconds)
        try:
            is_proven = self._ask_proof(dialogue, data, sending)
        except TicketPrinterError as error:
            self._failed(error)
            return self._explain(error.reason, deadline)
        if self._profile.proof is ProofMethod.NONE:
            is_proven = _never
            deadline = deadline.within(patience.poll_seconds + patience.look_seconds)
        try:
            return self._await_proof(dialogue, is_proven, deadline)
        except TicketPrinterError as error:
            self._failed(error)
            return self._proven() if is_proven() else PrintOutcome(Proof.UNKNOWN, error.reason)

    def _await_proof(
        self, dialogue: Dialogue, is_proven: Callable[[], bool], deadline: Deadline
    ) -> PrintOutcome:
        """Wait, looking now and then whether the printer has stopped.

        Raises:
            TicketPrinterError: the printer did not answer a look, and no proof came either.
        """
        patience = self._patience
        while True:
            last_look_at = deadline.remaining_seconds - patience.look_seconds
            step = deadline.within(min(patience.poll_seconds, last_look_at))
            if dialogue.wait(is_proven, step):
                return self._proven()
            reason = self._look_while_waiting(dialogue, is_proven, deadline)
            # What is dropped now does not come out when the next visitor stands here.
            outcome = self._dropped(dialogue, reason, deadline) if reason in STOPPED else None
            if is_proven():
                return self._proven()
            if outcome is not None:
                return outcome
            if last_look_at <= patience.poll_seconds:
                return PrintOutcome(Proof.UNKNOWN, reason or TicketPrinterReason.UNPROVEN)

    def _dropped(
        self, dialogue: Dialogue, reason: TicketPrinterReason | None, deadline: Deadline
    ) -> PrintOutcome:
        """Of a printer that has stopped: what it does not say it has dropped may still come out."""
        is_cleared = dialogue.clear(deadline.within(self._patience.clear_seconds))
        return PrintOutcome(Proof.NOT_PRINTED if is_cleared else Proof.UNKNOWN, reason)

    def _look_while_waiting(
        self, dialogue: Dialogue, is_proven: Callable[[], bool], deadline: Deadline
    ) -> TicketPrinterReason | None:
        """One look; if it is not answered, only the proof counts from then on.

        A late answer to this look could be taken for the answer to the next one.
        `_end_job` waits for it.
        """
        try:
            return dialogue.status(deadline.within(self._patience.look_seconds)).reason
        except TicketPrinterError as error:
            if error.reason in NOT_THERE or not dialogue.wait(is_proven, deadline):
                raise
            return None

    def _end_job(self, deadline: Deadline) -> None:
        """The ticket is cut off; the late answer to a look at it comes before another proof."""
        dialogue = self._dialogue
        if dialogue is not None and dialogue.late is None:
            self._leave(_Leftover.NOTHING)
            return
        self._leave(_Leftover.ANSWERS)
        if dialogue is not None:
            try:
                self._settle(dialogue, deadline)
                dialogue.late = None
            except TicketPrinterError as error:
                self._failed(error)

    def _proven(self) -> PrintOutcome:
        is_strong = self._profile.proof is ProofMethod.GS_H
        return PrintOutcome(Proof.CONFIRMED if is_strong else Proof.PROCESSED)

    def _explain(self, reason: TicketPrinterReason, deadline: Deadline) -> PrintOutcome:
        """The line failed before the cut was out; ask on a new line whether the paper stopped it."""
        try:
            dialogue = self._reach(deadline)
            status = dialogue.status(deadline)
            if status.reason in STOPPED:
                return self._dropped(dialogue, status.reason, deadline)
        except TicketPrinterError as error:
            self._failed(error)
        return PrintOutcome(Proof.UNKNOWN, reason)


def _never() -> bool:
    return False

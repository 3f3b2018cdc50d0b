# SPDX-License-Identifier: Apache-2.0
"""Prints tickets one after another, and watches the printer in between.

The order of rules.md 3, point 2: `issued` is committed before an order comes here; then
`print_started` is committed, then the first byte leaves, then `print_ended` is committed.
"""

import logging
import queue
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import assert_never

from typing_extensions import override

from drivers.ticket_printer.abstract import (
    PaperLevel,
    PrinterStatus,
    PrintJob,
    PrintOutcome,
    Proof,
    Readiness,
    TicketPrinter,
)
from drivers.ticket_printer.errors import TicketPrinterError, TicketPrinterReason
from hall.ids import TicketId
from kiosk.errors import KioskError
from kiosk.flow.effects import PrintDirection, PrintReport
from kiosk.flow.events import DirectionPrinted, Event, PrinterChanged, TicketPrinted
from kiosk.flow.staff_events import PrinterTried, ReportPrinted
from kiosk.flow.values import Paper, TicketView
from kiosk.runner.looping import Looping
from kiosk.runner.reopening import reopen_pause

logger = logging.getLogger(__name__)

POLL_SECONDS = 0.4
"""A printer that was unplugged, has no paper any more, or does not answer within half a second is
noticed within a second."""

LONGEST_PAUSE_SECONDS = 2.0
"""Between two looks at a printer that is out of reach: its first look may take 3 s, and it shall be
used within 5 s when it is back."""

LOOK_SECONDS = 8.0
PRINT_SECONDS = 60.0
"""A picture on the slowest line that check-config lets pass, with the wait for its proof. What hangs
in the middle of a ticket is left so long; a print that is cut short would harm the next one too."""

STOPPED = frozenset({TicketPrinterReason.PAPER_OUT, TicketPrinterReason.COVER_OPEN})
"""What a hand mends in a moment, while the visitor still stands there."""

OUT_OF_REACH = frozenset(
    {
        TicketPrinterReason.UNPLUGGED,
        TicketPrinterReason.PORT_REFUSED,
        TicketPrinterReason.PORT_FORBIDDEN,
        TicketPrinterReason.PORT_UNFIT,
        TicketPrinterReason.NO_LIBRARY,
        TicketPrinterReason.SILENT,
        TicketPrinterReason.STUCK,
        TicketPrinterReason.GARBLED,
    }
)
"""Nothing that somebody in the hall mends in a moment: asked less and less often."""


@dataclass(frozen=True)
class PrintOrder:
    """One ticket to print, in that language."""

    ticket_id: TicketId
    language: str
    is_reprint: bool = False
    staff_id: str | None = None  # of the staff who want a copy
    masked_name: str = field(default="", repr=False)  # stands on the paper and nowhere else


@dataclass(frozen=True)
class DirectionOrder:
    """A slip that says where to go without a number; nothing of it is kept."""

    wanted: PrintDirection


@dataclass(frozen=True)
class TrialOrder:
    """A page that shows how the printer prints; nothing of it is kept."""

    language: str


@dataclass(frozen=True)
class ReportOrder:
    """The day in figures; nothing of the paper is kept."""

    wanted: PrintReport


Order = PrintOrder | DirectionOrder | TrialOrder | ReportOrder


@dataclass(frozen=True)
class SlipToPrint:
    """One paper of a ticket; `copy` is 0 for the first, then counts the reprints."""

    order: PrintOrder
    ticket: TicketView
    copy: int


class PrintRecords(ABC):
    """What the printer's thread asks of the store's; each call returns after its commit.

    Each raises KioskError when there is nothing to print or nothing can be stored.
    """

    @abstractmethod
    def begin(self, order: PrintOrder) -> SlipToPrint:
        """The ticket, and which copy this is; a reprint is counted here."""

    @abstractmethod
    def started(self, slip: SlipToPrint) -> None:
        """Commit that bytes are about to leave."""

    @abstractmethod
    def ended(self, slip: SlipToPrint, outcome: PrintOutcome) -> None:
        """Commit what is known of the paper."""


class SlipRenderer(ABC):
    """Makes the print job of a slip; used on the printer's thread only."""

    @abstractmethod
    def warm(self) -> None:
        """Do once what would make the first visitor wait: fonts, templates."""

    @abstractmethod
    def render(self, slip: SlipToPrint) -> PrintJob:
        """The job; a faulty template gives an emergency ticket, never an error."""

    @abstractmethod
    def render_direction(self, wanted: PrintDirection) -> PrintJob:
        """The job of a slip that says where to go; a faulty template gives a plain one."""

    @abstractmethod
    def render_report(self, wanted: PrintReport) -> PrintJob:
        """The job of the day report; a faulty template gives a plain one."""

    @abstractmethod
    def render_test(self, language: str) -> PrintJob:
        """The job of a page that tries the printer; a faulty template gives a plain one."""


class PrinterWorker(Looping):
    """Owns the printer on its own thread; takes its orders from a queue that any thread may fill.

    The answer to an order is TicketPrinted, DirectionPrinted, PrinterTried or ReportPrinted.
    """

    name = "ticket-printer"

    def __init__(
        self,
        printer: TicketPrinter,
        orders: "queue.SimpleQueue[Order | None]",
        renderer: SlipRenderer,
        records: PrintRecords,
        post: Callable[[Event], None],
    ) -> None:
        super().__init__()
        self._printer = printer
        self._renderer = renderer
        self._is_warm = False
        self._records = records
        self._post = post
        self._orders = orders
        self._next: Order | None = None
        self._seen = PrinterChanged(problem=None)
        self._failures = 0  # looks in a row at a printer that is out of reach

    @override
    def step(self) -> float:
        """Print what was ordered, else look at the printer."""
        order, self._next = self._next, None
        self.longest_step_seconds = PRINT_SECONDS if order else LOOK_SECONDS
        if order is None:
            pause = self._look()
            self._warm()
            return pause
        self._post(self._carry_out(order))
        return 0.0

    @override
    def rest(self, seconds: float) -> None:
        """Rest until the next order, at most so long."""
        try:
            self._next = self._orders.get(timeout=seconds) if seconds else self._orders.get_nowait()
        except queue.Empty:
            self._next = None

    @override
    def end(self) -> None:
        super().end()
        self._orders.put(None)

    @override
    def close(self) -> None:
        """Let go of the line."""
        self._printer.close()

    def _carry_out(self, order: Order) -> Event:
        match order:
            case PrintOrder(ticket_id):
                paper, problem = self._print(order)
                return TicketPrinted(ticket_id, paper, problem)
            case DirectionOrder(wanted):
                return self._print_direction(wanted)
            case TrialOrder(language):
                return self._print_test(language)
            case ReportOrder(wanted):
                return self._print_report(wanted)
            case _:
                assert_never(order)

    def _print_direction(self, wanted: PrintDirection) -> DirectionPrinted:
        outcome = self._print_if_ready(self._renderer.render_direction(wanted))
        logger.info("direction printed proof=%s", outcome.proof)
        paper, problem = paper_of(outcome), _problem_of(outcome)
        return DirectionPrinted(wanted.visit_no, wanted.service_id, paper, problem)

    def _print_test(self, language: str) -> PrinterTried:
        outcome = self._print_if_ready(self._renderer.render_test(language))
        logger.info("test printed proof=%s", outcome.proof)
        return PrinterTried(paper_of(outcome), _problem_of(outcome))

    def _print_report(self, wanted: PrintReport) -> ReportPrinted:
        outcome = self._print_if_ready(self._renderer.render_report(wanted))
        logger.info("day report printed proof=%s", outcome.proof)
        return ReportPrinted(paper_of(outcome), _problem_of(outcome))

    def _print_if_ready(self, job: PrintJob) -> PrintOutcome:
        """What has no record: it may be asked for again."""
        status = self._printer.status()
        if status.is_ready:
            return self._printer.print(job)
        return PrintOutcome(Proof.NOT_PRINTED, status.reason)

    def _print(self, order: PrintOrder) -> tuple[Paper, str | None]:
        try:
            slip = self._records.begin(order)
            outcome = self._print_ready(slip, self._renderer.render(slip))
        except KioskError as error:
            _log_failure("ticket not printed", order, error)
            return Paper.NOT_PRINTED, error.key
        try:
            self._records.ended(slip, outcome)
        except KioskError as error:
            # The paper is what it is; without this record the ticket goes to the staff list.
            _log_failure("print result not stored", order, error)
        logger.info("print ended ticket_id=%s proof=%s", order.ticket_id, outcome.proof)
        return paper_of(outcome), _problem_of(outcome)

    def _warm(self) -> None:
        if not self._is_warm:
            self._is_warm = True
            self._renderer.warm()

    def _print_ready(self, slip: SlipToPrint, job: PrintJob) -> PrintOutcome:
        """Nothing is begun on a printer that does not say it is ready (devices.md 2.3, point 1)."""
        status = self._printer.status()
        if not status.is_ready:
            self._report(status)
            return PrintOutcome(Proof.NOT_PRINTED, status.reason)
        self._records.started(slip)
        outcome = self._printer.print(job)
        if outcome.reason in STOPPED:
            # Also when all is well again before the next look: it is told that it is well again.
            self._report(PrinterStatus(Readiness.NOT_READY, outcome.reason))
        return outcome

    def _look(self) -> float:
        """Report what the printer is like; the answer is how many seconds to rest."""
        status = self._printer.status()
        self._report(status)
        self._failures = self._failures + 1 if status.reason in OUT_OF_REACH else 0
        if not self._failures:
            return POLL_SECONDS
        return min(max(POLL_SECONDS, reopen_pause(self._failures)), LONGEST_PAUSE_SECONDS)

    def _report(self, status: PrinterStatus) -> None:
        reason = status.reason or TicketPrinterReason.SILENT
        problem = None if status.is_ready else TicketPrinterError.key_of(reason)
        seen = PrinterChanged(problem, is_paper_low=status.paper is PaperLevel.LOW)
        if seen != self._seen:
            self._seen = seen
            logger.log(
                logging.INFO if problem is None else logging.WARNING, "printer %s", problem or "ok"
            )
            self._post(seen)


def paper_of(outcome: PrintOutcome) -> Paper:
    """Only the printer's own word for this very job lets a visitor be told to take the ticket."""
    match outcome.proof:
        case Proof.CONFIRMED:
            return Paper.CONFIRMED
        case Proof.PROCESSED | Proof.UNKNOWN:
            return Paper.UNSURE
        case Proof.NOT_PRINTED:
            return Paper.NOT_PRINTED
        case _:
            assert_never(outcome.proof)


def _problem_of(outcome: PrintOutcome) -> str | None:
    return None if outcome.reason is None else TicketPrinterError.key_of(outcome.reason)


def _log_failure(what: str, order: PrintOrder, error: KioskError) -> None:
    logger.error("%s ticket_id=%s key=%s", what, order.ticket_id, error.key)

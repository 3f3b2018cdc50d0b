# SPDX-License-Identifier: Apache-2.0
from datetime import UTC, date, datetime
from queue import SimpleQueue
from uuid import UUID

import pytest
from typing_extensions import override

from drivers.ticket_printer.abstract import (
    Cut,
    PaperLevel,
    PrinterStatus,
    PrintJob,
    PrintOutcome,
    Proof,
    Readiness,
    Text,
)
from drivers.ticket_printer.errors import TicketPrinterReason
from hall.ids import ServiceId, TicketId
from hall.words import Words
from kiosk.errors import KioskError
from kiosk.flow.day_figures import DayFigures
from kiosk.flow.effects import PrintDirection, PrintReport
from kiosk.flow.events import DirectionPrinted, Event, PrinterChanged, TicketPrinted
from kiosk.flow.staff_events import PrinterTried, ReportPrinted
from kiosk.flow.values import Paper, TicketView
from kiosk.runner.printer_worker import (
    DirectionOrder,
    Order,
    PrinterWorker,
    PrintOrder,
    PrintRecords,
    ReportOrder,
    SlipRenderer,
    SlipToPrint,
    TrialOrder,
)
from tests.fakes.devices import READY, FakeTicketPrinter

TICKET_ID = TicketId(UUID(int=7))
ORDER = PrintOrder(TICKET_ID, "zh_Hans")
VIEW = TicketView(
    ticket_id=TICKET_ID,
    number="A001",
    service_id=ServiceId("social"),
    service_name=Words.of({"zh_Hans": "社保"}),
    where=Words.of({"zh_Hans": "一楼"}),
    issued_at=datetime(2026, 3, 2, 10, tzinfo=UTC),
)
TO_CARE = PrintDirection(3, VIEW.service_id, VIEW.service_name, VIEW.where, (), "zh_Hans")
TEST = PrintJob((Cut(), Cut()))
REPORT = PrintJob((Text("301"), Cut()))
TODAY = PrintReport(DayFigures(date(2026, 3, 2), VIEW.issued_at, is_over=True), "en")
DIRECTION = PrintJob((Text("一楼"), Cut()))
PAPER_OUT = PrinterStatus(Readiness.NOT_READY, TicketPrinterReason.PAPER_OUT, PaperLevel.OUT)


class DiskFullError(KioskError):
    key = "error.store.full"


class FakeRecords(PrintRecords):
    def __init__(self) -> None:
        self.done: list[str] = []
        self.outcome: PrintOutcome | None = None
        self.fails_at = ""

    @override
    def begin(self, order: PrintOrder) -> SlipToPrint:
        self._do("begin")
        return SlipToPrint(order, VIEW, copy=0)

    @override
    def started(self, slip: SlipToPrint) -> None:
        self._do("started")

    @override
    def ended(self, slip: SlipToPrint, outcome: PrintOutcome) -> None:
        self._do("ended")
        self.outcome = outcome

    def _do(self, what: str) -> None:
        if self.fails_at == what:
            raise DiskFullError
        self.done.append(what)


class FakeRenderer(SlipRenderer):
    def __init__(self) -> None:
        self.warmed = 0

    @override
    def warm(self) -> None:
        self.warmed += 1

    @override
    def render(self, slip: SlipToPrint) -> PrintJob:
        return PrintJob((Cut(),))

    @override
    def render_direction(self, wanted: PrintDirection) -> PrintJob:
        return DIRECTION

    @override
    def render_report(self, wanted: PrintReport) -> PrintJob:
        return REPORT

    @override
    def render_test(self, language: str) -> PrintJob:
        return TEST


class Shop:
    def __init__(self) -> None:
        self.printer = FakeTicketPrinter()
        self.renderer = FakeRenderer()
        self.records = FakeRecords()
        self.events: list[Event] = []
        self.orders = SimpleQueue[Order | None]()
        self.worker = PrinterWorker(
            self.printer,
            self.orders,
            self.renderer,
            self.records,
            self.events.append,
        )

    def print_one(self, order: Order = ORDER) -> Event:
        self.orders.put(order)
        self.worker.rest(0.0)
        self.worker.step()
        return self.events[-1]


@pytest.fixture
def shop() -> Shop:
    return Shop()


def test_the_start_is_committed_before_the_first_byte_and_the_end_after(shop: Shop) -> None:
    shop.printer.on_print = lambda: shop.records.done.append("bytes")
    shop.print_one()
    assert shop.records.done == ["begin", "started", "bytes", "ended"]


@pytest.mark.parametrize(
    ("outcome", "paper", "problem"),
    [
        (PrintOutcome(Proof.CONFIRMED), Paper.CONFIRMED, None),
        (PrintOutcome(Proof.PROCESSED), Paper.UNSURE, None),
        (
            PrintOutcome(Proof.UNKNOWN, TicketPrinterReason.SILENT),
            Paper.UNSURE,
            "error.ticket_printer.silent",
        ),
        (
            PrintOutcome(Proof.NOT_PRINTED, TicketPrinterReason.COVER_OPEN),
            Paper.NOT_PRINTED,
            "error.ticket_printer.cover_open",
        ),
    ],
)
def test_only_the_printers_own_word_for_this_job_confirms_paper(
    shop: Shop,
    outcome: PrintOutcome,
    paper: Paper,
    problem: str | None,
    caplog: pytest.LogCaptureFixture,
) -> None:
    shop.printer.outcome = outcome
    assert shop.print_one() == TicketPrinted(TICKET_ID, paper, problem)
    assert shop.records.outcome == outcome


@pytest.mark.parametrize(
    "status", [PAPER_OUT, PrinterStatus(Readiness.UNKNOWN, TicketPrinterReason.SILENT)]
)
def test_nothing_is_begun_on_a_printer_that_does_not_say_it_is_ready(
    shop: Shop, status: PrinterStatus, caplog: pytest.LogCaptureFixture
) -> None:
    shop.printer.state = status
    event = shop.print_one()
    assert isinstance(event, TicketPrinted)
    assert event.paper is Paper.NOT_PRINTED
    assert shop.printer.jobs == []
    assert shop.records.done == ["begin", "ended"]


@pytest.mark.parametrize("step", ["begin", "started"])
def test_without_a_durable_record_nothing_is_printed(
    shop: Shop, step: str, caplog: pytest.LogCaptureFixture
) -> None:
    shop.records.fails_at = step
    assert shop.print_one() == TicketPrinted(TICKET_ID, Paper.NOT_PRINTED, "error.store.full")
    assert shop.printer.jobs == []
    assert "ticket not printed" in caplog.text


def test_paper_that_is_out_stays_out_when_its_result_cannot_be_stored(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    shop.records.fails_at = "ended"
    assert shop.print_one() == TicketPrinted(TICKET_ID, Paper.CONFIRMED, None)
    assert "print result not stored" in caplog.text


def test_a_change_of_the_printer_is_told_once(shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    shop.worker.step()
    shop.printer.state = PAPER_OUT
    shop.worker.step()
    shop.worker.step()
    shop.printer.state = PrinterStatus(Readiness.READY, None, PaperLevel.LOW)
    shop.worker.step()
    assert shop.events == [
        PrinterChanged("error.ticket_printer.paper_out"),
        PrinterChanged(None, is_paper_low=True),
    ]
    assert caplog.messages == ["printer error.ticket_printer.paper_out"]


def test_a_printer_that_stopped_in_a_job_and_is_well_again_is_told_as_well_again(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    """Though no look between the two has seen it ail."""
    shop.printer.outcome = PrintOutcome(Proof.NOT_PRINTED, TicketPrinterReason.PAPER_OUT)
    shop.print_one()
    shop.worker.step()
    assert shop.events == [
        PrinterChanged("error.ticket_printer.paper_out"),
        TicketPrinted(TICKET_ID, Paper.NOT_PRINTED, "error.ticket_printer.paper_out"),
        PrinterChanged(None),
    ]
    assert caplog.messages[0] == "printer error.ticket_printer.paper_out"


def test_a_printer_out_of_reach_is_asked_less_and_less_often_until_it_is_back(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    shop.printer.state = PrinterStatus(Readiness.NOT_READY, TicketPrinterReason.UNPLUGGED)
    assert [shop.worker.step() for _ in range(6)] == [0.4, 0.5, 1.0, 2.0, 2.0, 2.0]
    shop.printer.state = READY
    assert shop.worker.step() == 0.4
    shop.printer.state = PAPER_OUT
    assert [shop.worker.step() for _ in range(6)] == [0.4] * 6


def test_the_renderer_is_warmed_once_while_nobody_waits(shop: Shop) -> None:
    shop.print_one()
    assert shop.renderer.warmed == 0
    shop.worker.step()
    shop.worker.step()
    assert shop.renderer.warmed == 1


def test_orders_are_printed_in_their_order_and_the_thread_ends(shop: Shop) -> None:
    others = [PrintOrder(TicketId(UUID(int=n)), "en") for n in (1, 2, 3)]
    for order in others:
        shop.orders.put(order)
    shop.worker.rest(0.0)
    for _ in others:
        shop.worker.step()
        shop.worker.rest(0.0)
    assert [event.ticket_id for event in shop.events if isinstance(event, TicketPrinted)] == [
        order.ticket_id for order in others
    ]
    shop.worker.start()
    assert shop.worker.stop()
    assert shop.printer.is_closed


def test_a_slip_that_says_where_to_go_is_printed_and_nothing_of_it_is_kept(shop: Shop) -> None:
    event = shop.print_one(DirectionOrder(TO_CARE))
    assert event == DirectionPrinted(3, VIEW.service_id, Paper.CONFIRMED)
    assert shop.printer.jobs == [DIRECTION]
    assert shop.records.done == []


@pytest.mark.parametrize(
    ("order", "job", "told"),
    [(TrialOrder("en"), TEST, PrinterTried), (ReportOrder(TODAY), REPORT, ReportPrinted)],
)
@pytest.mark.parametrize("is_ready", [True, False])
def test_a_paper_for_staff_is_printed_and_nothing_of_it_is_kept(
    shop: Shop,
    order: Order,
    job: PrintJob,
    told: type[PrinterTried | ReportPrinted],
    *,
    is_ready: bool,
) -> None:
    shop.printer.state = READY if is_ready else PAPER_OUT
    problem = None if is_ready else "error.ticket_printer.paper_out"
    paper = Paper.CONFIRMED if is_ready else Paper.NOT_PRINTED
    assert shop.print_one(order) == told(paper, problem)
    assert shop.printer.jobs == ([job] if is_ready else [])
    assert shop.records.done == []


def test_no_slip_is_begun_on_a_printer_that_is_not_ready(shop: Shop) -> None:
    shop.printer.state = PAPER_OUT
    event = shop.print_one(DirectionOrder(TO_CARE))
    problem = "error.ticket_printer.paper_out"
    assert event == DirectionPrinted(3, VIEW.service_id, Paper.NOT_PRINTED, problem)
    assert shop.printer.jobs == []

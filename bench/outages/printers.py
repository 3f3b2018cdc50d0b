# SPDX-License-Identifier: Apache-2.0
"""The printer over TCP with all its faults, and what a line does that is none of TCP."""

import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from queue import SimpleQueue
from uuid import UUID

from typing_extensions import override

from bench.devices import JOB_BEGINS, PATIENCE_SECONDS, StuckError
from bench.outages.stage import (
    BACK_AGAIN,
    Found,
    Hand,
    IsIt,
    OtherProgram,
    Outage,
    at_work,
    go_through,
    keep_calls,
    timed,
)
from drivers.ticket_printer.abstract import Cut, PrintJob, PrintOutcome, Raster, Text
from drivers.ticket_printer.errors import TicketPrinterError, TicketPrinterReason
from drivers.ticket_printer.registry import (
    TicketPrinterConfig,
    TicketPrinterKind,
    open_ticket_printer,
)
from hall.ids import ServiceId, TicketId
from hall.words import Words
from kiosk.flow.effects import PrintDirection, PrintReport
from kiosk.flow.events import PrinterChanged, TicketPrinted
from kiosk.flow.values import TicketView
from kiosk.runner.printer_worker import (
    POLL_SECONDS,
    Order,
    PrinterWorker,
    PrintOrder,
    PrintRecords,
    SlipRenderer,
    SlipToPrint,
)
from tests.emulators.escpos_printer import EmulatedPrinter, PtyPrinter, TcpPrinter
from tests.emulators.usb_backend import FakeUsbBackend, FakeUsbDevice

DEVICE = "printer"
CALLS = {"status": 3.0, "print": 5.1, "close": 0.0}
"""Seconds that the driver promises, a picture's tenth of a second on the wire with them; 0 is at once."""
ORDER = PrintOrder(TicketId(UUID(int=7)), "zh_Hans")
TICKET = TicketView(
    ticket_id=ORDER.ticket_id,
    number="A001",
    service_id=ServiceId("social"),
    service_name=Words.of({"zh_Hans": "社保"}),
    where=Words.of({"zh_Hans": "一楼"}),
    issued_at=datetime(2026, 3, 2, 10, tzinfo=UTC),
)
JOB = PrintJob((Text("A001"), Text("社保"), Raster(576, b"\x81" * 72 * 700), Cut()))
"""Larger than what the line takes while nobody reads."""
REPORTED_SECONDS = 2.5
"""Until the worker has looked at a printer that failed in a job, and said what it found."""
CHATTER = b"\xff\xfe\x99"
CHATTER_SECONDS = 0.005


class Paperwork(PrintRecords, SlipRenderer):
    """Stores nothing, and prints always the same."""

    @override
    def begin(self, order: PrintOrder) -> SlipToPrint:
        return SlipToPrint(order, TICKET, copy=0)

    @override
    def started(self, slip: SlipToPrint) -> None: ...

    @override
    def ended(self, slip: SlipToPrint, outcome: PrintOutcome) -> None: ...

    @override
    def warm(self) -> None: ...

    @override
    def render(self, slip: SlipToPrint) -> PrintJob:
        return JOB

    @override
    def render_direction(self, wanted: PrintDirection) -> PrintJob:
        return JOB

    @override
    def render_report(self, wanted: PrintReport) -> PrintJob:
        return JOB

    @override
    def render_test(self, language: str) -> PrintJob:
        return JOB


class Printer(TcpPrinter):
    """Can begin to behave otherwise with the first bytes of the next job."""

    def __init__(self) -> None:
        self.in_job: Mapping[str, object] = {}
        super().__init__()

    @override
    def _take(self, data: bytes) -> None:
        if JOB_BEGINS in data:
            for name, value in self.in_job.items():
                setattr(self.manner, name, value)
            self.in_job = {}
        super()._take(data)


class Chatter:
    """A printer that says nonsense all the time and answers nothing, until it is told to stop."""

    def __init__(self, printer: EmulatedPrinter) -> None:
        self._printer = printer
        self._is_over = threading.Event()

    def begin(self) -> None:
        self._is_over.clear()
        self._printer.manner.is_silent = True
        threading.Thread(target=self._talk, daemon=True).start()

    def end(self) -> None:
        self._printer.manner.is_silent = False
        self._is_over.set()

    def _talk(self) -> None:
        while not self._is_over.wait(CHATTER_SECONDS):
            with self._printer._changed:
                self._printer._transmit(CHATTER)


class Shop:
    """One printer and the orders of the kiosk."""

    def __init__(self, printer: EmulatedPrinter) -> None:
        self.printer = printer
        self.chatter = Chatter(printer)
        self.paperwork = Paperwork()
        self.orders = SimpleQueue[Order | None]()

    def errs(self, **manner: object) -> Hand:
        """From now on it behaves like this."""
        return lambda: self._set(**manner)

    def errs_in_job(self, **manner: object) -> Hand:
        """It behaves like this from the first byte of the ticket that is ordered now."""

        def order() -> None:
            assert isinstance(self.printer, Printer)
            self.printer.in_job = manner
            self.orders.put(ORDER)

        return order

    def be_well(self) -> None:
        self._set(
            is_silent=False,
            is_stuck=False,
            noise=b"",
            answer_seconds=0.0,
            answered_looks=(1, 2, 3, 4),
            paper_ends_after=None,
        )
        self.printer.put_paper_in()

    def wait_until_cleared(self, slips: int) -> None:
        """Until the new driver has cut off what the process before it might have left."""
        with self.printer._changed:
            if not self.printer._changed.wait_for(
                lambda: self.printer.blank_slips > slips, PATIENCE_SECONDS
            ):
                raise StuckError("the printer was not cleared")

    def be_repaired(self) -> None:
        self.printer._set(is_broken=False)

    def _set(self, **manner: object) -> None:
        for name, value in manner.items():
            setattr(self.printer.manner, name, value)


def network(folder: Path, count: int) -> Found:
    """Every fault between two tickets."""
    found = Found(DEVICE)
    with Printer() as printer:
        config = TicketPrinterConfig(
            TicketPrinterKind.ESCPOS_NETWORK, host=printer.host, port=printer.port
        )
        shop = Shop(printer)
        _perform(shop, config, found, count, _outages(shop))
    return found


def network_jobs(folder: Path, count: int) -> Found:
    """Every fault in the middle of a ticket, and of the cable."""
    found = Found(DEVICE)
    with Printer() as printer:
        config = TicketPrinterConfig(
            TicketPrinterKind.ESCPOS_NETWORK, host=printer.host, port=printer.port
        )
        shop = Shop(printer)
        _perform(shop, config, found, count, (*_job_outages(shop), *_line_outages(shop)))
    return found


def lines(folder: Path, count: int) -> Found:
    """The cables of a serial line, of USB and of a device file."""
    found = Found(DEVICE)
    with PtyPrinter(folder) as printer, FakeUsbBackend() as bus:
        device = bus.attach(FakeUsbDevice(printer.path))
        path, usb_id = str(printer.path), f"{device.vendor:04X}:{device.product:04X}"
        shop = Shop(printer)
        serial = TicketPrinterConfig(TicketPrinterKind.ESCPOS_SERIAL, device=path)
        _perform(shop, serial, found, count, (_taken(shop), *_line_outages(shop)))
        for config in (
            TicketPrinterConfig(TicketPrinterKind.ESCPOS_USB, usb_id=usb_id),
            TicketPrinterConfig(TicketPrinterKind.ESCPOS_FILE, device=path),
        ):
            _perform(shop, config, found, count, _line_outages(shop)[:1])
    return found


def _perform(
    shop: Shop,
    config: TicketPrinterConfig,
    found: Found,
    count: int,
    outages: tuple[Outage, ...],
) -> None:
    (driver, calls), slips = timed(open_ticket_printer(config)), shop.printer.blank_slips
    with at_work(
        lambda post: PrinterWorker(driver, shop.orders, shop.paperwork, shop.paperwork, post)
    ) as ear:
        shop.wait_until_cleared(slips)
        go_through(outages, ear, found, count)
    keep_calls(found, config.kind, calls, CALLS)


def _outages(shop: Shop) -> tuple[Outage, ...]:
    printer, stopped = shop.printer, "out of paper, cover open, too hot, offline"
    return (
        _outage(shop, "silent, also a network cable pulled", "silent", is_silent=True),
        _outage(shop, "slower than its deadline", "silent", answer_seconds=2.0),
        _outage(shop, "half a reply", "silent", answered_looks=(1, 2)),
        _outage(
            shop, "wrong fixed bits (there is no checksum)", "garbled", noise=b"\x93\x93\x93\x93"
        ),
        _outage(shop, "noise", "garbled", noise=b"\xff\xfe\x99"),
        _by_hand("never stops talking", shop.chatter.begin, shop.chatter.end, told("garbled")),
        _outage(shop, "takes no bytes", "silent", is_stuck=True),
        _by_hand(stopped, printer.take_paper_out, printer.put_paper_in, told("paper_out")),
        _by_hand(stopped, printer.open_cover, printer.close_cover, told("cover_open")),
        _by_hand(stopped, printer.overheat, printer.cool_down, told("recoverable")),
        _by_hand(stopped, printer.press_feed, printer.release_feed, told("offline")),
        _by_hand("cutter stuck", printer.jam_cutter, lambda: None, told("cutter")),
        _by_hand("broken", printer.break_down, shop.be_repaired, told("unrecoverable")),
    )


def _job_outages(shop: Shop) -> tuple[Outage, ...]:
    def outage(fault: str, *reasons: str, **manner: object) -> Outage:
        return Outage(
            fault,
            shop.errs_in_job(**manner),
            shop.be_well,
            job_told(*reasons),
            is_well,
            POLL_SECONDS,
            lasts_seconds=REPORTED_SECONDS,
        )

    return (
        outage("stops reading in the middle", "stuck", is_stuck=True),
        outage("takes a ticket, never answers", "silent", "unproven", is_silent=True),
        outage("paper ends in the middle", "paper_out", paper_ends_after=2),
    )


def _line_outages(shop: Shop) -> tuple[Outage, ...]:
    unplug, plug_in, gone = shop.printer.unplug, shop.printer.plug_in, told("unplugged")
    return (
        _by_hand("unplugged, or hung up", unplug, plug_in, gone),
        Outage(BACK_AGAIN, unplug, plug_in, gone, is_well, POLL_SECONDS, is_long=True),
    )


def _taken(shop: Shop) -> Outage:
    assert isinstance(shop.printer, PtyPrinter)
    other, refused = OtherProgram(shop.printer), told("port_refused")
    return _by_hand("used by another program", other.take, other.give_back, refused)


def _outage(shop: Shop, fault: str, reason: str, **manner: object) -> Outage:
    return _by_hand(fault, shop.errs(**manner), shop.be_well, told(reason))


def _by_hand(fault: str, begins: Hand, ends: Hand, is_told: IsIt) -> Outage:
    return Outage(fault, begins, ends, is_told, is_well, POLL_SECONDS)


def told(reason: str) -> IsIt:
    """The kiosk says that the printer fails for this reason."""
    key = TicketPrinterError.key_of(TicketPrinterReason(reason))
    return lambda event: isinstance(event, PrinterChanged) and event.problem == key


def job_told(*reasons: str) -> IsIt:
    """The kiosk says that a ticket failed for one of these reasons."""
    keys = {TicketPrinterError.key_of(TicketPrinterReason(one)) for one in reasons}
    return lambda event: isinstance(event, TicketPrinted) and event.problem in keys


def is_well(event: object) -> bool:
    return isinstance(event, PrinterChanged) and event.problem is None

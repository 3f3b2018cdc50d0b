# SPDX-License-Identifier: Apache-2.0
"""One life of the kiosk's process: the product's flow, use cases, printer worker and engine, without threads."""

from collections import deque
from datetime import date, timedelta
from queue import SimpleQueue
from typing import cast

from typing_extensions import override

from drivers.ticket_printer.abstract import PaperProfile, PrintJob, PrintOutcome
from drivers.ticket_printer.engine import EscPosPrinter
from hall.identity import Ages
from hall.log import PrintProof
from kiosk.flow import effects
from kiosk.flow.effects import Effect, PrintDirection, PrintReport
from kiosk.flow.events import Event
from kiosk.flow.states import Kiosk
from kiosk.flow.step import step
from kiosk.flow.values import FlowSettings
from kiosk.runner.identifier import Identifier
from kiosk.runner.printer_worker import (
    Order,
    PrinterWorker,
    PrintOrder,
    PrintRecords,
    SlipRenderer,
    SlipToPrint,
)
from kiosk.runner.use_cases import Housekeeping, UseCases
from kiosk.services.rules import Rules
from kiosk.store.abstract import UnitOfWork
from kiosk.store.database import Database
from tests.fakes.clock import FakeClock
from tests.simulation.papers.fuse import Fuse, FusedUnit
from tests.simulation.papers.press import Press, PressPort, job

LANGUAGE = "zh_Hans"
KEY = bytes(32)


class Records(PrintRecords):
    """On the same thread."""

    def __init__(self, use_cases: UseCases) -> None:
        self._use_cases = use_cases

    @override
    def begin(self, order: PrintOrder) -> SlipToPrint:
        return self._use_cases.begin_print(order)

    @override
    def started(self, slip: SlipToPrint) -> None:
        self._use_cases.start_print(slip)

    @override
    def ended(self, slip: SlipToPrint, outcome: PrintOutcome) -> None:
        self._use_cases.end_print(slip, PrintProof(outcome.proof.value), outcome.reason)


class Renderer(SlipRenderer):
    """A ticket that says which number and which copy it is."""

    @override
    def warm(self) -> None: ...

    @override
    def render(self, slip: SlipToPrint) -> PrintJob:
        return job(slip.ticket.number, slip.copy)

    @override
    def render_direction(self, wanted: PrintDirection) -> PrintJob:
        raise NotImplementedError  # nobody is sent to a counter on that day

    @override
    def render_report(self, wanted: PrintReport) -> PrintJob:
        raise NotImplementedError  # no staff ask for it on that day

    @override
    def render_test(self, language: str) -> PrintJob:
        raise NotImplementedError  # no staff changes the paper in these visits


def _nothing(*_: object) -> None:
    """Keys and tidying are not what this is about."""


class Machine:
    """Begins like a process that starts: nothing is remembered but what the store holds."""

    def __init__(
        self, database: Database, rules: Rules, clock: FakeClock, press: Press, fuse: Fuse
    ) -> None:
        def new_unit() -> UnitOfWork:
            return cast("UnitOfWork", FusedUnit(database.unit_of_work(), fuse))

        def key_of(_on: date) -> bytes:
            return KEY

        keeping = Housekeeping(_nothing, _nothing, _nothing, _nothing, timedelta(days=400))
        self.use_cases = UseCases(
            new_unit=new_unit,
            rules=lambda: rules,
            identifier=Identifier(lambda: rules.calendar, key_of, Ages, clock),
            housekeeping=keeping,
            clock=clock,
            language=LANGUAGE,
        )
        self.kiosk = Kiosk(settings=FlowSettings(pause_seconds=0.0))
        self._orders = SimpleQueue[Order | None]()
        self._events = deque[Event]()
        printer = EscPosPrinter(
            lambda _: PressPort(press, fuse), PaperProfile(), bytes_per_second=1_000_000
        )
        records = Records(self.use_cases)
        self._worker = PrinterWorker(
            printer, self._orders, Renderer(), records, self._events.append
        )

    def take_up(self) -> None:
        """What a start does before the first visitor."""
        for order in self.use_cases.take_up():
            self._orders.put(order)
        self.look_around()

    def look_around(self) -> None:
        """The day, its services, the numbers without paper."""
        for event in self.use_cases.changes():
            self.send(event)

    def send(self, event: Event) -> None:
        """A touch, or what somebody told; all that follows from it but paper."""
        self._events.append(event)
        while self._events:
            self.kiosk, wanted = step(self.kiosk, self._events.popleft())
            for effect in wanted:
                self._carry_out(effect)

    def turn(self) -> None:
        """The printer's thread prints all that was ordered, and looks at the printer."""
        for _ in range(self._orders.qsize() + 1):
            self._worker.rest(0.0)
            self._worker.step()
            while self._events:
                self.send(self._events.popleft())

    def _carry_out(self, effect: Effect) -> None:
        match effect:
            case effects.LoadVisit():
                self._events.append(self.use_cases.load_visit(effect))
            case effects.IssueTicket():
                self._events.append(self.use_cases.issue(effect))
            case effects.PrintTicket(ticket_id, language):
                self._orders.put(PrintOrder(ticket_id, language))
            case effects.ReprintTicket(ticket_id, language):
                self._orders.put(PrintOrder(ticket_id, language, is_reprint=True))
            case _:
                pass  # timers: nobody waits here

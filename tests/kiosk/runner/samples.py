# SPDX-License-Identifier: Apache-2.0
"""The use cases on a store in memory, and a runner whose screen is a list."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Self

from hall.identity import Ages, Secret
from hall.ids import ServiceId, TicketId
from hall.service import Catalogue
from hall.ticket import TicketStatus
from kiosk.flow import effects
from kiosk.flow.states import Kiosk
from kiosk.flow.values import FlowSettings
from kiosk.runner.identifier import Identifier
from kiosk.runner.printer_worker import Order
from kiosk.runner.runner import Runner
from kiosk.runner.store_thread import StoreThread
from kiosk.runner.use_cases import Housekeeping, UseCases
from kiosk.services.waits import Waits
from kiosk.store.errors import DiskFullError
from tests.fakes.clock import FakeClock
from tests.fakes.unit_of_work import FakeUnitOfWork
from tests.kiosk.services.samples import INSURANCE, MONDAY, NOW_OFFER, RULES

KEY = bytes(range(32))
NUMBER = Secret("999999194001010007")


class Office:
    """UseCases, clock and what was asked of keys and store."""

    def __init__(self, clock: FakeClock) -> None:
        self.clock = clock
        self.unit = FakeUnitOfWork()
        self.made_keys: list[date] = []
        self.forgotten_before: list[date] = []
        self.tidied: list[str] = []
        self.waits = Waits()
        self.rules = RULES
        self.make_key: Callable[[date], None] = self.made_keys.append
        self.identifier = Identifier(lambda: RULES.calendar, lambda _on: KEY, Ages, clock)
        self.housekeeping = Housekeeping(
            make_key=self._make_key,
            forget_keys_before=self.forgotten_before.append,
            tidy=lambda: self.tidied.append("idle"),
            tidy_away=lambda: self.tidied.append("day"),
            kept=timedelta(days=400),
        )
        self.use_cases = self.new_use_cases()

    def _make_key(self, on: date) -> None:
        self.make_key(on)

    def status(self, ticket_id: TicketId) -> TicketStatus:
        ticket = self.unit.tickets.find(ticket_id)
        assert ticket is not None
        return ticket.status

    def drop(self, service_id: ServiceId) -> None:
        """The centre tells of the site anew, without that service."""
        left = [each for each in RULES.catalogue.services if each.service_id != service_id]
        self.rules = replace(RULES, catalogue=Catalogue(tuple(left)))

    def new_use_cases(self) -> UseCases:
        """The use cases as after a restart: the same store, nothing remembered."""
        return UseCases(
            new_unit=lambda: self.unit,
            rules=lambda: self.rules,
            identifier=self.identifier,
            housekeeping=self.housekeeping,
            clock=self.clock,
            language="zh_Hans",
            waits=self.waits,
        )


def wish(visit_no: int = 1) -> effects.IssueTicket:
    """A number for insurance, now."""
    return effects.IssueTicket(visit_no, MONDAY, INSURANCE, NOW_OFFER, None, is_green=False)


def new_runner(
    office: Office, store: StoreThread, orders: Callable[[Order], None], **flow: float
) -> Runner:
    """A runner with quick pauses."""
    settings = FlowSettings(pause_seconds=0.0, read_done_seconds=0.0, **flow)
    return Runner(Kiosk(settings=settings), office.use_cases, orders, store)


class Gate:
    """Holds a thread until the test lets it go."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self._open = threading.Event()

    def wait(self) -> None:
        self.reached.set()
        self._open.wait(20)

    def let_go(self) -> None:
        self._open.set()


class FullUnitOfWork(FakeUnitOfWork):
    """A disk without room: nothing can be read or written."""

    def __enter__(self) -> Self:
        raise DiskFullError(path="kiosk.db", problem="full")

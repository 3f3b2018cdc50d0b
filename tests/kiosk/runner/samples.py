# SPDX-License-Identifier: Apache-2.0
"""A desk on a store in memory, and a runner whose screen is a list."""

import threading
from collections.abc import Callable
from datetime import date

from hall.identity import Ages, Secret
from kiosk.flow import effects
from kiosk.flow.states import Kiosk
from kiosk.flow.values import FlowSettings
from kiosk.runner.desk import Desk
from kiosk.runner.identifier import Identifier
from kiosk.runner.printer_worker import PrintOrder
from kiosk.runner.runner import Runner
from kiosk.runner.store_thread import StoreThread
from tests.fakes.clock import FakeClock
from tests.fakes.unit_of_work import FakeUnitOfWork
from tests.kiosk.services.samples import INSURANCE, MONDAY, NOW_OFFER, RULES

KEY = bytes(range(32))
NUMBER = Secret("999999194001010007")


class Office:
    """Desk, clock and what was asked of keys and store."""

    def __init__(self, clock: FakeClock) -> None:
        self.clock = clock
        self.unit = FakeUnitOfWork()
        self.kept_days: list[date] = []
        self.tidied: list[str] = []
        self.desk = self.new_desk()

    def new_desk(self) -> Desk:
        """A desk as after a restart: the same store, nothing remembered."""
        return Desk(
            new_unit=lambda: self.unit,
            rules=RULES,
            identifier=Identifier(RULES.calendar, lambda _on: KEY, Ages(), self.clock),
            keep_only_key=self.kept_days.append,
            tidy=lambda: self.tidied.append("idle"),
            tidy_away=lambda: self.tidied.append("day"),
            clock=self.clock,
            language="zh_Hans",
        )


def wish(visit_no: int = 1) -> effects.IssueTicket:
    """A number for insurance, now."""
    return effects.IssueTicket(visit_no, MONDAY, INSURANCE, NOW_OFFER, None, is_green=False)


def new_runner(
    office: Office, store: StoreThread, orders: Callable[[PrintOrder], None], **flow: float
) -> Runner:
    """A runner with quick pauses."""
    settings = FlowSettings(pause_seconds=0.0, read_done_seconds=0.0, **flow)
    return Runner(Kiosk(settings=settings), office.desk, orders, store)


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

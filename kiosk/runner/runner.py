# SPDX-License-Identifier: Apache-2.0
"""The bridge between Qt and everything else: holds the flow's state and carries out its effects."""

import logging
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import assert_never

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from kiosk.errors import KioskError
from kiosk.flow import effects, events
from kiosk.flow.effects import Effect, Timer
from kiosk.flow.staff_effects import StaffEffect
from kiosk.flow.states import Kiosk
from kiosk.flow.step import step
from kiosk.runner.help_worker import NOBODY, Helper
from kiosk.runner.printer_worker import (
    DirectionOrder,
    Order,
    PrintOrder,
    ReportOrder,
    TrialOrder,
)
from kiosk.runner.staff_cases import NO_STAFF, StaffDesk
from kiosk.runner.store_thread import StoreThread
from kiosk.runner.use_cases import UseCases

logger = logging.getLogger(__name__)

TICK_MILLISECONDS = 1000


class Runner(QObject):
    """Lifetime: one per process; `start` after the first frame, `stop` before the end.

    Concurrency: lives on the UI thread. `post` may be called from any thread; everything else only
    from the UI thread. The use cases run on one thread of its own, the only one that writes.

    Signals:
        changed: the new Kiosk, after each event that changed it.
        carried_out: each event after it was taken in, with the Kiosk it led to.
    """

    changed = Signal(object)
    carried_out = Signal(object, object)
    _posted = Signal(object)

    def __init__(
        self,
        kiosk: Kiosk,
        use_cases: UseCases,
        order_print: Callable[[Order], None],
        store: StoreThread,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.kiosk = kiosk
        self._use_cases = use_cases
        self._order_print = order_print
        self._store = store
        self.helper: Helper = NOBODY
        self.staff: StaffDesk = NO_STAFF
        self._waiting: deque[events.Event] = deque()
        self._is_stepping = False
        self._is_stopped = False
        self._timers = {name: self._make_timer(name) for name in Timer}
        self._timer_nos = dict.fromkeys(Timer, 0)
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MILLISECONDS)
        self._tick.timeout.connect(self._look_at_clock)
        self._refused: dict[str, str] = {}
        self._looking: Future[None] | None = None
        self._posted.connect(self.dispatch)

    def _make_timer(self, name: Timer) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(partial(self._timer_fired, name))
        return timer

    def start(self) -> None:
        """Open the day, take up unfinished prints, and look at the clock from now on."""
        self._store.do(partial(self._unless_refused, "look", self._look))
        self._tick.start()

    def stop(self) -> None:
        """No more timers and answers; what is committed stays, what is not was never promised."""
        self._tick.stop()
        for timer in self._timers.values():
            timer.stop()
        self._is_stopped = True

    def post(self, event: events.Event) -> None:
        """Hand in an event from any thread."""
        self._posted.emit(event)

    @Slot(object)
    def dispatch(self, event: events.Event) -> None:
        """Take in an event; events that arrive meanwhile wait their turn."""
        self._waiting.append(event)
        if self._is_stepping or self._is_stopped:
            return
        self._is_stepping = True
        try:
            while self._waiting:
                self._take(self._waiting.popleft())
        finally:
            self._is_stepping = False

    def _take(self, event: events.Event) -> None:
        before = self.kiosk
        self.kiosk, wanted = step(before, event)
        for effect in wanted:
            self._carry_out(effect)
        if self.kiosk != before:
            self.changed.emit(self.kiosk)
        self.carried_out.emit(event, self.kiosk)

    def _carry_out(self, effect: Effect) -> None:
        match effect:
            case effects.StartTimer(timer, seconds, timer_no):
                self._timer_nos[timer] = timer_no
                self._timers[timer].start(round(seconds * 1000))
            case effects.StopTimer(timer):
                self._timers[timer].stop()
            case _ if isinstance(effect, effects.PrintEffect):
                self._order_print(order_of(effect))
            case _ if isinstance(effect, effects.HelpEffect):
                self._for_help(effect)
            case _ if isinstance(effect, StaffEffect):
                self._for_staff(effect)
            case _:
                self._ask(effect)

    def _for_help(self, effect: effects.HelpEffect) -> None:
        match effect:
            case effects.CallForHelp(call_no, screen):
                self.helper.call(call_no, screen)
            case effects.EndHelp(call_no):
                self.helper.over(call_no)
            case effects.ShowHeld(is_held):
                self.helper.held(is_held=is_held)
            case _:
                assert_never(effect)

    def _for_staff(self, effect: StaffEffect) -> None:
        """On the store's thread; some acts have no answer."""
        self._store.do(partial(self._unless_refused, "staff", partial(self._answer_staff, effect)))

    def _answer_staff(self, effect: StaffEffect) -> None:
        if (answer := self.staff.answer(effect)) is not None:
            self.post(answer)

    def _ask(self, effect: effects.UseCase) -> None:
        match effect:
            case effects.LoadVisit():
                self._answer(partial(self._use_cases.load_visit, effect))
            case effects.IdentifyTyped():
                self._answer(partial(self._use_cases.identify_typed, effect))
            case effects.FindBooking():
                self._answer(partial(self._use_cases.find_booking, effect))
            case effects.LoadOffers():
                self._answer(partial(self._use_cases.load_offers, effect))
            case effects.IssueTicket():
                self._answer(partial(self._use_cases.issue, effect))
            case effects.CheckIn():
                self._answer(partial(self._use_cases.check_in, effect))
            case effects.CancelTicket():
                self._answer(partial(self._use_cases.cancel, effect))
            case _:
                assert_never(effect)

    def _timer_fired(self, name: Timer) -> None:
        self.dispatch(events.TimerFired(name, self._timer_nos[name]))

    def _answer(self, ask: Callable[[], events.Event]) -> None:
        """Ask on the store's thread; the answer comes back as an event.

        Without an answer the flow itself says so after a while (`FlowSettings.answer_seconds`).
        """
        self._store.do(partial(self._unless_refused, "answer", lambda: self.post(ask())))

    def _look(self) -> None:
        for order in self._use_cases.take_up():
            self._order_print(order)
        for event in self._use_cases.changes():
            self.post(event)

    def _unless_refused(self, name: str, job: Callable[[], None]) -> None:
        """What store or keys refuse is logged when it begins, not once a second, and tried again."""
        try:
            job()
        except KioskError as error:
            if error.key != self._refused.get(name):
                logger.error("%s refused key=%s %s", name, error.key, dict(error.fields))  # noqa: TRY400 (no bug, no trace)
            self._refused[name] = error.key
        else:
            self._refused.pop(name, None)

    def _look_at_clock(self) -> None:
        """Once a second; a slow disk must not pile these up."""
        if self._looking is None or self._looking.done():
            self._looking = self._store.do(partial(self._unless_refused, "look", self._look))
            if self.kiosk.visitor is None:
                self._store.do(partial(self._unless_refused, "tidy", self._use_cases.tidy))


def order_of(effect: effects.PrintEffect) -> Order:
    """What the printer's thread is to do."""
    match effect:
        case effects.PrintTicket(ticket_id, language, name):
            return PrintOrder(ticket_id, language, masked_name=name)
        case effects.ReprintTicket(ticket_id, language, staff_id, name):
            return PrintOrder(
                ticket_id, language, is_reprint=True, staff_id=staff_id, masked_name=name
            )
        case effects.PrintDirection():
            return DirectionOrder(effect)
        case effects.TryPrinter(language):
            return TrialOrder(language)
        case effects.PrintReport():
            return ReportOrder(effect)
        case _:
            assert_never(effect)

# SPDX-License-Identifier: Apache-2.0
"""Calls somebody for a visitor: the light at once, the centre again and again until it is over."""

import logging
import threading
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from typing_extensions import override

from drivers.signal_light.abstract import QUIET, Signal
from hall.ids import HelpCallId
from hall.wire.values import HelpProgress, HelpWish
from kiosk.clock import Clock
from kiosk.errors import KioskError
from kiosk.flow.events import Event, HelpChanged
from kiosk.flow.values import HelpReach
from kiosk.runner.looping import Looping

logger = logging.getLogger(__name__)

CALL = Signal(is_lamp_on=True, is_sounder_on=True)
ASK_SECONDS = 2.0
"""Between two questions to the centre while somebody waits."""
REST_SECONDS = 60.0
"""While nobody does; a call ends the rest."""
MOST_OVER_SECONDS = 300.0
"""A call of which the centre did not hear the end for so long is shown to nobody there any more."""


class Helper(Protocol):
    """Whoever calls somebody for a visitor."""

    def call(self, call_no: int, screen: str) -> None:
        """He wants help; `screen` is where he was."""

    def over(self, call_no: int) -> None:
        """He wants it no more, or has it."""

    def held(self, *, is_held: bool) -> None:
        """The kiosk serves nobody; or everybody again."""


class Nobody:
    """A kiosk that calls nobody."""

    def call(self, call_no: int, screen: str) -> None:
        """Nothing."""

    def over(self, call_no: int) -> None:
        """Nothing."""

    def held(self, *, is_held: bool) -> None:
        """Nothing."""


NOBODY = Nobody()


class HelpCentre(Protocol):
    """The centre as the worker sees it."""

    def ask(self, wish: HelpWish) -> HelpProgress:
        """Tell of a call, and hear what has become of it; raises KioskError."""

    def close(self) -> None:
        """End what is going on; from any thread."""

    def dispose(self) -> None:
        """Free what is left; on the worker's thread, last."""


class HelpNotes(ABC):
    """What the log is to hold of calls; both return at once."""

    @abstractmethod
    def called(self, screen: str, *, was_delivered: bool) -> None:
        """A visitor called; whether somebody was told is known by now."""

    @abstractmethod
    def answered(self) -> None:
        """Somebody comes to the visitor who called last."""


@dataclass(eq=False)
class _Call:
    """Written by the worker's thread alone, but for `over_at`."""

    call_no: int
    call_id: HelpCallId
    screen: str
    raised_at: datetime
    began_at: float
    reach: HelpReach = HelpReach.ASKED
    is_told: bool = False
    over_at: float | None = None  # monotonic


class HelpWorker(Looping):
    """One call at a time, the last.

    Concurrency: `call` and `over` on the UI thread; `show` and `post` may be called from any.

    Args:
        show: what the signal light shall show.
        centre: None for a kiosk that stands alone.
    """

    name = "help"
    longest_step_seconds = 30.0
    """Each call of which the centre is told may take five."""

    def __init__(
        self,
        *,
        clock: Clock,
        show: Callable[[Signal], None],
        centre: HelpCentre | None,
        notes: HelpNotes,
        post: Callable[[Event], None],
    ) -> None:
        super().__init__()
        self._clock = clock
        self._show = show
        self._centre = centre
        self._notes = notes
        self._post = post
        self._call: _Call | None = None
        self._without_call = QUIET
        self._over = deque[_Call](() if centre is None else (self._left_over(),))
        self._showing = threading.Lock()  # what is shown is of the call that there is

    # On the UI thread

    def call(self, call_no: int, screen: str) -> None:
        """Light the lamp, and tell the centre."""
        call_id = HelpCallId(self._clock.new_id())
        logger.info("help raised call_id=%s screen=%s", call_id, screen)
        with self._showing:
            self._call = _Call(call_no, call_id, screen, self._clock.now(), self._clock.monotonic())
            self._show(CALL)
        self.wake()

    def over(self, call_no: int) -> None:
        """Put the lamp out, and tell the centre."""
        with self._showing:
            call = self._call
            if call is None or call.call_no != call_no:
                return
            self._call = None
            self._show(self._without_call)
        call.over_at = self._clock.monotonic()
        seconds = round(call.over_at - call.began_at)
        logger.info("help over call_id=%s seconds=%s", call.call_id, seconds)
        self._over.append(call)
        self.wake()

    def held(self, *, is_held: bool) -> None:
        """The lamp is on while the kiosk serves nobody; a call sounds besides."""
        with self._showing:
            self._without_call = Signal(is_lamp_on=is_held)
            if self._call is None:
                self._show(self._without_call)

    def _left_over(self) -> _Call:
        """Stands for the calls of the process before this one, which nobody at the panel waits for."""
        now, monotonic = self._clock.now(), self._clock.monotonic()
        call_id = HelpCallId(self._clock.new_id())
        return _Call(0, call_id, "", now, monotonic, is_told=True, over_at=monotonic)

    # On its own thread

    @override
    def step(self) -> float:
        call = self._call
        if call is not None:
            self._ask(call)
        self._tell_over()
        return ASK_SECONDS if self._call or self._over else REST_SECONDS

    @override
    def end(self) -> None:
        super().end()
        if self._centre is not None:
            self._centre.close()

    @override
    def close(self) -> None:
        if self._centre is not None:
            self._centre.dispose()

    def _ask(self, call: _Call) -> None:
        if self._centre is None or call.reach is HelpReach.DONE:
            return
        try:
            progress = self._centre.ask(HelpWish(call.call_id, call.raised_at))
        except KioskError as error:
            if call.reach is HelpReach.ASKED:
                logger.info("help not told call_id=%s key=%s", call.call_id, error.key)
                self._reached(call, HelpReach.CUT)
        else:
            self._heard(call, progress)

    def _heard(self, call: _Call, progress: HelpProgress) -> None:
        if progress.told_at and not call.is_told:
            call.is_told = True
            self._notes.called(call.screen, was_delivered=True)
            self._reached(call, HelpReach.TOLD)
        if progress.answered_at and call.reach is HelpReach.TOLD:
            self._notes.answered()
            self._reached(call, HelpReach.COMING)
        if progress.ended_at:
            with self._showing:
                if self._call is call:
                    self._show(QUIET)
            self._reached(call, HelpReach.DONE)

    def _reached(self, call: _Call, reach: HelpReach) -> None:
        call.reach = reach
        seconds = round(self._clock.monotonic() - call.began_at)
        logger.info("help %s call_id=%s seconds=%s", reach, call.call_id, seconds)
        self._post(HelpChanged(call.call_no, reach))

    def _tell_over(self) -> None:
        for _ in range(len(self._over)):
            call = self._over.popleft()
            if not call.is_told:
                call.is_told = True
                self._notes.called(call.screen, was_delivered=False)
            if not self._is_over_told(call):
                self._over.append(call)

    def _is_over_told(self, call: _Call) -> bool:
        """Or need not be told."""
        over_for = self._clock.monotonic() - (call.over_at or 0.0)
        if self._centre is None or call.reach is HelpReach.DONE or over_for > MOST_OVER_SECONDS:
            return True
        try:
            self._centre.ask(HelpWish(call.call_id, call.raised_at, is_over=True))
        except KioskError:
            return False
        return True

# SPDX-License-Identifier: Apache-2.0
"""The real panel and the real flow with a visitor who touches; services and devices answer at once."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from kiosk.flow import effects, events, touches
from kiosk.flow.effects import Effect
from kiosk.flow.states import Kiosk
from kiosk.flow.step import step
from kiosk.flow.timing import clock_of
from kiosk.flow.values import Availability, FlowSettings, Paper, Shape
from kiosk.ui.look import PanelLook
from kiosk.ui.panel import Panel
from kiosk.ui.widgets.control import WrapButton
from tests.gui.sample_hall import IDENTITY, LATER, LOOK, OPENING, SERVICES, SLOTS, STANDBY, TICKET

BETWEEN_TOUCHES = 1.0
"""Seconds on the panel's own clock; more than any guard against double taps asks for."""
FULL = SERVICES[1].service_id
PLAIN = FlowSettings()
TILES = (SERVICES[0], replace(SERVICES[1], availability=Availability.FULL), *SERVICES[2:])


@dataclass(frozen=True)
class Touched:
    """One touch: what it meant, whether another screen came, and the time until all was painted.

    `of_processor` is what this process used of it, whatever else the machine does.
    """

    event: touches.Touch
    is_new_screen: bool
    milliseconds: float
    of_processor: float


@dataclass(frozen=True)
class Painted:
    """One frame: from what happened until all was painted, by the clock and of this thread."""

    screen: str
    milliseconds: float
    of_processor: float


class PaintCounter(QObject):
    """Counts how often the panel has been painted."""

    def __init__(self, panel: Panel) -> None:
        super().__init__(panel)
        self.paints = 0
        panel.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.paints += event.type() is QEvent.Type.Paint
        return False


class Rehearsal:
    """One panel and its visitor; all on this thread, nothing is waited for.

    Attributes:
        touched: each touch of a control.
        frames: each thing that happened, touches and the presses before them among them.
    """

    def __init__(self, look: PanelLook = LOOK, settings: FlowSettings = PLAIN) -> None:
        self.touched: list[Touched] = []
        self.frames: list[Painted] = []
        self._now = 0.0
        self._answers: list[events.Event] = []
        shape = Shape.LANDSCAPE if look.is_wide else Shape.PORTRAIT
        self._kiosk = Kiosk(replace(settings, shape=shape, can_lower=not look.is_wide))
        self._panel = Panel(look, lambda: self._now)
        self._panel.touched.connect(self._take)
        self._painted = PaintCounter(self._panel)
        self._panel.show()
        paint()
        self.send(events.ServicesChanged(TILES))
        self.send(events.OpeningChanged(OPENING))

    def end(self) -> None:
        """Stop counting before panel and counter go, in whatever order."""
        self._panel.removeEventFilter(self._painted)

    @property
    def kiosk(self) -> Kiosk:
        """The state as it is now."""
        return self._kiosk

    def send(self, event: events.Event) -> Painted:
        """Something happens and is painted; what the flow asks for is answered by `settle`."""
        return self._framed(lambda: self._take(event))

    def _take(self, event: events.Event) -> None:
        self._kiosk, wanted = step(self._kiosk, event)
        self._panel.show_kiosk(self._kiosk)
        for effect in wanted:
            self._answers += self.answers(effect)

    def _framed(self, happen: Callable[[], None]) -> Painted:
        began, worked = time.perf_counter(), time.thread_time()
        happen()
        paint()
        milliseconds = (time.perf_counter() - began) * 1000
        of_processor = (time.thread_time() - worked) * 1000
        frame = Painted(type(self._kiosk.screen).__name__, milliseconds, of_processor)
        self.frames.append(frame)
        return frame

    def answers(self, effect: Effect) -> list[events.Event]:
        """What a hall with enough of everything would say."""
        return _answers(effect)

    def touch(self, wanted: touches.Touch) -> None:
        """Press the control that stands for this wish; release it; until the next screen is painted."""
        self._now += BETWEEN_TOUCHES
        button = self._button(wanted)
        self._framed(lambda: _mouse(button, QMouseEvent.Type.MouseButtonPress))
        before, paints = self._kiosk, self._painted.paints
        frame = self._framed(lambda: _mouse(button, QMouseEvent.Type.MouseButtonRelease))
        is_new = _looks_new(before, self._kiosk)
        if is_new and self._painted.paints == paints:
            raise RuntimeError(f"{type(wanted).__name__} painted nothing")
        self.touched.append(Touched(wanted, is_new, frame.milliseconds, frame.of_processor))
        self.settle()

    def settle(self) -> None:
        """Services and devices answer until nobody waits for them."""
        while self._answers:
            self.send(self._answers.pop(0))

    def time_passes(self) -> None:
        """The running clock runs out."""
        clock = clock_of(self._kiosk)
        if clock is None:
            raise RuntimeError("no clock runs here")
        self._now += clock.seconds
        self.send(events.TimerFired(clock.timer, self._kiosk.timer_no))
        self.settle()

    def has(self, wanted: touches.Touch) -> bool:
        """Whether a control that is shown stands for this wish."""
        return self._found(wanted) is not None

    def _button(self, wanted: touches.Touch) -> WrapButton:
        if button := self._found(wanted):
            return button
        raise RuntimeError(f"no {wanted} on {type(self._kiosk.screen).__name__}")

    def _found(self, wanted: touches.Touch) -> WrapButton | None:
        return next((one for one in self._shown() if one.leaf and one.leaf.event == wanted), None)

    def awake(self) -> list[touches.Touch]:
        """What can be touched, in reading order."""
        return [one.leaf.event for one in self._shown() if one.leaf and one.isEnabled()]

    def _shown(self) -> list[WrapButton]:
        return [one for one in self._panel.findChildren(WrapButton) if one.isVisible()]


def paint() -> None:
    """Until nothing is left to be painted."""
    QApplication.processEvents()


def _looks_new(before: Kiosk, after: Kiosk) -> bool:
    """Whether the touch led to another screen, or to all of it in another size or language."""
    faces = [(kiosk.screen_no, kiosk.size, kiosk.language) for kiosk in (before, after)]
    return faces[0] != faces[1]


def _answers(effect: Effect) -> list[events.Event]:
    """What a hall with enough of everything would say."""
    answers: list[events.Event] = []
    match effect:
        case effects.LoadVisit(visit_no):
            answers.append(events.VisitLoaded(visit_no, TILES))
        case effects.IdentifyTyped(visit_no):
            answers.append(events.NumberIdentified(visit_no, IDENTITY))
        case effects.LoadOffers(visit_no, service_id):
            offers = (LATER, *SLOTS, STANDBY)
            answers.append(events.OffersLoaded(visit_no, service_id, offers))
        case effects.IssueTicket(visit_no):
            answers.append(events.TicketIssued(visit_no, replace(TICKET, paper=Paper.PRINTING)))
        case effects.PrintTicket(ticket_id) | effects.ReprintTicket(ticket_id):
            answers.append(events.TicketPrinted(ticket_id, Paper.CONFIRMED))
        case effects.CancelTicket(ticket_id):
            answers.append(events.TicketCancelled(ticket_id))
        case _:
            pass
    return answers


def _mouse(button: WrapButton, kind: QMouseEvent.Type) -> None:
    middle = QPointF(button.rect().center())
    is_press = kind is QMouseEvent.Type.MouseButtonPress
    event = QMouseEvent(
        kind,
        middle,
        button.mapToGlobal(middle),
        Qt.MouseButton.LeftButton,
        Qt.MouseButton.LeftButton if is_press else Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(button, event)

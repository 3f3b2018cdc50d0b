# SPDX-License-Identifier: Apache-2.0
"""Plays a visitor without a display: real touches, real waiting, a picture of every screen."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from PySide6.QtCore import QEventLoop, QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from kiosk.demo.controls import DemoDevices
from kiosk.errors import KioskError
from kiosk.flow.events import TimerFired
from kiosk.flow.states import Kiosk
from kiosk.flow.timing import clock_of
from kiosk.flow.touches import Touch
from kiosk.runner.runner import Runner
from kiosk.ui.guard import KEY_REPEAT_SECONDS, SETTLE_SECONDS
from kiosk.ui.widgets.control import WrapButton

PATIENCE_SECONDS = 30.0
SETTLE_MILLISECONDS = round(SETTLE_SECONDS * 1000) + 50
PAUSE_MILLISECONDS = 2000
KEY_MILLISECONDS = round(KEY_REPEAT_SECONDS * 1000) + 30


class StuckError(KioskError):
    """The kiosk did not come where the visit goes. Fields: `step`, `screen`."""

    key = "error.demo.stuck"


@dataclass(frozen=True)
class Step:
    """One step of a visit, as journey.json has it.

    `milliseconds`: from the act to the wanted screen painted; it holds the pauses that are meant
    (the 2 s before a number is taken), not those of the finger.
    """

    visit: str
    step: str
    screen: str
    milliseconds: float
    picture: str


@dataclass
class Journey:
    """All steps, and what came out of the printer."""

    steps: list[Step] = field(default_factory=list)
    tickets: list[str] = field(default_factory=list)

    def write(self, path: Path) -> None:
        """As JSON, for people and programs."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=2)
        path.write_text(text + "\n", encoding="utf-8")


class Player(QObject):
    """Acts on the panel and waits for what the kiosk becomes; lives on the UI thread.

    No screen goes on by itself while it is looked at: the player says when its time is up.
    """

    def __init__(
        self,
        panel: QWidget,
        runner: Runner,
        devices: DemoDevices,
        out: Path,
    ) -> None:
        super().__init__()
        self.journey = Journey()
        self.devices = devices
        self._panel = panel
        self._runner = runner
        self._out = out
        self._visit = ""
        self._seen = set[str]()
        self._arrived = set[str]()
        self._loop: QEventLoop | None = None
        self._is_ended = False
        runner.changed.connect(self.keep_new_screen)

    @property
    def kiosk(self) -> Kiosk:
        """The state as it is now."""
        return self._runner.kiosk

    def begin(self, visit: str) -> None:
        """Name the visit that the next steps belong to."""
        self._visit = visit

    def step(self, name: str, act: Callable[[], None], reached: Callable[[Kiosk], bool]) -> None:
        """Act, wait until the kiosk is there, and keep a picture."""
        began = self.devices.clock.monotonic()
        act()
        self._wait(name, reached)
        self._panel.repaint()
        milliseconds = (self.devices.clock.monotonic() - began) * 1000
        screen = type(self.kiosk.screen).__name__
        picture = f"{len(self.journey.steps) + 1:02}-{self._visit}-{name}.png"
        shown = self._panel.grab()
        shown.save(str(self._out / picture))
        if screen not in self._arrived:
            self._arrived.add(screen)
            shown.save(str(self._out / f"screen-{screen}.png"))
        self.journey.steps.append(Step(self._visit, name, screen, round(milliseconds, 1), picture))

    def touch(self, name: str, wanted: Touch, reached: Callable[[Kiosk], bool]) -> None:
        """Press the control that stands for this wish, as a finger would, once the screen is still."""
        self._rest(SETTLE_MILLISECONDS)
        self.step(name, lambda: self._press(name, wanted), reached)

    def pause(self, name: str, reached: Callable[[Kiosk], bool]) -> None:
        """Let the moment pass in which a touch would still say no; it begins when all is said."""
        self._wait(name, lambda kiosk: kiosk.speech_no is None)
        self.step(name, lambda: QTimer.singleShot(PAUSE_MILLISECONDS, self, self._time_up), reached)

    def walk_off(self, name: str, reached: Callable[[Kiosk], bool]) -> None:
        """Touch nothing for as long as the screen waits; that time passes at once."""
        self._wait(name, lambda kiosk: kiosk.speech_no is None)
        self.step(name, self._time_up, reached)

    def keys(self, name: str, wanted: list[Touch]) -> None:
        """Press keys of the keypad one after another, as fast as a finger does."""
        self._rest(SETTLE_MILLISECONDS)
        for key in wanted[:-1]:
            self._press(name, key)
            self._rest(KEY_MILLISECONDS)
        self.step(name, lambda: self._press(name, wanted[-1]), lambda _: True)

    def keep_new_screen(self, kiosk: Kiosk) -> None:
        """A picture of each kind of screen when it is first shown, also of those nobody waits for."""
        name = type(kiosk.screen).__name__
        if name not in self._seen:
            self._seen.add(name)
            self._panel.grab().save(str(self._out / f"screen-{name}.png"))

    def keep_new_tickets(self) -> None:
        """Write each ticket that came out since, as paper and as the printer's bytes."""
        for number, ticket in enumerate(self.devices.printed(), start=1):
            name = f"ticket-{number}"
            if name not in self.journey.tickets:
                ticket.picture.save(str(self._out / f"{name}.png"))
                (self._out / f"{name}.escpos").write_bytes(ticket.data)
                self.journey.tickets.append(name)

    def _press(self, name: str, wanted: Touch) -> None:
        for button in self._panel.findChildren(WrapButton):
            leaf = button.leaf
            if button.isVisible() and leaf is not None and leaf.event == wanted:
                _tap(button)
                return
        raise StuckError(step=name, screen=type(self.kiosk.screen).__name__)

    def end(self) -> None:
        """Whatever is waited for does not come: the play ends with a StuckError."""
        self._is_ended = True
        if self._loop is not None:
            self._loop.exit(1)

    def _time_up(self) -> None:
        clock = clock_of(self.kiosk)
        if clock is not None:
            self._runner.post(TimerFired(clock.timer, self.kiosk.timer_no))

    def _wait(self, name: str, reached: Callable[[Kiosk], bool]) -> None:
        loop, patience = QEventLoop(), QTimer()
        patience.setSingleShot(True)
        patience.timeout.connect(lambda: loop.exit(1))

        def look() -> None:
            if reached(self.kiosk):
                loop.exit(0)

        connection = self._runner.changed.connect(look)
        QTimer.singleShot(0, self, look)
        patience.start(round(PATIENCE_SECONDS * 1000))
        is_late = self._loops(loop)
        patience.stop()
        QObject.disconnect(connection)
        if is_late:
            raise StuckError(step=name, screen=type(self.kiosk.screen).__name__)

    def _rest(self, milliseconds: int) -> None:
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop, loop.quit)
        self._loops(loop)

    def _loops(self, loop: QEventLoop) -> bool:
        """Whether it ended without what was waited for."""
        if self._is_ended:
            return True
        self._loop = loop
        try:
            return loop.exec() != 0 or self._is_ended
        finally:
            self._loop = None


def _tap(button: QPushButton) -> None:
    middle = QPointF(button.rect().center())
    for kind, buttons in (
        (QMouseEvent.Type.MouseButtonPress, Qt.MouseButton.LeftButton),
        (QMouseEvent.Type.MouseButtonRelease, Qt.MouseButton.NoButton),
    ):
        event = QMouseEvent(
            kind,
            middle,
            button.mapToGlobal(middle),
            Qt.MouseButton.LeftButton,
            buttons,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(button, event)

# SPDX-License-Identifier: Apache-2.0
"""A visitor who never touches the panel, only the keys of a keypad."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kiosk.flow.touches import Touch
from kiosk.ui.guard import SETTLE_SECONDS
from kiosk.ui.panel import Panel
from kiosk.ui.widgets.control import WrapButton
from kiosk.ui.widgets.ring import FocusRing
from tests.gui.clocks import Seconds
from tests.kiosk.flow.journey import Journey

UP, DOWN, OK = Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Enter
BACK, HELP = Qt.Key.Key_Escape, Qt.Key.Key_F1


def ring(panel: Panel) -> FocusRing:
    (found,) = panel.findChildren(FocusRing)
    return found


def ringed(panel: Panel) -> str:
    """The control with the ring; empty when there is none."""
    shown = ring(panel)
    if not shown.isVisible():
        return ""
    inside = [
        control
        for control in panel.findChildren(WrapButton)
        if control.isVisible() and shown.geometry().contains(control.geometry())
    ]
    (control,) = inside
    assert panel.focusWidget() is control
    return control.objectName()


def awake(panel: Panel) -> list[str]:
    """What can be pressed, in the order of the eyes: rows from the top, each from the left."""
    controls = [one for one in panel.findChildren(WrapButton) if one.isVisible()]
    controls.sort(key=lambda one: (one.y(), one.x()))
    return [one.objectName() for one in controls if one.isEnabled()]


class KeypadVisitor:
    """The panel shows each state that the flow comes to, and the flow hears each key."""

    def __init__(self, panel: Panel, seconds: Seconds, journey: Journey) -> None:
        self.panel = panel
        self.journey = journey
        self._seconds = seconds
        panel.activateWindow()
        panel.touched.connect(self._touched)
        self.look()

    def look(self) -> "KeypadVisitor":
        """The screen as it is, seen for long enough."""
        self.panel.show_kiosk(self.journey.kiosk)
        self._seconds.go_on(SETTLE_SECONDS)
        return self

    def press(self, *keys: Qt.Key) -> "KeypadVisitor":
        for key in keys:
            QTest.keyClick(self.panel.windowHandle(), key)
            self._seconds.go_on(SETTLE_SECONDS)
        return self

    def type(self, text: str) -> "KeypadVisitor":
        return self.press(*(Qt.Key(ord(character)) for character in text))

    def press_on(self, name: str) -> "KeypadVisitor":
        """Walks down to a control and presses it."""
        self.press(DOWN)
        for _ in self.panel.findChildren(WrapButton):
            if ringed(self.panel) == name:
                return self.press(OK)
            self.press(DOWN)
        raise AssertionError(f"{name} is not reached; {awake(self.panel)} are there")

    def _touched(self, touch: Touch) -> None:
        self.journey.send(touch)
        self.panel.show_kiosk(self.journey.kiosk)

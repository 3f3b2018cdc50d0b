# SPDX-License-Identifier: Apache-2.0
"""A visitor who touches the panel's own controls and nothing else, and whose touches are counted."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kiosk.flow.touches import Touch
from kiosk.ui.guard import SETTLE_SECONDS
from kiosk.ui.panel import Panel
from kiosk.ui.widgets.control import WrapButton
from tests.gui.clocks import Seconds
from tests.kiosk.flow.journey import Journey


class TouchingVisitor:
    """The panel shows each state that the flow comes to, and the flow hears each touch.

    Attributes:
        count: how often the panel was touched, whatever came of it.
    """

    def __init__(self, panel: Panel, seconds: Seconds, journey: Journey) -> None:
        self.panel = panel
        self.journey = journey
        self.count = 0
        self._seconds = seconds
        panel.touched.connect(self._touched)
        self.look()

    def look(self) -> "TouchingVisitor":
        """The screen as it is, seen for long enough."""
        self.panel.show_kiosk(self.journey.kiosk)
        self._seconds.go_on(SETTLE_SECONDS)
        return self

    def touch(self, name: str) -> "TouchingVisitor":
        """One touch of a control that is in sight."""
        self.look()
        controls = self.panel.findChildren(WrapButton, name)
        (control,) = (one for one in controls if one.isVisible() and one.isEnabled())
        self.count += 1
        QTest.mouseClick(control, Qt.MouseButton.LeftButton)
        return self.look()

    def type(self, digits: str) -> "TouchingVisitor":
        """One touch for each key of the keypad."""
        for digit in digits:
            self.touch(f"key.{digit}")
        return self

    def go(self) -> None:
        """Leaves the panel to the next one."""
        self.panel.touched.disconnect(self._touched)

    def _touched(self, touch: Touch) -> None:
        self.journey.send(touch)
        self.panel.show_kiosk(self.journey.kiosk)

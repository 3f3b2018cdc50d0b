# SPDX-License-Identifier: Apache-2.0
"""Row 9 of the accessibility table over every state: a shaking hand wishes once."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kiosk.flow.touches import DeletePressed, DigitPressed, ScreenTouched, Touch
from kiosk.ui.panel import Panel
from kiosk.ui.widgets.control import WrapButton
from tests.gui.clocks import Seconds
from tests.gui.samples import samples

pytestmark = [pytest.mark.gui, pytest.mark.timeout(300)]

LEFT = Qt.MouseButton.LeftButton
BETWEEN_TAPS = 0.1


def test_two_taps_are_one_wish_on_every_control(panel: Panel, seconds: Seconds) -> None:
    touched: list[Touch] = []
    panel.touched.connect(touched.append)
    for number, (name, kiosk) in enumerate(samples().items()):
        panel.show_kiosk(replace(kiosk, screen_no=number))
        for control in panel.findChildren(WrapButton):
            leaf = control.leaf
            if leaf is None or not (control.isVisible() and leaf.is_active):
                continue
            if isinstance(leaf.event, DigitPressed | DeletePressed):
                continue  # the same digit may stand twice in a number
            seconds.go_on(1.0)
            touched.clear()
            QTest.mouseClick(control, LEFT)
            seconds.go_on(BETWEEN_TAPS)
            QTest.mouseClick(control, LEFT)
            assert touched == [leaf.event, ScreenTouched()], (name, leaf.name)


def test_nothing_is_pressed_on_a_screen_that_has_just_come(panel: Panel, seconds: Seconds) -> None:
    touched: list[Touch] = []
    panel.touched.connect(touched.append)
    for number, (name, kiosk) in enumerate(samples().items()):
        panel.show_kiosk(replace(kiosk, screen_no=number))
        seconds.go_on(BETWEEN_TAPS)
        touched.clear()
        for control in panel.findChildren(WrapButton):
            if control.isVisible() and control.isEnabled():
                QTest.mouseClick(control, LEFT)
        assert set(touched) <= {ScreenTouched()}, name

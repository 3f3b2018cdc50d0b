# SPDX-License-Identifier: Apache-2.0
"""A code scanner that plays a keyboard, in front of the panel's window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from drivers.code_scanner.abstract import ScannedCode
from drivers.code_scanner.keyboard import KeyboardScanner
from kiosk.flow.touches import ServicePressed, Touch
from kiosk.ui.keys import Keys
from kiosk.ui.panel import Panel
from tests.gui.clocks import Seconds
from tests.gui.keyboard import scan
from tests.gui.samples import samples

pytestmark = pytest.mark.gui


@pytest.fixture
def touches(panel: Panel, seconds: Seconds) -> list[Touch]:
    """What was touched of a panel on which a service has the focus."""
    touched: list[Touch] = []
    panel.activateWindow()
    panel.show_kiosk(samples()["services"])
    seconds.go_on(1.0)
    QTest.keyClick(panel, Qt.Key.Key_Tab)
    panel.touched.connect(touched.append)
    return touched


def test_a_keyboard_presses_the_control_that_has_the_focus(
    panel: Panel, touches: list[Touch]
) -> None:
    scan(panel.windowHandle(), "8 6420")
    assert [type(touch) for touch in touches] == [ServicePressed]


def test_a_scanner_s_keys_make_a_code_and_press_nothing(panel: Panel, touches: list[Touch]) -> None:
    scanner = KeyboardScanner()
    scanner.open()
    Keys(panel.windowHandle(), scanner.press)
    scan(panel.windowHandle(), "8 6420")
    assert scanner.wait_for_code(0) == ScannedCode("8 6420")
    assert touches == []

# SPDX-License-Identifier: Apache-2.0
"""One panel per test, with a clock that stands still."""

import pytest
from pytestqt.qtbot import QtBot

from kiosk.ui.panel import Panel
from tests.gui.clocks import Seconds
from tests.gui.sample_hall import LOOK


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def panel(qtbot: QtBot, seconds: Seconds) -> Panel:
    shown = Panel(LOOK, seconds)
    qtbot.addWidget(shown)
    shown.show()
    return shown

# SPDX-License-Identifier: Apache-2.0
"""One panel per test, with a clock that stands still, and what it is touched with."""

import pytest
from pytestqt.qtbot import QtBot

from kiosk.flow.touches import Touch
from kiosk.ui.panel import Panel
from tests.gui.clocks import Seconds
from tests.gui.sample_hall import LOOK
from tests.gui.samples import samples


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def panel(qtbot: QtBot, seconds: Seconds) -> Panel:
    shown = Panel(LOOK, seconds)
    qtbot.addWidget(shown)
    shown.show()
    return shown


@pytest.fixture
def touches(panel: Panel, seconds: Seconds) -> list[Touch]:
    """What keys lead to in front of the services."""
    touched: list[Touch] = []
    panel.activateWindow()
    panel.show_kiosk(samples()["services"])
    seconds.go_on(1.0)
    panel.touched.connect(touched.append)
    return touched

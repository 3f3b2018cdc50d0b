# SPDX-License-Identifier: Apache-2.0
"""Who sits brings all controls down with one touch that she reaches, in millimetres over the floor."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.app.look import HIGHEST_LOW_EDGE_MM
from kiosk.flow.change import is_home
from kiosk.flow.effects import IssueTicket
from kiosk.flow.states import BeforeOpening, Closed, Kiosk, Services, TicketShown, Welcome
from kiosk.flow.touches import RestartPressed, Touch
from kiosk.ui.panel import Panel
from kiosk.ui.widgets.control import WrapButton
from tests.gui.clocks import Seconds
from tests.gui.sample_hall import LOOK, SERVICES, visit
from tests.gui.samples import samples
from tests.kiosk.flow.journey import ADULT, Journey

pytestmark = pytest.mark.gui

REACHED_MM, LOW_MM = 900.0, 1100.0
EDGES = (650.0, 700.0, HIGHEST_LOW_EDGE_MM)


class SittingVisitor:
    """Touches controls in their middle, and the panel shows what the flow makes of it."""

    def __init__(self, panel: Panel, seconds: Seconds, kiosk: Kiosk) -> None:
        self.panel = panel
        self.journey = Journey(kiosk)
        self._seconds = seconds
        panel.touched.connect(self._touched)
        self.look()

    def look(self) -> None:
        self.panel.show_kiosk(self.journey.kiosk)
        self._seconds.go_on(1.0)

    def touch(self, name: str) -> float:
        """The height of the touch over the floor."""
        control = self._control(name)
        middle = control.mapTo(self.panel, control.rect().center())
        QTest.mouseClick(control, Qt.MouseButton.LeftButton)
        self.look()
        return self._height_mm(middle.y())

    def highest_mm(self) -> float:
        """The upper edge of the highest control that can be pressed."""
        return max(self._height_mm(one.mapTo(self.panel, QPoint()).y()) for one in self._awake())

    def _awake(self) -> Iterator[WrapButton]:
        controls = self.panel.findChildren(WrapButton)
        return (one for one in controls if one.isVisible() and one.isEnabled())

    def _control(self, name: str) -> WrapButton:
        (found,) = (one for one in self._awake() if one.objectName() == name)
        return found

    def _height_mm(self, y: int) -> float:
        look = self.panel.look
        return look.bottom_edge_mm + (look.height_px - y) / look.px_per_mm

    def _touched(self, event: Touch) -> None:
        self.journey.send(event)


@pytest.fixture(params=EDGES)
def hung(request: pytest.FixtureRequest, qtbot: QtBot, seconds: Seconds) -> Panel:
    panel = Panel(replace(LOOK, bottom_edge_mm=request.param), seconds)
    qtbot.addWidget(panel)
    panel.show()
    return panel


@pytest.mark.parametrize("language", ["zh_Hans", "zh_Hant", "en"])
def test_the_touch_is_within_900_mm_wherever_a_visit_begins(
    hung: Panel, seconds: Seconds, language: str
) -> None:
    begins = {
        name: replace(kiosk, language=language, screen_no=no)
        for no, (name, kiosk) in enumerate(samples().items(), start=1)
        if isinstance(kiosk.screen, Welcome | BeforeOpening | Closed) and not kiosk.is_low
    }
    assert len(begins) > 20
    for name, kiosk in begins.items():
        sitting = SittingVisitor(hung, seconds, kiosk)
        assert sitting.touch("lower") <= REACHED_MM, name
        assert sitting.journey.kiosk.is_low, name
        assert sitting.highest_mm() <= LOW_MM, name
        hung.touched.disconnect()


def test_from_then_on_the_whole_visit_is_within_1100_mm(hung: Panel, seconds: Seconds) -> None:
    home = replace(samples()["welcome"], services=SERVICES[:3], site_services=SERVICES[:3])
    sitting = SittingVisitor(hung, seconds, home)
    sitting.touch("lower")
    journey = sitting.journey
    journey.card_read(ADULT).loaded().time_passes()
    journey.on(Services)
    sitting.look()
    heights = [sitting.highest_mm()]
    sitting.touch(f"service.{SERVICES[0].service_id}")
    heights.append(sitting.highest_mm())
    journey.time_passes()
    assert journey.wanted(IssueTicket)
    journey.issued().printed()
    journey.on(TicketShown)
    sitting.look()
    heights.append(sitting.highest_mm())
    assert max(heights) <= LOW_MM


def test_the_next_visitor_finds_the_controls_where_they_were(hung: Panel, seconds: Seconds) -> None:
    sitting = SittingVisitor(hung, seconds, samples()["welcome"])
    sitting.touch("lower")
    sitting.journey.send(RestartPressed())
    assert is_home(sitting.journey.kiosk.screen)
    assert not sitting.journey.kiosk.is_low


def test_a_panel_that_hangs_across_offers_no_low_controls(qtbot: QtBot, seconds: Seconds) -> None:
    across = Panel(replace(LOOK, width_px=1920, height_px=1080), seconds)
    qtbot.addWidget(across)
    across.show()
    across.show_kiosk(replace(visit(Services()), is_adjusting=True))
    names = [one.objectName() for one in across.findChildren(WrapButton) if one.isVisible()]
    assert "contrast" in names
    assert "lower" not in names

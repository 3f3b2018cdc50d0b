# SPDX-License-Identifier: Apache-2.0
"""Screens of every kind with the voice on, beside whose controls stand those of the voice."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from kiosk.flow.states import Kiosk
from kiosk.flow.values import Shape, Size
from kiosk.ui.panel import Panel
from tests.gui.audit.findings import GEOMETRY_ROWS
from tests.gui.audit.measure import measure
from tests.gui.sample_hall import LOOK
from tests.gui.samples import in_size, samples

pytestmark = [pytest.mark.gui, pytest.mark.timeout(120)]

ACROSS = replace(LOOK, width_px=1920, height_px=1080, bottom_edge_mm=900.0)
LISTENED = (
    "welcome",
    "welcome_printer_paper_out",
    "closed_stopped",
    "reading",
    "keypad_begun",
    "no_card",
    "services",
    "services_in_person",
    "pause",
    "check_in_pause",
    "ticket",
    "ticket_in_person",
    "keep_number_paper_out",
    "again",
    "bookings_two",
    "help_in_person",
    "help_from_home",
    "still_there",
)


def listening(kiosk: Kiosk) -> Kiosk:
    return replace(kiosk, is_voice_on=True, settings=replace(kiosk.settings, has_voice=True))


def findings(panel: Panel, kiosk: Kiosk, size: Size) -> list[str]:
    panel.show_kiosk(listening(kiosk))
    screen = measure(panel, size, has_picture=False)
    return [found for row in GEOMETRY_ROWS for found in row(screen)]


@pytest.mark.parametrize("language", ["zh_Hans", "en"])
@pytest.mark.parametrize("size", list(Size), ids=lambda size: size.name.lower())
def test_screens_keep_the_table_with_the_voice_on(panel: Panel, size: Size, language: str) -> None:
    broken = [
        f"{name}: {found}"
        for name in LISTENED
        for found in findings(panel, in_size(samples()[name], size, language), size)
    ]
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize("language", ["zh_Hans", "en"])
@pytest.mark.parametrize("size", list(Size), ids=lambda size: size.name.lower())
def test_screens_keep_the_table_with_the_voice_on_across(
    qtbot: QtBot, size: Size, language: str
) -> None:
    panel = Panel(ACROSS)
    qtbot.addWidget(panel)
    panel.show()
    broken = []
    for name in LISTENED:
        kiosk = in_size(samples()[name], size, language)
        across = replace(kiosk.settings, shape=Shape.LANDSCAPE, can_lower=False)
        found = findings(panel, replace(kiosk, settings=across), size)
        broken += [f"{name}: {each}" for each in found]
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize("language", ["zh_Hans", "en"])
@pytest.mark.parametrize("size", list(Size), ids=lambda size: size.name.lower())
@pytest.mark.parametrize("name", ["services_waits", "green_offered_waits", "no_card"])
def test_who_listens_can_have_the_services_said_again(
    panel: Panel, name: str, size: Size, language: str
) -> None:
    panel.show_kiosk(listening(in_size(samples()[name], size, language)))
    assert panel.fitted is not None
    assert "repeat" in {getattr(one.leaf, "name", "") for one in panel.fitted.placed}

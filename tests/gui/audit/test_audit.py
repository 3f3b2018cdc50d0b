# SPDX-License-Identifier: Apache-2.0
"""Every state in every size and language against the accessibility table (screens.md 1.3)."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import cycle

import pytest
from PySide6.QtCore import QAbstractAnimation, QTimer
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from hall.words import NO_WORDS
from kiosk.app.look import HIGHEST_LOW_EDGE_MM
from kiosk.flow.states import Kiosk
from kiosk.flow.values import Contrast, Shape, Size
from kiosk.texts import load_texts
from kiosk.ui.frame import Frame
from kiosk.ui.lines import plain
from kiosk.ui.look import PanelLook, ReaderPosition, ReaderTakes
from kiosk.ui.panel import Panel
from kiosk.ui.screens import frame_of
from kiosk.ui.theme import Theme
from tests.gui.audit.findings import (
    FAMILY,
    GEOMETRY_ROWS,
    PIXEL_ROWS,
    ROWS,
    all_findings,
    findings,
    out_of_reach,
    too_high_for_who_sits,
    weak_contrast,
)
from tests.gui.audit.measure import Screen, measure
from tests.gui.sample_hall import LONG_LOOK, LOOK
from tests.gui.samples import in_size, long_samples, samples

pytestmark = [pytest.mark.gui, pytest.mark.timeout(300)]

LANGUAGES = ("zh_Hans", "zh_Hant", "en")

ASKS_FOR_CARD = ("welcome", "reading", "no_card", "family_own_card", "family_reading")
CHIP_LOOK = replace(LOOK, reader_takes=ReaderTakes.CHIP_CARDS)
UNSHRUNK = (
    "welcome",
    "reading",
    "services",
    "services_by_age",
    "pause",
    "again",
    "still_there",
    "help",
)
"""Where a visitor of the largest letters passes on the plain way."""


@dataclass(frozen=True)
class Way:
    """How a panel hangs."""

    name: str
    look: PanelLook
    settings: dict[str, object] = field(default_factory=dict)
    is_low: bool = False


UPRIGHT = Way("upright", LOOK)
ACROSS = Way(
    "across",
    replace(LOOK, width_px=1920, height_px=1080, bottom_edge_mm=900.0),
    {"shape": Shape.LANDSCAPE, "can_lower": False},
)
LOW = Way("low", replace(LOOK, bottom_edge_mm=HIGHEST_LOW_EDGE_MM), is_low=True)
"""On the highest panel that offers it."""


AS_SHOWN = (("zh_Hans", False), ("zh_Hant", True), ("en", False), ("en", True))
"""Languages, without and with the row of ways to adjust; the two Chinese ones break alike."""

PICTURED = tuple((way, *shown) for shown in AS_SHOWN[:3] for way in (UPRIGHT, ACROSS))
"""One of these is looked at pixel by pixel, for each state and size: they take turns."""


def shown(
    way: Way, kiosk: Kiosk, size: Size, language: str, contrast: Contrast = Contrast.STANDARD
) -> Kiosk:
    settings = replace(kiosk.settings, **way.settings)
    return replace(in_size(kiosk, size, language, contrast), settings=settings, is_low=way.is_low)


@pytest.fixture
def hang(qtbot: QtBot) -> Callable[[Way], Panel]:
    def hang(way: Way) -> Panel:
        panel = Panel(way.look)
        qtbot.addWidget(panel)
        panel.show()
        return panel

    return hang


@pytest.mark.parametrize(("language", "is_adjusting"), AS_SHOWN)
@pytest.mark.parametrize("size", list(Size), ids=lambda size: size.name.lower())
@pytest.mark.parametrize("way", [UPRIGHT, ACROSS], ids=lambda way: way.name)
def test_every_screen_keeps_the_table(
    hang: Callable[[Way], Panel], way: Way, size: Size, language: str, *, is_adjusting: bool
) -> None:
    """Where things are does not depend on the contrast, as the next one holds."""
    panel = hang(way)
    broken = []
    for number, (name, kiosk) in enumerate(samples().items()):
        panel.show_kiosk(replace(shown(way, kiosk, size, language), is_adjusting=is_adjusting))
        looks = PICTURED[number % len(PICTURED)] == (way, language, is_adjusting)
        screen = measure(panel, size, has_picture=looks)
        rows = ROWS if looks else GEOMETRY_ROWS
        broken += [f"{name}: {found}" for row in rows for found in findings(row, screen)]
        if looks and size is Size.NORMAL:
            broken += [f"{name}: grey: {found}" for found in weak_contrast(without_colours(screen))]
        assert panel.size() == screen.rect.size() == panel.minimumSize()
    assert not broken, "\n".join(broken)


def without_colours(screen: Screen) -> Screen:
    """Row 23: every word can still be read."""
    grey = screen.image.convertToFormat(QImage.Format.Format_Grayscale8)
    return replace(screen, image=grey.convertToFormat(QImage.Format.Format_RGB32))


@pytest.mark.parametrize("way", [UPRIGHT, ACROSS], ids=lambda way: way.name)
def test_a_contrast_changes_colours_alone(panel: Panel, way: Way) -> None:
    for size in Size:
        standard, high = (
            Theme(way.look.scale, size, FAMILY, contrast, is_wide=way.look.is_wide)
            for contrast in Contrast
        )
        for name, kiosk in samples().items():
            one = frame_of(shown(way, kiosk, size, "zh_Hans"), way.look, standard)
            other = shown(way, kiosk, size, "zh_Hans", Contrast.HIGH)
            assert measures(frame_of(other, way.look, high)) == measures(one), name


def measures(frame: Frame) -> str:
    """All of it but colours, and what a control is called that changes the contrast.

    Who has changed it can begin again, which is a control of the bar awake or asleep.
    """
    words = load_texts("zh_Hans")
    back, away = (plain(words(f"screen.adjust.contrast_{one}")) for one in ("standard", "high"))
    assert len(back) == len(away)
    colourless = re.sub(r"<Colour[^>]*>|Surface\(.*?\)|is_active=\w+", "", repr(frame))
    return plain(colourless.replace("\\u200b", "")).replace(back, away)


@pytest.mark.parametrize("size", list(Size), ids=lambda size: size.name.lower())
def test_every_pixel_of_high_contrast_keeps_the_table(
    hang: Callable[[Way], Panel], size: Size
) -> None:
    """Every state in each size; languages and how the panel hangs take turns."""
    panels = [(way, hang(way)) for way in (UPRIGHT, ACROSS)]
    turns = cycle((language, *one) for language in LANGUAGES for one in panels)
    broken = []
    for (name, kiosk), (language, way, panel) in zip(samples().items(), turns, strict=False):
        panel.show_kiosk(shown(way, kiosk, size, language, Contrast.HIGH))
        screen = measure(panel, size, Contrast.HIGH)
        broken += [f"{name}: {found}" for row in PIXEL_ROWS for found in findings(row, screen)]
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize("contrast", list(Contrast), ids=lambda contrast: contrast.value)
def test_the_row_of_ways_to_adjust_is_strong_enough(
    hang: Callable[[Way], Panel], contrast: Contrast
) -> None:
    for way in (UPRIGHT, ACROSS):
        panel = hang(way)
        for name in ("services", "services_mixed"):
            kiosk = shown(way, samples()[name], Size.NORMAL, "zh_Hans", contrast)
            panel.show_kiosk(replace(kiosk, is_adjusting=True))
            assert not list(weak_contrast(measure(panel, Size.NORMAL, contrast))), (way.name, name)


@pytest.mark.parametrize("language", ["zh_Hans", "en"])
@pytest.mark.parametrize("size", list(Size), ids=lambda size: size.name.lower())
def test_low_controls_are_all_below_1100_mm_and_keep_the_table(
    hang: Callable[[Way], Panel], size: Size, language: str
) -> None:
    """The colours are the same as high up."""
    panel = hang(LOW)
    broken = []
    for name, kiosk in samples().items():
        panel.show_kiosk(replace(shown(LOW, kiosk, size, language), is_adjusting=True))
        screen = measure(panel, size, has_picture=False)
        for row in (*GEOMETRY_ROWS, too_high_for_who_sits):
            broken += [f"{name}: {found}" for found in findings(row, screen)]
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize("position", list(ReaderPosition))
def test_the_welcome_screen_keeps_the_table_wherever_the_reader_is(
    qtbot: QtBot, position: ReaderPosition
) -> None:
    panel = Panel(replace(LOOK, reader_position=position))
    qtbot.addWidget(panel)
    panel.show()
    panel.show_kiosk(samples()["welcome"])
    assert not all_findings(measure(panel, Size.NORMAL))


@pytest.mark.parametrize("language", ["zh_Hans", "en"])
@pytest.mark.parametrize("size", list(Size), ids=lambda size: size.name.lower())
def test_a_reader_for_chip_cards_is_named_and_keeps_the_table(
    qtbot: QtBot, size: Size, language: str
) -> None:
    panel = Panel(CHIP_LOOK)
    qtbot.addWidget(panel)
    panel.show()
    broken = []
    for name, kiosk in samples().items():
        if name.startswith(ASKS_FOR_CARD):
            panel.show_kiosk(in_size(kiosk, size, language))
            broken += [f"{name}: {finding}" for finding in all_findings(measure(panel, size))]
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize("language", ["zh_Hans", "en"])
@pytest.mark.parametrize("size", [Size.NORMAL, Size.LARGE], ids=["normal", "large"])
def test_a_hall_that_likes_long_names_keeps_the_table(
    qtbot: QtBot, size: Size, language: str
) -> None:
    panel = Panel(LONG_LOOK)
    qtbot.addWidget(panel)
    panel.show()
    broken = []
    for name, kiosk in long_samples().items():
        panel.show_kiosk(in_size(kiosk, size, language))
        broken += [f"{name}: {finding}" for finding in all_findings(measure(panel, size))]
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize("size", list(Size), ids=lambda size: size.name.lower())
def test_a_kiosk_that_does_not_know_where_it_stands_keeps_the_table(
    qtbot: QtBot, size: Size
) -> None:
    panel = Panel(replace(LOOK, site_name=NO_WORDS, help_desk=NO_WORDS, hotline=""))
    qtbot.addWidget(panel)
    panel.show()
    for name in ("starting", "starting_not_enrolled", "help_from_home"):
        panel.show_kiosk(in_size(samples()[name], size, "zh_Hans"))
        assert not all_findings(measure(panel, size)), name


def test_nothing_moves_by_itself_but_the_seconds_that_are_left(panel: Panel) -> None:
    """Row 22: what does not run cannot paint."""
    for name, kiosk in samples().items():
        panel.show_kiosk(kiosk)
        running = [timer for timer in panel.findChildren(QTimer) if timer.isActive()]
        assert len(running) == (name == "still_there"), name
        assert not panel.findChildren(QAbstractAnimation), name


def test_another_panel_shows_the_same_millimetres(qtbot: QtBot) -> None:
    half = replace(LOOK, width_px=540, height_px=960, px_per_mm=LOOK.px_per_mm / 2)
    panel = Panel(half)
    qtbot.addWidget(panel)
    panel.show()
    for size in Size:
        panel.show_kiosk(in_size(samples()["services"], size, "zh_Hans"))
        assert not all_findings(measure(panel, size))


def test_a_panel_that_hangs_100_mm_higher_still_has_its_controls_in_reach(qtbot: QtBot) -> None:
    panel = Panel(replace(LOOK, bottom_edge_mm=800.0))
    qtbot.addWidget(panel)
    panel.show()
    for name in ("welcome", "services", "ticket", "pause", "keypad_begun"):
        panel.show_kiosk(samples()[name])
        assert not list(out_of_reach(measure(panel, Size.NORMAL))), name


def test_letters_grow_by_the_steps_of_the_design(panel: Panel) -> None:
    """Body text 1.0 : 1.375 : 2.0; what is large already grows too, and nothing ever shrinks."""
    for name in UNSHRUNK:
        sizes = {}
        for size in Size:
            panel.show_kiosk(in_size(samples()[name], size, "zh_Hans"))
            assert panel.fitted is not None
            assert panel.fitted.theme.shrink == 1.0, (name, size)
            pixels = {text.line.font.pixelSize() for text in measure(panel, size).texts}
            sizes[size] = (min(pixels), max(pixels))
        normal, large, extra = sizes.values()
        assert large[0] >= 1.375 * normal[0], name
        assert extra[0] >= large[0], name
        assert normal[1] <= large[1] <= extra[1], name


def test_body_text_doubles(panel: Panel) -> None:
    heights = []
    for size in Size:
        panel.show_kiosk(in_size(samples()["still_there"], size, "zh_Hans"))
        texts = measure(panel, size).texts
        heights.append(next(t.line.font.pixelSize() for t in texts if "不用着急" in t.line.text))
    assert heights == [48, 66, 96]

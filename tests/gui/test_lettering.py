# SPDX-License-Identifier: Apache-2.0
"""Lines of large letters that are kept look as Qt paints them, and do not fill the memory."""

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from pytestqt.qtbot import QtBot

from kiosk.flow.values import Size
from kiosk.ui import lettering
from kiosk.ui.fonts import load_fonts
from kiosk.ui.kept import Kept
from kiosk.ui.leaves import Label
from kiosk.ui.lettering import OUTLINED_PX, Drawn, kept_lines, paint_line
from kiosk.ui.lines import Face, face_of
from kiosk.ui.paint import paint_label
from kiosk.ui.theme import Role, Theme
from tests.gui.sample_hall import LOOK

pytestmark = pytest.mark.gui

Lines = Kept[tuple[str, Face, str, float, float], Drawn]
INK = "#14202B"
HARDLY_SEEN = 32
"""Levels of 255 at an edge: as of a shift by an eighth of a pixel, which nobody sees."""


@pytest.fixture
def kept(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Lines:
    mine = kept_lines()
    monkeypatch.setattr(lettering, "_KEPT", mine)
    return mine


def font_in(px: int, *, is_bold: bool = True) -> QFont:
    font = QFont(load_fonts(LOOK.fonts))
    font.setPixelSize(px)
    font.setBold(is_bold)
    return font


def canvas() -> QImage:
    image = QImage(700, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("#EAF2F9"))
    return image


@pytest.mark.parametrize("text", ["请选择“要”办的事", "To AV. fi (128)", "𪚥麗·"])
@pytest.mark.parametrize(("px", "is_bold"), [(OUTLINED_PX - 2, True), (66, False), (84, True)])
@pytest.mark.parametrize("at", [QPointF(20, 140), QPointF(20.33, 140.25)])
def test_a_kept_line_looks_as_one_that_is_painted(
    kept: Lines, text: str, px: int, *, is_bold: bool, at: QPointF
) -> None:
    font, painted, drawn = font_in(px, is_bold=is_bold), canvas(), canvas()
    painter = QPainter(painted)
    painter.setFont(font)
    painter.setPen(QColor(INK))
    painter.drawText(at, text)
    painter.end()
    painter = QPainter(drawn)
    paint_line(painter, text, font, INK, at)
    painter.end()
    assert painted != canvas()
    pairs = zip(bytes(painted.constBits()), bytes(drawn.constBits()), strict=True)
    assert max(abs(one - other) for one, other in pairs) <= HARDLY_SEEN


def test_the_oldest_lines_go_before_they_fill_the_memory(qtbot: QtBot) -> None:
    face = face_of(font_in(84))
    some = kept_lines(most_bytes=40_000)
    first = some.of(("取号", face, INK, 0.0, 0.0))
    for number in range(40):
        assert some.of(("取号", face, INK, 0.0, 0.0)) is first
        some.of((f"第{number}页", face, INK, 0.0, 0.0))
        assert some.bytes <= 40_000
    for number in range(40):
        some.of((f"第{number}页", face, INK, 0.5, 0.0))
    assert some.of(("取号", face, INK, 0.0, 0.0)) is not first


def test_a_line_that_names_somebody_is_not_kept(kept: Lines) -> None:
    image = canvas()
    painter = QPainter(image)
    paint_line(painter, "王*明，您好", font_in(84), INK, QPointF(20, 140), is_kept=False)
    painter.end()
    assert image != canvas()
    assert kept.bytes == 0


def test_a_number_is_not_kept_since_nobody_else_gets_it(kept: Lines) -> None:
    theme = Theme(1.0, Size.NORMAL, load_fonts(LOOK.fonts))
    image = canvas()
    painter = QPainter(image)
    paint_label(painter, Label("A023", Role.NUMBER), theme, image.rect())
    painter.end()
    assert image != canvas()
    assert kept.bytes == 0

# SPDX-License-Identifier: Apache-2.0
"""Lines of large letters, drawn once and kept: Qt fills their outlines anew each time it paints them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import floor

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QImage, QPainter, QPainterPath, QTextLayout

from kiosk.ui.kept import Kept
from kiosk.ui.lines import Face, face_of, font_of

OUTLINED_PX = 64
"""From so many pixels on Qt paints outlines; it keeps smaller letters by itself."""
MOST_BYTES = 24 * 2**20
_FINE = 64
"""Qt places letters in so many steps of a pixel."""
_BLACK = QBrush(Qt.GlobalColor.black)
_Glyph = tuple[QPainterPath, QPointF]
_Key = tuple[str, Face, str, float, float]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line in its colour on nothing; `left` and `top` are counted from the pixel where its base line begins."""

    image: QImage
    left: int
    top: int


def paint_line(
    painter: QPainter, text: str, font: QFont, colour: str, origin: QPointF, *, is_kept: bool = True
) -> None:
    """As QPainter.drawText with a colour as in "#14202B"; a line that names somebody is not kept."""
    if font.pixelSize() < OUTLINED_PX:
        painter.setFont(font)
        painter.setPen(QColor(colour))
        painter.drawText(origin, text)
        return
    left, right = divmod(floor(origin.x() * _FINE), _FINE)
    base, down = divmod(floor(origin.y() * _FINE), _FINE)
    key = text, face_of(font), colour, right / _FINE, down / _FINE
    drawn = _KEPT.of(key) if is_kept else draw(*key)
    painter.drawImage(left + drawn.left, base + drawn.top, drawn.image)


def draw(text: str, face: Face, colour: str, right: float, down: float) -> Drawn:
    """The line beginning so far right of and below a pixel's corner.

    Outlines one by one: Qt takes four times as long to fill all of a line at once.
    """
    glyphs = [(path, at + QPointF(right, down)) for path, at in _glyphs(text, face)]
    ink = QRectF()
    for path, at in glyphs:
        ink |= path.controlPointRect().translated(at)
    box = ink.toAlignedRect().adjusted(-1, -1, 1, 1)
    return Drawn(_coloured(_filled(glyphs, box), colour), box.left(), box.top())


def _glyphs(text: str, face: Face) -> Iterator[_Glyph]:
    """Each outline, and where it stands on the base line."""
    layout = QTextLayout(text, font_of(face))
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    ascent = layout.lineAt(0).ascent()
    for run in layout.glyphRuns():
        font = run.rawFont()
        for glyph, at in zip(run.glyphIndexes(), run.positions(), strict=True):
            outline = font.pathForGlyph(glyph)
            outline.setFillRule(Qt.FillRule.WindingFill)  # strokes of a character overlap
            yield outline, QPointF(at.x(), at.y() - ascent)


def _filled(glyphs: list[_Glyph], box: QRect) -> QImage:
    image = QImage(box.size(), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    corner = QPointF(box.topLeft())
    for path, at in glyphs:
        painter.resetTransform()
        painter.translate(at - corner)
        painter.fillPath(path, _BLACK)
    painter.end()
    return image


def _coloured(filled: QImage, colour: str) -> QImage:
    """A byte for each pixel: how much of the colour it has."""
    image = filled.convertToFormat(QImage.Format.Format_Alpha8)
    image.reinterpretAsFormat(QImage.Format.Format_Indexed8)
    image.setColorTable(_shades(colour))
    return image


@lru_cache(maxsize=64)
def _shades(colour: str) -> list[int]:
    """From nothing to all of it."""
    rgb = int(colour[1:], 16)
    return [alpha << 24 | rgb for alpha in range(256)]


def kept_lines(most_bytes: int = MOST_BYTES) -> Kept[_Key, Drawn]:
    """None yet."""
    return Kept(most_bytes, lambda key: draw(*key), lambda drawn: drawn.image)


_KEPT = kept_lines()

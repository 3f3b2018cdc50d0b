# SPDX-License-Identifier: Apache-2.0
"""Letter shapes for `paper.py`, drawn by Qt in a font that the application has loaded."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPainter

CELL_WIDTH = 12
CELL_HEIGHT = 24
FONT_PIXELS = 22
BASELINE = 20
INK = 150
"""Grey values below this become black: thin strokes must not break."""


class QtGlyphs:
    """Stands in for the font in the printer's ROM.

    Lifetime: after QGuiApplication; keeps every shape it has drawn.
    Concurrency: one thread.
    """

    def __init__(self, family: str) -> None:
        self._family = family
        self._drawn: dict[tuple[str, int, bool], tuple[int, ...]] = {}

    def cell(self, character: str, columns: int, *, bold: bool) -> tuple[int, ...]:
        """24 rows of `columns` x 12 dots; see `paper.Glyphs`."""
        key = (character, columns, bold)
        if key not in self._drawn:
            self._drawn[key] = self._draw(character, columns * CELL_WIDTH, bold=bold)
        return self._drawn[key]

    def _draw(self, character: str, width: int, *, bold: bool) -> tuple[int, ...]:
        font = QFont(self._family)
        font.setPixelSize(FONT_PIXELS)
        font.setBold(bold)
        image = QImage(width, CELL_HEIGHT, QImage.Format.Format_Grayscale8)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        painter.setFont(font)
        advance = QFontMetricsF(font).horizontalAdvance(character)
        # A letter wider than its cell is squeezed, as in a ROM font: it must not touch the next.
        squeeze = min(1.0, width / advance) if advance else 1.0
        painter.scale(squeeze, 1.0)
        painter.drawText(QPointF((width / squeeze - advance) / 2, BASELINE), character)
        painter.end()
        return tuple(_row(image, y) for y in range(CELL_HEIGHT))


def _row(image: QImage, y: int) -> int:
    greys = [image.pixelColor(x, y).value() for x in range(image.width())]
    return int("".join("01"[grey < INK] for grey in greys), 2)

# SPDX-License-Identifier: Apache-2.0
"""A ruler in dots: what it shows beside a real one is how wide and how long the printer prints."""

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QImage, QPainter

from kiosk.printing.ink import font, metrics, sheet

DOTS_PER_MM = 8
FIGURES = 22
"""Dots of the letters that say each centimetre."""

LONG, MIDDLE, SHORT = 32, 22, 12
"""Strokes at 10, 5 and 1 mm."""

STROKE = 2


def ruler(family: str, width: int) -> QImage:
    """Millimetres over `width` dots, with a figure at every centimetre."""
    image = sheet(width, LONG + FIGURES + 6)
    painter = QPainter(image)
    painter.setFont(font(family, FIGURES))
    for millimetres in range(width // DOTS_PER_MM + 1):
        left = min(millimetres * DOTS_PER_MM, width - STROKE)
        painter.fillRect(QRect(left, 0, STROKE, _length(millimetres)), Qt.GlobalColor.black)
        if millimetres % 10 == 0:
            _write(painter, str(millimetres), family, left, width)
    painter.end()
    return image


def _length(millimetres: int) -> int:
    if millimetres % 10 == 0:
        return LONG
    return MIDDLE if millimetres % 5 == 0 else SHORT


def _write(painter: QPainter, figure: str, family: str, middle: int, width: int) -> None:
    wide = metrics(family, FIGURES).horizontalAdvance(figure)
    left = min(max(0.0, middle - wide / 2), width - wide)
    painter.drawText(QPointF(left, LONG + FIGURES), figure)

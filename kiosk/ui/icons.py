# SPDX-License-Identifier: Apache-2.0
"""Lucide outlines in one of our colours; a picture always stands beside a word."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from kiosk.ui.kept import Kept

FOLDER = Path(__file__).parent / "icons"
_LARGE = 120
MOST_BYTES = 8 * 2**20
UNKNOWN = "file-text"
"""Stands for an icon that a configuration names and nobody has."""


def _stroke(px: int) -> float:
    """Lucide's 2 of 24 for pictures beside words; large ones would look clumsy with it."""
    return 2.0 if px <= _LARGE else max(1.2, 2.0 * (_LARGE / px) ** 0.7)


def icon(name: str, colour: str, px: int) -> QImage:
    """The icon as a square picture in a colour like "#0B4F8A"; a name that does not exist gives a plain sheet of paper."""
    return _KEPT.of((name, colour, px))


def _drawn(key: tuple[str, str, int]) -> QImage:
    name, colour, px = key
    file = FOLDER / f"{name}.svg"
    if not name.replace("-", "").isalnum() or not file.is_file():
        file = FOLDER / f"{UNKNOWN}.svg"
    svg = file.read_text(encoding="utf-8").replace("currentColor", colour)
    svg = svg.replace('stroke-width="2"', f'stroke-width="{_stroke(px)}"')
    image = QImage(px, px, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, px, px))
    painter.end()
    return image


_KEPT = Kept(MOST_BYTES, _drawn, lambda image: image)

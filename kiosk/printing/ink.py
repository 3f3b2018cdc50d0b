# SPDX-License-Identifier: Apache-2.0
"""Pictures of black dots: letters drawn by Qt, without a single grey.

Everything here works on any thread once the fonts are loaded; no QPixmap, no widget.
"""

from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPainter, QPainterPath

from drivers.ticket_printer.abstract import Align, Raster, Text
from kiosk.printing.problems import MisuseError

INK = 150
"""Grey values below this become black: thin strokes must not break."""

BLACK, WHITE = 0xFF000000, 0xFFFFFFFF
INK_TABLE = [BLACK if grey < INK else WHITE for grey in range(256)]

OUTLINE_PIXELS = 1000
"""The em of the font's own grid: outlines come in whole numbers, so a number always looks the same."""

TALLEST = 2400
"""Dots, 300 mm: nobody wants a longer ticket."""

CELL_HEIGHT = 24
"""Dots of a printer's character at size 1."""

FLAG_OF_ALIGN = {
    Align.LEFT: Qt.AlignmentFlag.AlignLeft,
    Align.CENTER: Qt.AlignmentFlag.AlignHCenter,
    Align.RIGHT: Qt.AlignmentFlag.AlignRight,
}


def sheet(width: int, height: int) -> QImage:
    """White paper to draw on.

    Raises:
        MisuseError: larger than any ticket.
    """
    if not (0 < width <= TALLEST and 0 <= height <= TALLEST):
        raise MisuseError("picture_size", width=width, height=height, most=TALLEST)
    image = QImage(width, max(1, height), QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.white)
    return image


def raster(image: QImage, align: Align = Align.LEFT) -> Raster:
    """The dots of a sheet; letters keep their weight, nothing is dithered."""
    image = _in_whole_bytes(image)
    levels = QImage(
        image.constBits(),
        image.width(),
        image.height(),
        image.bytesPerLine(),
        QImage.Format.Format_Indexed8,
    )
    levels.setColorTable(INK_TABLE)
    dots = levels.convertToFormat(QImage.Format.Format_Mono, Qt.ImageConversionFlag.ThresholdDither)
    if dots.color(1) != BLACK:
        dots.invertPixels()
    stride, used = dots.bytesPerLine(), (image.width() + 7) // 8
    data = bytes(dots.constBits())
    if stride != used:
        data = b"".join(data[at : at + used] for at in range(0, len(data), stride))
    return Raster(image.width(), data, align)


def _in_whole_bytes(image: QImage) -> QImage:
    """White to the end of the last byte: a printer prints these dots too."""
    if not image.width() % 8:
        return image
    whole = sheet(-(-image.width() // 8) * 8, image.height())
    painter = QPainter(whole)
    painter.drawImage(0, 0, image)
    painter.end()
    return whole


@lru_cache(maxsize=64)
def font(family: str, pixels: int, *, bold: bool = False) -> QFont:
    """A font of the ticket; `pixels` are dots of the paper.

    Raises:
        MisuseError: no such size.
    """
    if not 0 < pixels <= TALLEST:
        raise MisuseError("letter_size", dots=pixels, most=TALLEST)
    made = QFont(family)
    made.setPixelSize(pixels)
    made.setBold(bold)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


@lru_cache(maxsize=64)
def metrics(family: str, pixels: int, *, bold: bool = False) -> QFontMetricsF:
    """How wide the letters of a font are."""
    return QFontMetricsF(font(family, pixels, bold=bold))


def letters(text: str, family: str, width: int, height: int) -> QImage:
    """Bold letters grown until they fill `width`, or `height` if that comes first."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)  # the strokes of a letter may overlap
    path.addText(0, 0, font(family, OUTLINE_PIXELS, bold=True), text)
    box = path.boundingRect()
    if box.isEmpty():
        return sheet(width, 1)
    scale = min(width / box.width(), height / box.height())
    image = sheet(round(box.width() * scale), round(box.height() * scale))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(scale, scale)
    painter.translate(-box.topLeft())
    painter.fillPath(path, Qt.GlobalColor.black)
    painter.end()
    return image


def text_line(line: Text, family: str, width: int) -> QImage:
    """A line of printer text as a picture, in the printer's cells; squeezed rather than clipped."""
    drawn_in = font(family, CELL_HEIGHT * line.height, bold=line.bold)
    measured = metrics(family, CELL_HEIGHT * line.height, bold=line.bold)
    wanted = line.width / line.height
    squeeze = min(wanted, width / max(1.0, measured.horizontalAdvance(line.text)))
    image = sheet(width, round(measured.height()))
    painter = QPainter(image)
    painter.setFont(drawn_in)
    painter.scale(squeeze, 1)
    box = QRectF(0, 0, width / squeeze, image.height())
    painter.drawText(box, FLAG_OF_ALIGN[line.align] | Qt.AlignmentFlag.AlignVCenter, line.text)
    painter.end()
    return image

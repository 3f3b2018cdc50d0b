# SPDX-License-Identifier: Apache-2.0
"""How letters, icons and grounds are painted; labels and controls share it."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen

from kiosk.flow.values import Contrast
from kiosk.ui.icons import icon
from kiosk.ui.leaves import Label, Picture, Surface
from kiosk.ui.lettering import paint_line
from kiosk.ui.lines import advance
from kiosk.ui.theme import TINTS, Colour, Role, Theme

_TINT_LINE = 3
_MIDDLE_EM = 0.375
"""Height of the middle of capitals and Han characters over the base line, in em (Noto Sans SC)."""


@dataclass(frozen=True)
class Line:
    """One painted line: what, with which font, in which box, where its base line begins."""

    text: str
    font: QFont
    colour: Colour
    box: QRect
    origin: QPointF


def lines_of(label: Label, theme: Theme, rect: QRect) -> list[Line]:
    """The lines of a label in its place."""
    font = label.font(theme, rect.width())
    pitch = theme.pitch(label.role)
    texts = label.lines(theme, rect.width())
    top = rect.top() + (rect.height() - pitch * len(texts)) // 2
    lines = []
    for number, text in enumerate(texts):
        width = advance(text, font)
        left = rect.left() + ((rect.width() - width) / 2 if label.is_centred else 0)
        line_top = top + number * pitch
        base = line_top + pitch / 2 + _MIDDLE_EM * font.pixelSize()
        box = QRectF(left, line_top, width, pitch).toAlignedRect()
        lines.append(Line(text, font, label.colour, box, QPointF(left, base)))
    return lines


def paint_label(painter: QPainter, label: Label, theme: Theme, rect: QRect) -> None:
    """The label's lines."""
    is_kept = not label.is_private and label.role is not Role.NUMBER  # which nobody else gets
    for line in lines_of(label, theme, rect):
        colour = theme.hex(line.colour)
        paint_line(painter, line.text, line.font, colour, line.origin, is_kept=is_kept)


def paint_picture(painter: QPainter, picture: Picture, theme: Theme, rect: QRect) -> None:
    """The icon in the middle of its place."""
    side = picture.px(theme)
    left = rect.left() + (rect.width() - side) // 2
    top = rect.top() + (rect.height() - side) // 2
    painter.drawImage(left, top, icon(picture.icon, theme.hex(picture.colour), side))


def paint_surface(painter: QPainter, surface: Surface, theme: Theme, rect: QRect) -> None:
    """Ground and border with round corners, all inside the rectangle."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(theme.q(surface.fill))
    half = 0.0
    painter.setPen(Qt.PenStyle.NoPen)
    line = surface.line
    if line is None and surface.fill in TINTS and theme.contrast is Contrast.HIGH:
        line = Colour.LINE
    if line is not None:
        width = theme.px(surface.line_px or _TINT_LINE)
        painter.setPen(QPen(theme.q(line), width))
        half = width / 2
    box = QRectF(rect).adjusted(half, half, -half, -half)
    painter.drawRoundedRect(box, theme.corner - half, theme.corner - half)

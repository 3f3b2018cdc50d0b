# SPDX-License-Identifier: Apache-2.0
"""A drawing of this machine: where its reader is, and that a card goes there."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from kiosk.ui.blocks import Machine
from kiosk.ui.look import ReaderPosition
from kiosk.ui.theme import Colour, Theme

# All figures below are in units of the drawing, which is WIDTH x HEIGHT and scaled to its place.
WIDTH, HEIGHT = 860.0, 560.0
BODY = QRectF(120, 10, 340, 540)
SCREEN = QRectF(150, 40, 280, 330)
PAD = {
    ReaderPosition.RIGHT: QRectF(310, 410, 120, 92),
    ReaderPosition.LEFT: QRectF(150, 410, 120, 92),
    ReaderPosition.BELOW: QRectF(220, 448, 140, 80),
}
SLOT = {
    ReaderPosition.RIGHT: QRectF(150, 446, 110, 18),
    ReaderPosition.LEFT: QRectF(320, 446, 110, 18),
    ReaderPosition.BELOW: QRectF(235, 394, 110, 18),
}
CARD = QRectF(560, 150, 260, 166)


class MachineView(QWidget):
    """Drawn in lines like the icons; says nothing that the title does not say."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._machine: Machine | None = None
        self._theme: Theme | None = None

    def show_leaf(self, leaf: Machine, theme: Theme) -> None:
        """Shows another machine."""
        self._machine, self._theme = leaf, theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The machine, and the card on its way while the reader is lit."""
        if self._machine is None or self._theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = min(self.width() / WIDTH, self.height() / HEIGHT)
        painter.translate((self.width() - WIDTH * scale) / 2, (self.height() - HEIGHT * scale) / 2)
        painter.scale(scale, scale)
        if self._machine.position is ReaderPosition.LEFT:
            # The card comes from the reader's side.
            painter.translate(WIDTH, 0)
            painter.scale(-1, 1)
        pad, slot = self._places()
        _paint_body(painter, slot)
        _paint_pad(painter, pad, is_lit=self._machine.is_lit)
        if self._machine.is_lit:
            _paint_card(painter)
            _paint_arrow(painter, pad)

    def _places(self) -> tuple[QRectF, QRectF]:
        assert self._machine is not None  # noqa: S101 - paintEvent has looked
        position = self._machine.position
        if position is ReaderPosition.LEFT:  # mirrored as a whole
            position = ReaderPosition.RIGHT
        return PAD[position], SLOT[position]


def _pen(colour: Colour, width: float) -> QPen:
    return QPen(
        colour.q, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    )


def _paint_body(painter: QPainter, slot: QRectF) -> None:
    painter.setPen(_pen(Colour.SOFT_INK, 7))
    painter.setBrush(Colour.GROUND.q)
    painter.drawRoundedRect(BODY, 34, 34)
    painter.setBrush(Colour.GREY_TINT.q)
    painter.drawRoundedRect(SCREEN, 14, 14)
    painter.setPen(_pen(Colour.LINE, 9))
    for width, top in ((150, 88), (210, 122)):
        painter.drawLine(QPointF(180, top), QPointF(180 + width, top))
    painter.setPen(_pen(Colour.LINE, 5))
    painter.setBrush(Colour.GROUND.q)
    for row in range(2):
        for column in range(2):
            painter.drawRoundedRect(QRectF(180 + column * 116, 160 + row * 82, 104, 66), 12, 12)
    painter.drawLine(QPointF(160, 330), QPointF(420, 330))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(Colour.SOFT_INK.q)
    painter.drawRoundedRect(slot, 9, 9)


def _paint_pad(painter: QPainter, pad: QRectF, *, is_lit: bool) -> None:
    if not is_lit:
        painter.setPen(_pen(Colour.LINE, 6))
        painter.setBrush(Colour.GREY_TINT.q)
        painter.drawRoundedRect(pad, 14, 14)
        return
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_pen(Colour.ACCENT, 5))
    painter.drawRoundedRect(pad.adjusted(-14, -14, 14, 14), 24, 24)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(Colour.ACCENT.q)
    painter.drawRoundedRect(pad, 14, 14)
    painter.setPen(_pen(Colour.GROUND, 6))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    middle = pad.center()
    for radius in (12, 26, 40):
        box = QRectF(middle.x() - 24 - radius, middle.y() - radius, 2 * radius, 2 * radius)
        painter.drawArc(box, -45 * 16, 90 * 16)


def _paint_card(painter: QPainter) -> None:
    painter.setPen(_pen(Colour.ACCENT, 10))
    painter.setBrush(Colour.GROUND.q)
    painter.drawRoundedRect(CARD, 22, 22)
    painter.setPen(_pen(Colour.ACCENT, 9))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QPointF(CARD.left() + 72, CARD.top() + 62), 24, 24)
    shoulders = QPainterPath(QPointF(CARD.left() + 34, CARD.bottom() - 28))
    shoulders.cubicTo(
        QPointF(CARD.left() + 36, CARD.bottom() - 76),
        QPointF(CARD.left() + 108, CARD.bottom() - 76),
        QPointF(CARD.left() + 110, CARD.bottom() - 28),
    )
    painter.drawPath(shoulders)
    for width, top in ((88, 56), (88, 88), (56, 120)):
        left = CARD.left() + 144
        painter.drawLine(QPointF(left, CARD.top() + top), QPointF(left + width, CARD.top() + top))


def _paint_arrow(painter: QPainter, pad: QRectF) -> None:
    start = QPointF(CARD.center().x(), CARD.bottom() + 34)
    turn = QPointF(start.x(), pad.center().y())
    tip = QPointF(pad.right() + 44, turn.y())
    path = QPainterPath(start)
    path.lineTo(QPointF(turn.x(), turn.y() - 40))
    path.quadTo(turn, QPointF(turn.x() - 40, turn.y()))
    path.lineTo(tip)
    painter.setPen(_pen(Colour.ACCENT, 12))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
    painter.drawPolyline(
        [QPointF(tip.x() + 30, tip.y() - 30), tip, QPointF(tip.x() + 30, tip.y() + 30)]
    )

# SPDX-License-Identifier: Apache-2.0
"""A drawing of this machine: where its reader is, and that a card goes there."""

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from kiosk.ui.leaves import CardMove, Machine
from kiosk.ui.look import ReaderPosition
from kiosk.ui.theme import Colour, Theme

# All figures below are in units of the drawing, which is WIDTH x HEIGHT and scaled to its place.
WIDTH, HEIGHT = 860.0, 560.0
ALONE = 460.0
"""Width of the machine without a card beside it."""
_MOST_SCALE = 1.6
BODY = QRectF(120, 10, 340, 540)
SCREEN = QRectF(150, 40, 280, 330)
PAD = {
    ReaderPosition.RIGHT: QRectF(310, 410, 120, 92),
    ReaderPosition.LEFT: QRectF(150, 410, 120, 92),
    ReaderPosition.BELOW: QRectF(220, 434, 140, 80),
}
SLOT = {
    ReaderPosition.RIGHT: QRectF(150, 446, 110, 18),
    ReaderPosition.LEFT: QRectF(320, 446, 110, 18),
    ReaderPosition.BELOW: QRectF(235, 386, 110, 16),
}
CARD = QRectF(560, 130, 260, 166)
LAID = QSizeF(150, 96)


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
        """The machine and the card."""
        machine, theme = self._machine, self._theme
        if machine is None or theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = ALONE if machine.move is CardMove.ON_READER else WIDTH
        scale = min(self.width() / width, self.height() / HEIGHT, _MOST_SCALE * theme.scale)
        painter.translate((self.width() - width * scale) / 2, (self.height() - HEIGHT * scale) / 2)
        painter.scale(scale, scale)
        if width == ALONE:
            painter.translate(ALONE / 2 - BODY.center().x(), 0)
        # The card comes from the reader's side.
        is_left = machine.position is ReaderPosition.LEFT
        pad, card = PAD[machine.position], CARD
        if is_left and width == WIDTH:
            painter.translate(WIDTH - BODY.right() - BODY.left(), 0)
            card = _mirrored(CARD)
        _paint_body(painter, theme, SLOT[machine.position])
        _paint_pad(painter, theme, pad)
        if machine.move is CardMove.ON_READER:
            _paint_laid_card(painter, theme, pad)
        else:
            _paint_card(painter, theme, card)
            _paint_arrow(painter, theme, (card, pad), is_left=is_left, move=machine.move)


def _mirrored(rect: QRectF) -> QRectF:
    """The same on the other side of the machine."""
    middle = BODY.center().x()
    return QRectF(2 * middle - rect.right(), rect.top(), rect.width(), rect.height())


def _pen(theme: Theme, colour: Colour, width: float) -> QPen:
    return QPen(
        theme.q(colour),
        width,
        Qt.PenStyle.SolidLine,
        Qt.PenCapStyle.RoundCap,
        Qt.PenJoinStyle.RoundJoin,
    )


def _paint_body(painter: QPainter, theme: Theme, slot: QRectF) -> None:
    painter.setPen(_pen(theme, Colour.SOFT_INK, 7))
    painter.setBrush(theme.q(Colour.GROUND))
    painter.drawRoundedRect(BODY, 34, 34)
    painter.setBrush(theme.q(Colour.GREY_TINT))
    painter.drawRoundedRect(SCREEN, 14, 14)
    painter.setPen(_pen(theme, Colour.LINE, 9))
    for width, top in ((150, 88), (210, 122)):
        painter.drawLine(QPointF(180, top), QPointF(180 + width, top))
    painter.setPen(_pen(theme, Colour.LINE, 5))
    painter.setBrush(theme.q(Colour.GROUND))
    for row in range(2):
        for column in range(2):
            painter.drawRoundedRect(QRectF(180 + column * 116, 160 + row * 82, 104, 66), 12, 12)
    painter.drawLine(QPointF(160, 330), QPointF(420, 330))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.q(Colour.SOFT_INK))
    painter.drawRoundedRect(slot, 9, 9)


def _paint_pad(painter: QPainter, theme: Theme, pad: QRectF) -> None:
    """Lit: a second line around it, and waves."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_pen(theme, Colour.ACCENT, 5))
    painter.drawRoundedRect(pad.adjusted(-14, -14, 14, 14), 24, 24)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.q(Colour.ACCENT))
    painter.drawRoundedRect(pad, 14, 14)
    painter.setPen(_pen(theme, Colour.GROUND, 6))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    middle = pad.center()
    for radius in (12, 26, 40):
        box = QRectF(middle.x() - 24 - radius, middle.y() - radius, 2 * radius, 2 * radius)
        painter.drawArc(box, -45 * 16, 90 * 16)


def _paint_card(painter: QPainter, theme: Theme, card: QRectF) -> None:
    """Front side: words left, portrait right, as on the card itself."""
    unit = card.width() / 260
    painter.setPen(_pen(theme, Colour.ACCENT, 10))
    painter.setBrush(theme.q(Colour.GROUND))
    painter.drawRoundedRect(card, 22 * unit, 22 * unit)
    painter.setPen(_pen(theme, Colour.ACCENT, 9 * max(unit, 0.8)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    head = QPointF(card.right() - 72 * unit, card.top() + 62 * unit)
    painter.drawEllipse(head, 24 * unit, 24 * unit)
    shoulders = QPainterPath(QPointF(head.x() - 38 * unit, card.bottom() - 28 * unit))
    shoulders.cubicTo(
        QPointF(head.x() - 36 * unit, card.bottom() - 78 * unit),
        QPointF(head.x() + 36 * unit, card.bottom() - 78 * unit),
        QPointF(head.x() + 38 * unit, card.bottom() - 28 * unit),
    )
    painter.drawPath(shoulders)
    left = card.left() + 36 * unit
    for width, top in ((88, 50), (88, 83), (60, 116)):
        y = card.top() + top * unit
        painter.drawLine(QPointF(left, y), QPointF(left + width * unit, y))


def _paint_laid_card(painter: QPainter, theme: Theme, pad: QRectF) -> None:
    """The card on the reader, a little above its middle so that the reader stays in sight."""
    card = QRectF(QPointF(), LAID)
    card.moveCenter(pad.center() - QPointF(0, 22))
    _paint_card(painter, theme, card)


def _paint_arrow(
    painter: QPainter,
    theme: Theme,
    between: tuple[QRectF, QRectF],
    *,
    is_left: bool,
    move: CardMove,
) -> None:
    card, pad = between
    side = -1 if is_left else 1
    by_card = QPointF(card.center().x(), card.bottom() + 34)
    turn = QPointF(by_card.x(), pad.center().y())
    by_pad = QPointF((pad.left() if is_left else pad.right()) + side * 44, turn.y())
    path = QPainterPath(by_card)
    path.lineTo(QPointF(turn.x(), turn.y() - 40))
    path.quadTo(turn, QPointF(turn.x() - side * 40, turn.y()))
    path.lineTo(by_pad)
    painter.setPen(_pen(theme, Colour.ACCENT, 12))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
    wings = [QPointF(side * 30, -30), QPointF(side * 30, 30)]
    tip = by_pad
    if move is CardMove.BACK:
        wings, tip = [QPointF(-30, 30), QPointF(30, 30)], by_card
    painter.drawPolyline([tip + wings[0], tip, tip + wings[1]])

# SPDX-License-Identifier: Apache-2.0
"""A typed number in its groups: an ID number as on the card, or the digits of a booking."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QWidget

from kiosk.ui.leaves import NumberField
from kiosk.ui.lettering import paint_line
from kiosk.ui.lines import advance
from kiosk.ui.paint import Line
from kiosk.ui.theme import Colour, Role, Theme

_GAP, _AIR, _PAD = 20, 6, 14  # pixels of the reference panel
_DIGIT_MIDDLE_EM = 0.366


@dataclass(frozen=True)
class _Group:
    """One group and its box: which it is, its first digit and how many it has."""

    number: int
    first: int
    count: int
    box: QRectF

    def cells(self, pad: float) -> Iterator[tuple[int, QRectF]]:
        """Each digit's place in the number, and its part of the box."""
        width = (self.box.width() - 2 * pad) / self.count
        for place in range(self.count):
            left = self.box.left() + pad + place * width
            yield self.first + place, QRectF(left, self.box.top(), width, self.box.height())


class NumberFieldView(QLabel):
    """Paints the digits and keeps them out of its text, name and repr."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._field: NumberField | None = None
        self._theme: Theme | None = None

    def show_leaf(self, leaf: NumberField, theme: Theme) -> None:
        """Shows what is typed now."""
        self._field, self._theme = leaf, theme
        self.setObjectName("number_field")
        self.setAccessibleName(leaf.spoken)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """One box per group; the boxes to look at again have an amber ground."""
        field, theme = self._field, self._theme
        if field is None or theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for group in _groups(field, theme, self.width()):
            _paint_box(painter, group, field, theme)
            for place, cell in group.cells(theme.px(_PAD)):
                _paint_place(painter, field.typed.reveal()[place : place + 1], cell, theme)

    def painted_texts(self) -> list[list[Line]]:
        """The digits as noughts: where and how they are painted, not what they are."""
        field, theme = self._field, self._theme
        if field is None or theme is None:
            return []
        font = theme.font(Role.DIGIT)
        return [
            [Line("0", font, Colour.INK, cell.toAlignedRect(), _base("0", cell, theme))]
            for group in _groups(field, theme, self.width())
            for place, cell in group.cells(theme.px(_PAD))
            if place < len(field.typed)
        ]


def _groups(field: NumberField, theme: Theme, width: int) -> Iterator[_Group]:
    gap, air = theme.px(_GAP), theme.px(_AIR)
    height = field.row_height(theme)
    rows = field.rows(theme)
    # All rows use the digits' width of the widest, so that groups stand under each other.
    most = max(sum(field.groups[group] for group in row) for row in rows)
    cell = (width - gap * (len(rows[0]) - 1)) / most
    for number, row in enumerate(rows):
        left = 0.0
        for group in row:
            count = field.groups[group]
            box = QRectF(left, number * height + air, cell * count, height - 2 * air)
            yield _Group(group, sum(field.groups[:group]), count, box)
            left = box.right() + gap


def _paint_box(painter: QPainter, group: _Group, field: NumberField, theme: Theme) -> None:
    is_wrong = group.number in field.wrong_groups
    is_next = group.first <= len(field.typed) < group.first + group.count
    is_here = is_next and not field.wrong_groups
    line = Colour.AMBER if is_wrong else Colour.ACCENT if is_here else Colour.LINE
    width = theme.px(6 if is_wrong or is_here else 3)
    painter.setPen(QPen(theme.q(line), width))
    painter.setBrush(theme.q(Colour.AMBER_TINT if is_wrong else Colour.GROUND))
    half, radius = width / 2, theme.px(16)
    painter.drawRoundedRect(group.box.adjusted(half, half, -half, -half), radius, radius)


def _paint_place(painter: QPainter, digit: str, cell: QRectF, theme: Theme) -> None:
    """The digit, or a line where one is missing."""
    base = _base(digit, cell, theme)
    if digit:
        paint_line(painter, digit, theme.font(Role.DIGIT), theme.hex(Colour.INK), base)
        return
    painter.setPen(QPen(theme.q(Colour.LINE), theme.px(4)))
    inset = cell.width() * 0.22
    painter.drawLine(
        QPointF(cell.left() + inset, base.y()), QPointF(cell.right() - inset, base.y())
    )


def _base(digit: str, cell: QRectF, theme: Theme) -> QPointF:
    font = theme.font(Role.DIGIT)
    left = cell.left() + (cell.width() - advance(digit, font)) / 2
    return QPointF(left, cell.center().y() + _DIGIT_MIDDLE_EM * font.pixelSize())

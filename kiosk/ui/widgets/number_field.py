# SPDX-License-Identifier: Apache-2.0
"""The typed ID number in the groups 6-4-4-4 of the card."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QWidget

from kiosk.ui.blocks import NumberField
from kiosk.ui.lines import advance
from kiosk.ui.theme import Colour, Role, Theme

GROUPS = (6, 4, 4, 4)


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
        """One box per group; the box to look at again has an amber ground."""
        if self._field is None or self._theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rows = self._field.rows(self._theme)
        height = self._field.row_height(self._theme)
        for number, groups in enumerate(rows):
            self._paint_row(painter, groups, QRectF(0, number * height, self.width(), height))

    def _paint_row(self, painter: QPainter, groups: tuple[int, ...], row: QRectF) -> None:
        field, theme = self._field, self._theme
        assert field is not None  # noqa: S101 - paintEvent has looked
        assert theme is not None  # noqa: S101
        gap = theme.px(20)
        # All rows use the width of the widest, so that groups of four stand under each other.
        digits = max(sum(GROUPS[group] for group in row) for row in field.rows(theme))
        cell = (row.width() - gap * (len(groups) - 1)) / digits
        left = row.left()
        for group in groups:
            box = QRectF(left, row.top() + theme.px(6), cell * GROUPS[group], 0)
            box.setHeight(row.height() - theme.px(12))
            self._paint_group(painter, group, box, cell)
            left = box.right() + gap

    def _paint_group(self, painter: QPainter, group: int, box: QRectF, cell: float) -> None:
        field, theme = self._field, self._theme
        assert field is not None  # noqa: S101
        assert theme is not None  # noqa: S101
        first = sum(GROUPS[:group])
        typed = len(field.typed)
        is_here = not field.wrong_groups and first <= typed < first + GROUPS[group]
        is_wrong = group in field.wrong_groups
        line = Colour.AMBER if is_wrong else Colour.ACCENT if is_here else Colour.LINE
        width = theme.px(6 if is_wrong or is_here else 3)
        painter.setPen(QPen(line.q, width))
        painter.setBrush((Colour.AMBER_TINT if is_wrong else Colour.GROUND).q)
        half = width / 2
        radius = theme.px(16)
        painter.drawRoundedRect(box.adjusted(half, half, -half, -half), radius, radius)
        font = theme.font(Role.DIGIT)
        painter.setFont(font)
        painter.setPen(Colour.INK.q)
        base = box.center().y() + 0.366 * font.pixelSize()
        digits = field.typed.reveal()[first : first + GROUPS[group]]
        pad = theme.px(14)
        step = (box.width() - 2 * pad) / GROUPS[group]
        for place in range(GROUPS[group]):
            left = box.left() + pad + place * step
            if place < len(digits):
                ink = advance(digits[place], font)
                painter.drawText(QPointF(left + (step - ink) / 2, base), digits[place])
            else:
                self._paint_gap(painter, QRectF(left, base, step, 0), theme)

    def _paint_gap(self, painter: QPainter, place: QRectF, theme: Theme) -> None:
        painter.save()
        painter.setPen(QPen(Colour.LINE.q, theme.px(4), Qt.PenStyle.SolidLine))
        inset = place.width() * 0.22
        painter.drawLine(
            QPointF(place.left() + inset, place.top()), QPointF(place.right() - inset, place.top())
        )
        painter.restore()

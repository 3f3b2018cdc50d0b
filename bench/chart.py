# SPDX-License-Identifier: Apache-2.0
"""Draws one day of a pool: who waits, by lane, over the hours, and how many counters are open."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPolygonF

from hall.place import Lane
from tests.simulation.fairness.picture import WorkedDay

INK = QColor("#14202B")
SOFT_INK = QColor("#3B4754")
GRID = QColor("#D3DAE0")
COUNTERS = QColor("#F3F5F7")
FEW_COUNTERS = QColor("#FFE3B3")
LANE_COLOURS = {
    Lane.GREEN: QColor("#0A5C3A"),
    Lane.BOOKED: QColor("#4A8CC7"),
    Lane.WALK_IN: QColor("#C3CDD6"),
}
"""From the bottom of the stack to its top; each is told from the next on a black-and-white print."""

FAMILY = "Noto Sans SC"
OPENING_HOUR, CLOSING_HOUR = 9, 17
STRIP = 40
"""Height of the bar that says how many counters are open."""


def font(pixels: int, *, bold: bool = False) -> QFont:
    """The one typeface of the pictures."""
    found = QFont(FAMILY)
    found.setPixelSize(pixels)
    found.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
    return found


@dataclass(frozen=True)
class Chart:
    """Where one day is drawn, and in whose words.

    Attributes:
        area: the axes; hours and counters stand below it.
        most_waiting: top of the scale.
        counters: words for open counters, by how many there are.
        at_most: words for the most who wait at once, with {} for how many.
    """

    area: QRectF
    most_waiting: int
    counters: Mapping[int, str]
    at_most: str

    def draw(self, painter: QPainter, day: WorkedDay) -> None:
        self._background(painter, day)
        self._grid(painter)
        self._lanes(painter, day)
        self._peak(painter, day)
        self._counters(painter, day)
        self._hours(painter)

    def point(self, minute: float, waiting: float) -> QPointF:
        """Where so many waiting at that minute stand."""
        span = (CLOSING_HOUR - OPENING_HOUR) * 60
        x = self.area.left() + self.area.width() * minute / span
        return QPointF(x, self.area.bottom() - self.area.height() * waiting / self.most_waiting)

    def _background(self, painter: QPainter, day: WorkedDay) -> None:
        for start, end, counters in _steps(day):
            if counters < _usual(day):
                few = QRectF(self.point(start, self.most_waiting), self.point(end, 0))
                painter.fillRect(few, QColor("#FFF6E5"))

    def _grid(self, painter: QPainter) -> None:
        painter.setFont(font(20))
        for waiting in range(0, self.most_waiting + 1, 20):
            at = self.point(0, waiting)
            painter.setPen(QPen(GRID, 1.5))
            painter.drawLine(at, QPointF(self.area.right(), at.y()))
            painter.setPen(SOFT_INK)
            box = QRectF(at.x() - 60, at.y() - 15, 48, 30)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight, str(waiting))

    def _lanes(self, painter: QPainter, day: WorkedDay) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        for lane, lower, upper in stacked(day):
            outline = [self.point(number * day.step, one) for number, one in enumerate(upper)]
            back = [self.point(number * day.step, one) for number, one in enumerate(lower)]
            painter.setBrush(LANE_COLOURS[lane])
            painter.drawPolygon(QPolygonF([*outline, *reversed(back)]))

    def _peak(self, painter: QPainter, day: WorkedDay) -> None:
        *_, (_, _, waiting) = stacked(day)
        most = max(waiting)
        at = self.point(waiting.index(most) * day.step, most)
        painter.setBrush(INK)
        painter.drawEllipse(at, 5, 5)
        painter.setPen(INK)
        painter.setFont(font(24, bold=True))
        painter.drawText(at + QPointF(14, -8), self.at_most.format(most))

    def _counters(self, painter: QPainter, day: WorkedDay) -> None:
        top = self.area.bottom() + 6
        for start, end, counters in _steps(day):
            left, right = self.point(start, 0).x(), self.point(end, 0).x()
            box = QRectF(left, top, right - left, STRIP)
            is_few = counters < _usual(day)
            painter.fillRect(box, FEW_COUNTERS if is_few else COUNTERS)
            painter.setPen(INK)
            painter.setFont(font(22, bold=is_few))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.counters[counters])

    def _hours(self, painter: QPainter) -> None:
        painter.setPen(SOFT_INK)
        painter.setFont(font(20))
        for hour in range(OPENING_HOUR, CLOSING_HOUR + 1):
            x = self.point((hour - OPENING_HOUR) * 60, 0).x()
            box = QRectF(x - 50, self.area.bottom() + STRIP + 8, 100, 30)
            painter.drawText(box, Qt.AlignmentFlag.AlignHCenter, f"{hour}:00")


def stacked(day: WorkedDay) -> Iterator[tuple[Lane, Sequence[int], Sequence[int]]]:
    """Every lane with the lower and the upper edge of its part, one number for each column."""
    counts = [day.waiting[lane] for lane in LANE_COLOURS]
    sums = list(accumulate(counts, _added, initial=[0] * len(counts[0])))
    for lane, (lower, upper) in zip(LANE_COLOURS, pairwise(sums), strict=True):
        yield lane, lower, upper


def _added(below: Sequence[int], above: Sequence[int]) -> list[int]:
    return [one + other for one, other in zip(below, above, strict=True)]


def _steps(day: WorkedDay) -> Iterator[tuple[int, int, int]]:
    """From and until which minute how many counters are open."""
    closing = (CLOSING_HOUR - OPENING_HOUR) * 60
    ends = [since for since, _ in day.counters[1:]] + [closing]
    for (start, counters), end in zip(day.counters, ends, strict=True):
        yield start, end, counters


def _usual(day: WorkedDay) -> int:
    return max(counters for _, counters in day.counters)

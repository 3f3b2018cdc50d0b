# SPDX-License-Identifier: Apache-2.0
"""The full screen of a kiosk that may not start: what is wrong with its configuration."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.flow.values import Size
from kiosk.texts import load_texts
from kiosk.ui.blocks import Column
from kiosk.ui.fonts import load_fonts
from kiosk.ui.leaves import Label
from kiosk.ui.paint import paint_label
from kiosk.ui.theme import Colour, Role, Theme


class FaultScreen(QWidget):
    """A list for the technician, as wide and high as the display; nothing can be touched.

    The configuration could not be read, so it knows neither the panel's millimetres nor its
    languages: letters follow the width, and the words are the ones given.
    """

    def __init__(self, lines: Sequence[str], fonts: tuple[Path, ...], language: str) -> None:
        super().__init__()
        self._family = load_fonts(fonts)
        texts = load_texts(language)
        self._title, self._lead = texts("screen.faults.title"), texts("screen.faults.lead")
        self._more = texts
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.show_lines(lines)

    def show_lines(self, lines: Sequence[str]) -> None:
        """The file was saved, and these are wrong now."""
        self._lines = tuple(lines)
        self.setAccessibleName("\n".join((self._title, self._lead, *self._lines)))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """As many lines as there is room for, and how many there are besides."""
        theme = Theme(min(self.width(), self.height()) / 1080, Size.NORMAL, self._family)
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.q(Colour.GROUND))
        margin = theme.margin
        rect = self.rect().adjusted(margin, margin, -margin, -margin)
        column = self._column(theme, rect)
        for placed in column.place(theme, rect):
            if isinstance(placed.leaf, Label):
                paint_label(painter, placed.leaf, theme, placed.rect)

    def _column(self, theme: Theme, rect: QRect) -> Column:
        head = (
            Label(self._title, Role.TITLE, Colour.AMBER),
            Label(self._lead, Role.BODY, Colour.SOFT_INK),
        )
        for shown in range(len(self._lines), -1, -1):
            labels = tuple(Label(line, Role.BODY) for line in self._lines[:shown])
            left = len(self._lines) - shown
            if left:
                more = self._more("screen.faults.more", count=left)
                labels = (*labels, Label(more, Role.STRONG))
            column = Column((*head, *labels), gap=24)
            if column.height(theme, rect.width()) <= rect.height():
                return column
        return Column(head, gap=24)

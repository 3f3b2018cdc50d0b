# SPDX-License-Identifier: Apache-2.0
"""Texts, icons and grounds: what is looked at and not touched."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from kiosk.ui.leaves import Backdrop, Label, Picture
from kiosk.ui.lines import plain
from kiosk.ui.paint import Line, lines_of, paint_label, paint_picture, paint_surface
from kiosk.ui.theme import Theme


class BigLabel(QLabel):
    """A text in our own lines; its accessible name is the text."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._label = Label("")
        self._theme: Theme | None = None

    def show_leaf(self, leaf: Label, theme: Theme) -> None:
        """Shows another text."""
        self._label, self._theme = leaf, theme
        self.setObjectName(leaf.role.value)
        self.setText(plain(leaf.text))
        self.setAccessibleName(plain(leaf.text))
        self.update()

    def painted_texts(self) -> list[list[Line]]:
        """Its lines in its own coordinates."""
        return [] if self._theme is None else [lines_of(self._label, self._theme, self.rect())]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the lines."""
        if self._theme is not None:
            paint_label(QPainter(self), self._label, self._theme, self.rect())


class IconView(QWidget):
    """An icon; it says nothing that the word beside it does not say."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._picture = Picture("")
        self._theme: Theme | None = None

    def show_leaf(self, leaf: Picture, theme: Theme) -> None:
        """Shows another icon."""
        self._picture, self._theme = leaf, theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the icon."""
        if self._theme is not None:
            paint_picture(QPainter(self), self._picture, self._theme, self.rect())


class Ground(QWidget):
    """The ground of a box, behind its contents."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._panel: Backdrop | None = None
        self._theme: Theme | None = None

    def show_leaf(self, leaf: Backdrop, theme: Theme) -> None:
        """Shows another ground."""
        self._panel, self._theme = leaf, theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints ground and border."""
        if self._panel is not None and self._theme is not None:
            rect = QRect(self.rect())
            paint_surface(QPainter(self), self._panel.surface, self._theme, rect)

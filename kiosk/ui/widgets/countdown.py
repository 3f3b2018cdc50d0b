# SPDX-License-Identifier: Apache-2.0
"""Counts seconds down in sight; nothing happens at nought, the flow has its own timer."""

from collections.abc import Callable
from math import ceil

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from kiosk.ui.leaves import Countdown
from kiosk.ui.paint import Line, lines_of, paint_label
from kiosk.ui.theme import Theme


class CountdownView(QLabel):
    """Starts again whenever it is shown after being hidden; its timer runs only while shown."""

    def __init__(self, parent: QWidget, monotonic: Callable[[], float]) -> None:
        super().__init__(parent)
        self._monotonic = monotonic
        self._leaf: Countdown | None = None
        self._theme: Theme | None = None
        self._since: float | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(250)
        self._timer.timeout.connect(self.refresh)

    def show_leaf(self, leaf: Countdown, theme: Theme) -> None:
        """Counts down from the leaf's seconds, on from where it was if it is already shown."""
        self._leaf, self._theme = leaf, theme
        self.setObjectName("countdown")
        if self._since is None:
            self._since = self._monotonic()
            self._timer.start()
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """The next show begins anew."""
        self._timer.stop()
        self._since = None

    def refresh(self) -> None:
        """Shows the seconds that are left now."""
        if self._leaf is not None:
            text = self._leaf.label(self._left()).text
            if text != self.text():
                self.setText(text)
                self.setAccessibleName(text)
                self.update()

    def _left(self) -> int:
        if self._leaf is None or self._since is None:
            return 0
        return max(0, ceil(self._leaf.seconds - (self._monotonic() - self._since)))

    def painted_texts(self) -> list[list[Line]]:
        """Its lines in its own coordinates."""
        if self._leaf is None or self._theme is None:
            return []
        return [lines_of(self._leaf.label(self._left()), self._theme, self.rect())]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the text of this second."""
        if self._leaf is not None and self._theme is not None:
            label = self._leaf.label(self._left())
            paint_label(QPainter(self), label, self._theme, self.rect())

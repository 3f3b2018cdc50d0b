# SPDX-License-Identifier: Apache-2.0
"""The ring around the control that a key would press."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from kiosk.ui.theme import Colour, Theme

# Of the reference panel: 2.2 mm thick, and together less than half of the gap of two controls.
RING_PX, AIR_PX = 9, 3


class FocusRing(QWidget):
    """Stands outside the control on the ground, so that no fill makes it weak; takes no touch."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.panel = parent
        self._theme: Theme | None = None
        self.setObjectName("focus_ring")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def stand_around(self, control: QWidget, theme: Theme) -> None:
        """Is seen around this control and over everything."""
        self._theme = theme
        out = theme.px(RING_PX) + theme.px(AIR_PX)
        self.setGeometry(control.geometry().adjusted(-out, -out, out, out))
        self.raise_()
        self.show()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """8.4:1 on white, 16.6:1 on black (screens.md 1.3 rows 3 and 17)."""
        theme = self._theme
        if theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = theme.px(RING_PX)
        painter.setPen(QPen(theme.q(Colour.ACCENT), width))
        half = width / 2
        corner = theme.corner + theme.px(AIR_PX) + half
        box = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(box, corner, corner)

# SPDX-License-Identifier: Apache-2.0
"""A picture of the site's own."""

from pathlib import Path

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.ui.leaves import Photo
from kiosk.ui.theme import Theme
from kiosk.ui.ways import picture


class PhotoView(QWidget):
    """Shows the whole picture in the middle of its place; its accessible name says what it shows."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._path: Path | None = None

    def show_leaf(self, leaf: Photo, theme: Theme) -> None:
        """Shows another picture."""
        self._path = leaf.path
        self.setAccessibleName(leaf.name)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the picture."""
        if self._path is None:
            return
        image = picture(self._path, (self.width(), self.height()))
        if image is not None:
            place = QRect(image.rect())
            place.moveCenter(self.rect().center())
            QPainter(self).drawImage(place, image)

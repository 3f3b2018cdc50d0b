# SPDX-License-Identifier: Apache-2.0
"""Keeps a window what it is: over everything, full-screen, and open until the program ends."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget

_REFUSED = frozenset({QEvent.Type.Close, QEvent.Type.ContextMenu, QEvent.Type.WhatsThis})


class Lock(QObject):
    """The innermost layer of a kiosk that nobody leaves; the others are the session's.

    Lifetime: of the window, which is shown by it. Lives on the UI thread.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        window.setWindowFlags(
            Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
        )
        window.setCursor(Qt.CursorShape.BlankCursor)
        window.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        window.installEventFilter(self)
        window.showFullScreen()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """True for what would close the window or open another one; a smaller window grows again."""
        if event.type() in _REFUSED:
            event.ignore()
            return True
        if event.type() == QEvent.Type.WindowStateChange and not self._window.isFullScreen():
            QTimer.singleShot(0, self._window, self._window.showFullScreen)
        return False

# SPDX-License-Identifier: Apache-2.0
"""How a window of the kiosk fills the display, and what waits for its first frame."""

import logging
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

logger = logging.getLogger(__name__)


def lock_down(window: QWidget, *, is_full_screen: bool) -> None:
    """Frameless, on top and without a pointer; the outer layers are the session's (screens.md 3.5)."""
    if not is_full_screen:
        window.show()
        return
    window.setWindowFlags(Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint)
    window.setCursor(Qt.CursorShape.BlankCursor)
    window.showFullScreen()


def after_first_frame(window: QWidget, then: Callable[[], None]) -> None:
    """Call when the window has been painted once: devices and store wait for nobody's eyes."""

    def painted() -> None:
        window.repaint()
        logger.info("first frame")
        then()

    QTimer.singleShot(0, window, painted)

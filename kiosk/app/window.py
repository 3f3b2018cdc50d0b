# SPDX-License-Identifier: Apache-2.0
"""How a window of the kiosk fills the display, and what waits for its first frame."""

import logging
from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from kiosk.ui.lock import Lock

logger = logging.getLogger(__name__)


def lock_down(window: QWidget, *, is_full_screen: bool) -> None:
    """Nothing leads out of a full screen; the outer layers are the session's (screens.md 3.5)."""
    if is_full_screen:
        Lock(window)
    else:
        window.show()


def after_first_frame(window: QWidget, then: Callable[[], None]) -> None:
    """Call when the window has been painted once: devices and store wait for nobody's eyes."""

    def painted() -> None:
        window.repaint()
        logger.info("first frame")
        then()

    QTimer.singleShot(0, window, painted)

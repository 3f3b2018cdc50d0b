# SPDX-License-Identifier: Apache-2.0
"""The keys of a window whose only keyboard is a code scanner."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QWindow


class Keys(QObject):
    """Hands every key on and lets none reach a control: a code ends with Enter.

    `press` gets what the key types and when, in seconds of a clock that never jumps.

    Lifetime: of the window. Lives on the UI thread.
    """

    def __init__(self, window: QWindow, press: Callable[[str, float], None]) -> None:
        super().__init__(window)
        self._press = press
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """True for what is taken."""
        if not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.KeyPress:
            self._press(event.text(), event.timestamp() / 1000)
        return True

# SPDX-License-Identifier: Apache-2.0
"""What a code scanner that plays a keyboard does to a window."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QWindow
from PySide6.QtTest import QTest


def scan(window: QWindow, code: str) -> None:
    """The keys of a code, and Enter."""
    for character in code:
        QTest.keyClick(window, ord(character))
    QTest.keyClick(window, Qt.Key.Key_Return)

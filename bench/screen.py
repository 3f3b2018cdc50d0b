# SPDX-License-Identifier: Apache-2.0
"""Qt in this process, without a display."""

from PySide6.QtWidgets import QApplication


def application() -> QApplication:
    """The one that this process has, made when it is first wanted."""
    found = QApplication.instance()
    return found if isinstance(found, QApplication) else QApplication(["bench"])

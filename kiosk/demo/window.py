# SPDX-License-Identifier: Apache-2.0
"""The demo's window: the kiosk's panel and the device tray side by side."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from kiosk.demo.tray import Tray


class DemoWindow(QWidget):
    """Lifetime: the demo's only window; closing it ends the demo."""

    def __init__(self, panel: QWidget, tray: Tray, title: str) -> None:
        super().__init__()
        self.setWindowTitle(title)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(panel)
        layout.addWidget(tray)

# SPDX-License-Identifier: Apache-2.0
"""`kiosk` that also says what stands on its screen: a line for each text that comes or goes."""

import sys

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QLabel

from kiosk.__main__ import main
from kiosk.app import run
from kiosk.ui.lines import plain

LOOK_MILLISECONDS = 50


class Teller(QObject):
    """Lifetime: as long as the application."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._shown: set[str] = set()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tell)
        self._timer.start(LOOK_MILLISECONDS)

    def _tell(self) -> None:
        shown = {
            plain(widget.text())
            for widget in QApplication.allWidgets()
            if isinstance(widget, QLabel) and widget.isVisible()
        }
        lines = [f"shows {text}" for text in sorted(shown - self._shown)]
        lines += [f"hides {text}" for text in sorted(self._shown - shown)]
        self._shown = shown
        sys.stdout.writelines(f"{line}\n" for line in lines)
        sys.stdout.flush()


def tell() -> int:
    make_application = run.make_application

    def make_telling_application() -> QApplication:
        application = make_application()
        Teller(application)
        return application

    run.make_application = make_telling_application
    return main()


if __name__ == "__main__":
    sys.exit(tell())

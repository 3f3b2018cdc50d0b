# SPDX-License-Identifier: Apache-2.0
"""`kiosk` that a test can touch, and that says what stands on its screen.

Names of controls come over a socket beside kiosk.toml; each is touched as soon as it is in sight and a
finger may press it. `Finger` is the other end.
"""

import sys
import threading
import time
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path
from queue import SimpleQueue
from typing import Self

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kiosk.__main__ import main
from kiosk.app import run
from kiosk.ui.guard import REPEAT_SECONDS
from kiosk.ui.widgets.control import WrapButton
from tests.e2e.telling_kiosk import Teller

MODULE = "tests.e2e.touched_kiosk"
SOCKET = "finger.socket"
LOOK_MILLISECONDS = 30
PATIENCE_SECONDS = 60.0
DONE = "touched"


class Glass(QObject):
    """Lifetime: as long as the application. Concurrency: a thread hears, the UI thread touches."""

    _asked = Signal(str)

    def __init__(self, application: QApplication, socket: Path) -> None:
        super().__init__(application)
        self._answers = SimpleQueue[str]()
        self._last, self._rested_at, self._until = "", 0.0, 0.0
        self._asked.connect(self._begin)
        socket.unlink(missing_ok=True)
        threading.Thread(target=self._hear, args=(socket,), name="finger", daemon=True).start()

    def _hear(self, socket: Path) -> None:
        with Listener(str(socket)) as listener:
            while True:
                with listener.accept() as finger:
                    self._obey(finger)

    def _obey(self, finger: Connection) -> None:
        while True:
            try:
                self._asked.emit(finger.recv())
            except EOFError:
                return
            finger.send(self._answers.get())

    def _begin(self, name: str) -> None:
        self._until = time.monotonic() + PATIENCE_SECONDS
        self._look(name)

    def _look(self, name: str) -> None:
        controls = [each for each in QApplication.allWidgets() if isinstance(each, WrapButton)]
        seen = [each for each in controls if each.isVisible() and each.isEnabled()]
        now = time.monotonic()
        for control in seen:
            if control.objectName() == name and self._may_touch(control, now):
                self._last, self._rested_at = name, now + REPEAT_SECONDS
                QTest.mouseClick(control, Qt.MouseButton.LeftButton)
                self._answers.put(DONE)
                return
        if now > self._until:
            self._answers.put(f"no {name} among {[each.objectName() for each in seen]}")
        else:
            QTimer.singleShot(LOOK_MILLISECONDS, self, lambda: self._look(name))

    def _may_touch(self, control: WrapButton, now: float) -> bool:
        """As a visitor who has seen the screen, and touches nothing twice by mistake."""
        is_rested = control.objectName() != self._last or now > self._rested_at
        return is_rested and control._guard.may_begin()


class Finger:
    """Of a test; lifetime: a with block, within that of the process."""

    def __init__(self, folder: Path) -> None:
        self._connection = Client(str(folder / SOCKET))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def touch(self, *names: str) -> None:
        """One after the other, each when it is in sight; fails where one does not come."""
        for name in names:
            self._connection.send(name)
            assert self._connection.poll(2 * PATIENCE_SECONDS), f"{name}: it hangs"
            answer = self._connection.recv()
            assert answer == DONE, answer

    def type(self, digits: str) -> None:
        """On a keypad."""
        self.touch(*(f"key.{digit}" for digit in digits))


def be_touched() -> int:
    make_application = run.make_application
    folder = Path(sys.argv[sys.argv.index("--config") + 1]).parent

    def make_touched_application() -> QApplication:
        application = make_application()
        Teller(application)
        Glass(application, folder / SOCKET)
        return application

    run.make_application = make_touched_application
    return main()


if __name__ == "__main__":
    sys.exit(be_touched())

# SPDX-License-Identifier: Apache-2.0
"""Says line by line what the welcome screen shows: `python -m tests.e2e.welcome FILE MINUTES`.

The same appliance as `kiosk run`, with a clock that is so much ahead.
"""

import sys
from datetime import datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel
from typing_extensions import override

from kiosk.app.appliance import Appliance, wait_until_started
from kiosk.app.devices import open_devices
from kiosk.app.look import look_of
from kiosk.app.run import make_application
from kiosk.clock import SystemClock
from kiosk.flow.events import Event, UnprintedChanged
from kiosk.settings.load import load_settings

SIZE = (1080, 1920)


LINGER_MILLISECONDS = 500
"""Time for whatever else the start set off, a print above all."""


class ClockAhead(SystemClock):
    def __init__(self, ahead: timedelta) -> None:
        super().__init__()
        self._ahead = ahead

    @override
    def now(self) -> datetime:
        return super().now() + self._ahead


def main(config: Path, ahead: timedelta) -> None:
    application = make_application()
    settings = load_settings(config)
    look = look_of(settings, SIZE)
    appliance = Appliance(settings, ClockAhead(ahead), open_devices(settings), look)
    appliance.panel.show()

    def taken_in(event: Event, _kiosk: object) -> None:
        if isinstance(event, UnprintedChanged):
            for label in appliance.panel.findChildren(QLabel):
                if label.isVisible():
                    sys.stdout.write(label.text().replace("\u200b", "") + "\n")
            QTimer.singleShot(LINGER_MILLISECONDS, application.quit)

    wait_until_started(appliance).carried_out.connect(taken_in)
    application.exec()
    appliance.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]), timedelta(minutes=int(sys.argv[2])))

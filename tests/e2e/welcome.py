# SPDX-License-Identifier: Apache-2.0
"""Says line by line what the welcome screen shows a minute from now: `python -m tests.e2e.welcome FILE`.

The same appliance as `kiosk run`, with a clock that is ahead, so that no print counts as under way.
"""

import sys
from datetime import datetime, timedelta
from pathlib import Path

from PySide6.QtWidgets import QLabel
from typing_extensions import override

from kiosk.app.appliance import Appliance, wait_until_started
from kiosk.app.devices import open_devices
from kiosk.app.look import look_of
from kiosk.app.run import make_application
from kiosk.clock import SystemClock
from kiosk.flow.events import Event, UnprintedChanged
from kiosk.settings.load import load_settings

AHEAD = timedelta(minutes=1)
SIZE = (1080, 1920)


class ClockAhead(SystemClock):
    @override
    def now(self) -> datetime:
        return super().now() + AHEAD


def main(config: Path) -> None:
    application = make_application()
    settings = load_settings(config)
    look = look_of(settings, SIZE)
    appliance = Appliance(settings, ClockAhead(), open_devices(settings), look)
    appliance.panel.show()

    def taken_in(event: Event, _kiosk: object) -> None:
        if isinstance(event, UnprintedChanged):
            for label in appliance.panel.findChildren(QLabel):
                if label.isVisible():
                    sys.stdout.write(label.text().replace("\u200b", "") + "\n")
            application.quit()

    wait_until_started(appliance).carried_out.connect(taken_in)
    application.exec()
    appliance.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]))

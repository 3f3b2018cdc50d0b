# SPDX-License-Identifier: Apache-2.0
"""A panel in a window, which shows the sample that is named on each line of its input.

It answers with a line of JSON: the controls it shows, name and whether awake.
"""

import json
import sys
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QSocketNotifier
from PySide6.QtWidgets import QApplication

from kiosk.ui.keys import Order
from kiosk.ui.panel import Panel
from kiosk.ui.widgets.control import WrapButton
from tests.gui.sample_hall import LOOK
from tests.gui.samples import samples

NAME = "youhao-panel"


def main() -> None:
    QCoreApplication.setApplicationName(NAME)
    app = QApplication([NAME])
    panel = Panel(LOOK)
    panel.show()
    panel.activateWindow()
    kiosks = samples()

    def read() -> None:
        name = sys.stdin.readline().strip()
        if name not in kiosks:
            app.quit()
            return
        panel.show_kiosk(replace(kiosks[name], screen_no=panel_no(name)))
        panel.press_key(Order.NEXT)
        shown = [
            {"name": leaf.spoken, "is_awake": leaf.is_active}
            for one in panel.findChildren(WrapButton)
            if one.isVisible() and (leaf := one.leaf) is not None
        ]
        sys.stdout.write(json.dumps(shown) + "\n")
        sys.stdout.flush()

    def panel_no(name: str) -> int:
        return list(kiosks).index(name) + 1

    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(read)
    app.exec()


if __name__ == "__main__":
    main()

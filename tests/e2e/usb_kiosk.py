# SPDX-License-Identifier: Apache-2.0
"""`kiosk` on a bus that is only pretended: on it is the emulated reader of the hall's folder."""

import sys
from pathlib import Path

from kiosk.__main__ import main
from tests.emulators.usb_backend import FakeUsbBackend, FakeUsbDevice


def run() -> int:
    folder = Path(sys.argv[sys.argv.index("--config") + 1]).parent
    with FakeUsbBackend() as bus:
        bus.attach(FakeUsbDevice(folder / "reader"))
        return main()


if __name__ == "__main__":
    sys.exit(run())

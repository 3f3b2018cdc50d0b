# SPDX-License-Identifier: Apache-2.0
"""`kiosk` that can be frozen: SIGUSR1 stops its screen, SIGUSR2 the thread of its card reader."""

import signal
import sys
import threading
from types import FrameType

from kiosk.__main__ import main
from kiosk.runner.reader_worker import ReaderWorker

NEVER = threading.Event()


def freeze_screen(_number: int, _frame: FrameType | None) -> None:
    """Python calls this on the UI thread."""
    NEVER.wait()


def freeze_reader(_number: int, _frame: FrameType | None) -> None:
    def step(_worker: ReaderWorker) -> float:
        NEVER.wait()
        return 0.0

    ReaderWorker.step = step  # type: ignore[method-assign]  # as a driver that never comes back


if __name__ == "__main__":
    signal.signal(signal.SIGUSR1, freeze_screen)
    signal.signal(signal.SIGUSR2, freeze_reader)
    sys.exit(main())

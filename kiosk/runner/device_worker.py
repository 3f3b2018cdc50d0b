# SPDX-License-Identifier: Apache-2.0
"""Watches one device: opens it, opens it anew after growing pauses, tells once what has changed."""

import logging
from abc import abstractmethod

from typing_extensions import override

from drivers.errors import DeviceError
from kiosk.runner.looping import Looping
from kiosk.runner.reopening import reopen_pause

logger = logging.getLogger(__name__)


class DeviceWorker(Looping):
    """Owns a device on its own thread.

    One failure alone is a glitch that nobody needs to hear of: the device is opened anew at once.
    `close` comes after each failure and at the end.
    """

    def __init__(self) -> None:
        super().__init__()
        self._is_open = False
        self._failures = 0  # in a row
        self._problem: str | None = None

    @abstractmethod
    def open(self) -> None:
        """Take the device; raises its DeviceError."""

    @abstractmethod
    def look(self) -> float:
        """Look once at the open device, and say how many seconds to rest.

        Raises:
            DeviceError: it is lost, to be closed and opened anew.
        """

    @abstractmethod
    def changed(self, problem: str | None) -> None:
        """From now on the device has this trouble, a text key; None: it is well again."""

    @override
    def step(self) -> float:
        """Open the device if need be, and look."""
        try:
            if not self._is_open:
                self.open()
                self._is_open = True
            pause = self.look()
        except DeviceError as error:
            return self._failed(error)
        self._failures = 0
        self._report(None)
        return pause

    def _failed(self, error: DeviceError) -> float:
        self.close()
        self._is_open = False
        self._failures += 1
        if self._failures > 1:
            self._report(error.key)
        return reopen_pause(self._failures)

    def _report(self, problem: str | None) -> None:
        if problem != self._problem:
            self._problem = problem
            level = logging.INFO if problem is None else logging.WARNING
            logger.log(level, "%s %s", self.name, problem or "ok")
            self.changed(problem)

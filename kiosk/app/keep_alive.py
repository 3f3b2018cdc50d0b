# SPDX-License-Identifier: Apache-2.0
"""Feeds systemd's watchdog while visitors can be served, and only then."""

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from common.service_manager import ServiceManager
from kiosk.app.compositor import Compositor

logger = logging.getLogger(__name__)

COMPOSITOR = "compositor"


class KeepAlive(QObject):
    """Says that the kiosk is alive as long as the UI thread, the compositor and all threads move.

    Nothing is done about what hangs but to fall silent and say its name: systemd ends and starts
    everything anew, which also cures what this process could not.

    Lifetime: from the first frame to the end of the application. Lives on the UI thread.

    Args:
        stuck: the name of a thread that hangs.
        compositor: None where the screen needs none.
    """

    def __init__(
        self,
        manager: ServiceManager,
        stuck: Callable[[], str | None],
        compositor: Compositor | None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._manager = manager
        self._stuck = stuck
        self._compositor = compositor
        self._named: str | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.beat)

    def begin(self) -> None:
        """The first frame is shown."""
        self._manager.ready()
        if self._manager.beat_seconds is not None:
            self._timer.start(round(self._manager.beat_seconds * 1000))

    def end(self) -> None:
        """The kiosk was told to end."""
        self._manager.stopping()
        self.leave()

    def leave(self) -> None:
        """Another one goes on with it."""
        self._timer.stop()
        if self._compositor is not None:
            self._compositor.close()

    def beat(self) -> None:
        """Look once at everything."""
        hanging = self._hanging()
        if hanging is None:
            self._manager.alive()
        elif hanging != self._named:
            logger.critical("hangs name=%s", hanging)
        self._named = hanging

    def _hanging(self) -> str | None:
        if self._compositor is not None and not self._compositor.answers():
            return COMPOSITOR
        return self._stuck()

# SPDX-License-Identifier: Apache-2.0
"""Holds the centre's wake stream, so that its news come within a second."""

import logging
import threading
from collections.abc import Callable, Iterator
from typing import Protocol

from kiosk.sync.errors import SyncError
from kiosk.sync.pause import Pause

logger = logging.getLogger(__name__)


class WakeClient(Protocol):
    """The centre as the listener sees it."""

    def wakes(self) -> Iterator[None]:
        """One for the beginning and for each news; ends by a SyncError."""

    def close(self) -> None:
        """End what is going on; from any thread."""

    def dispose(self) -> None:
        """Free what is left; on the listener's thread, last."""


class WakeListener:
    """Lifetime: `start` once, `stop` once. A bug in here reaches `threading.excepthook`.

    Args:
        wake: the centre has news.
        be_deaf: the stream is gone.
    """

    def __init__(
        self,
        client: WakeClient,
        wake: Callable[[], None],
        be_deaf: Callable[[], None],
        pause: Pause | None = None,
    ) -> None:
        self._client = client
        self._wake = wake
        self._be_deaf = be_deaf
        self._pause = pause or Pause()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="wake", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self, timeout_seconds: float = 10.0) -> bool:
        """End at once; False if that took too long."""
        self._stopping.set()
        self._client.close()
        if self._thread.is_alive():
            self._thread.join(timeout_seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            while not self._stopping.is_set():
                self._listen()
                self._be_deaf()
                self._stopping.wait(self._pause.after_failure())
        finally:
            self._client.dispose()

    def _listen(self) -> None:
        try:
            for _ in self._client.wakes():
                self._pause.reset()
                self._wake()
        except SyncError as error:
            logger.debug("no wake stream key=%s", error.key)

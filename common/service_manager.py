# SPDX-License-Identifier: Apache-2.0
"""Tells systemd how the program is (sd_notify(3), sd_watchdog_enabled(3))."""

import logging
import socket
from collections.abc import MutableMapping
from typing import Self

logger = logging.getLogger(__name__)

BEATS = 4
"""In the time after which a silent program is restarted: one that is lost does no harm."""

SERVING = "serving"
"""What `systemctl show --property=StatusText` says then; an upgrade waits for it (debian/youhao-kiosk/settle)."""


class ServiceManager:
    """Where nobody asked to be told, all is said to nobody. Concurrency: any thread.

    Attributes:
        beat_seconds: how often `alive` is to be said; None when nobody waits for it.
    """

    def __init__(self, path: str | None, restarts_after_seconds: float | None = None) -> None:
        self._path = "\0" + path[1:] if path and path.startswith("@") else path
        self.beat_seconds = restarts_after_seconds / BEATS if restarts_after_seconds else None

    @classmethod
    def of(cls, environment: MutableMapping[str, str]) -> Self:
        """The one that started this program; what it said is taken out, and not for its children.

        WATCHDOG_PID is not asked: it names the compositor that started the kiosk.
        """
        path = environment.pop("NOTIFY_SOCKET", None)
        microseconds = environment.pop("WATCHDOG_USEC", "")
        environment.pop("WATCHDOG_PID", None)
        seconds = int(microseconds) / 1_000_000 if path and microseconds.isdigit() else None
        return cls(path, seconds)

    def ready(self) -> None:
        """The program does what it is for."""
        self._say("READY=1")

    def serving(self) -> None:
        """Visitors can use it; stands as its status until it ends."""
        self._say(f"STATUS={SERVING}")

    def alive(self) -> None:
        """It still does."""
        self._say("WATCHDOG=1")

    def stopping(self) -> None:
        """It was told to end."""
        self._say("STOPPING=1")

    def _say(self, words: str) -> None:
        if self._path is None:
            return
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK) as line:
                line.sendto(words.encode(), self._path)
        except OSError as error:
            # Whoever is not heard is restarted, which is the cure for that too.
            logger.warning("systemd not told words=%s problem=%s", words, error.strerror)

# SPDX-License-Identifier: Apache-2.0
"""Whether the Wayland compositor, through which visitors see the kiosk, still answers."""

import socket
import struct
from collections.abc import Mapping
from pathlib import Path

DISPLAY, SYNC, SYNC_BYTES = 1, 0, 12
CALLBACK = 2
"""An id of ours, free again when its answer has come."""


class Compositor:
    """A line to it beside the screen's own: it is asked for an answer (wl_display.sync), no more.

    Lifetime: opened with the first question, closed by `close`. Used on one thread.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._line: socket.socket | None = None

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> "Compositor | None":
        """The one that Qt uses; None where there is none."""
        if not environment.get("QT_QPA_PLATFORM", "").startswith("wayland"):
            return None
        folder = Path(environment.get("XDG_RUNTIME_DIR", "/"))
        return cls(folder / environment.get("WAYLAND_DISPLAY", "wayland-0"))

    def answers(self) -> bool:
        """Whether it has answered what was asked last; and ask again. Waits for nothing."""
        try:
            if self._line is None:
                self._line = self._open()
            elif not self._line.recv(4096):
                return False
            self._line.send(struct.pack("=IHHI", DISPLAY, SYNC, SYNC_BYTES, CALLBACK))
        except OSError:  # BlockingIOError: no answer is there
            return False
        return True

    def close(self) -> None:
        """End the line."""
        if self._line is not None:
            self._line.close()
            self._line = None

    def _open(self) -> socket.socket:
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM | socket.SOCK_NONBLOCK)
        try:
            line.connect(str(self._path))
        except OSError:
            line.close()
            raise
        return line

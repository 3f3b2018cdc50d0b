# SPDX-License-Identifier: Apache-2.0
"""The cable between kiosk and centre, as a relay on loopback that can be cut."""

import socket
import threading
from contextlib import suppress
from urllib.parse import urlsplit

CHUNK = 65536


class Link:
    """Lifetime: until `close`. Concurrency: `cut`, `heal` and `close` from any thread."""

    def __init__(self) -> None:
        """Cut as long as it leads nowhere."""
        self._to = ("127.0.0.1", 0)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._is_cut = True
        threading.Thread(target=self._accept, name="link", daemon=True).start()

    @property
    def url(self) -> str:
        """Where the kiosk finds its centre."""
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def lead_to(self, url: str) -> None:
        """From now on it leads to that program on this machine."""
        self._to = ("127.0.0.1", urlsplit(url).port or 0)
        self.heal()

    def cut(self) -> None:
        """Whatever is under way ends, and nothing new gets through."""
        with self._lock:
            self._is_cut = True
            for each in self._open:
                _end(each)

    def heal(self) -> None:
        """As if nothing had been."""
        with self._lock:
            self._is_cut = False

    def close(self) -> None:
        """For good."""
        self.cut()
        _end(self._listening)
        self._listening.close()

    def _accept(self) -> None:
        with suppress(OSError):  # closed
            while True:
                near, _ = self._listening.accept()
                threading.Thread(target=self._join, args=(near,), daemon=True).start()

    def _join(self, near: socket.socket) -> None:
        with near, suppress(OSError), socket.create_connection(self._to) as far:
            with self._lock:
                if self._is_cut:
                    return
                self._open |= {near, far}
            back = threading.Thread(target=_carry, args=(far, near), daemon=True)
            back.start()
            _carry(near, far)
            back.join()
            with self._lock:
                self._open -= {near, far}


def _carry(source: socket.socket, target: socket.socket) -> None:
    """Until one of them ends; then both do."""
    with suppress(OSError):
        while data := source.recv(CHUNK):
            target.sendall(data)
    _end(source)
    _end(target)


def _end(which: socket.socket) -> None:
    with suppress(OSError):
        which.shutdown(socket.SHUT_RDWR)

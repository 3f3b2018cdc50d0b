# SPDX-License-Identifier: Apache-2.0
"""The connection under a client: can be cut from another thread, whatever the far end does."""

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress

_OPENED = ("connection.connect_tcp.complete", "connection.start_tls.complete")


class Line:
    """One connection at a time. Concurrency: `cut` and `close` from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._is_closed = False
        self.is_cut = False

    def trace(self, event: str, info: Mapping[str, object]) -> None:
        """To be the `trace` of a request: learns of each new socket."""
        stream = info.get("return_value") if event in _OPENED else None
        if stream is None:
            return
        found = stream.get_extra_info("socket")  # type: ignore[attr-defined]  # httpcore's NetworkStream
        with self._lock:
            self._socket = found
            if self._is_closed:
                self._shut()

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Cut what is still going on after so long: a far end that trickles meets no other limit."""
        self.is_cut = False
        timer = threading.Timer(seconds, self.cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def cut(self) -> None:
        """Whoever reads or writes on it gets an error at once."""
        with self._lock:
            self.is_cut = True
            self._shut()

    def close(self) -> None:
        """Cut, and let no other connection live."""
        with self._lock:
            self._is_closed = True
            self._shut()

    def _shut(self) -> None:
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

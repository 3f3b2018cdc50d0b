# SPDX-License-Identifier: Apache-2.0
"""A whole centre as a process on loopback, ended by its own id."""

import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[2]
CENTRAL = (sys.executable, "-m", "central", "--language", "en")
SECONDS = 30
"""For a start or an end on a loaded machine."""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """One command that ends by itself."""
    return subprocess.run(
        [*CENTRAL, *arguments],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )


class Server:
    """A centre that answers."""

    def __init__(self, folder: Path, arguments: Sequence[str] = (), scheme: str = "http") -> None:
        self.port = free_port()
        self._scheme = scheme
        self.log = folder / "server.log"
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*CENTRAL, "serve", "--port", str(self.port), *arguments],
                cwd=folder,
                env=environment(),
                stderr=log,
            )

    @property
    def url(self) -> str:
        return f"{self._scheme}://127.0.0.1:{self.port}"

    def wait(self, authority: Path | None = None) -> None:
        """Until it answers; fails when the process ends before."""
        verify = ssl.create_default_context(cafile=authority) if authority else True
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            assert self.process.poll() is None, self.log.read_text()
            try:
                if httpx.get(f"{self.url}/readyz", verify=verify).status_code == 204:
                    return
            except httpx.TransportError:
                time.sleep(0.05)
        raise AssertionError(self.log.read_text())

    def end(self, number: int = signal.SIGTERM) -> int:
        """The exit code."""
        self.process.send_signal(number)
        return self.process.wait(SECONDS)


@contextmanager
def running(folder: Path, *arguments: str) -> Iterator[Server]:
    """A centre that answers; killed at the end if it still runs."""
    server = Server(folder, arguments)
    try:
        server.wait()
        yield server
    finally:
        if server.process.poll() is None:
            server.end(signal.SIGKILL)

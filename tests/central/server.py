# SPDX-License-Identifier: Apache-2.0
"""A whole centre as a process on loopback, ended by its own id."""

import os
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.e2e.process import ForkedProgram, Program, StartedProgram
from tests.ports import free_port

ROOT = Path(__file__).parents[2]
CENTRAL = (sys.executable, "-m", "central", "--language", "en")
SECONDS = 60
"""For a start or an end on a loaded machine."""
LOOK_SECONDS = 0.05
"""Between two looks whether it answers: nothing listens there until it does."""


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
    """A centre that answers.

    Args:
        is_forked: it has been imported before; else it is `python -m central`, as a user starts it.
    """

    def __init__(
        self,
        folder: Path,
        arguments: Sequence[str] = (),
        *,
        scheme: str = "http",
        is_forked: bool = True,
    ) -> None:
        self.port = free_port()
        self._scheme = scheme
        kind = ForkedProgram if is_forked else StartedProgram
        words = ["--language", "en", "serve", "--port", str(self.port), *arguments]
        self._program: Program = kind(words, folder, module="central", cwd=folder)

    @property
    def url(self) -> str:
        return f"{self._scheme}://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        """All it has said."""
        return self._program.output

    def wait(self, authority: Path | None = None) -> None:
        """Until it answers; fails when the process ends before."""
        verify = ssl.create_default_context(cafile=authority) if authority else True
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            assert self._program.is_alive, self.log
            try:
                if httpx.get(f"{self.url}/readyz", verify=verify).status_code == 204:
                    return
            except httpx.TransportError:
                time.sleep(LOOK_SECONDS)
        raise AssertionError(self.log)

    def end(self) -> int | None:
        """SIGTERM, and the exit code."""
        return self._program.end()

    def interrupt(self) -> int | None:
        """SIGINT, and the exit code."""
        self._program.interrupt()
        return self._program.ends()

    def kill(self) -> None:
        """Without warning; nothing happens when it has ended."""
        self._program.kill()


@contextmanager
def running(folder: Path, *arguments: str, is_forked: bool = True) -> Iterator[Server]:
    """A centre that answers; killed at the end if it still runs."""
    server = Server(folder, arguments, is_forked=is_forked)
    try:
        server.wait()
        yield server
    finally:
        server.kill()

# SPDX-License-Identifier: Apache-2.0
"""`kiosk run` as its own process, without a display, on a panel of 1080 x 1920."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench.devices import PATIENCE_SECONDS, StuckError
from bench.plan import ROOT

FIRST_FRAME = "first frame"
READY = "ready screen=Welcome"
KIOSK = ("-m", "kiosk")
STOP_SECONDS = 15.0


class KioskProcess:
    """The process, and when it said what.

    Attributes:
        pid: of the kiosk itself.
        started_at: just before the process was made, `time.perf_counter`.
    """

    def __init__(self, config: Path, before: Sequence[str], program: Sequence[str]) -> None:
        self._said: list[tuple[float, str]] = []
        self._has_said = threading.Condition()
        command = [*before, sys.executable, *program, "run", "--config", str(config)]
        self.started_at = time.perf_counter()
        self._process = subprocess.Popen(
            command,
            cwd=config.parent,
            env=_environment(config.parent),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.pid = self._process.pid
        self._listener = threading.Thread(target=self._listen, name="kiosk-output")
        self._listener.start()

    def seconds_to(self, words: str) -> float:
        """From the start of the process to the line that holds these words; waits for it."""
        with self._has_said:
            if not self._has_said.wait_for(lambda: self._find(words) is not None, PATIENCE_SECONDS):
                raise StuckError(f'the kiosk never said "{words}":\n{self._tail()}')
        return (self._find(words) or 0.0) - self.started_at

    def memory_kib(self) -> int:
        """Resident memory now."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1])

    def stop(self) -> None:
        """End it as systemd does."""
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._listener.join()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            with self._has_said:
                self._said.append((time.perf_counter(), line.rstrip()))
                self._has_said.notify_all()

    def _find(self, words: str) -> float | None:
        return next((at for at, line in self._said if words in line), None)

    def _tail(self) -> str:
        return "\n".join(line for _, line in self._said[-20:])


@contextmanager
def running(
    config: Path, *, before: Sequence[str] = (), program: Sequence[str] = KIOSK
) -> Iterator[KioskProcess]:
    """The kiosk of this configuration, until the block is left; `before` wraps the command."""
    process = KioskProcess(config, before, program)
    try:
        yield process
    finally:
        process.stop()


def _environment(folder: Path) -> dict[str, str]:
    """This program's own, with the panel as the only display."""
    screen = {"name": "panel", "x": 0, "y": 0, "width": 1080, "height": 1920, "dpr": 1}
    screen |= {"logicalDpi": 96, "logicalBaseDpi": 96}
    displays = folder / "displays.json"
    displays.write_text(json.dumps({"screens": [screen]}), encoding="ascii")
    return os.environ | {
        "QT_QPA_PLATFORM": f"offscreen:configfile={displays}",
        "PYTHONPATH": str(ROOT),
    }

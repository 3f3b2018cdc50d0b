# SPDX-License-Identifier: Apache-2.0
"""A stand-in for systemd: starts the command of a unit, hears what it says, and restarts it as the
unit says. It knows no more of unit files than ours need.
"""

import contextlib
import os
import signal
import socket
import subprocess
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from common.clock import SystemClock

ROOT = Path(__file__).parents[1]
PATIENCE_SECONDS = 90.0
"""Far more than a start or a restart takes on a loaded machine."""
LOOK_SECONDS = 0.1
"""Between two looks at a process; also the error of what is measured."""
END_WITH_US = ("setpriv", "--pdeathsig", "KILL", "--")
UNITS = {"ms": 0.001, "s": 1.0, "min": 60.0}


@dataclass(frozen=True)
class Happened:
    """`what` is ready, hangs, or gone; `at` in seconds of the stand-in's own time."""

    what: str
    at: float


def service(name: str) -> dict[str, str]:
    """What stands in [Service] of a unit of ours; of what stands twice, the last."""
    lines = (ROOT / "systemd" / f"{name}.service").read_text(encoding="utf-8").splitlines()
    own = lines[lines.index("[Service]") + 1 :]
    pairs = [line.split("=", 1) for line in own if "=" in line and not line.startswith("#")]
    return dict(pairs)


def seconds(span: str) -> float:
    """500ms, 8 or 8s."""
    number = span.rstrip("abcdefghijklmnopqrstuvwxyz")
    return float(number) * UNITS[span[len(number) :] or "s"]


class StandIn:
    """Runs `command` in place of the ExecStart of a unit.

    Lifetime: inside `with`; at its end nothing runs any more.
    """

    def __init__(
        self, unit: str, command: Sequence[str], folder: Path, environment: Mapping[str, str]
    ) -> None:
        self._unit = service(unit)
        self._command = [*END_WITH_US, *command]
        self._folder = folder
        self._said = folder / "said.log"
        self._clock = SystemClock()
        self._line = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._line.settimeout(LOOK_SECONDS)
        self._line.bind(str(folder / "notify"))
        self._environment = {
            **environment,
            "NOTIFY_SOCKET": str(folder / "notify"),
            "WATCHDOG_USEC": str(round(seconds(self._unit["WatchdogSec"]) * 1_000_000)),
            "WATCHDOG_PID": "1",
        }
        self._happened: list[Happened] = []
        self._news = threading.Condition()
        self._ending = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._run, name="stand-in")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ending.set()
        self._thread.join()
        self._line.close()

    @property
    def output(self) -> str:
        return self._said.read_text(encoding="utf-8", errors="replace")

    @property
    def pid(self) -> int:
        """Of what runs now."""
        assert self._process is not None
        return self._process.pid

    def now(self) -> float:
        return self._clock.monotonic()

    def wait_for(self, what: str, *, times: int = 1) -> float:
        """When it happened so often; fails with all that was said when it does not."""
        with self._news:
            self._news.wait_for(lambda: len(self._times(what)) >= times, PATIENCE_SECONDS)
            times_of = self._times(what)
        assert len(times_of) >= times, f"{what}: {times_of}\n{self.output}"
        return times_of[times - 1]

    def wait_until_said(self, words: str) -> None:
        """On either output."""
        with self._news:
            assert self._news.wait_for(lambda: words in self.output, PATIENCE_SECONDS), self.output

    def _times(self, what: str) -> list[float]:
        return [one.at for one in self._happened if one.what == what]

    def _note(self, what: str) -> None:
        with self._news:
            self._happened.append(Happened(what, self.now()))
            self._news.notify_all()

    def _run(self) -> None:
        while not self._ending.is_set():
            with self._said.open("ab") as said:
                process = subprocess.Popen(
                    self._command,
                    cwd=self._folder,
                    env=self._environment,
                    stdin=subprocess.DEVNULL,
                    stdout=said,
                    stderr=said,
                    start_new_session=True,
                )
            self._process = process
            self._tell("pid", str(process.pid))
            self._tell("status", "")
            with process:
                self._watch(process)
                self._end(process)
            self._note("gone")
            self._ending.wait(seconds(self._unit["RestartSec"]))

    def _watch(self, process: "subprocess.Popen[bytes]") -> None:
        """Until it ends, hangs, or the test is over."""
        last, is_ready, silence = self.now(), False, seconds(self._unit["WatchdogSec"])
        while process.poll() is None and not self._ending.is_set():
            words = self._hear()
            with self._news:
                self._news.notify_all()  # something may have been said, too
            if words:
                last = self.now()
            if words.startswith("STATUS="):
                self._tell("status", words.removeprefix("STATUS="))
            if "READY=1" in words:
                is_ready = True
                self._note("ready")
            if is_ready and self.now() - last > silence:
                self._note("hangs")
                process.send_signal(signal.SIGABRT)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(seconds(self._unit["TimeoutAbortSec"]))
                return

    def _tell(self, what: str, words: str) -> None:
        """As `systemctl show` would, in a file of that name beside what was said."""
        (self._folder / what).write_text(words)

    def _end(self, process: "subprocess.Popen[bytes]") -> None:
        """All of its group, as KillMode=mixed."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)

    def _hear(self) -> str:
        try:
            return self._line.recv(4096).decode()
        except TimeoutError:
            return ""

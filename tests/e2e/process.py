# SPDX-License-Identifier: Apache-2.0
"""A program as its own process, with a home, a working folder (or a given one) and a /tmp of its own.

`StartedProgram` is `python -m MODULE` and nothing else. `ForkedProgram` is the same module run in a
fork of a process that has imported what it needs already: loading Qt, SQLAlchemy and FastAPI at
each of the many starts would take longer than everything else.
"""

import contextlib
import ctypes
import multiprocessing
import os
import runpy
import signal
import subprocess
import sys
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import pytest
from typing_extensions import override

from tests.e2e.site import ROOT

PATIENCE_SECONDS = 60.0
"""Far more than anything takes: only a hanging program waits so long."""

END_WITH_US = ("setpriv", "--pdeathsig", "KILL", "--")
"""Becomes the program it is given, which then dies with these tests, however they end."""
PASSED_ON = ("PATH", "PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX", "PCSCLITE_CSOCK_NAME")
"""Of our own surroundings; the last leads to a pcscd of the tests' own, where there is one."""
PR_SET_PDEATHSIG = 1
PR_SET_PTRACER, ANYBODY = 0x59616D61, -1
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(
    ["kiosk.app.run", "kiosk.app.works", "kiosk.sync.worker", "central.app", "alembic.command"]
)


class Program(ABC):
    """What it says on both outputs is kept line by line.

    Lifetime: from its creation to `kill`, `end` or the end of `with`, whichever comes first.
    """

    def __init__(self, pid: int, output: IO[str]) -> None:
        self.pid = pid
        # A handle, unlike a number, never comes to mean another process.
        self._handle = os.pidfd_open(pid)
        self.lines: list[str] = []
        self._output = output
        self._said = threading.Condition()
        self._is_silent = False
        self._listener = threading.Thread(target=self._listen, name="program-output")
        self._listener.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.kill()

    @abstractmethod
    def ends(self, seconds: float = PATIENCE_SECONDS) -> int | None:
        """The exit code, waiting for it; None when it does not end."""

    @property
    def is_alive(self) -> bool:
        return self.ends(0) is None

    @property
    def output(self) -> str:
        with self._said:
            return "\n".join(self.lines)

    def count(self, text: str) -> int:
        """In how many lines it has said this."""
        with self._said:
            return sum(text in line for line in self.lines)

    def says(self, text: str, *, times: int = 1, seconds: float = PATIENCE_SECONDS) -> bool:
        """Whether it has said this in so many lines, waiting for it unless the process ends."""
        with self._said:
            self._said.wait_for(lambda: self.count(text) >= times or self._is_silent, seconds)
            return self.count(text) >= times

    def wait_for(self, text: str, *, times: int = 1, seconds: float = PATIENCE_SECONDS) -> None:
        """Until it has said this; a failed test with all it said, when it does not."""
        if not self.says(text, times=times, seconds=seconds):
            pytest.fail(f"the kiosk did not say {text!r} {times} times; it said:\n{self.output}")

    def ask_to_end(self) -> None:
        """SIGTERM, as systemd sends it."""
        signal.pidfd_send_signal(self._handle, signal.SIGTERM)

    def interrupt(self) -> None:
        """SIGINT, as Ctrl+C sends it."""
        signal.pidfd_send_signal(self._handle, signal.SIGINT)

    def end(self) -> int | None:
        """SIGTERM, and the exit code."""
        self.ask_to_end()
        return self.ends()

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """It stands still: none of its threads does anything until the end of `with`."""
        signal.pidfd_send_signal(self._handle, signal.SIGSTOP)
        try:
            while not all(_stands_still(thread) for thread in self._threads()):
                assert self.is_alive, self.output
            yield
        finally:
            signal.pidfd_send_signal(self._handle, signal.SIGCONT)

    def _threads(self) -> Iterator[Path]:
        return Path(f"/proc/{self.pid}/task").iterdir()

    def kill(self) -> None:
        """Without warning; nothing happens when it has ended."""
        if self._output.closed:
            return
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._handle, signal.SIGKILL)
        assert self.ends() is not None
        self._listener.join()
        self._output.close()
        os.close(self._handle)

    def _listen(self) -> None:
        for line in self._output:
            with self._said:
                self.lines.append(line.rstrip("\n"))
                self._said.notify_all()
        with self._said:
            self._is_silent = True
            self._said.notify_all()


class StartedProgram(Program):
    """`python -m MODULE ARGUMENTS`."""

    def __init__(
        self,
        arguments: Sequence[str | Path],
        folder: Path,
        *,
        module: str = "kiosk",
        cwd: Path | None = None,
    ) -> None:
        self._process = subprocess.Popen(
            [*END_WITH_US, sys.executable, "-m", module, *map(str, arguments)],
            cwd=_made(cwd or folder / "cwd"),
            env=_environment(folder),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self._process.stdout is not None
        super().__init__(self._process.pid, self._process.stdout)

    @override
    def ends(self, seconds: float = PATIENCE_SECONDS) -> int | None:
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None


class ForkedProgram(Program):
    """`python -m MODULE ARGUMENTS` with everything imported."""

    def __init__(
        self,
        arguments: Sequence[str | Path],
        folder: Path,
        *,
        module: str = "kiosk",
        cwd: Path | None = None,
    ) -> None:
        hear, speak = _FORKS.Pipe(duplex=False)
        words = [module, *map(str, arguments)]
        where, environment = str(_made(cwd or folder / "cwd")), _environment(folder)
        self._process = _FORKS.Process(target=_be_program, args=(words, where, environment, speak))
        self._process.start()
        speak.close()
        assert self._process.pid is not None
        super().__init__(self._process.pid, os.fdopen(os.dup(hear.fileno()), encoding="utf-8"))
        hear.close()

    @override
    def ends(self, seconds: float = PATIENCE_SECONDS) -> int | None:
        self._process.join(seconds)
        return self._process.exitcode


def _stands_still(thread: Path) -> bool:
    """Whether it was stopped, after the system call it was in; one that has ended counts too."""
    try:
        return (thread / "stat").read_text().rpartition(")")[2].split()[0] in "TtXZ"
    except FileNotFoundError:
        return True


def run_to_end(
    arguments: Sequence[str | Path], folder: Path, *, module: str = "kiosk"
) -> tuple[int | None, str]:
    """A command that ends by itself: its exit code and all it said."""
    with ForkedProgram(arguments, folder, module=module) as program:
        code = program.ends()
        program._listener.join()
        return code, program.output


def _be_program(words: list[str], cwd: str, environment: dict[str, str], speak: Connection) -> None:
    """In the fork: take on the surroundings, then be `python -m` of these words."""
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(cwd)
    for number in (1, 2):
        os.dup2(speak.fileno(), number)
    speak.close()
    control = ctypes.CDLL(None).prctl
    control(PR_SET_PDEATHSIG, ctypes.c_ulong(signal.SIGKILL), 0, 0, 0)
    # strace may look on; Ubuntu allows that only by this.
    control(PR_SET_PTRACER, ctypes.c_ulong(ANYBODY), 0, 0, 0)
    sys.argv = words
    runpy.run_module(words[0], run_name="__main__", alter_sys=True)


def _environment(folder: Path) -> dict[str, str]:
    return {
        **{name: os.environ[name] for name in PASSED_ON if name in os.environ},
        "HOME": str(_made(folder / "home")),
        "TMPDIR": str(_made(folder / "tmp")),
        "XDG_RUNTIME_DIR": str(_made(folder / "run", mode=0o700)),
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(ROOT),
        "QT_QPA_PLATFORM": "offscreen",
    }


def _made(folder: Path, mode: int = 0o755) -> Path:
    folder.mkdir(mode=mode, parents=True, exist_ok=True)
    return folder

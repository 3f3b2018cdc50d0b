# SPDX-License-Identifier: Apache-2.0
"""A real pcscd of the tests' own: its socket and its one virtual reader are nobody else's.

Runs below a private mount of /run, so that it needs no rights beyond those of a container's root or
of a user who may make namespaces, and leaves the machine's own pcscd alone.
"""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Self

from tests.ports import free_ports

START_SECONDS = 20.0
POLL_SECONDS = 0.005
DRIVER = Path("/usr/lib/pcsc/drivers/serial/libifdvpcd.so")
READER = "Virtual PCD 00 00"
OTHER_READER = "Virtual PCD 00 01"
SCRIPT = """
mount -t tmpfs none /run && mkdir /run/pcscd && mount --bind "$1" /run/pcscd && shift &&
exec setpriv --pdeathsig KILL "$@"
"""
NAMESPACES = (("unshare", "-m"), ("unshare", "-Urm"))


class NoPcscdError(RuntimeError):
    """It cannot be run here; the message says why."""


class Pcscd:
    """Runs from `start` to `kill`, again and again, with the same socket and ports.

    The C library keeps the first socket's name for good, so a process has one Pcscd in its life.

    Attributes:
        port: where a card for READER connects; OTHER_READER's is the next.
        has_reader: the virtual reader has been plugged in at the last start.
    """

    def __init__(self, folder: Path) -> None:
        self.port = free_ports(2)  # the driver listens on one port a slot and has two
        self._run, self._with_reader = folder / "run", folder / "readers"
        self._without_reader = folder / "none"
        self._log = folder / "log"
        for path in (self._run, self._with_reader, self._without_reader):
            path.mkdir()
        self._with_reader.joinpath("vpcd").write_text(
            f'FRIENDLYNAME "Virtual PCD"\nDEVICENAME /dev/null:{self.port}\n'
            f"LIBPATH {DRIVER}\nCHANNELID {self.port}\n"
        )
        self._namespace = _namespace()
        self._process: subprocess.Popen[bytes] | None = None
        self.has_reader = False
        os.environ["PCSCLITE_CSOCK_NAME"] = str(self._run / "pcscd.comm")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self, *, has_reader: bool = True) -> None:
        """Returns when it answers; nothing happens when it runs."""
        if self.is_running:
            return
        self.has_reader = has_reader
        for left in self._run.iterdir():  # of a process that was killed
            left.unlink()
        readers = self._with_reader if has_reader else self._without_reader
        pcscd = [shutil.which("pcscd") or "", "--foreground", "--config", str(readers)]
        usage = subprocess.run([pcscd[0], "--help"], capture_output=True, check=False).stdout
        if b"--disable-polkit" in usage:
            pcscd.append("--disable-polkit")  # newer ones ask a daemon who may use them
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [*self._namespace, "sh", "-c", SCRIPT, "sh", str(self._run), *pcscd],
                stdout=log,
                stderr=log,
                # no USB readers: they belong to the machine's pcscd
                env={**os.environ, "PCSCLITE_HP_DROPDIR": str(self._without_reader)},
            )
        wanted = [READER, OTHER_READER] if has_reader else []
        deadline = time.monotonic() + START_SECONDS
        while self.readers() != wanted:
            if time.monotonic() > deadline or not self.is_running:
                self.kill()
                raise NoPcscdError(self._log.read_text())
            time.sleep(POLL_SECONDS)

    def kill(self) -> None:
        """At once, as in a crash; nothing happens when it does not run."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._process = None

    def freeze(self) -> None:
        """Let it take questions and answer none, from now on: all its threads have stopped."""
        os.kill(self.pid, signal.SIGSTOP)
        os.waitid(os.P_PID, self.pid, os.WSTOPPED | os.WNOWAIT)

    def thaw(self) -> None:
        os.kill(self.pid, signal.SIGCONT)

    def readers(self) -> list[str] | None:
        """None when it does not answer."""
        from smartcard import scard  # noqa: PLC0415 - after the socket has its name

        code, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
        if code != scard.SCARD_S_SUCCESS:
            return None
        names = scard.SCardListReaders(context, [])[1]
        scard.SCardReleaseContext(context)
        return sorted(names)

    def wait_for_card(self, *, is_there: bool, reader: str = READER, after: int = -1) -> int:
        """Until pcscd has seen what a hand did to its reader; the answer counts what it saw.

        A card that failed counts as gone before pcscd has looked whether it is; one that is put in
        then is never seen. `after` is the count to be outgrown.
        """
        from smartcard import scard  # noqa: PLC0415 - after the socket has its name

        _, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
        deadline = time.monotonic() + START_SECONDS
        known = scard.SCARD_STATE_UNAWARE
        while True:
            _, ((_, known, _),) = scard.SCardGetStatusChange(context, 1000, [(reader, known)])
            if bool(known & scard.SCARD_STATE_PRESENT) == is_there and known >> 16 > after:
                break
            if time.monotonic() > deadline:
                raise TimeoutError(f"pcscd does not see {is_there=}")
        scard.SCardReleaseContext(context)
        return known >> 16


def _namespace() -> tuple[str, ...]:
    if not (shutil.which("pcscd") and DRIVER.exists()):
        raise NoPcscdError("pcscd or vsmartcard-vpcd is not installed; ./dev installs them")
    for command in NAMESPACES:
        if subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0:
            return command
    raise NoPcscdError("this machine lets its users make no namespaces")

# SPDX-License-Identifier: Apache-2.0
"""A PostgreSQL of the tests' own: made in a fresh folder, reached by its socket alone, killed at will."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self

import psycopg

OWNER = "postgres"
"""Who runs it when the tests run as root, whom PostgreSQL refuses; Debian's package makes him."""
DATABASE = "youhao"
START_SECONDS = 30
SETTINGS = {
    "listen_addresses": "",
    "fsync": "on",
    "max_connections": "60",
    "shared_buffers": "32MB",
    "dynamic_shared_memory_type": "mmap",
    "logging_collector": "off",
}


class NoPostgresError(Exception):
    """It is not installed here."""


class Cluster:
    """One server. Lifetime: a with block; folder and processes are gone after it."""

    def __init__(self, settings: Mapping[str, str] = MappingProxyType({})) -> None:
        """`settings` are beside or in place of those above."""
        self._settings = {**SETTINGS, **settings}
        self._programs = _programs()
        self._owner = OWNER if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
        self._server: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self._folder = Path(tempfile.mkdtemp(prefix="youhao-postgres-"))
        self._folder.chmod(0o755)
        try:
            shutil.chown(self._folder, self._owner)
            self._make()
            self.start()
            self.make(DATABASE)
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    @property
    def url(self) -> str:
        """As the centre takes it."""
        return self.url_of(DATABASE)

    def url_of(self, database: str) -> str:
        return f"postgresql://{self._owner}@/{database}?host={self._folder}"

    def make(self, database: str, like: str = "template1") -> str:
        """An empty database or a copy of one, in place of one of that name; its URL."""
        with closing(self.connect("postgres")) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
            connection.execute(f"CREATE DATABASE {database} TEMPLATE {like}")
        return self.url_of(database)

    def connect(self, database: str = DATABASE) -> psycopg.Connection:
        return psycopg.connect(
            host=str(self._folder), user=self._owner, dbname=database, autocommit=True
        )

    def start(self) -> None:
        """Also after `kill`; returns when it lets clients in."""
        options = [
            word for name, value in self._settings.items() for word in ("-c", f"{name}={value}")
        ]
        with (self._folder / "log").open("ab") as log:
            self._server = self._run(
                "postgres", "-D", str(self._data), "-k", str(self._folder), *options, log=log
            )
        until = time.monotonic() + START_SECONDS
        while True:
            try:
                self.connect("postgres").close()
            except psycopg.OperationalError:
                if self._server.poll() is not None or time.monotonic() > until:
                    raise
                time.sleep(0.02)
            else:
                return

    def kill(self) -> None:
        """Like a power cut: the server and all its children at once, without a word."""
        server = self._running()
        os.kill(server.pid, signal.SIGSTOP)  # it starts no more children
        pids = [*_children(server.pid), server.pid]
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        server.wait()
        while any(Path(f"/proc/{pid}").exists() for pid in pids):
            time.sleep(0.01)

    @property
    def _data(self) -> Path:
        return self._folder / "data"

    def _make(self) -> None:
        how = ("-U", self._owner, "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        with (self._folder / "log").open("ab") as log:
            made = self._run("initdb", "-D", str(self._data), *how, log=log).wait()
        if made != 0:
            raise RuntimeError((self._folder / "log").read_text())

    def _run(self, program: str, *arguments: str, log: object) -> subprocess.Popen[bytes]:
        other = {"user": OWNER, "group": OWNER, "extra_groups": []} if os.getuid() == 0 else {}
        return subprocess.Popen(
            [self._programs / program, *arguments],
            cwd=self._folder,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            **other,
        )

    def _running(self) -> subprocess.Popen[bytes]:
        if self._server is None:
            raise RuntimeError("not started")
        return self._server

    def _end(self) -> None:
        if self._server is not None and self._server.poll() is None:
            self.kill()
        shutil.rmtree(self._folder)


def _programs() -> Path:
    """The newest that is installed; Debian keeps them out of the PATH."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3])
    )
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    if on_path is None:
        raise NoPostgresError("PostgreSQL is not installed (apt-get install postgresql)")
    return Path(on_path).resolve().parent


def _children(pid: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

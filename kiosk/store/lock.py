# SPDX-License-Identifier: Apache-2.0
"""One process at a time: a lock on a file beside the database, let go by the system at a crash."""

import errno
import fcntl
import os
from pathlib import Path

from kiosk.store.errors import DatabaseInUseError, DiskFullError, NotWritableError, StoreError


class FileLock:
    """Held from `FileLock(path)` until `release` or the end of the process."""

    def __init__(self, path: Path) -> None:
        self._file = _open(path)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(self._file)
            raise DatabaseInUseError(path=str(path), problem="locked") from error

    def release(self) -> None:
        """Let another process in. The file stays: removing it would let two hold two files."""
        os.close(self._file)


def lock_file(database: Path) -> Path:
    """Where the lock of a database lies."""
    return database.with_name(f"{database.name}.lock")


def _open(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise file_error(error, path) from error


def file_error(error: OSError, path: Path) -> StoreError:
    """What an error of the operating system means for the database."""
    kind = DiskFullError if error.errno in (errno.ENOSPC, errno.EDQUOT) else NotWritableError
    return kind(path=str(path), problem=error.strerror or "")

# SPDX-License-Identifier: Apache-2.0
"""Why the database cannot be used. All have the fields `path` and `problem`, for the technician."""

import sqlite3
from typing import ClassVar

from kiosk.errors import KioskError


class StoreError(KioskError):
    """The database failed in a way that has no name of its own."""

    key: ClassVar[str] = "error.store.failed"

    def __init__(self, *, path: str, problem: str) -> None:
        super().__init__(path=path, problem=problem)


class DatabaseInUseError(StoreError):
    """Another process has the file open: the kiosk was started twice."""

    key: ClassVar[str] = "error.store.in_use"


class DatabaseDamagedError(StoreError):
    """The file is no database any more."""

    key: ClassVar[str] = "error.store.damaged"


class DiskFullError(StoreError):
    """No room to write."""

    key: ClassVar[str] = "error.store.disk_full"


class NotWritableError(StoreError):
    """Folder or file are missing, read-only, or somebody else's."""

    key: ClassVar[str] = "error.store.not_writable"


class DatabaseTooNewError(StoreError):
    """A later version of the program has changed the tables."""

    key: ClassVar[str] = "error.store.too_new"


class DatabaseLostError(StoreError):
    """The file is gone or empty on a kiosk that has given numbers; `problem` is its folder."""

    key: ClassVar[str] = "error.store.lost"


_BY_CODE: dict[int, type[StoreError]] = {
    sqlite3.SQLITE_FULL: DiskFullError,
    sqlite3.SQLITE_CORRUPT: DatabaseDamagedError,
    sqlite3.SQLITE_NOTADB: DatabaseDamagedError,
    sqlite3.SQLITE_READONLY: NotWritableError,
    sqlite3.SQLITE_CANTOPEN: NotWritableError,
    sqlite3.SQLITE_PERM: NotWritableError,
    sqlite3.SQLITE_BUSY: DatabaseInUseError,
    sqlite3.SQLITE_LOCKED: DatabaseInUseError,
    sqlite3.SQLITE_IOERR: StoreError,
}
_PRIMARY = 0xFF
_NO_ROOM = frozenset({sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_IOERR_WRITE})


def store_error(error: BaseException, path: str) -> StoreError | None:
    """What an error of sqlite3 means, None when it is a mistake in a statement."""
    if not isinstance(error, sqlite3.Error):
        return None
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return None
    # Linux reports a full disk under a memory-mapped file as a failed write.
    kind = DiskFullError if code in _NO_ROOM else _BY_CODE.get(code & _PRIMARY)
    return kind(path=path, problem=str(error)) if kind else None

# SPDX-License-Identifier: Apache-2.0
"""Why the database cannot be used. All have the fields `database` (no password) and `problem`."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from types import MappingProxyType
from typing import ClassVar

import psycopg
from psycopg import errors as postgres

from central.errors import CentralError
from hall.ids import SiteId


class StoreError(CentralError):
    """The database failed in a way that has no name of its own."""

    key: ClassVar[str] = "error.central.store.failed"

    def __init__(self, *, database: str, problem: str) -> None:
        super().__init__(database=database, problem=problem)


class DatabaseAwayError(StoreError):
    """The server cannot be reached, or the connection to it broke."""

    key: ClassVar[str] = "error.central.store.away"


class DatabaseBusyError(StoreError):
    """Somebody else held the site for too long."""

    key: ClassVar[str] = "error.central.store.busy"


class DatabaseFullError(StoreError):
    """No room to write."""

    key: ClassVar[str] = "error.central.store.full"


class DatabaseDamagedError(StoreError):
    """What is on the disk is no database any more."""

    key: ClassVar[str] = "error.central.store.damaged"


class JournalDamagedError(DatabaseDamagedError):
    """A row of a site's journal cannot be read, or does not fit those before it.

    Also has the fields `site_id`, `business_date` and `seq`, of the first row that is so.
    """

    key: ClassVar[str] = "error.central.store.journal"

    def __init__(self, site_id: SiteId, business_date: date, seq: int) -> None:
        super().__init__(database="journal", problem="damaged row")
        where = {"site_id": site_id, "business_date": business_date, "seq": seq}
        self.fields = MappingProxyType({**self.fields, **where})


class BackupError(StoreError):
    """No backup could be made; those that were made stay."""

    key: ClassVar[str] = "error.central.store.backup"


class NotAllowedError(StoreError):
    """Folder or file are read-only or somebody else's; or the server lets nobody in."""

    key: ClassVar[str] = "error.central.store.not_allowed"


class NotMigratedError(StoreError):
    """There is no file, or it has no tables yet: run `central migrate`."""

    key: ClassVar[str] = "error.central.store.not_migrated"


class UnknownDatabaseError(StoreError):
    """The address is of no database the centre can use."""

    key: ClassVar[str] = "error.central.store.unknown"


class UnsafeDatabaseError(StoreError):
    """The server would lose numbers when the power fails, or is too old."""

    key: ClassVar[str] = "error.central.store.unsafe"


class DatabaseOldError(StoreError):
    """Its tables are of an earlier version: run `central migrate`."""

    key: ClassVar[str] = "error.central.store.old"


class DatabaseTooNewError(StoreError):
    """A later version of the program has changed the tables."""

    key: ClassVar[str] = "error.central.store.too_new"


_SQLITE: dict[int, type[StoreError]] = {
    sqlite3.SQLITE_FULL: DatabaseFullError,
    sqlite3.SQLITE_CORRUPT: DatabaseDamagedError,
    sqlite3.SQLITE_NOTADB: DatabaseDamagedError,
    sqlite3.SQLITE_READONLY: NotAllowedError,
    sqlite3.SQLITE_CANTOPEN: NotAllowedError,
    sqlite3.SQLITE_PERM: NotAllowedError,
    sqlite3.SQLITE_BUSY: DatabaseBusyError,
    sqlite3.SQLITE_LOCKED: DatabaseBusyError,
    sqlite3.SQLITE_IOERR: StoreError,
}
_PRIMARY = 0xFF
_NO_ROOM = frozenset({sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_IOERR_WRITE})

# The first that fits counts; most are OperationalErrors themselves.
_POSTGRES: tuple[tuple[type[psycopg.Error], type[StoreError]], ...] = (
    (postgres.DiskFull, DatabaseFullError),
    (postgres.DataCorrupted, DatabaseDamagedError),
    (postgres.IndexCorrupted, DatabaseDamagedError),
    (postgres.InsufficientPrivilege, NotAllowedError),
    (postgres.LockNotAvailable, DatabaseBusyError),
    (postgres.QueryCanceled, DatabaseBusyError),
    (postgres.DeadlockDetected, DatabaseBusyError),
    (postgres.SerializationFailure, DatabaseBusyError),
    (postgres.IdleInTransactionSessionTimeout, DatabaseBusyError),
    (psycopg.OperationalError, DatabaseAwayError),
    (psycopg.InterfaceError, DatabaseAwayError),
)


@contextmanager
def undamaged(table: str, site_id: object) -> Iterator[None]:
    """Reading a table: what SQLite lets stand in an instant or a day may be neither."""
    try:
        yield
    except ValueError as error:
        raise DatabaseDamagedError(database=table, problem=str(site_id)) from error


def store_error(error: BaseException | None, database: str) -> StoreError | None:
    """What an error of either driver means, None when it is a mistake in a statement."""
    kind = _kind_of(error)
    return kind(database=database, problem=_first_line(error)) if kind else None


def _kind_of(error: BaseException | None) -> type[StoreError] | None:
    if isinstance(error, sqlite3.Error):
        return _kind_of_sqlite(error)
    return next((kind for cause, kind in _POSTGRES if isinstance(error, cause)), None)


def _kind_of_sqlite(error: sqlite3.Error) -> type[StoreError] | None:
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        # As aiosqlite says of a connection that was closed beneath it.
        return DatabaseAwayError if isinstance(error, sqlite3.OperationalError) else None
    # Linux reports a full disk under a memory-mapped file as a failed write.
    return DatabaseFullError if code in _NO_ROOM else _SQLITE.get(code & _PRIMARY)


def _first_line(error: BaseException | None) -> str:
    """The rest may quote a row."""
    return str(error).partition("\n")[0]
